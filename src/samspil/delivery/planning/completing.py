"""When a training course counts as completed."""

from __future__ import annotations


def has_completed(
    *, days: int, attended: int, exercise: bool, attended_percent: int, needs_exercise: bool
) -> bool:
    """Enough of the days, in whole numbers: 80 per cent of 6 days are 5. And the exercise."""
    return attended * 100 >= attended_percent * days and (exercise or not needs_exercise)
