"""What the YAML of a plan or a profile says, and what nobody can mean by it.

YAML itself takes the last of two keys that are the same, reads 010 as 8, 12:30 as 750 and `no` as false.
Under a rule that was read otherwise than it was written too much would be published, so each is refused with
its line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NoReturn

import yaml

from samspil.interfaces.cli.exits import USAGE, Failed
from samspil.interfaces.cli.protect_input import one_line

MOST_YAML, MOST_TOLD = 1_000_000, 60
"""Bytes of a plan or a profile: more is no such file, and would fill the memory. Signs that are told."""
NUMBERS = {"k", "width", "measured", "from", "to"}
NAMES = {"name": "the table's name ", "column": "the column's name "}
WORDS = {*NAMES, "percent", "weight", "period"}
"""Keys of what is a number, and of what is a word."""
TAG = "tag:yaml.org,2002:"
KINDS = {
    f"{TAG}int": "a number",
    f"{TAG}float": "a number",
    f"{TAG}bool": "yes or no",
    f"{TAG}null": "nothing",
    f"{TAG}timestamp": "a date",
}
PLAIN = re.compile("-?(0|[1-9][0-9]*)")
NOUGHTS = re.compile("[-+]?0[0-9]+")


def yaml_of(file: str) -> Any:
    """What a YAML file says. Raises Failed with its line."""
    try:
        with Path(file).open("rb") as opened:
            text = opened.read(MOST_YAML + 1)
        if len(text) > MOST_YAML:
            raise Failed(
                f"{file} has more than {MOST_YAML} bytes; it is no plan and no profile.", USAGE, file
            )
        return _Strict(text, file).get_single_data()
    except OSError as problem:
        raise Failed(f"{file} cannot be read: {problem.strerror}.", USAGE, path=file) from None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        if mark is None:
            raise Failed(f"{file} is no YAML that can be read.", USAGE, path=file) from None
        why = str(getattr(problem, "problem", None) or "broken")
        told = f"{file} line {mark.line + 1}, column {mark.column + 1}: no YAML that can be read: {why}."
        raise Failed(one_line(told), USAGE, path=file, line=mark.line + 1) from None


class _Strict(yaml.SafeLoader):
    """Reads what is said once, without tags, and words and numbers where they are meant. Raises Failed."""

    def __init__(self, text: bytes, file: str) -> None:
        super().__init__(text)
        self.file = file

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        tag = getattr(event, "tag", None)
        if tag is not None:
            # The rest of a tag would be run by a reader that is less careful.
            short = re.sub("/.*", "…", tag.replace(TAG, "!!"), flags=re.DOTALL)
            line = event.start_mark.line + 1
            self._refuse(f"{self.file} line {line}: tags ({short[:MOST_TOLD]}) are not read.", event)
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor: Any) -> Any:
        node = super().compose_mapping_node(anchor)
        lines: dict[tuple[str, str], int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            said, line = (key.tag, key.value), key.start_mark.line + 1
            if said in lines:
                first = lines[said]
                where = f"line {line}" if first == line else f"lines {first} and {line}"
                self._refuse(f"«{key.value[:MOST_TOLD]}» is said twice in {self.file} ({where}).", key)
            lines[said] = line
            self._must_be_word(key)
            if key.value in NUMBERS:
                self._must_be_plain(key.value, value)
            # A name is never nothing; what need not be said may be.
            if key.value in WORDS and (key.value in NAMES or value.tag != f"{TAG}null"):
                self._must_be_word(value, NAMES.get(key.value, ""))
        return node

    def compose_sequence_node(self, anchor: Any) -> Any:
        node = super().compose_sequence_node(anchor)
        for one in node.value:
            self._must_be_word(one)
        return node

    def _must_be_word(self, node: Any, what: str = "") -> None:
        """What stands in a list, as a key or as a name is a word."""
        kind = KINDS.get(node.tag) if isinstance(node, yaml.ScalarNode) else None
        if kind:
            said = node.value[:MOST_TOLD] or "that is empty"
            self._refuse(f"YAML reads {what}{said} as {kind}: write it in quotes.", node)

    def _must_be_plain(self, name: str, node: Any) -> None:
        """A whole number is written as everybody reads it."""
        if node.tag == f"{TAG}int" and not PLAIN.fullmatch(node.value):
            how = "written without noughts before it" if NOUGHTS.fullmatch(node.value) else "in digits alone"
            self._refuse(f"{name} is a whole number, {how}.", node)

    def _refuse(self, sentence: str, where: Any) -> NoReturn:
        raise Failed(one_line(sentence), USAGE, path=self.file, line=where.start_mark.line + 1)
