"""Coverage: of all that is owed, how much was made, by round, by instrument and by half-year.

The denominator is always what is owed. Outside the municipality nothing of this is shown: see `evaluation`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Exists, Func, OuterRef, Q

from samspil.delivery.models.impressions import Impression
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.recounts import Recount
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.measurements import Due, Tally
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.rules.hours import may_see_sums
from samspil.delivery.terms.courses import MeasurementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme

PAGE, RECOUNTS = 50, 14
_HALF = re.compile(r"(\d{4})-([12])")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The same measurements counted three ways; each way adds up to the same whole."""

    rounds: tuple[Tally, ...]
    instruments: tuple[Tally, ...]
    halves: tuple[Tally, ...]
    """By the half-year of the due day: `2014-2` is July to December 2014."""
    impressions: int
    """How many have an impression of the mentor's beside them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the owed ones somebody asks for; what is empty is not asked about."""

    round: str = ""
    instrument: str = ""
    half: str = ""
    state: str = ""


def of_municipality(actor: Actor) -> Coverage:
    """The whole municipality's coverage, for its coordinator and its lead. One query."""
    refuse(may_see_counts(actor))
    return _counted(Measurement.objects.all())


def of_own(actor: Actor) -> Coverage:
    """The coverage of the courses that the actor holds now. One query."""
    return _counted(Measurement.objects.filter(course_id__in=visible(actor).values("id")))


def last_recount(actor: Actor) -> Recount | None:
    """What the newest nightly recount of the municipality found; None before the first."""
    refuse(may_see_counts(actor))
    found: Recount | None = Recount.objects.order_by("-counted_on").first()
    return found


def audited(actor: Actor, *, least: int) -> tuple[Tally | None, tuple[Recount, ...]]:
    """All rounds of the municipality together as its auditor reads them, and the newest nightly recounts.

    The tally is None where fewer than `least` are owed: then no count leaves. Two queries.
    """
    refuse(may_see_sums(actor))
    rows = Measurement.objects.order_by().values("state").annotate(count=Count("id"))
    counts = {one["state"]: one["count"] for one in rows}
    recounts = tuple(Recount.objects.order_by("-counted_on")[:RECOUNTS])
    return (Tally("", **counts) if sum(counts.values()) >= max(1, least) else None), recounts


def listed(actor: Actor, wanted: Wanted, *, page: int = 1) -> tuple[tuple[Due, ...], int]:
    """A page of the owed measurements behind a figure, oldest first, and how many there are in all.

    Only of courses that the actor may open. Two queries. A half-year or a state that is none gives nothing.
    """
    rows = Measurement.objects.filter(course_id__in=visible(actor).values("id"))
    rows = rows.filter(_narrowed(wanted))
    shown = rows.select_related("course__mentor__account").order_by("due_on", "course__code", "id")
    first = (page - 1) * PAGE
    return tuple(
        Due(
            one.id,
            one.course_id,
            one.course.code,
            one.course.concept_id,
            one.key,
            one.due_on,
            one.done_until,
            MeasurementState(one.state),
            one.reason,
            one.course.mentor.account.name if one.course.mentor else "",
        )
        for one in shown[first : first + PAGE]
    ), rows.count()


def _narrowed(wanted: Wanted) -> Q:
    found = Q()
    for column, value in (("key", wanted.round), ("instrument", wanted.instrument), ("state", wanted.state)):
        if value:
            found &= Q(**{column: value})
    if wanted.half:
        half = _HALF.fullmatch(wanted.half)
        if half is None or not 1 <= int(half[1]) <= date.max.year:
            return Q(pk__in=[])
        year, first = int(half[1]), 1 if half[2] == "1" else 7
        found &= Q(due_on__range=(date(year, first, 1), date(year, first + 5, 30 if first == 1 else 31)))
    return found


class _Quarter(Func):
    """The first day of a day's quarter. Django's own truncation casts to the session's zone, row by row."""

    template = "date_trunc('quarter', %(expressions)s::timestamp)::date"
    output_field = DateField()


def _counted(rows: Any) -> Coverage:
    """One group-by, added up three ways, and how many have an impression beside them."""
    beside = Impression.objects.filter(measurement_id=OuterRef("id"))
    groups = list(
        rows.annotate(quarter=_Quarter("due_on"))
        .values("key", "instrument", "state", "quarter")
        .annotate(count=Count("id"), with_impression=Count("id", filter=Exists(beside)))
        .order_by()
    )
    ways: tuple[dict[str, Counter[str]], ...] = ({}, {}, {})
    for one in groups:
        half = f"{one['quarter'].year:04}-{1 if one['quarter'].month <= 6 else 2}"
        for way, key in zip(ways, (one["key"], one["instrument"], half), strict=True):
            way.setdefault(key, Counter())[one["state"]] += one["count"]
    by_round, by_instrument, by_half = ways
    return Coverage(
        tuple(Tally(key, **by_round[key]) for key in sorted(by_round, key=programme.round_order)),
        tuple(Tally(key, **by_instrument[key]) for key in sorted(by_instrument)),
        tuple(Tally(key, **by_half[key]) for key in sorted(by_half)),
        sum(one["with_impression"] for one in groups),
    )
