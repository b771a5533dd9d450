"""The words of evaluation: columns and bands of a month-end, measures, and how a target stands."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.kernel.words import Words

COLUMNS = ("owed", "done", "late", "excused", "open", "missed", "stopped")


class Band(StrEnum):
    """How much of all that a municipality owed was made, told to others only where at least ten were owed."""

    WITHHELD = "withheld"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


BANDS: dict[Band, Words] = {
    Band.HIGH: _("Four in five or more"),
    Band.MIDDLE: _("From half to four in five"),
    Band.LOW: _("Fewer than half"),
    Band.WITHHELD: _("Not shown: fewer than 10 were owed"),
}
"""Three bands and no number, the fullest first (decisions: coverage outside the municipality)."""

SHARES = ("coverage", "obligations_met")
"""Measures in per cent of a whole that is of five or more."""

COUNTED = ("courses_begun", "visits_held", "staff_certified")
"""Measures that are counts with persons behind: never of fewer than five."""

MEETINGS = ("network_meetings",)
"""Measures that are counts of organisations' own doings."""


class TargetState(StrEnum):
    """How an indicator stands to its target on a day."""

    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    MISSED = "missed"
    FOLLOWED = "followed"
    WITHHELD = "withheld"
    NOT_COUNTED = "not_counted"
    LATER = "later"


TARGET_STATES: dict[TargetState, Words] = {
    TargetState.REACHED: pgettext_lazy("target", "Reached"),
    TargetState.ON_THE_WAY: pgettext_lazy("target", "On the way"),
    TargetState.MISSED: pgettext_lazy("target", "Not reached in time"),
    TargetState.FOLLOWED: pgettext_lazy("target", "Without a target"),
    TargetState.WITHHELD: pgettext_lazy("target", "Not shown"),
    TargetState.NOT_COUNTED: pgettext_lazy("target", "Not counted yet"),
    TargetState.LATER: pgettext_lazy("target", "Told later"),
}
