"""What a concept file says about certificates: when a course counts as completed, and what needs one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samspil.programme.concept.nodes import Tree
from samspil.programme.concept.values import GateUse, Part, Positive, later

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Certifying(Part):
    """How a training course is completed, how long its certificate holds, and what is not done without.

    `needed_for` is empty where the document asks for no certificate: then nothing waits for one.
    """

    attended_percent: Positive = later(80)
    exercise: bool = later(True)
    valid_months: Positive = later(24)
    needed_for: tuple[GateUse, ...] = later(())


USUAL = Certifying(source="assumption")
"""What holds where a file says nothing of certificates."""


def certifying(concept: Concept) -> Certifying:
    """The rules for certificates in a programme."""
    return concept.training.certificate or USUAL


def check_certificates(tree: Tree, say: Callable[[str, str, str], None]) -> None:
    """Note a share of the days above all of them."""
    training: Any = tree.get("training")
    found: Any = training.get("certificate") if isinstance(training, dict) else None
    percent = found.get("attended_percent") if isinstance(found, dict) else None
    if isinstance(percent, int) and percent > 100:
        say(
            "training.certificate.attended_percent",
            f"{percent} per cent is more than all the days.",
            "Write a whole number from 1 to 100.",
        )
