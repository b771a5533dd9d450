"""Reading networks: the group, its meetings, who may be known there by name, and the figure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from samspil.delivery.models.courses import Course
from samspil.delivery.models.networks import (
    NetworkFacilitator,
    NetworkMeeting,
    NetworkMember,
    ParentNetwork,
)
from samspil.delivery.queries.courses import visible
from samspil.delivery.rules import networks as rules
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.terms.courses import UNDER_WAY, Intervention
from samspil.delivery.terms.families import WITH_WHOM, MeetingState, WithWhom
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.words import Words
from samspil.people.models.people import Identity
from samspil.people.terms import Role
from samspil.trust import audit, fields

MEETINGS = 24


@dataclass(frozen=True, slots=True)
class Group:
    """One network in a list: what it is called, who leads it, how many are known in it, when it meets."""

    id: uuid.UUID
    name: str
    leads: tuple[str, ...]
    member_count: int
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """A member who said yes to being known by name."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A network that a course's parent is known in, and its next meeting if one is planned."""

    network: str
    held_on: date | None
    place: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A network that one of a course's parents is known in."""

    network_id: uuid.UUID
    name: str
    who: str

    @property
    def who_label(self) -> Words:
        """Which of the parents."""
        return WITH_WHOM[WithWhom(self.who)]


@dataclass(frozen=True, slots=True)
class NetworkFigure:
    """One network in the figures."""

    name: str
    held: int
    cancelled: int
    mean: float | None


def networks_of(actor: Actor):  # type: ignore[no-untyped-def]
    """The networks an actor may open: all of the municipality for its coordinator, led ones for a coach."""
    rows = ParentNetwork.objects.filter(tenant_id=actor.tenant_id)
    if actor.role == Role.COORDINATOR:
        return rows
    if actor.role == Role.PARENT_COACH:
        leads = NetworkFacilitator.objects.filter(
            network_id=OuterRef("id"), coach__account_id=actor.account_id, coach__role=actor.role
        )
        return rows.filter(Exists(leads))
    return rows.none()


def listed(actor: Actor, *, on: date) -> tuple[Group, ...]:
    """The actor's networks that are not closed, by name. One query."""
    names = NetworkFacilitator.objects.filter(network_id=OuterRef("id")).order_by("coach__account__name")
    soon = NetworkMeeting.objects.filter(
        network_id=OuterRef("id"), state=MeetingState.PLANNED, held_on__gte=on
    ).order_by("held_on")
    known = NetworkMember.objects.filter(network_id=OuterRef("id"), course__state__in=UNDER_WAY)
    rows = (
        networks_of(actor)
        .filter(closed_on__isnull=True)
        .annotate(
            led_by=ArraySubquery(names.values("coach__account__name")),
            next_days=ArraySubquery(soon.values("held_on")[:1]),
            known=ArraySubquery(known.values("id")),
        )
        .order_by("name")
    )
    return tuple(
        Group(one.id, one.name, tuple(one.led_by), len(one.known), next(iter(one.next_days), None))
        for one in rows
    )


def network_for(actor: Actor, network_id: uuid.UUID) -> ParentNetwork:
    """One network. Raises Missing when it is not there for this actor."""
    found = networks_of(actor).filter(id=network_id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def leads_of(network: ParentNetwork) -> tuple[tuple[uuid.UUID, uuid.UUID, str], ...]:
    """Who leads a network: appointment, account and name."""
    rows = NetworkFacilitator.objects.filter(network_id=network.id).order_by("coach__account__name")
    return tuple(rows.values_list("coach_id", "coach__account_id", "coach__account__name"))


def meetings_of(network: ParentNetwork) -> tuple[NetworkMeeting, ...]:
    """A network's meetings, newest first."""
    return tuple(NetworkMeeting.objects.filter(network_id=network.id).order_by("-held_on")[:MEETINGS])


def meeting_for(actor: Actor, meeting_id: uuid.UUID) -> NetworkMeeting:
    """One meeting of a network the actor may open. Raises Missing."""
    found = (
        NetworkMeeting.objects.select_related("network")
        .filter(id=meeting_id, network_id__in=networks_of(actor).values("id"))
        .first()
    )
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def member_count(network: ParentNetwork) -> int:
    """How many are known by name in a network; for a page that shows no name."""
    return int(NetworkMember.objects.filter(network_id=network.id, course__state__in=UNDER_WAY).count())


def members_known(actor: Actor, network: ParentNetwork, *, at: datetime) -> tuple[Known, ...]:
    """The members who said yes to it, by name; only for those who lead the network. Each name is a look.

    A member whose course has ended is no longer shown.
    """
    refuse(rules.may_lead(actor, [account for _id, account, _name in leads_of(network)]))
    rows = NetworkMember.objects.filter(network_id=network.id, course__state__in=UNDER_WAY)
    cards = list(Identity.objects.filter(person_id__in=rows.values("person_id")))
    found = []
    for card in cards:
        with audit.reading(by=actor, purpose=actor.purpose, subject=card.person_id, at=at, thing=network):
            found.append(Known(fields.unseal(card, "name"), card.language))
    return tuple(sorted(found, key=lambda one: one.name))


def upcoming_of(course_id: Any, *, on: date) -> ArraySubquery:
    """For a query of courses: the networks a parent is known in, each with its next meeting."""
    soon = NetworkMeeting.objects.filter(
        network_id=OuterRef("network_id"), state=MeetingState.PLANNED, held_on__gte=on
    ).order_by("held_on")
    rows = (
        NetworkMember.objects.filter(course_id=course_id, network__closed_on__isnull=True)
        .annotate(next_on=Subquery(soon.values("held_on")[:1]), where=Subquery(soon.values("place")[:1]))
        .order_by("network__name", "joined_on")
    )
    return ArraySubquery(
        rows.values(told=JSONObject(network="network__name", held_on="next_on", place="where"))
    )


def memberships_of(actor: Actor, course: Course) -> tuple[Membership, ...]:
    """In which networks the parents of a course are known by name."""
    rows = NetworkMember.objects.filter(course_id__in=visible(actor).filter(id=course.id).values("id"))
    found = rows.order_by("network__name", "joined_on").values_list(
        "network_id", "network__name", "person_id"
    )
    return tuple(
        Membership(network_id, name, WithWhom.FIRST if person_id == course.person_id else WithWhom.SECOND)
        for network_id, name, person_id in found
    )


def open_to(actor: Actor, course: Course) -> tuple[tuple[uuid.UUID, str], ...]:
    """The municipality's networks that a parent of the actor's course may be in."""
    if not visible(actor).filter(id=course.id, intervention=Intervention.PARENT).exists():
        return ()
    rows = ParentNetwork.objects.filter(closed_on__isnull=True).order_by("name")
    return tuple(rows.values_list("id", "name"))


def figures(actor: Actor) -> tuple[NetworkFigure, ...]:
    """Each network's held and cancelled meetings and the mean number who came. The municipality's own."""
    refuse(may_see_counts(actor))
    been = NetworkMeeting.objects.filter(network_id=OuterRef("id")).exclude(state=MeetingState.PLANNED)
    rows = ParentNetwork.objects.annotate(
        been=ArraySubquery(been.values(told=JSONObject(state="state", came="attended_count")))
    ).order_by("name")
    return tuple(_figure(one.name, one.been) for one in rows)


def _figure(name: str, been: list[dict[str, Any]]) -> NetworkFigure:
    came = [one["came"] for one in been if one["state"] == MeetingState.HELD]
    return NetworkFigure(name, len(came), len(been) - len(came), sum(came) / len(came) if came else None)


def same_weekday_next_month(day: date) -> date:
    """The same weekday of the month in the next month: the second Wednesday follows the second Wednesday.

    A fifth one that the next month does not have becomes the fourth.
    """
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    place = (day.day - 1) // 7
    found = first + timedelta(days=(day.weekday() - first.weekday()) % 7 + 7 * place)
    return found if found.month == first.month else found - timedelta(days=7)
