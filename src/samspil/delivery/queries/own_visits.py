"""Reading a role model's own visits: what lies ahead, what is to be written, what was; and their days."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, OuterRef, Q, Subquery, When

from samspil.delivery.models.series import Visit
from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.queries.series import Seat, visits_of, with_pairs
from samspil.delivery.terms.visit_hours import HoursState
from samspil.delivery.terms.visits import PlaceState, VisitState
from samspil.kernel.actor import Actor

LOOKING_BACK = timedelta(days=60)
MOST = 40


@dataclass(frozen=True, slots=True)
class Own:
    """One of the actor's visits: with whom, how the own place stands, and whether it waits to be written."""

    visit: Visit
    partners: tuple[Seat, ...]
    place: PlaceState
    asked_because: str
    is_unwritten: bool
    hours: HoursState | None = None
    """How the own hours of a held visit stand; None where they are not written."""

    @property
    def owes_hours(self) -> bool:
        """Whether the visit was held and its hours are to be written, or written anew."""
        return self.visit.state == VisitState.HELD and self.hours in (None, HoursState.RETURNED)


def own_visits(actor: Actor, *, on: date) -> tuple[Own, ...]:
    """The actor's visits: those to be written, those ahead by day, and those held lately. One query.

    Hours that were returned wait however long ago the visit was. Where there are more than are shown, the
    ones held longest ago are left out first.
    """
    claims = VisitHours.objects.filter(
        tenant_id=actor.tenant_id,
        visit_id=OuterRef("id"),
        appointment__account_id=actor.account_id,
        appointment__role=actor.role,
    )
    is_planned = Q(state=VisitState.PLANNED)
    rows = (
        visits_of(actor)
        .annotate(hours=Subquery(claims.values("state")[:1]))
        .filter(
            is_planned & Q(on__isnull=False)
            | Q(state=VisitState.HELD, on__gte=on - LOOKING_BACK)
            | Q(state=VisitState.HELD, hours=HoursState.RETURNED)
        )
        .select_related("series__institution")
        .annotate(ahead=Case(When(is_planned, then=F("on"))))
        .order_by(F("ahead").asc(nulls_last=True), "-on", "at", "id")
    )
    found = [_own(actor, visit, pair, on) for visit, (pair, _out) in with_pairs(rows[:MOST])]
    return tuple(sorted(found, key=lambda one: _first(one)))


def _own(actor: Actor, visit: Visit, pair: tuple[Seat, ...], on: date) -> Own:
    mine = next(one for one in pair if one.account_id == actor.account_id)
    others = tuple(one for one in pair if one is not mine)
    is_past = visit.on is not None and visit.on < on
    unwritten = visit.state == VisitState.PLANNED and is_past
    stands = visit.__dict__["hours"]
    hours = HoursState(stands) if stands else None
    return Own(visit, others, mine.state, mine.asked_because, unwritten, hours)


def _first(one: Own) -> tuple[int, int]:
    """To be written first, then ahead by day, then held ones: those whose hours wait, the latest first."""
    day = one.visit.on.toordinal() if one.visit.on else 0
    if one.visit.state == VisitState.HELD:
        return 2 if one.owes_hours else 3, -day
    return (0 if one.is_unwritten else 1), day


def days_of_visits(actor: Actor, *, span: tuple[date, date]) -> list[tuple[date, uuid.UUID]]:
    """The days on which the actor has a visit, for a calendar: a day and a key, nothing more."""
    rows = visits_of(actor).filter(on__range=span).exclude(state=VisitState.CANCELLED)
    return [(day, key) for day, key in rows.values_list("on", "id") if day is not None]
