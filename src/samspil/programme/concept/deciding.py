"""What a concept file says about decisions in writing: how many must answer, and within how many days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samspil.programme.concept.nodes import Tree
from samspil.programme.concept.values import Count, Part, Positive, later

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding(Part):
    """How a group decides between its meetings. More than `quorum_percent` of the members must answer."""

    quorum_percent: Count = later(50)
    days: Positive = later(10)
    remind_days: Positive = later(7)


USUAL = Deciding(source="assumption")
"""What holds where a file says nothing of decisions in writing."""


def deciding(concept: Concept) -> Deciding:
    """How decisions are made in writing in a programme."""
    return concept.organisation.decisions or USUAL


def check_decisions(tree: Tree, say: Callable[[str, str, str], None]) -> None:
    """Note a share of the members that can never be exceeded."""
    organisation: Any = tree.get("organisation")
    found: Any = organisation.get("decisions") if isinstance(organisation, dict) else None
    percent = found.get("quorum_percent") if isinstance(found, dict) else None
    if isinstance(percent, int) and percent > 99:
        say(
            "organisation.decisions.quorum_percent",
            f"More than {percent} per cent of the members can never answer.",
            "Write a whole number from 0 to 99.",
        )
