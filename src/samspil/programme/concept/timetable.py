"""What a concept file says of its timetable beside the words: who owns a milestone, what comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from samspil.programme.concept.nodes import Tree, rows
from samspil.programme.concept.values import Interval, Part, RoleCode, Slug, later

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept

Say = Callable[[str, str, str], None]
TellsBy = Literal["workshops", "training", "courses", "agreements", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Part):
    """One line of the timetable."""

    id: Slug
    title: str
    planned: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneOrder(Part):
    """Who owns a milestone, which milestones come before it, and which rows tell that it is reached."""

    id: Slug
    owner: RoleCode = later("programme_office")
    after: tuple[Slug, ...] = later(())
    told_by: TellsBy | None = later(None)


USUAL_TOLD_BY: dict[str, TellsBy] = {
    "agreements": "agreements",
    "training_developed": "workshops",
    "training_held": "training",
    "start": "courses",
}
"""Which rows tell that a milestone is reached where the file says nothing; the others are written."""


def order_of(concept: Concept, milestone_id: str) -> MilestoneOrder:
    """What is said of a milestone beside its words; the usual where nothing is."""
    found = next((one for one in concept.milestone_order if one.id == milestone_id), None)
    return found or MilestoneOrder(id=milestone_id, source="assumption")


def told_by(concept: Concept, milestone_id: str) -> TellsBy:
    """Which rows tell that a milestone is reached."""
    return order_of(concept, milestone_id).told_by or USUAL_TOLD_BY.get(milestone_id, "nothing")


def check_timetable(tree: Tree, say: Say) -> None:
    """Note an order of milestones that are not there, or that wait for each other in a ring."""
    known = [str(one["id"]) for one in rows(tree, "milestones") if "id" in one]
    after: dict[str, list[str]] = {}
    for place, each in enumerate(rows(tree, "milestone_order")):
        path, name = f"milestone_order[{place}]", str(each.get("id", ""))
        before = [str(one) for one in each.get("after") or () if one is not None]
        after[name] = before
        for one in (name, *before):
            if known and one and one not in known:
                where = f"{path}.id" if one == name else f"{path}.after"
                say(where, f"There is no milestone `{one}`.", "Write one of: " + ", ".join(known) + ".")
        if _leads_back(name, after):
            message = f"The milestone `{name}` waits for itself."
            say(f"{path}.after", message, "Remove one of those that it comes after.")


def _leads_back(name: str, after: dict[str, list[str]]) -> bool:
    seen: set[str] = set()
    here = list(after.get(name, ()))
    while here:
        one = here.pop()
        if one == name:
            return True
        if one not in seen:
            seen.add(one)
            here += after.get(one, ())
    return False
