"""Whether a concept's instruments come with this Samspil or were approved here, and fit who is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from samspil.delivery.instruments.shape import FreeText, Number
from samspil.delivery.instruments.shipped import ELSEWHERE, SHIPPED
from samspil.interfaces.cli.signing import Version
from samspil.programme.concept.model import Concept
from samspil.programme.concept.values import Problem

Path = tuple[str | int, ...]
"""The keys that lead to a row of a list, and its place in it."""

FORMS = "forms"
COUNTED = ("pupils", "participant")
"""Whose answers are kept as counts, so that all of them must be known beforehand."""


def unshipped(concept: Concept) -> bool:
    """Whether a concept names an instrument that does not come along: one that only the database knows."""
    return any(key not in SHIPPED for _path, key in _named(concept))


def problems(concept: Concept, text: str = "", there: Sequence[Version] = ()) -> tuple[Problem, ...]:
    """Every instrument that may not be asked or is none for a round; with the file's text also its line.

    `there` are the versions of the database; those that are shipped are known without.
    """
    known = {(one.tool.slug, one.tool.version): one for one in there}
    known |= {key: Version(tool) for key, tool in SHIPPED.items()}
    missing = [
        (path, message)
        for path, key in _named(concept)
        if (message := _why_not("{} version {}".format(*key), known.get(key), _asked(concept, path)))
    ]
    if not missing:
        return ()
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return tuple(
        Problem(
            _line(root, path),
            ".".join(map(str, path[:-1])) + f"[{path[-1]}]",
            message,
            _hint(known, of_form=path[0] == FORMS),
        )
        for path, message in missing
    )


def _hint(known: Mapping[tuple[str, int], Version], *, of_form: bool) -> str:
    """Which may be asked there instead."""
    askable = sorted(
        key for key, one in known.items() if one.is_askable and (one.tool.slug in ELSEWHERE) == of_form
    )
    return "Use one of: " + ", ".join(f"{slug} version {version}" for slug, version in askable) + "."


def _asked(concept: Concept, path: Path) -> str:
    """Who is asked by a form; empty for what a round asks."""
    return concept.forms[int(path[-1])].asked if path[0] == FORMS else ""


def _named(concept: Concept) -> Iterator[tuple[Path, tuple[str, int]]]:
    """Every instrument that a concept names, with where in the file."""
    for place, one in enumerate(concept.progression.instruments):
        yield ("progression", "instruments", place), (one.slug, one.version)
    for place, survey in enumerate(concept.progression.schedule.surveys):
        yield ("progression", "schedule", "surveys", place), (survey.instrument, survey.version)
    for place, form in enumerate(concept.forms):
        yield (FORMS, place), (form.instrument, form.version)


def _line(root: Node | None, path: Path) -> int:
    """The line on which a row of a list stands; the first where the text is not there."""
    rows = root
    for key in path[:-1]:
        rows = _below(rows, str(key))
    place = int(path[-1])
    found = rows.value if isinstance(rows, SequenceNode) else []
    return int(found[place].start_mark.line) + 1 if place < len(found) else 1


def _why_not(name: str, found: Version | None, asked: str) -> str:
    """Why a version cannot be asked at a round or by a form; empty where it can."""
    if found is None:
        return f"There is no instrument {name} in this Samspil."
    if found.standing == "proposed":
        return f"The instrument {name} waits: two people approve it first, the evaluator among them."
    if not found.is_askable:
        return f"The instrument {name} was not approved."
    if asked in COUNTED and found.tool.asks(Number):
        return (
            f"The instrument {name} asks for a number, and answers of a group or a course are only counted."
        )
    if asked == "participant" and found.tool.asks(FreeText):
        return f"The instrument {name} asks for own words, which nobody reads after a course."
    if not asked and found.tool.slug in ELSEWHERE:
        return f"The instrument {name} is no measurement of a course."
    return ""


def _below(node: Node | None, key: str) -> Node | None:
    """What stands under a key."""
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)
