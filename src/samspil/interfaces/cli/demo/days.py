"""The hour of a day at which the invented staff work."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def nine(day: date) -> datetime:
    """Nine o'clock on a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))
