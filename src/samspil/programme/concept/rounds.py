"""Which measurements a course owes: from dates and the concept alone.

Nothing here knows what was measured. What is owed is therefore the same however well a
municipality registers.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from samspil.programme.concept.model import Concept
from samspil.programme.concept.progression import Round, Survey
from samspil.programme.concept.values import Text

Held = Mapping[str, Sequence[tuple[date, date]]]
"""When somebody's own yeses held: by purpose, each from its first to its last day."""

SURVEYED_UNDER = "evaluation"
"""The yes that a survey is asked under."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which one measurement is owed, and the version of the instrument it asks.

    Made from `opens_on` to `done_until` it is done, after that and to `late_until` it is late, and
    later it is missed. `late_until` is `None` for a course's last window, which stays open. Always
    opens_on <= due_on and opens_on <= done_until <= late_until. A window that a course's end cuts short
    is done or late up to the day before the closing one; the day it was due stays what it was.
    """

    slug: str
    key: str
    title: Text
    opens_on: date
    due_on: date
    done_until: date
    late_until: date | None
    instrument: str
    version: int


@dataclass(frozen=True, slots=True)
class _Opening:
    round: Round
    months: int
    opens_on: date
    due_on: date


def windows(
    concept: Concept,
    intervention: str,
    started_on: date,
    ended_on: date | None,
    held: Held,
    until: date,
) -> tuple[Window, ...]:
    """Every window of a course that has opened by `until`, in order of their opening.

    A round anchored at the start is owed only if its window opens before the course ends; one
    anchored at the end is owed from the end on. Where the next window opens before this one is
    due, the earlier dates move up to the day before, so windows of rounds never overlap. A round that
    needs a yes, such as the follow-up, is left out unless one held on the day it opens or later, but
    closes the window before it all the same: consent to one measurement never changes another.
    Without an instrument for the intervention no round is owed. A survey stands beside the rounds: it
    opens on its own day, if the course runs then and the yes to the evaluation held that day, and
    closes with its grace or the day before the course ends.
    A `ValueError` when the course ends before it starts.
    """
    if ended_on is not None and ended_on < started_on:
        raise ValueError("The course ends before it starts.")
    schedule = concept.progression.schedule
    last = until if schedule.data_cut is None else min(until, schedule.data_cut)
    found = [
        *_rounds(concept, intervention, (started_on, ended_on), held, (until, last)),
        *_surveys(concept, intervention, (started_on, ended_on), held, last),
    ]
    return tuple(sorted(found, key=lambda window: window.opens_on))


def _rounds(
    concept: Concept,
    intervention: str,
    course: tuple[date, date | None],
    held: Held,
    days: tuple[date, date],
) -> Iterator[Window]:
    """The windows of the rounds; `days` is until when they are asked for, and the last that may open one."""
    tool = next((one for one in concept.progression.instruments if one.intervention == intervention), None)
    if tool is None:
        return
    (started_on, ended_on), (until, last), schedule = course, days, concept.progression.schedule
    openings = sorted(
        (opening for each in schedule.rounds for opening in _openings(each, started_on, ended_on, until)),
        key=lambda opening: opening.opens_on,
    )
    following = [opening.opens_on - timedelta(days=1) for opening in openings[1:]]
    for opening, late_until in zip(openings, [*following, None], strict=False):
        needed = opening.round.needs_consent
        yes = needed is None or any(end >= opening.opens_on for _first, end in held.get(needed, ()))
        if opening.opens_on <= last and yes:
            yield _window(opening, schedule.grace_days, late_until, (tool.slug, tool.version))


def _surveys(
    concept: Concept, intervention: str, course: tuple[date, date | None], held: Held, last: date
) -> Iterator[Window]:
    """The windows of the surveys that fall in the course, each of them closed for good in the end."""
    started_on, ended_on = course
    for each in concept.progression.schedule.surveys:
        runs = started_on <= each.opens_on and (ended_on is None or each.opens_on < ended_on)
        yes = any(first <= each.opens_on <= end for first, end in held.get(SURVEYED_UNDER, ()))
        if each.intervention == intervention and each.opens_on <= last and runs and yes:
            yield _survey(each, ended_on, concept.progression.schedule.grace_days)


def _survey(each: Survey, ended_on: date | None, grace_days: int) -> Window:
    due_on = each.opens_on + timedelta(days=each.due_days)
    closes = due_on + timedelta(days=grace_days)
    if ended_on is not None:
        closes = min(closes, ended_on - timedelta(days=1))
    key = each.slug.replace("_", "-")
    return Window(
        each.slug, key, each.title, each.opens_on, due_on, closes, closes, each.instrument, each.version
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where that day does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _openings(each: Round, started_on: date, ended_on: date | None, until: date) -> Iterator[_Opening]:
    """The openings of one round up to `until`, and the next one after it."""
    anchor = started_on if each.anchor == "start" else ended_on
    if anchor is None:
        return
    months = each.months
    while True:
        opening = _opening(each, anchor, months)
        if each.anchor == "start" and ended_on is not None and opening.opens_on >= ended_on:
            return
        yield opening
        if each.every_months is None or opening.opens_on > until:
            return
        months += each.every_months


def _opening(each: Round, anchor: date, months: int) -> _Opening:
    moment = months_after(anchor, months)
    if each.opens_days_before is not None:
        return _Opening(each, months, moment - timedelta(days=each.opens_days_before), moment)
    return _Opening(each, months, moment, moment + timedelta(days=each.due_days or 0))


def _window(opening: _Opening, grace_days: int, late_until: date | None, tool: tuple[str, int]) -> Window:
    done_until = opening.due_on + timedelta(days=grace_days)
    if late_until is not None:
        done_until = min(done_until, late_until)
    months = str(opening.months)
    title = opening.round.title
    repeats = opening.round.every_months is not None
    return Window(
        slug=opening.round.slug,
        key=f"month-{months}" if repeats else opening.round.slug.replace("_", "-"),
        title=title.replaced("{months}", months),
        opens_on=opening.opens_on,
        due_on=opening.due_on,
        done_until=done_until,
        late_until=late_until,
        instrument=tool[0],
        version=tool[1],
    )
