"""Reading the corps: the role models with what they bring, who lends them, and where they go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from samspil.delivery.models.corps_members import CorpsMember
from samspil.delivery.models.series import VisitPlace
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.terms.visits import LIVE_PLACES, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import staff
from samspil.people.queries.staff import StaffMember
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class InCorps:
    """One role model: profile and certificates, who lends them, their themes, visits ahead and held."""

    member: StaffMember
    host: str
    themes: tuple[str, ...]
    ahead: int
    next_on: date | None
    held: int


def corps(actor: Actor, *, on: date) -> tuple[InCorps, ...]:
    """Everyone in the municipality's corps by name. Three queries, however many there are."""
    refuse(may_coordinate(actor))
    return _in_corps(staff.staff(actor, on=on, roles=(Role.ROLE_MODEL,)), on)


def in_corps(actor: Actor, appointment_id: uuid.UUID, *, on: date) -> InCorps:
    """One role model. Raises Missing for anybody else."""
    refuse(may_coordinate(actor))
    member = staff.member(actor, appointment_id, on=on)
    if member.post.role != Role.ROLE_MODEL:
        raise Missing
    return _in_corps((member,), on)[0]


def _in_corps(members: tuple[StaffMember, ...], on: date) -> tuple[InCorps, ...]:
    ids = [one.post.id for one in members]
    more = {one.appointment_id: one for one in CorpsMember.objects.filter(appointment_id__in=ids)}
    ahead = Q(visit__state=VisitState.PLANNED, visit__on__gte=on)
    counted = {
        row["appointment_id"]: row
        for row in VisitPlace.objects.filter(appointment_id__in=ids, state__in=LIVE_PLACES)
        .values("appointment_id")
        .annotate(
            ahead=Count("id", filter=ahead),
            next_on=Min("visit__on", filter=ahead),
            held=Count("id", filter=Q(visit__state=VisitState.HELD)),
        )
    }
    nothing = {"ahead": 0, "next_on": None, "held": 0}
    return tuple(
        InCorps(
            one,
            more[one.post.id].host if one.post.id in more else "",
            tuple(more[one.post.id].themes) if one.post.id in more else (),
            **{key: counted.get(one.post.id, nothing)[key] for key in nothing},
        )
        for one in members
    )
