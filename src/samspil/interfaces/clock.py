"""The clock, read once per request or job and handed down as `at=`.

In the demo the programme stands at one moment (`SAMSPIL_NOW`); security times never come from here.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment in the programme, aware."""
    fixed: datetime | None = settings.SAMSPIL_NOW
    return fixed if fixed is not None else timezone.now()


def today() -> date:
    """The day in the programme, in the installation's time zone."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """The day of a moment that was read already, so that the two cannot fall on either side of a midnight."""
    return timezone.localtime(at).date()
