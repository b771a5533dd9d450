"""Networks of parents: founding and changing one, its meetings, and who is known in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.actions.holding import locked
from samspil.delivery.models.courses import Course
from samspil.delivery.models.networks import (
    NetworkFacilitator,
    NetworkMeeting,
    NetworkMember,
    ParentNetwork,
)
from samspil.delivery.queries import gates
from samspil.delivery.queries.consents import own_person
from samspil.delivery.queries.networks import leads_of, meeting_for, network_for
from samspil.delivery.queries.parents import second_of
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import networks as needs
from samspil.delivery.rules.gates import must_be_certified
from samspil.delivery.terms.families import NETWORK_PLACES, NETWORK_RULES, MeetingState, WithWhom
from samspil.delivery.terms.training import GateUse
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, refuse
from samspil.people.queries import people as staff
from samspil.people.terms import Method, Role
from samspil.programme import queries as programme
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a network is: a neutral name, who leads it, the rules chosen and one more."""

    name: str
    coaches: tuple[uuid.UUID, ...]
    rules: tuple[str, ...] = ()
    own_rule: str = ""
    has_ended: bool = False
    """It meets no more: whoever was known by name in it no longer is."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as it is planned, held or called off."""

    held_on: date
    place: str
    state: str = MeetingState.PLANNED
    themes: tuple[str, ...] = ()
    minutes: int | None = None
    attended_count: int | None = None


def write_network(
    *,
    by: Actor,
    at: datetime,
    on: date,
    agreed: Agreed,
    concept_id: uuid.UUID | None = None,
    network_id: uuid.UUID | None = None,
) -> ParentNetwork:
    """Found a network under a concept, or change the one named."""
    refuse(rules.may_coordinate(by))
    name, own_rule = agreed.name.strip(), agreed.own_rule.strip()
    for text, field, most in ((name, "name", 40), (own_rule, "own_rule", 200)):
        refuse(rules.must_fit_in(text, most, field))
        refuse(needs.must_be_about_nobody(text, field))
    for rule in agreed.rules:
        refuse(rules.must_be_one_of(rule, NETWORK_RULES, "rules"))
    able = {one.id for one in staff.staff_for(by, Role.PARENT_COACH, on=on)}
    for coach in agreed.coaches:
        refuse(rules.must_be_one_of(coach, able, "coaches"))
    refuse(needs.must_have_a_lead(agreed.coaches))
    with audit.acting("delivery.write_network", by=by, at=at) as act:
        if network_id is not None:
            network = network_for(by, network_id)
        else:
            network = ParentNetwork(tenant_id=by.tenant_id, concept_id=_known(concept_id), founded_on=on)
        same = ParentNetwork.objects.filter(name=name, closed_on__isnull=True).exclude(id=network.id)
        refuse(needs.must_be_a_new_name(same.exists()))
        for coach in agreed.coaches:
            refuse(_certified(by, coach, network, on))
        network.name, network.rules, network.own_rule = name, list(agreed.rules), own_rule
        network.closed_on = (network.closed_on or on) if agreed.has_ended else None
        network.save()
        if agreed.has_ended:
            NetworkMember.objects.filter(network_id=network.id).delete()
        kept = NetworkFacilitator.objects.filter(network_id=network.id)
        kept.exclude(coach_id__in=agreed.coaches).delete()
        there = set(kept.values_list("coach_id", flat=True))
        NetworkFacilitator.objects.bulk_create(
            NetworkFacilitator(tenant_id=by.tenant_id, network=network, coach_id=one)
            for one in dict.fromkeys(agreed.coaches)
            if one not in there
        )
        act.about(network)
    return network


def write_meeting(
    *,
    by: Actor,
    at: datetime,
    on: date,
    meeting: Meeting,
    network_id: uuid.UUID | None = None,
    meeting_id: uuid.UUID | None = None,
) -> NetworkMeeting:
    """Plan a meeting of a network, or say of a planned one that it was held, called off or moved."""
    found = meeting_for(by, meeting_id) if meeting_id is not None else None
    network = found.network if found is not None else network_for(by, _known(network_id))
    refuse(needs.may_lead(by, [account for _id, account, _name in leads_of(network)]))
    missing = gates.missing_of_account(by, GateUse.NETWORK, concept_id=network.concept_id, on=on)
    refuse(must_be_certified(missing, GateUse.NETWORK))
    refuse(needs.may_be_written(found))
    refuse(rules.must_be_one_of(meeting.state, list(MeetingState), "state"))
    refuse(rules.must_be_one_of(meeting.place, NETWORK_PLACES, "place"))
    known = programme.concept(network.concept_id).intervention("parent").themes
    for theme in meeting.themes:
        refuse(rules.must_be_one_of(theme, known, "themes"))
    refuse(
        needs.must_be_a_meeting(meeting.state, meeting.held_on, meeting.minutes, meeting.attended_count, on)
    )
    was_held = meeting.state == MeetingState.HELD
    with audit.acting("delivery.write_meeting", by=by, at=at) as act:
        row = found or NetworkMeeting(tenant_id=by.tenant_id, network=network)
        others = NetworkMeeting.objects.filter(network_id=network.id, held_on=meeting.held_on)
        refuse(needs.must_be_a_new_day(others.exclude(id=row.id).exists()))
        row.held_on, row.place, row.state = meeting.held_on, meeting.place, meeting.state
        row.themes = list(dict.fromkeys(meeting.themes))
        row.minutes = meeting.minutes if was_held else None
        row.attended_count = meeting.attended_count if was_held else None
        row.save()
        act.about(row, reason=meeting.state)
    return row


def join_network(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    network_id: uuid.UUID,
    method: Method,
    who: str = WithWhom.FIRST,
) -> NetworkMember:
    """A parent says yes to being known by name to those who lead a network. Without it nobody is listed."""
    with audit.acting("delivery.join_network", by=by, at=at) as act:
        course = locked(course_id)
        person_id = _parent(course, who)
        refuse(needs.may_say_for_member(by, course, person_id, own_person(by)))
        network = ParentNetwork.objects.filter(id=network_id).first()
        if network is None:
            raise Missing
        refuse(needs.may_be_member(course, network))
        known = NetworkMember.objects.filter(network_id=network.id, person_id=person_id).first()
        member = known or NetworkMember.objects.create(
            tenant_id=by.tenant_id,
            network=network,
            course=course,
            person_id=person_id,
            joined_on=on,
            method=method,
        )
        act.about(member, subject_id=person_id)
    return member  # type: ignore[no-any-return]


def leave_network(
    *, by: Actor, at: datetime, course_id: uuid.UUID, network_id: uuid.UUID, who: str = WithWhom.FIRST
) -> None:
    """The yes is taken back: that parent is not known in the network any more, and nothing is kept of it."""
    with audit.acting("delivery.leave_network", by=by, at=at) as act:
        course = locked(course_id)
        person_id = _parent(course, who)
        refuse(needs.may_say_for_member(by, course, person_id, own_person(by)))
        rows = NetworkMember.objects.filter(person_id=person_id, network_id=network_id)
        if not rows.exists():
            raise Missing
        rows.delete()
        act.about(course, subject_id=person_id)


def _parent(course: Course, who: str) -> uuid.UUID:
    """Which of the parents of a course is meant. Raises Missing when there is none of that kind."""
    second = second_of(course) if who == WithWhom.SECOND else None
    person_id: uuid.UUID | None = course.person_id if who == WithWhom.FIRST else None
    person_id = second.person_id if second is not None else person_id
    if person_id is None:
        raise Missing
    return person_id


def _certified(by: Actor, coach: uuid.UUID, network: ParentNetwork, on: date) -> Refusal | None:
    """Who leads a network holds the certificate that its concept demands for it."""
    missing = gates.is_missing(by, coach, GateUse.NETWORK, concept_id=network.concept_id, on=on)
    return must_be_certified(missing, GateUse.NETWORK, "coaches")


def _known(key: uuid.UUID | None) -> uuid.UUID:
    if key is None:
        raise Missing
    return key
