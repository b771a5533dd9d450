"""Reading what may be shown: frozen month-end totals, and how targets stand; never a row about anyone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from samspil.evaluation import rules
from samspil.evaluation.models import MonthEnd, MonthEndAim, MonthEndBand, MonthEndBurden, MonthEndRow
from samspil.evaluation.terms import COLUMNS, Band, TargetState
from samspil.governance.queries.aims import aimed
from samspil.governance.rules.obligations import half_of
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.aiming import Aims, Indicator
from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One round's frozen totals; `counts` is None when the whole row is withheld."""

    key: str
    counts: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Month:
    """One frozen month of one programme."""

    programme: str
    month: date
    frozen_at: datetime
    rows: tuple[TotalRow, ...]
    bands: tuple[tuple[str, Band], ...]
    """Each municipality by name with its band, in the order of the names: nobody is ranked."""
    burden: tuple[tuple[str, str, int | None], ...]
    """(role, kind of registration, median seconds at most; None where it is withheld)."""


@dataclass(frozen=True, slots=True)
class HalfYear:
    """What a measure had come to at the last frozen month of a half-year; None where it is withheld."""

    half: str
    month: date
    value: int | None


@dataclass(frozen=True, slots=True)
class Attained:
    """One indicator, how it stands to its target, and its way there by half-years, the first first."""

    indicator: Indicator
    state: TargetState
    trend: tuple[HalfYear, ...]

    @property
    def last(self) -> HalfYear | None:
        """What was frozen last; None where nothing was."""
        return self.trend[-1] if self.trend else None


@dataclass(frozen=True, slots=True)
class Attainment:
    """How a programme stands to its targets: by the version both sides signed, or else the newest one."""

    concept: Concept
    aims: Aims | None
    number: int | None
    """Of the version that was signed; None where none was."""
    attained: tuple[Attained, ...]


def months(actor: Actor, *, most: int = 24) -> tuple[Month, ...]:
    """The frozen months of the actor's programme office, newest first, rounds in order.

    An evaluator's organisation has none of its own, and reads those that the row's policy grants to it.
    """
    refuse(rules.may_read_totals(actor))

    def granted(model: Any) -> Any:
        return model.objects.presented() if actor.role == Role.EVALUATOR else model.objects.all()

    ends = list(granted(MonthEnd).order_by("-month", "programme")[:most])
    rows: dict[object, list[TotalRow]] = {}
    for row in granted(MonthEndRow).filter(month_end_id__in=[one.id for one in ends]):
        counts = None if row.withheld else {name: getattr(row, name) for name in COLUMNS}
        rows.setdefault(row.month_end_id, []).append(TotalRow(row.key, counts))
    names = {one.id: one.name for one in people.organisations()}
    bands: dict[object, list[tuple[str, Band]]] = {}
    for band in granted(MonthEndBand).filter(month_end_id__in=[one.id for one in ends]):
        named = names.get(band.municipality, "")
        bands.setdefault(band.month_end_id, []).append((named, Band(band.band)))
    burden: dict[object, list[tuple[str, str, int | None]]] = {}
    for took in (
        granted(MonthEndBurden).filter(month_end_id__in=[one.id for one in ends]).order_by("kind", "role")
    ):
        burden.setdefault(took.month_end_id, []).append((took.role, took.kind, took.median_s))
    return tuple(
        Month(
            one.programme,
            one.month,
            one.frozen_at,
            tuple(sorted(rows.get(one.id, []), key=lambda row: programme.round_order(row.key))),
            tuple(sorted(bands.get(one.id, []))),
            tuple(burden.get(one.id, [])),
        )
        for one in ends
    )


@dataclass(frozen=True, slots=True)
class Frozen:
    """Where a frozen month comes from: its row, when it was written, and how many of its rows are shown."""

    id: uuid.UUID
    programme: str
    month: date
    frozen_at: datetime
    told: int
    withheld: int


def lineage(actor: Actor, *, most: int = 24) -> tuple[Frozen, ...]:
    """The frozen months of the actor's programme office, the newest first. Two queries."""
    refuse(rules.may_read_totals(actor))
    ends = list(MonthEnd.objects.order_by("-month", "programme")[:most])
    rows = MonthEndRow.objects.filter(month_end_id__in=[one.id for one in ends]).order_by()
    counts = {
        (row["month_end_id"], row["withheld"]): row["count"]
        for row in rows.values("month_end_id", "withheld").annotate(count=Count("id"))
    }
    return tuple(
        Frozen(
            one.id,
            one.programme,
            one.month,
            one.frozen_at,
            counts.get((one.id, False), 0),
            counts.get((one.id, True), 0),
        )
        for one in ends
    )


def is_frozen(programme_slug: str, month: date) -> bool:
    """Whether a month of a programme was frozen already."""
    return bool(MonthEnd.objects.filter(programme=programme_slug, month=month).exists())


def attainment(actor: Actor, *, on: date) -> tuple[Attainment, ...]:
    """How every programme that runs on a day stands to its targets, from months frozen before that day alone.

    One query beside those of the goals; any past day reads the same whenever it is asked.
    """
    refuse(rules.may_follow_targets(actor))
    goals = aimed(actor, on=on)
    rows = MonthEndAim.objects.presented().filter(
        programme__in=[one.loaded.concept.slug for one in goals], month__lt=on.replace(day=1)
    )
    frozen: dict[tuple[str, str, str], dict[str, HalfYear]] = {}
    for slug, measure, part, month, value in rows.order_by("month").values_list(
        "programme", "measure", "part", "month", "value"
    ):
        half = half_of(month)
        frozen.setdefault((slug, measure, part), {})[half] = HalfYear(half, month, value)
    found = []
    for one in goals:
        concept = one.loaded.concept
        counted = one.signed or (one.sets[0] if one.sets else None)
        aims = counted.aims if counted else concept.aims
        attained = tuple(
            _attained(each, tuple(frozen.get((concept.slug, each.measured_by, each.part), {}).values()), on)
            for each in (aims.indicators if aims else ())
        )
        number = one.signed.number if one.signed else None
        found.append(Attainment(concept, aims, number, attained))
    return tuple(found)


def _attained(one: Indicator, trend: tuple[HalfYear, ...], on: date) -> Attained:
    value = trend[-1].value if trend else None
    return Attained(one, rules.stands_to(one, value, on, is_counted=bool(trend)), trend)
