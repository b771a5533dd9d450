"""From YAML text to plain values of the model's types, each problem with its line.

The walker takes keys, types and limits from the dataclasses of the model. It never stops at the
first problem: what is wrong is left out of the tree, and everything else is still read.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from samspil.programme.concept.values import Amounts, Least, Part, Problem, Shape

Tree = dict[str, Any]

_REFUSED = re.compile(
    "ethnic|etnic|etnisk|religio|belief|faith|islam|muslim|ideolog|politi|nationalit|threat|trussel"
    "|(^|_|-)(race|tro|cpr|risk_?(score|level)|risiko_?(score|niveau))($|_|-)",
    re.IGNORECASE,
)
_INT = re.compile(r"-?(0|[1-9][0-9]*)")
_TAG = "tag:yaml.org,2002:"


class _Left:
    """Stands where a value could not be read."""


LEFT = _Left()


def key_of(field: Field[Any]) -> str:
    """The file's key for this field of the model."""
    return field.name.rstrip("_")


def hints_of(kind: Any) -> dict[str, Any]:
    """The types of a model class by field name, limits included."""
    return _hints(kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def without_none(kind: Any) -> tuple[Any, bool]:
    """The type without its `None`, and whether it had one."""
    if get_origin(kind) not in (Union, UnionType):
        return kind, False
    others = [each for each in get_args(kind) if each is not type(None)]
    return others[0], True


def is_refused(name: str) -> bool:
    """Whether a name sounds like belief, ideology, ethnicity or a score of risk."""
    return _REFUSED.search(name) is not None


class Walker:
    """Reads nodes into plain values and remembers the line of every path."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}

    def say(self, node: Node, path: str, message: str, hint: str) -> _Left:
        """Note a problem where the node stands."""
        self.problems.append(Problem(node.start_mark.line + 1, path, message, hint))
        return LEFT

    def value(self, node: Node, kind: Any, path: str, source: str) -> Any:
        """The node as this type, or `LEFT` with the problem noted."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        kind, optional = without_none(kind)
        if node.tag == _TAG + "null":
            if optional:
                return None
            return self.say(node, path, "The value is empty.", "Write a value after the colon.")
        if kind is Amounts:
            return self._amounts(node, path)
        if is_dataclass(kind):
            return self._mapping(node, kind, path, source)
        if get_origin(kind) is tuple:
            return self._list(node, get_args(kind)[0], path, source)
        return self._scalar(node, kind, path)

    def _mapping(self, node: Node, kind: Any, path: str, source: str) -> Tree | _Left:
        if not isinstance(node, MappingNode):
            keys = ", ".join(key_of(field) for field in fields(kind))
            return self.say(node, path, "Here a mapping is needed.", f"Its keys: {keys}.")
        known = {key_of(field): field for field in fields(kind)}
        found = self._entries(node, known, path)
        tree: Tree = {}
        if issubclass(kind, Part):
            source = self._source(found.pop("source", None), path, source)
            tree["source"] = source
        for key, field in known.items():
            if key in found:
                here = f"{path}.{key}" if path else key
                read = self.value(found[key], hints_of(kind)[field.name], here, source)
                if read is not LEFT:
                    tree[key] = read
            elif field.default is MISSING:
                here = f"{path}.{key}" if path else key
                hint = f"Add `{key}:` to this mapping."
                self.say(node, here, f"The key `{key}` is missing.", hint)
        return tree

    def _source(self, node: Node | None, path: str, inherited: str) -> str:
        if node is None:
            return inherited
        here = f"{path}.source" if path else "source"
        read = self.value(node, hints_of(Part)["source"], here, inherited)
        return inherited if read is LEFT else str(read)

    def _entries(self, node: MappingNode, known: dict[str, Field[Any]], path: str) -> dict[str, Node]:
        """The known entries by key; unknown ones are noted."""
        found: dict[str, Node] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                hint = "Write a plain word before the colon."
                self.say(key_node, path, "A key must be one plain word.", hint)
                continue
            key = str(key_node.value)
            here = f"{path}.{key}" if path else key
            self.lines.setdefault(here, key_node.start_mark.line + 1)
            if key in known:
                found.setdefault(key, value_node)
            elif is_refused(key):
                self.say(
                    key_node,
                    here,
                    f"A field for `{key}` is not allowed.",
                    "Nothing about belief, ideology, ethnicity or risk is registered. Remove it.",
                )
            else:
                self.say(key_node, here, f"The key `{key}` is not known here.", _near(key, known))
        return found

    def _list(self, node: Node, kind: Any, path: str, source: str) -> list[Any] | _Left:
        if not isinstance(node, SequenceNode):
            return self.say(node, path, "Here a list is needed.", "Start each line with `- `.")
        if not node.value:
            return self.say(node, path, "The list is empty.", "Add at least one line.")
        items = [self.value(item, kind, f"{path}[{place}]", source) for place, item in enumerate(node.value)]
        # A mapping that could not be read keeps its place, so that later paths stay true.
        return [({} if is_dataclass(kind) else None) if item is LEFT else item for item in items]

    def _amounts(self, node: Node, path: str) -> dict[int, int | None] | _Left:
        if not isinstance(node, MappingNode) or not node.value:
            hint = "Write {2013: 100000, 2014: 150000}."
            return self.say(node, path, "Here amounts by year are needed.", hint)
        amounts: dict[int, int | None] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = f"{path}.{key}"
            if not re.fullmatch("(19|20)[0-9]{2}", key):
                hint = "Write a year of four digits, like 2013."
                self.say(key_node, here, f"`{key}` is not a year.", hint)
                continue
            amount = self.value(value_node, Annotated[int, Least(0)], here, "")
            # An amount that could not be read keeps its year, so that only it is told.
            amounts[int(key)] = None if amount is LEFT else amount
        return amounts

    def _scalar(self, node: Node, kind: Any, path: str) -> Any:
        limit = get_args(kind)[1] if get_origin(kind) is Annotated else None
        plain = get_args(kind)[0] if limit else kind
        if not isinstance(node, ScalarNode):
            return self.say(node, path, f"Here {_wanted(plain)} is needed.", "Write one value.")
        text = str(node.value)
        if plain is bool:
            if text in ("true", "false") and node.tag == _TAG + "bool":
                return text == "true"
            return self.say(node, path, f"`{text}` is not true or false.", "Write true or false.")
        if plain is int:
            return self._integer(node, text, limit, path)
        if plain is date:
            return self._date(node, text, path)
        if get_origin(plain) is Literal:
            return self._code(node, text, [str(each) for each in get_args(plain)], path)
        return self._text(node, text, limit, path)

    def _integer(self, node: ScalarNode, text: str, limit: Least | None, path: str) -> int | _Left:
        if node.tag != _TAG + "int" or not _INT.fullmatch(text) or len(text) > 12:
            hint = "Write digits only: no dots, no unit, no leading zero."
            return self.say(node, path, f"`{text}` is not a whole number.", hint)
        if limit and int(text) < limit.value:
            hint = f"Write {limit.value} or more."
            return self.say(node, path, f"{text} is too small.", hint)
        return int(text)

    def _date(self, node: ScalarNode, text: str, path: str) -> date | _Left:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                hint = "Check the day and the month."
                return self.say(node, path, f"{text} is not in the calendar.", hint)
        return self.say(node, path, f"`{text}` is not a date.", "Write it like 2013-03-01.")

    def _code(self, node: ScalarNode, text: str, codes: list[str], path: str) -> str | _Left:
        if text in codes:
            return text
        near = get_close_matches(text, codes, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else "Write one of: " + ", ".join(codes) + "."
        return self.say(node, path, f"The code `{text}` is not known here.", hint)

    def _text(self, node: ScalarNode, text: str, limit: Shape | None, path: str) -> str | _Left:
        if node.tag != _TAG + "str":
            hint = f'Put it in quotes: "{text}".'
            return self.say(node, path, f"`{text}` is not read as text.", hint)
        if not text.strip():
            return self.say(node, path, "The text is empty.", "Write a text between the quotes.")
        if limit and not re.fullmatch(limit.pattern, text):
            hint = f"Write {limit.words}."
            return self.say(node, path, f"`{text}` does not have the right form.", hint)
        if limit and is_refused(text):
            return self.say(
                node,
                path,
                f"An entry called `{text}` is not allowed.",
                "Nothing about belief, ideology, ethnicity or risk is registered. Remove it.",
            )
        return text


def _near(key: str, known: dict[str, Field[Any]]) -> str:
    near = get_close_matches(key, list(known), n=1)
    return f"Did you mean `{near[0]}`?" if near else "Known keys: " + ", ".join(known) + "."


def _wanted(kind: Any) -> str:
    names = {bool: "true or false", int: "a whole number", date: "a date", str: "a text"}
    return names.get(kind, "a code")


def rows(tree: Tree, *keys: str) -> list[Tree]:
    """The list of mappings at these keys; empty where it could not be read."""
    here: Any = tree
    for key in keys:
        here = here.get(key) if isinstance(here, dict) else None
    return here if isinstance(here, list) else []


def part(tree: Tree, key: str) -> Tree:
    """The mapping at this key; empty where it could not be read."""
    found = tree.get(key)
    return found if isinstance(found, dict) else {}
