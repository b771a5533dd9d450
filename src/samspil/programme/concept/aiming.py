"""What a concept file says of its goals: the indicators that show them, how each is counted, its target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from samspil.programme.concept.nodes import Tree, part, rows
from samspil.programme.concept.values import (
    Count,
    InterventionCode,
    Named,
    Part,
    Slug,
    Text,
    TrackRole,
    later,
)

Say = Callable[[str, str, str], None]
MeasuredBy = Literal[
    "coverage",
    "courses_begun",
    "visits_held",
    "staff_certified",
    "obligations_met",
    "network_meetings",
    "release",
    "follow_up",
]
IndicatorUnit = Literal["count", "percent"]
Direction = Literal["at_least", "at_most"]
SHARES = ("coverage", "obligations_met")
"""What is counted as a share of a whole, in per cent."""

NOT_YET = ("release", "follow_up")
"""What people tell of themselves: not counted here, but shown in what the evaluation releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Named):
    """What the programme wants to reach, in the file's own words."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Named):
    """What shows that a goal is reached: how it is counted, and how much is wanted by when.

    `measured_by` is the source it is counted from. Of courses `intervention`, of certificates `track` says
    which. A target stands with the day by which it is to be reached; what people tell of themselves has none.
    """

    goal: Slug
    definition: Text
    measured_by: MeasuredBy
    unit: IndicatorUnit
    direction: Direction = later("at_least")
    intervention: InterventionCode | None = later(None)
    track: TrackRole | None = later(None)
    target: Count | None = later(None)
    by: date | None = later(None)

    @property
    def part(self) -> str:
        """Which part of its source it counts: an intervention, a track, or the whole."""
        return self.intervention or self.track or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aims(Part):
    """The programme's goals, and the indicators that show them."""

    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]


def check_aims(tree: Tree, say: Say) -> None:
    """Note indicators of no goal, of what the programme has not, and targets that nothing can reach."""
    aims = part(tree, "aims")
    goals = [str(one.get("slug")) for one in rows(aims, "goals")]
    for place, each in enumerate(rows(aims, "indicators")):
        path = f"aims.indicators[{place}]"
        if goals and "goal" in each and each["goal"] not in goals:
            message = f"There is no goal `{each['goal']}`."
            say(f"{path}.goal", message, "Write one of: " + ", ".join(goals) + ".")
        _check_source(each, path, tree, say)
        _check_target(each, path, part(tree, "period"), say)
    shown = {str(one.get("goal")) for one in rows(aims, "indicators")}
    for place, goal in enumerate(goals):
        if goal not in shown:
            message = f"No indicator shows the goal `{goal}`."
            say(f"aims.goals[{place}].slug", message, "Add one, or remove the goal.")


def _check_source(each: Tree, path: str, tree: Tree, say: Say) -> None:
    source = each.get("measured_by")
    if source is None:
        return
    if source not in NOT_YET:
        fits = "percent" if source in SHARES else "count"
        if each.get("unit") in ("count", "percent") and each["unit"] != fits:
            message = f"`{source}` is not told as `{each['unit']}`."
            say(f"{path}.unit", message, f"Write `{fits}`.")
    for key, whose, listed in (
        ("intervention", "courses_begun", rows(tree, "interventions")),
        ("track", "staff_certified", rows(part(tree, "training"), "tracks")),
    ):
        wanted = each.get(key)
        if (wanted is not None) != (source == whose):
            message = f"`{key}` says which part of `{whose}` is counted."
            hint = f"Write `{key}`." if source == whose else f"Remove `{key}`."
            say(f"{path}.{key}", message, hint)
        known = [str(one.get("slug") or one.get("role") or "") for one in listed]
        if key == "intervention":
            known = [one for one in known if one != "role_model"]  # visits are no courses
        # a name that could not be read may be the one that is wanted
        if wanted is not None and source == whose and all(known) and known and wanted not in known:
            message = f"The programme has no `{wanted}` to count here."
            say(f"{path}.{key}", message, "Write one of: " + ", ".join(known) + ".")


def _check_target(each: Tree, path: str, period: Tree, say: Say) -> None:
    target: Any = each.get("target")
    day: Any = each.get("by")
    if (target is None) != (day is None):
        key = "by" if day is None else "target"
        say(f"{path}.{key}", "A target stands with the day by which it is to be reached.", "Write both.")
    if each.get("measured_by") in NOT_YET and target is not None:
        message = "What people tell of themselves has no target that is counted here."
        say(f"{path}.target", message, "Remove `target` and `by`.")
    if each.get("unit") == "percent" and isinstance(target, int) and target > 100:
        message = f"{target} per cent is more than all of it."
        say(f"{path}.target", message, "Write a whole number from 0 to 100.")
    first, last = period.get("from"), period.get("to")
    if not isinstance(day, date) or not isinstance(first, date) or not isinstance(last, date):
        return
    if first <= last and not first <= day <= last:
        say(f"{path}.by", f"{day} is outside the programme's period.", f"Write a day from {first} to {last}.")
