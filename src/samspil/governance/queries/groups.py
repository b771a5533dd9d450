"""Reading the groups and who sits in them: by every organisation that has a seat."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from samspil.governance.models.groups import Group, Seat
from samspil.governance.rules.groups import may_take_part
from samspil.governance.rules.series import Series, days_of
from samspil.governance.terms.groups import GroupKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people
from samspil.people.terms import OrganisationKind


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group, and the rule its meetings follow, if there is one."""

    id: uuid.UUID
    office_id: uuid.UUID
    concept_id: uuid.UUID
    kind: GroupKind
    series: Series | None
    starts_at: time | None
    place: str


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat: which organisation, in which capacity, with which title."""

    id: uuid.UUID
    group_id: uuid.UUID
    organisation_id: uuid.UUID
    organisation: str
    capacity: str
    title: str
    deputy: str
    chairs: bool
    from_on: date
    to_on: date | None


def office_of(actor: Actor) -> uuid.UUID:
    """The programme office in whose groups the actor's organisation has a seat now. Raises Missing."""
    rows = Seat.objects.presented().filter(organisation_id=actor.tenant_id, ended_at__isnull=True)
    found: uuid.UUID | None = (
        rows.order_by("from_on", "tenant_id").values_list("tenant_id", flat=True).first()
    )
    if found is None:
        raise Missing
    return found


def office_ids(actor: Actor) -> frozenset[uuid.UUID]:
    """The office itself where it has groups, for sweeping the key store: they write with its key."""
    return frozenset(Group.objects.values_list("tenant_id", flat=True))


def of_office(model: Any, office_id: uuid.UUID) -> Any:
    """Rows of the office itself, as far as the policy shows them to whoever asks."""
    return model.objects.presented().filter(tenant_id=office_id)


def of_members(model: Any, office_id: uuid.UUID) -> Any:
    """Rows of the members, as far as the policy shows them to whoever asks."""
    return model.objects.presented().filter(office_id=office_id)


def groups(actor: Actor, office_id: uuid.UUID) -> tuple[GroupView, ...]:
    """The office's groups, the steering group first."""
    refuse(may_take_part(actor))
    return tuple(_group(one) for one in of_office(Group, office_id).order_by("-kind", "id"))


def group(actor: Actor, office_id: uuid.UUID, group_id: uuid.UUID) -> GroupView:
    """One of them. Raises Missing."""
    refuse(may_take_part(actor))
    row = of_office(Group, office_id).filter(id=group_id).first()
    if row is None:
        raise Missing
    return _group(row)


def seats(
    actor: Actor, office_id: uuid.UUID, group_id: uuid.UUID, *, names: dict[uuid.UUID, str] | None = None
) -> tuple[SeatView, ...]:
    """Who sits in a group and who did: the chair first, then by name; those that have ended last."""
    refuse(may_take_part(actor))
    known = names if names is not None else names_of_organisations()
    found = [
        SeatView(
            one.id,
            one.group_id,
            one.organisation_id,
            known.get(one.organisation_id, ""),
            one.capacity,
            one.title,
            one.deputy,
            one.chairs,
            one.from_on,
            one.to_on,
        )
        for one in of_office(Seat, office_id).filter(group_id=group_id)
    ]
    return tuple(
        sorted(found, key=lambda one: (one.to_on is not None, not one.chairs, one.organisation, one.id))
    )


def seat(actor: Actor, office_id: uuid.UUID, seat_id: uuid.UUID) -> SeatView:
    """One seat that holds. Raises Missing."""
    row = of_office(Seat, office_id).filter(id=seat_id, ended_at__isnull=True).first()
    if row is None:
        raise Missing
    return next(one for one in seats(actor, office_id, row.group_id) if one.id == row.id)


def members(office_id: uuid.UUID, group_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """The organisations that have a seat in a group now."""
    rows = of_office(Seat, office_id).filter(group_id=group_id, ended_at__isnull=True)
    return tuple(rows.order_by("organisation_id").values_list("organisation_id", flat=True))


def own_group(actor: Actor, group_id: uuid.UUID) -> Group:
    """The office's own row, held until the transaction ends. Raises Missing."""
    row: Group | None = Group.objects.select_for_update().filter(id=group_id).first()
    if row is None:
        raise Missing
    return row


def own_seat(actor: Actor, seat_id: uuid.UUID) -> Seat:
    """The office's own row of a seat that holds, held until the transaction ends. Raises Missing."""
    row: Seat | None = Seat.objects.select_for_update().filter(id=seat_id, ended_at__isnull=True).first()
    if row is None:
        raise Missing
    return row


def names_of_organisations() -> dict[uuid.UUID, str]:
    """Every organisation's name."""
    return {one.id: one.name for one in people.organisations()}


def may_sit() -> tuple[tuple[uuid.UUID, str], ...]:
    """The organisations that can have a seat, by name: all but an auditor."""
    kinds = [one for one in OrganisationKind if one != OrganisationKind.AUDITOR]
    found = [(one.id, one.name) for one in people.organisations() if one.kind in kinds]
    return tuple(sorted(found, key=lambda pair: pair[1]))


def municipalities() -> dict[uuid.UUID, str]:
    """The municipalities, by name."""
    found = [
        (one.id, one.name) for one in people.organisations() if one.kind == OrganisationKind.MUNICIPALITY
    ]
    return dict(sorted(found, key=lambda pair: pair[1]))


def to_come(group: GroupView, first: date, last: date) -> tuple[date, ...]:
    """The days that a group's rule gives from a day to a day; none where it has no rule."""
    return days_of(group.series, first, last) if group.series else ()


def _group(row: Group) -> GroupView:
    series = (
        Series(row.nth, row.weekday, tuple(row.months))
        if row.nth is not None and row.weekday is not None
        else None
    )
    return GroupView(
        row.id, row.tenant_id, row.concept_id, GroupKind(row.kind), series, row.starts_at, row.place
    )
