"""What a concept file says about promises: by when an obligation is due, and from where on it is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from samspil.programme.concept.nodes import Tree, part, rows
from samspil.programme.concept.values import Part, Positive, Slug, later

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept

Say = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Part):
    """One expectation to a municipality, word for word; `milestone` is the one by whose end it is due."""

    id: Slug
    text: str
    milestone: Slug | None = later(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRules(Part):
    """How an obligation is followed: the share that is enough, the gaps, and how long late is late.

    Whoever joins late has `join_months` from the day of joining. What is not there when it is due is late for
    `late_months`, then not met.
    """

    share_percent: Positive = later(80)
    meeting_gap_months: Positive = later(8)
    idle_months: Positive = later(6)
    join_months: Positive = later(6)
    late_months: Positive = later(6)
    interview_late_days: Positive = later(30)


USUAL = PromiseRules(source="assumption")
"""What holds where a file says nothing of it."""

USUAL_MILESTONE = {"staff": "training_held", "delivery": "start", "anchoring": "anchoring"}
"""By the end of which milestone an obligation is due where the file does not name one."""


def promise_rules(concept: Concept) -> PromiseRules:
    """The rules by which a programme's obligations are followed."""
    return concept.obligation_rules or USUAL


def due_of(concept: Concept, obligation_id: str) -> date | None:
    """The day by which an obligation is due to those who are in from the start; None where there is none."""
    if obligation_id == "development":
        return concept.training.workshops.planned.to
    said = next((one.milestone for one in concept.obligations if one.id == obligation_id), None)
    wanted = said or USUAL_MILESTONE.get(obligation_id)
    return next((one.planned.to for one in concept.milestones if one.id == wanted), None)


def check_promises(tree: Tree, say: Say) -> None:
    """Note an obligation due by a milestone that is not there, and a share above the whole."""
    known = [str(one["id"]) for one in rows(tree, "milestones") if "id" in one]
    for place, each in enumerate(rows(tree, "obligations")):
        wanted = each.get("milestone")
        if known and wanted is not None and wanted not in known:
            say(
                f"obligations[{place}].milestone",
                f"There is no milestone `{wanted}`.",
                "Write one of: " + ", ".join(known) + ".",
            )
    percent: Any = part(tree, "obligation_rules").get("share_percent")
    if isinstance(percent, int) and percent > 100:
        say(
            "obligation_rules.share_percent",
            f"{percent} per cent is more than all of it.",
            "Write a whole number from 1 to 100.",
        )
