"""What the concept file's reminders ask for on a day: from a due date and the steps alone.

Nothing here knows whether anybody was reminded. Whoever slept through a step is told of the newest one,
never of every one in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from samspil.programme.concept.nodes import Tree
from samspil.programme.concept.progression import ReminderStep

Say = Callable[[str, str, str], None]
MOST_DAYS = 120
"""A step lies at most this many days from the due date: beyond that the next round has long come."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The due dates for which one step is the newest whose day has come: after `after`, up to `until`."""

    step: ReminderStep
    until: date
    after: date | None

    def takes(self, due_on: date) -> bool:
        """Whether a measurement due on this day is at this step."""
        return due_on <= self.until and (self.after is None or due_on > self.after)


def turns(steps: Sequence[ReminderStep], on: date) -> tuple[Turn, ...]:
    """Every step with the due dates that are at it on a day. No due date is at two."""
    untils = [on - timedelta(days=step.days) for step in steps]
    spans = pairwise([*untils, None])
    return tuple(
        Turn(step, until, after)
        for step, (until, after) in zip(steps, spans, strict=True)
        if until is not None
    )


def step_on(steps: Sequence[ReminderStep], due_on: date, on: date) -> ReminderStep | None:
    """The newest step whose day has come for a due date; None before the first."""
    reached = [step for step in steps if due_on + timedelta(days=step.days) <= on]
    return reached[-1] if reached else None


def check_reminders(tree: Tree, say: Say) -> None:
    """Note steps out of order or too far off, and a reason asked of the wrong one or too early."""
    progression = tree.get("progression")
    schedule = progression.get("schedule") if isinstance(progression, dict) else None
    found = schedule.get("reminders") if isinstance(schedule, dict) else None
    steps: list[Tree] = found if isinstance(found, list) else []
    path = "progression.schedule.reminders"
    days = [(place, step["days"]) for place, step in enumerate(steps) if "days" in step]
    for (_before, first), (place, second) in pairwise(days):
        if second <= first:
            message = f"The step on day {second} does not come after the one on day {first}."
            say(f"{path}[{place}].days", message, "Write the earliest first, and one step a day.")
    for place, step in enumerate(steps):
        _check_step(f"{path}[{place}]", step, say)


def _check_step(path: str, step: dict[str, Any], say: Say) -> None:
    days = step.get("days")
    if days is not None and abs(days) > MOST_DAYS:
        message = f"Day {days} is too far from the due date."
        say(f"{path}.days", message, f"Write a day from -{MOST_DAYS} to {MOST_DAYS}.")
    if not step.get("needs_reason"):
        return
    if step.get("to") not in (None, "coordinator"):
        message = "Only the coordinator can give a reason."
        say(f"{path}.to", message, "Write `to: coordinator`, or remove `needs_reason`.")
    if days is not None and days <= 0:
        message = "A reason cannot be asked for before the due date has passed."
        say(f"{path}.days", message, "Write 1 day or more, or remove `needs_reason`.")
