"""Reading series of visits: the list, one series with its visits and pairs, and what was written."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from samspil.delivery.models.series import Series, Visit, VisitPlace
from samspil.delivery.planning.continuity import Continuity, Happened, continuity
from samspil.delivery.terms.visits import LIVE_PLACES, PlaceState, SeriesState, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.terms import Role
from samspil.trust import audit, fields

PAGE = 25


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a series has come, by its visits' places in it."""

    of: int
    held: int
    to_rebook: tuple[int, ...]
    """Which were cancelled and have no other in their place."""
    undated: tuple[int, ...]
    next_on: date | None
    out_of_order: bool
    """A visit has a day before the one it builds on."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One series in the list."""

    id: uuid.UUID
    institution: str
    group: str
    state: SeriesState
    stand: Stand


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in the pair of a visit, and how their place stands."""

    id: uuid.UUID
    appointment_id: uuid.UUID
    account_id: uuid.UUID
    name: str
    state: PlaceState
    asked_because: str


@dataclass(frozen=True, slots=True)
class Notes:
    """What was written about a visit, unsealed after the look was logged."""

    covered: str
    remains: str
    adaptation: str
    handover_note: str


@dataclass(frozen=True, slots=True)
class Told:
    """One visit with its pair, those who were swapped out, and what was written."""

    visit: Visit
    pair: tuple[Seat, ...]
    swapped_out: tuple[Seat, ...]
    notes: Notes | None


def series_of(actor: Actor) -> QuerySet[Series]:
    """The series an actor may open: all of the municipality for its coordinator, nobody else's."""
    rows: QuerySet[Series] = Series.objects.filter(tenant_id=actor.tenant_id)
    return rows if actor.role == Role.COORDINATOR else rows.none()


def visits_of(actor: Actor) -> QuerySet[Visit]:
    """The visits an actor may open: all for the coordinator; for a role model those they have a place on."""
    rows: QuerySet[Visit] = Visit.objects.filter(tenant_id=actor.tenant_id)
    if actor.role == Role.COORDINATOR:
        return rows
    if actor.role == Role.ROLE_MODEL:
        own = VisitPlace.objects.filter(
            visit_id=OuterRef("id"),
            state__in=LIVE_PLACES,
            appointment__account_id=actor.account_id,
            appointment__role=actor.role,
        )
        return rows.filter(Exists(own))
    return rows.none()


def series_for(actor: Actor, series_id: uuid.UUID) -> Series:
    """One series with its place. Raises Missing when it is not there for this actor."""
    found = series_of(actor).select_related("institution").filter(id=series_id).first()
    if found is None:
        raise Missing
    return found


def visit_for(actor: Actor, visit_id: uuid.UUID) -> Visit:
    """One visit with its series and place. Raises Missing when it is not there for this actor."""
    found = visits_of(actor).select_related("series__institution").filter(id=visit_id).first()
    if found is None:
        raise Missing
    return found


def listed(actor: Actor, *, ended: bool = False, page: int = 1) -> tuple[tuple[Listed, ...], int]:
    """A page of series, those under way or those that have ended, and how many there are. Two queries."""
    visits = Visit.objects.filter(series_id=OuterRef("id")).order_by("position", "id")
    told = JSONObject(position="position", state="state", on="on")
    rows = series_of(actor)
    open_ = rows.filter(state=SeriesState.OPEN)
    rows = rows.exclude(state=SeriesState.OPEN) if ended else open_
    found = (
        rows.select_related("institution")
        .annotate(days=ArraySubquery(visits.values(told=told)))
        .order_by("-ended_on" if ended else "made_on", "institution__name", "group", "id")
    )
    return tuple(
        Listed(
            one.id,
            one.institution.name,
            one.group,
            SeriesState(one.state),
            _stand(one.visit_count, [_day(day) for day in one.__dict__["days"]]),
        )
        for one in found[(page - 1) * PAGE : page * PAGE]
    ), rows.count()


def _day(told: dict[str, Any]) -> tuple[int, str, date | None]:
    return told["position"], told["state"], date.fromisoformat(told["on"]) if told["on"] else None


def stand_of(series: Series, visits: Iterable[Visit]) -> Stand:
    """How far a series has come."""
    return _stand(series.visit_count, [(one.position, one.state, one.on) for one in visits])


def _stand(of: int, days: list[tuple[int, str, date | None]]) -> Stand:
    live = {position: (state, on) for position, state, on in days if state != VisitState.CANCELLED}
    dated = [live[position][1] for position in sorted(live) if live[position][1]]
    ahead = [on for state, on in live.values() if state == VisitState.PLANNED and on is not None]
    return Stand(
        of,
        sum(state == VisitState.HELD for state, _on in live.values()),
        tuple(position for position in range(1, of + 1) if position not in live),
        tuple(
            position
            for position, (state, on) in sorted(live.items())
            if state == VisitState.PLANNED and on is None
        ),
        min(ahead, default=None),
        dated != sorted(dated, key=lambda on: on or date.max),
    )


def told_series(actor: Actor, series: Series, *, at: datetime) -> tuple[Told, ...]:
    """Every visit of a series in order, cancelled ones before what took their place. The look is logged."""
    rows = visits_of(actor).filter(series_id=series.id).order_by("position", "id")
    found = list(with_pairs(rows))
    with audit.reading(by=actor, purpose=actor.purpose, subject=series.id, at=at, thing=series):
        return tuple(Told(one, *pair, _notes(one)) for one, pair in found)


def before(actor: Actor, visit: Visit, *, at: datetime) -> Told | None:
    """The visit of the same series that was held last before this one, as whoever comes now reads it.

    A role model who has a place on a visit reads what the pair before left for it. The look is logged.
    """
    rows = Visit.objects.filter(series_id=visit.series_id, state=VisitState.HELD).exclude(id=visit.id)
    if visit.on is not None:
        rows = rows.filter(on__lte=visit.on)
    rows = rows.order_by("-on", "-position")
    found = next(iter(with_pairs(rows[:1])), None)
    if found is None:
        return None
    with audit.reading(by=actor, purpose=actor.purpose, subject=visit.series_id, at=at, thing=visit):
        return Told(found[0], *found[1], _notes(found[0]))


def told_visit(actor: Actor, visit_id: uuid.UUID, *, at: datetime) -> Told:
    """One visit with its pair and what was written. The look is logged; raises Missing."""
    rows = visits_of(actor).select_related("series__institution").filter(id=visit_id)
    found = next(iter(with_pairs(rows)), None)
    if found is None:
        raise Missing
    visit, pair = found
    with audit.reading(by=actor, purpose=actor.purpose, subject=visit.series_id, at=at, thing=visit):
        return Told(visit, *pair, _notes(visit))


def with_pairs(rows: QuerySet[Visit]) -> Iterable[tuple[Visit, tuple[tuple[Seat, ...], tuple[Seat, ...]]]]:
    """Visits, each with its pair and with those who were swapped out. One query."""
    seats = (
        VisitPlace.objects.filter(visit_id=OuterRef("id"))
        .order_by("id")
        .values(
            told=JSONObject(
                id="id",
                appointment="appointment_id",
                account="appointment__account_id",
                name="appointment__account__name",
                state="state",
                because="asked_because",
            )
        )
    )
    for one in rows.annotate(seats=ArraySubquery(seats)):
        told = [_seat(seat) for seat in one.__dict__["seats"]]
        live = tuple(seat for seat in told if seat.state in LIVE_PLACES)
        yield one, (live, tuple(seat for seat in told if seat not in live))


def _seat(told: dict[str, str]) -> Seat:
    return Seat(
        uuid.UUID(told["id"]),
        uuid.UUID(told["appointment"]),
        uuid.UUID(told["account"]),
        told["name"],
        PlaceState(told["state"]),
        told["because"],
    )


def _notes(visit: Visit) -> Notes | None:
    texts = [fields.unseal(visit, one) for one in ("covered", "remains", "adaptation", "handover_note")]
    return Notes(*texts) if any(texts) or visit.state == VisitState.HELD else None


def stamp_of(visit: Visit) -> str:
    """Which writing of a visit stands: "" before the first, another after each."""
    if visit.state != VisitState.HELD:
        return ""
    sealed = (visit.covered, visit.remains, visit.adaptation, visit.handover_note)
    plain = (*visit.steps_done, visit.teacher_present, visit.adapted_because)
    stands = b"\0".join([repr(plain).encode(), *(bytes(one or b"").hex().encode() for one in sealed)])
    return hashlib.sha256(stands).hexdigest()[:32]


def held_together(series: Series, told: Iterable[Told]) -> Continuity:
    """What held the visits together that took place, by who was there."""
    happened = tuple(
        Happened(
            one.visit.position,
            one.visit.on,
            one.visit.theme,
            frozenset(str(seat.appointment_id) for seat in one.pair),
        )
        for one in told
        if one.visit.state == VisitState.HELD and one.visit.on is not None
    )
    return continuity(happened, of=series.visit_count)


def has_another(visit: Visit) -> bool:
    """Whether a cancelled visit was booked anew."""
    return bool(Visit.objects.filter(instead_of_id=visit.id).exists())


def series_ids(actor: Actor) -> set[uuid.UUID]:
    """Every series of the organisation: what the keys of visits hang on."""
    return set(Series.objects.values_list("id", flat=True))


def usual_time(series: Series) -> tuple[time | None, int | None]:
    """When a visit of the series was planned last: the time of day and the minutes, for the next one."""
    last = (
        Visit.objects.filter(series_id=series.id, at__isnull=False)
        .order_by("-on")
        .values_list("at", "minutes")
        .first()
    )
    return last or (None, None)


def themes_of(series: Series) -> dict[int, str]:
    """The theme of each place in a series, as it stands now."""
    rows = Visit.objects.filter(series_id=series.id).order_by("id")
    return {one.position: one.theme for one in rows}


def themes_that_stay(series: Series) -> frozenset[int]:
    """The places in a series whose visit was held or cancelled, and keeps its theme."""
    rows = Visit.objects.filter(series_id=series.id).order_by("id")
    newest = {one.position: one.state for one in rows}
    return frozenset(place for place, state in newest.items() if state != VisitState.PLANNED)
