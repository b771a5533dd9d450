"""What a term of visits must be to be planned, and when a plan of it may be taken over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.kernel.errors import Refusal

MOST_WEEKS = 44
"""A school year. A longer span is no term, and takes longer than a page may."""
NEAR = 366


@dataclass(frozen=True, slots=True)
class Asked:
    """The term that is to be planned: first and last day, and days on which nobody is visited."""

    starts_on: date
    ends_on: date
    closed_from: date | None = None
    closed_to: date | None = None


def must_be_a_term(asked: Asked, on: date) -> Refusal | None:
    """From a first day to a last one that is still to come, at most a school year."""
    if asked.ends_on <= on:
        return Refusal(_("Choose a last day that is still to come."), "ends_on")
    if asked.ends_on < asked.starts_on:
        return Refusal(_("Choose a last day after the first."), "ends_on")
    if asked.ends_on - max(asked.starts_on, on) > timedelta(weeks=MOST_WEEKS):
        return Refusal(_("Choose at most 44 weeks."), "ends_on")
    if on - asked.starts_on > timedelta(weeks=MOST_WEEKS):
        return Refusal(_("Choose a first day that is at most 44 weeks ago."), "starts_on")
    if (asked.closed_from is None) != (asked.closed_to is None):
        return Refusal(
            _("Write both the first and the last day, or neither."),
            "closed_to" if asked.closed_to is None else "closed_from",
        )
    if asked.closed_from and asked.closed_to and asked.closed_to < asked.closed_from:
        return Refusal(_("Choose a last day after the first."), "closed_to")
    return None


def is_near(asked: Asked, day: date) -> bool:
    """Whether a day is in the term or at most a year from it: another is a slip of the hand."""
    return abs((day - asked.starts_on).days) <= NEAR or abs((day - asked.ends_on).days) <= NEAR


def must_hold_a_visit(count: int) -> Refusal | None:
    """Something is taken over."""
    return None if count else Refusal(_("Tick a series to take over."))


def must_be_open(wanted: Collection[object], there: Collection[object]) -> Refusal | None:
    """Every visit that is taken over still waits for a day, or still may be moved."""
    return None if set(wanted) <= set(there) else _stale()


def must_have_no_day(dated: Collection[object], wanted: Collection[object]) -> Refusal | None:
    """Those that had no day when the plan was made have none now."""
    return _stale() if set(wanted) & set(dated) else None


def must_break_nothing(count: int) -> Refusal | None:
    """What is taken over breaks no rule among the visits as they are now."""
    return _stale() if count else None


def _stale() -> Refusal:
    return Refusal(
        _(
            "Something has changed since the plan was made, and it does not fit any more. Nothing was taken"
            " over. Plan again."
        )
    )
