"""The words of letters about decisions in writing and barriers: what one tells."""

from __future__ import annotations

from enum import StrEnum


class SteeringNews(StrEnum):
    """What a letter tells: an answer is asked for or still missing; something is to be seen to or is late."""

    ASKED = "asked"
    ENDS = "ends"
    OWNS = "owns"
    OVERDUE = "overdue"


OF_A_BALLOT = (SteeringNews.ASKED, SteeringNews.ENDS)
ENDS_DAYS = 2
"""So many days before the last one whoever has not answered is reminded."""
