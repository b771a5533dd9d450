"""Which measurements a course owes: from dates and the concept alone.

Nothing here knows what was measured. What is owed is therefore the same however well a
municipality registers.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samspil.programme.concept.model import Concept
from samspil.programme.concept.progression import Round
from samspil.programme.concept.values import Text


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which one measurement is owed.

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
    follow_up_consented: bool,
    until: date,
) -> tuple[Window, ...]:
    """Every window of a course that has opened by `until`, in order.

    A round anchored at the start is owed only if its window opens before the course ends; one
    anchored at the end is owed from the end on. Where the next window opens before this one is
    due, the earlier dates move up to the day before, so windows never overlap. The follow-up is
    left out without consent, but closes the window before it all the same: consent to one
    measurement never changes another. Without an instrument for the intervention nothing is owed.
    A `ValueError` when the course ends before it starts.
    """
    if ended_on is not None and ended_on < started_on:
        raise ValueError("The course ends before it starts.")
    instruments = concept.progression.instruments
    if all(each.intervention != intervention for each in instruments):
        return ()
    schedule = concept.progression.schedule
    openings = sorted(
        (opening for each in schedule.rounds for opening in _openings(each, started_on, ended_on, until)),
        key=lambda opening: opening.opens_on,
    )
    last = until if schedule.data_cut is None else min(until, schedule.data_cut)
    following = [opening.opens_on - timedelta(days=1) for opening in openings[1:]]
    return tuple(
        _window(opening, schedule.grace_days, late_until)
        for opening, late_until in zip(openings, [*following, None], strict=False)
        if opening.opens_on <= last and (opening.round.needs_consent is None or follow_up_consented)
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


def _window(opening: _Opening, grace_days: int, late_until: date | None) -> Window:
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
    )
