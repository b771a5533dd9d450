"""Reads a concept file and tells everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from samspil.programme.concept.checking import check
from samspil.programme.concept.document import built
from samspil.programme.concept.model import Concept
from samspil.programme.concept.nodes import LEFT, Walker
from samspil.programme.concept.values import Problem

__all__ = ["MAX_BYTES", "ConceptErrors", "Problem", "read", "read_bytes"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_TEXT = "tag:yaml.org,2002:str"


class ConceptErrors(Exception):
    """Everything wrong in a concept file, in the order of its lines."""

    def __init__(self, errors: tuple[Problem, ...]) -> None:
        self.errors = errors
        first = errors[0]
        super().__init__(f"Line {first.line}: {first.message} ({len(errors)} in all)")


def read_bytes(data: bytes) -> Concept:
    """Read a concept file from its bytes; they must be UTF-8 and at most 1 MB."""
    _refuse_too_large(len(data))
    try:
        return read(data.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        message = f"The file is not UTF-8: byte {wrong.start + 1} cannot be read."
        raise ConceptErrors((Problem(line, "", message, "Save the file as UTF-8."),)) from None


def read(text: str) -> Concept:
    """Read a concept file; `ConceptErrors` holds every problem, each with line, path and hint."""
    _refuse_too_large(len(text.encode("utf-8", "surrogatepass")))
    root = _composed(text)
    walker = Walker()
    walker.problems.extend(_doubles(root, ""))
    tree = walker.value(root, Concept, "", "document")
    if tree is not LEFT:
        check(tree, walker)
    if walker.problems:
        raise ConceptErrors(tuple(sorted(set(walker.problems))))
    return built(Concept, tree)


def _refuse_too_large(size: int) -> None:
    if size > MAX_BYTES:
        message = f"The file is too large: {size} bytes, at most {MAX_BYTES} are read."
        hint = "A concept file is a few hundred lines; check that it is the right file."
        raise ConceptErrors((Problem(1, "", message, hint),))


class _Loader(yaml.SafeLoader):
    """Composes nodes, and notes what a concept file does not use: aliases, anchors and tags."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.problems: list[Problem] = []
        self._depth = 0
        # PyYAML's own signatures are untyped here; these two say what they return.
        self._coming: Callable[[], Any] = self.peek_event
        self._take: Callable[[], Any] = self.get_event

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event = self._coming()
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            self._take()
            self._note(line, f"The alias `*{event.anchor}` is not allowed.", "Write the text out.")
            start: Any = event.start_mark
            return ScalarNode(_TEXT, "", start, start)
        if event.anchor is not None:
            self._note(line, f"The anchor `&{event.anchor}` is not allowed.", "Remove it.")
            event.anchor = None
        if event.tag is not None:
            hint = "Remove it; types come from the concept format."
            self._note(line, f"The tag `{event.tag}` is not allowed.", hint)
        if self._depth == MAX_DEPTH:
            hint = "Check the brackets and the indentation."
            self._note(line, f"The nesting is deeper than {MAX_DEPTH} levels.", hint)
            raise ConceptErrors(tuple(self.problems))
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def whole(self) -> Node:
        """The one document of the file; `ConceptErrors` when there is none, or more."""
        root = self.get_node() if self.check_node() else None
        if self.check_node():
            line = self._coming().start_mark.line + 1
            hint = "Remove the line `---` and what follows it."
            self._note(line, "The file holds more than one YAML document.", hint)
        if root is None:
            self._note(1, "The file is empty.", "Write the concept in it.")
        if root is None or self.problems:
            raise ConceptErrors(tuple(self.problems))
        return root

    def _note(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(line, "", message, hint))


def _composed(text: str) -> Node:
    """The one YAML document in the text, without anchors, aliases, tags or deep nesting."""
    noted: list[Problem] = []
    try:
        loader = _Loader(text)
        noted = loader.problems
        return loader.whole()
    except ReaderError as wrong:
        line = text[: wrong.position].count("\n") + 1
        message = "The file holds a character that YAML does not allow."
        problem = Problem(line, "", message, "Remove the character.")
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 1
        message = f"The file is not valid YAML: {wrong.problem or wrong.context}."
        hint = "Check indentation, quotes and colons on this line and the one before."
        problem = Problem(line, "", message, hint)
    raise ConceptErrors((*noted, problem))


def _doubles(node: Node, path: str) -> Iterator[Problem]:
    """Keys that stand twice in the same mapping, wherever it is."""
    if isinstance(node, SequenceNode):
        for place, item in enumerate(node.value):
            yield from _doubles(item, f"{path}[{place}]")
    elif isinstance(node, MappingNode):
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            here = f"{path}.{key}" if path else key
            line = key_node.start_mark.line + 1
            if isinstance(key_node, ScalarNode) and key in seen:
                message = f"The key `{key}` stands twice; the first is on line {seen[key]}."
                yield Problem(line, here, message, "Keep one of them.")
            seen.setdefault(key, line)
            yield from _doubles(value_node, here)
