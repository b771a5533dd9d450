"""Reading a role model's own visits: what lies ahead, what is to be written, what was; and their days."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, Q, When

from samspil.delivery.models.series import Visit
from samspil.delivery.queries.series import Seat, visits_of, with_pairs
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


def own_visits(actor: Actor, *, on: date) -> tuple[Own, ...]:
    """The actor's visits: those to be written, those ahead by day, and those held lately. One query.

    Where there are more than are shown, the ones held longest ago are left out first.
    """
    is_planned = Q(state=VisitState.PLANNED)
    rows = (
        visits_of(actor)
        .filter(is_planned & Q(on__isnull=False) | Q(state=VisitState.HELD, on__gte=on - LOOKING_BACK))
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
    return Own(visit, others, mine.state, mine.asked_because, unwritten)


def _first(one: Own) -> tuple[int, int]:
    """To be written first, then ahead by day, then held ones, the latest first."""
    day = one.visit.on.toordinal() if one.visit.on else 0
    if one.visit.state == VisitState.HELD:
        return 2, -day
    return (0 if one.is_unwritten else 1), day


def days_of_visits(actor: Actor, *, span: tuple[date, date]) -> list[tuple[date, uuid.UUID]]:
    """The days on which the actor has a visit, for a calendar: a day and a key, nothing more."""
    rows = visits_of(actor).filter(on__range=span).exclude(state=VisitState.CANCELLED)
    return [(day, key) for day, key in rows.values_list("on", "id") if day is not None]
