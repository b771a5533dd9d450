"""Founding the groups, giving and ending seats, and saying when a group meets. All by the office."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.models.groups import Group, Seat
from samspil.governance.models.meetings import Meeting
from samspil.governance.queries import calling
from samspil.governance.queries import groups as queries
from samspil.governance.rules import groups as rules
from samspil.governance.rules.series import Series, days_of, must_be_a_series
from samspil.governance.terms.groups import GroupKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, refuse
from samspil.programme import queries as programme
from samspil.trust import audit

AHEAD_DAYS = 2 * 366
"""How far ahead the meetings of a series are planned."""


@dataclass(frozen=True, slots=True)
class NewSeats:
    """Organisations that get a seat in the same capacity."""

    organisations: Collection[uuid.UUID]
    capacity: str
    title: str
    from_on: date
    deputy: str = ""


def found_groups(*, by: Actor, at: datetime, on: date, concept_id: uuid.UUID) -> tuple[Group, ...]:
    """Found the steering group and the network group of a programme, with the office in the chair of both.
    What was founded already stays as it is.
    """
    refuse(rules.may_steer(by))
    concept = programme.concept(concept_id)
    capacities = {
        GroupKind.STEERING: concept.organisation.steering_group.members,
        GroupKind.NETWORK: concept.organisation.network_group.members,
    }
    with audit.acting("governance.found_groups", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        known = {one.kind: one for one in Group.objects.filter(programme=concept.slug)}
        for kind, said in capacities.items():
            if kind in known:
                continue
            capacity = said[min(1, len(said) - 1)]
            known[kind] = Group.objects.create(
                tenant_id=by.tenant_id, concept_id=concept_id, programme=concept.slug, kind=kind
            )
            Seat.objects.create(
                tenant_id=by.tenant_id,
                group=known[kind],
                organisation_id=by.tenant_id,
                capacity=capacity[:200],
                title=capacity[:80],
                chairs=True,
                from_on=on,
            )
        act.about(known[GroupKind.STEERING])
    return tuple(known.values())


def give_seats(*, by: Actor, at: datetime, on: date, group_id: uuid.UUID, seats: NewSeats) -> None:
    """Give organisations a seat in a group, in one of the concept file's capacities."""
    refuse(rules.may_steer(by))
    with audit.acting("governance.give_seats", by=by, at=at) as act:
        group = queries.own_group(by, group_id)
        organisation = programme.concept(group.concept_id).organisation
        named = (
            organisation.steering_group if group.kind == GroupKind.STEERING else organisation.network_group
        )
        refuse(must_be_one_of(seats.capacity, named.members, "capacity"))
        if not seats.organisations:
            refuse(Refusal(_("Choose at least one."), "organisations"))
        known = dict(queries.may_sit())
        for one in seats.organisations:
            refuse(must_be_one_of(one, known, "organisations"))
        there = set(queries.members(by.tenant_id, group_id))
        refuse(rules.must_be_a_seat(seats.title, bool(there & set(seats.organisations)), seats.from_on, on))
        for field, text in (("title", seats.title), ("deputy", seats.deputy)):
            refuse(must_name_nobody(text, field, known.values()))
        Seat.objects.bulk_create(
            Seat(
                tenant_id=by.tenant_id,
                group=group,
                organisation_id=one,
                capacity=seats.capacity[:200],
                title=seats.title.strip(),
                deputy=seats.deputy.strip(),
                from_on=seats.from_on,
            )
            for one in seats.organisations
        )
        act.about(group)


def end_seat(*, by: Actor, at: datetime, on: date, seat_id: uuid.UUID, to_on: date) -> None:
    """End a seat with its last day: what it opened is closed from now on, by the database's clock."""
    refuse(rules.may_steer(by))
    with audit.acting("governance.end_seat", by=by, at=at) as act:
        row = queries.own_seat(by, seat_id)
        refuse(rules.must_end_in_order(row.from_on, to_on, on, row.chairs))
        Seat.objects.filter(id=row.id).update(to_on=to_on, ended_at=Now())
        act.about(row)


def plan_series(
    *,
    by: Actor,
    at: datetime,
    on: date,
    group_id: uuid.UUID,
    series: Series,
    starts_at: time,
    place: str = "",
) -> tuple[date, ...]:
    """Say when a group meets, and plan its meetings two years ahead; the new days. Meetings that are planned
    already stay, and so does the slot of one that was moved or cancelled.
    """
    refuse(rules.may_steer(by))
    refuse(must_be_a_series(series.nth, series.weekday, series.months))
    refuse(must_name_nobody(place, "place", queries.names_of_organisations().values()))
    with audit.acting("governance.plan_series", by=by, at=at) as act:
        group = queries.own_group(by, group_id)
        group.nth, group.weekday, group.months = series.nth, series.weekday, sorted(series.months)
        group.starts_at, group.place = starts_at, place.strip()
        group.save(update_fields=["nth", "weekday", "months", "starts_at", "place"])
        last = min(
            date.fromordinal(on.toordinal() + AHEAD_DAYS), programme.concept(group.concept_id).period.to
        )
        taken = calling.days_taken(group.id)
        new = tuple(one for one in days_of(series, on, last) if one not in taken)
        Meeting.objects.bulk_create(
            Meeting(tenant_id=by.tenant_id, group=group, on=one, starts_at=starts_at, place=group.place)
            for one in new
        )
        act.about(group)
    return new
