"""What a concept file says about planning visits: how far apart, and how much is asked of anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samspil.programme.concept.nodes import Tree
from samspil.programme.concept.values import Part, Positive, later

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing(Part):
    """Days between the visits of a series, and what a role model is asked for at most."""

    least_days: Positive = later(14)
    ideal_days: Positive = later(21)
    most_days: Positive = later(42)
    most_way_minutes: Positive = later(90)
    most_a_week: Positive = later(2)


USUAL = Spacing(source="assumption")
"""What holds where a file says nothing of it."""


def spacing(concept: Concept) -> Spacing:
    """How visits are planned in a programme."""
    return concept.visit_spacing or USUAL


def check_spacing(tree: Tree, say: Callable[[str, str, str], None]) -> None:
    """Note days that are not in their order: at least, best, at most."""
    found: Any = tree.get("visit_spacing")
    if not isinstance(found, dict):
        return
    days = [found.get(one, getattr(USUAL, one)) for one in ("least_days", "ideal_days", "most_days")]
    if all(isinstance(one, int) for one in days) and days != sorted(days):
        say(
            "visit_spacing",
            "The days between visits are not in their order.",
            "Write least_days, ideal_days and most_days so that none is less than the one before.",
        )
