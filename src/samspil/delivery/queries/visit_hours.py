"""Reading the hours of visits: of one visit, one claim to decide about, sums for a month."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from samspil.delivery.models.series import Visit, VisitPlace
from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.queries import series as queries
from samspil.delivery.rules import visit_hours as rules
from samspil.delivery.terms.visit_hours import HoursState
from samspil.delivery.terms.visits import LIVE_PLACES
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Appointment
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.paying import Rates, rates


@dataclass(frozen=True, slots=True)
class OfVisit:
    """One of a visit's pair with what they claimed for it, if they did."""

    appointment_id: uuid.UUID
    name: str
    row: VisitHours | None


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A visit whose hours somebody is about to write: whose, the rates of its year, and what stands."""

    visit: Visit
    on: date
    place: VisitPlace
    rates: Rates
    concept_id: uuid.UUID
    row: VisitHours | None


def of_visits(actor: Actor, ids: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], VisitHours]:
    """What was claimed for these visits, by visit and appointment. One query."""
    rows = VisitHours.objects.filter(tenant_id=actor.tenant_id, visit_id__in=ids)
    return {(one.visit_id, one.appointment_id): one for one in rows}


def to_write(actor: Actor, visit_id: uuid.UUID, appointment_id: uuid.UUID | None = None) -> ToWrite:
    """A visit and the place on it whose hours the actor may write. Raises Missing where there is none."""
    visit = queries.visit_for(actor, visit_id)
    places = VisitPlace.objects.filter(visit_id=visit.id, state__in=LIVE_PLACES)
    place = rules.own_or_any(actor, places.select_related("appointment__account"), appointment_id)
    if place is None or visit.on is None:
        raise Missing
    loaded = programme.latest(programme.concept(visit.series.concept_id).slug)
    row = VisitHours.objects.filter(visit_id=visit.id, appointment_id=place.appointment_id).first()
    return ToWrite(
        visit, visit.on, place, rates(loaded.concept, Role.ROLE_MODEL, visit.on.year), loaded.id, row
    )


def stamp_of(row: VisitHours | None) -> str:
    """Which writing or decision stands: "" before the first, another after each."""
    return f"{row.written_at.isoformat()} {row.state}" if row else ""


def to_decide(actor: Actor, hours_id: uuid.UUID) -> VisitHours:
    """One claim with whose it is, where, and who wrote it. Raises Missing."""
    refuse(rules.may_see_costs(actor))
    rows = VisitHours.objects.filter(tenant_id=actor.tenant_id, id=hours_id)
    found = rows.select_related("appointment__account", "institution", "written_by__account").first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def post_of(actor: Actor, *, on: date) -> Appointment:
    """The appointment under which the actor acts. Raises Missing."""
    rows = Appointment.objects.filter(account_id=actor.account_id, role=actor.role, from_on__lte=on)
    found = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).order_by("from_on", "id").first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def sums_by_month(
    ids: Collection[uuid.UUID], first: date, last: date
) -> dict[tuple[uuid.UUID, date], tuple[int, int]]:
    """Minutes and kilometres written at visits and not returned, by person and month. One question."""
    rows = (
        VisitHours.objects.filter(appointment_id__in=ids, visited_on__range=(first, last))
        .exclude(state=HoursState.RETURNED)
        .annotate(in_month=TruncMonth("visited_on"))
        .values("appointment_id", "in_month")
        .annotate(all_minutes=Sum("minutes"), all_kilometres=Sum("kilometres"))
        .order_by()
    )
    return {
        (row["appointment_id"], row["in_month"]): (row["all_minutes"], row["all_kilometres"]) for row in rows
    }
