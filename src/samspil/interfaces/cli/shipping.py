"""Whether the instruments a concept names come with this Samspil."""

from __future__ import annotations

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from samspil.delivery.instruments.shipped import SHIPPED
from samspil.programme.concept.model import Concept
from samspil.programme.concept.values import Problem

_ASKED = {key for key, tool in SHIPPED.items() if tool.on_one_scale}
"""Those the answer page can ask: statements on one scale. The others follow a visit or a training day."""
_HINT = "Use one of: " + ", ".join(f"{slug} version {version}" for slug, version in sorted(_ASKED)) + "."


def problems(concept: Concept, text: str = "") -> tuple[Problem, ...]:
    """Every instrument that is not there or is none for a round; with the file's text also its line."""
    missing = [
        (
            place,
            f"The instrument {one.slug} version {one.version} is no measurement of a course."
            if (one.slug, one.version) in SHIPPED
            else f"There is no instrument {one.slug} version {one.version} in this Samspil.",
        )
        for place, one in enumerate(concept.progression.instruments)
        if (one.slug, one.version) not in _ASKED
    ]
    if not missing:
        return ()
    rows = _below(_below(yaml.compose(text, Loader=yaml.SafeLoader), "progression"), "instruments")
    lines = [one.start_mark.line + 1 for one in rows.value] if isinstance(rows, SequenceNode) and text else []
    return tuple(
        Problem(
            lines[place] if place < len(lines) else 1, f"progression.instruments[{place}]", message, _HINT
        )
        for place, message in missing
    )


def _below(node: Node | None, key: str) -> Node | None:
    """What stands under a key."""
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)
