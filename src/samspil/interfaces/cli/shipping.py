"""Whether the instruments a concept names come with this Samspil or were approved here."""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from samspil.delivery.instruments.shipped import ELSEWHERE, SHIPPED
from samspil.interfaces.cli.signing import Version
from samspil.programme.concept.model import Concept
from samspil.programme.concept.values import Problem


def unshipped(concept: Concept) -> bool:
    """Whether a concept names an instrument that does not come along: one that only the database knows."""
    return any((one.slug, one.version) not in SHIPPED for one in concept.progression.instruments)


def problems(concept: Concept, text: str = "", there: Sequence[Version] = ()) -> tuple[Problem, ...]:
    """Every instrument that may not be asked or is none for a round; with the file's text also its line.

    `there` are the versions of the database; those that are shipped are known without.
    """
    known = {(one.tool.slug, one.tool.version): one for one in there}
    known |= {key: Version(tool) for key, tool in SHIPPED.items()}
    missing = [
        (place, message)
        for place, one in enumerate(concept.progression.instruments)
        if (message := _why_not(f"{one.slug} version {one.version}", known.get((one.slug, one.version))))
    ]
    if not missing:
        return ()
    askable = sorted(key for key, one in known.items() if one.is_askable and one.tool.slug not in ELSEWHERE)
    hint = "Use one of: " + ", ".join(f"{slug} version {version}" for slug, version in askable) + "."
    rows = _below(_below(yaml.compose(text, Loader=yaml.SafeLoader), "progression"), "instruments")
    lines = [one.start_mark.line + 1 for one in rows.value] if isinstance(rows, SequenceNode) and text else []
    return tuple(
        Problem(lines[place] if place < len(lines) else 1, f"progression.instruments[{place}]", message, hint)
        for place, message in missing
    )


def _why_not(name: str, found: Version | None) -> str:
    """Why a version cannot be asked at a round; empty where it can."""
    if found is None:
        return f"There is no instrument {name} in this Samspil."
    if found.standing == "proposed":
        return f"The instrument {name} waits: two people approve it first, the evaluator among them."
    if not found.is_askable:
        return f"The instrument {name} was not approved."
    if found.tool.slug in ELSEWHERE:
        return f"The instrument {name} is no measurement of a course."
    return ""


def _below(node: Node | None, key: str) -> Node | None:
    """What stands under a key."""
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)
