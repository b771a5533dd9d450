"""What a concept file says about audit: who audits a grant of which size, and whether its performance too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from samspil.programme.concept.granting import AuditRule
from samspil.programme.concept.nodes import Tree, part, rows

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept

Say = Callable[[str, str, str], None]


def audit_rule(concept: Concept, oere: int) -> AuditRule | None:
    """The rule for a grant of so many øre: the last one whose amount is exceeded. None where there is none.

    «Above 100,000» is exceeded by 100,000.01 kr. and not by 100,000.00 kr.; above 0 holds for every grant.
    """
    found = [one for one in concept.cost_rules.audit_rules if not one.above_dkk or oere > one.above_dkk * 100]
    return found[-1] if found else None


def check_audit(tree: Tree, say: Say) -> None:
    """Note rules of audit that leave a size out, or stand in no order."""
    sizes = [each.get("above_dkk") for each in rows(part(tree, "cost_rules"), "audit_rules")]
    if sizes and sizes[0] != 0:
        message = "No rule of audit holds for the smallest grants."
        say("cost_rules.audit_rules[0].above_dkk", message, "Let the first rule hold above 0.")
    for place, (before, after) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        if isinstance(before, int) and isinstance(after, int) and after <= before:
            message = f"The rule above {after} kr. stands behind the one above {before} kr."
            hint = "Write the rules in rising order, each amount once."
            say(f"cost_rules.audit_rules[{place}].above_dkk", message, hint)
