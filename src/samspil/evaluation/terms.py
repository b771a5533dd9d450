"""The words of evaluation: the columns of a month-end total, and the bands of a municipality's coverage."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

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
