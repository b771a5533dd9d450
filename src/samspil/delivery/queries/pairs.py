"""Who may go on a visit, and what speaks against it; who is busy when."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from samspil.delivery.models.series import Visit, VisitPlace
from samspil.delivery.queries import gates
from samspil.delivery.rules import series as rules
from samspil.delivery.rules.gates import must_be_certified
from samspil.delivery.rules.series import Slot
from samspil.delivery.terms.training import GateUse
from samspil.delivery.terms.visits import LIVE_PLACES, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.queries import people as staff
from samspil.people.queries.people import Post
from samspil.people.terms import Role


def role_models(actor: Actor, *, on: date) -> tuple[Post, ...]:
    """Those who are role models here on a day, by name."""
    return staff.staff_for(actor, Role.ROLE_MODEL, on=on)


def why_not(
    actor: Actor, appointment_id: uuid.UUID, slot: Slot, *, on: date, visit: Visit, field: str
) -> Refusal | None:
    """Why somebody cannot be put on a visit at a time; None where they can. The one place that is asked.

    A visit without a day is asked about today. The certificate counts that the series' concept demands.
    """
    day, concept_id = slot.on or on, visit.series.concept_id
    able = {one.id for one in role_models(actor, on=day)}
    busy = busy_at({appointment_id}, slot, but=visit.id)
    missing = gates.is_missing(actor, appointment_id, GateUse.VISIT, concept_id=concept_id, on=day)
    return rules.may_be_put_on(
        appointment_id in able, appointment_id not in busy, field
    ) or must_be_certified(missing, GateUse.VISIT, field)


def busy_at(
    appointments: Collection[uuid.UUID], slot: Slot, *, but: uuid.UUID | None = None
) -> frozenset[uuid.UUID]:
    """Who of these is on another visit that overlaps a time."""
    if slot.on is None or slot.at is None:
        return frozenset()
    places = VisitPlace.objects.filter(
        appointment_id__in=appointments, state__in=LIVE_PLACES, visit__on=slot.on
    ).exclude(visit__state=VisitState.CANCELLED)
    if but is not None:
        places = places.exclude(visit_id=but)
    return frozenset(
        one.appointment_id for one in places.select_related("visit") if slot.overlaps(slot_of(one.visit))
    )


def gone_on() -> Any:
    """The places in pairs of visits that were held, each with its appointment and, through it, its day."""
    return VisitPlace.objects.filter(state__in=LIVE_PLACES, visit__state=VisitState.HELD)


def slot_of(visit: Visit) -> Slot:
    """When a visit is."""
    return Slot(visit.on, visit.at, visit.minutes, visit.fixed)
