"""What an instrument is: items in several languages, each answered by itself. Nothing is ever summed.

An instrument is data, never a function: what an answer counts as is a table that belongs to one item and
is asked with that item's answer alone. A sum, a mean over items, a cut-off or a colour has no place to be
written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Given = int | float | str
"""One answer as it was given: a number, the code of a choice, or words."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A whole number from `low` to `high`, with words for both ends."""

    low: int
    high: int
    low_words: Mapping[str, str]
    high_words: Mapping[str, str]

    def accepts(self, value: Given) -> bool:
        """Whether the number is on the scale."""
        return type(value) is int and self.low <= value <= self.high

    def counted(self, value: Given) -> Given:
        """A number on a scale counts as what it is."""
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers. `value` is the number it is kept as; without one, its code is kept."""

    code: str
    text: Mapping[str, str]
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Exactly one of several answers, in this order."""

    options: tuple[Choice, ...]

    def accepts(self, value: Given) -> bool:
        """Whether it is the code of one of them."""
        return isinstance(value, str) and any(one.code == value for one in self.options)

    def counted(self, value: Given) -> Given:
        """The number of the chosen one, or its code where it has none."""
        found = next(one for one in self.options if one.code == value)
        return found.code if found.value is None else found.value


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is on no scale, such as how many times; a whole one unless said otherwise."""

    whole: bool = True

    def accepts(self, value: Given) -> bool:
        """Whether it is such a number."""
        return type(value) is int or (not self.whole and type(value) is float and abs(value) < float("inf"))

    def counted(self, value: Given) -> Given:
        """A number counts as what it is."""
        return value


@dataclass(frozen=True, slots=True)
class FreeText:
    """A short free text. It is read by a person before it leaves, so it never counts as anything."""

    longest: int = 300

    def accepts(self, value: Given) -> bool:
        """Whether it is a text that says something and is not too long."""
        return isinstance(value, str) and bool(value.strip()) and len(value) <= self.longest

    def counted(self, value: Given) -> Given | None:
        """Nothing: a free text is no figure."""
        return None


Kind = Scale | Choices | Number | FreeText


@dataclass(frozen=True, slots=True)
class Item:
    """One question or statement. `short` is its name beside a line in a picture.

    `kind` is how it is answered; without one, on the scale the instrument has for all.
    """

    code: str
    text: Mapping[str, str]
    short: Mapping[str, str]
    kind: Kind | None = None
    hint: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of one instrument. An answer fits its item, or the item is skipped.

    `low`, `high` and their words are the scale of every item that names no kind of its own. `reviewed` are
    the languages a person has reviewed; a text in any other one is marked as unreviewed.
    """

    slug: str
    version: int
    items: tuple[Item, ...]
    source: str
    licence: str
    low: int = 0
    high: int = 10
    low_words: Mapping[str, str] = field(default_factory=dict)
    high_words: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    reviewed: frozenset[str] = frozenset({"da", "en"})

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The scales that are answered on, each once, in the order in which they are asked."""
        kinds = (self.kind(item) for item in self.items)
        found: list[Scale] = []
        for one in kinds:
            if isinstance(one, Scale) and one not in found:
                found.append(one)
        return tuple(found)

    @property
    def has_only_scales(self) -> bool:
        """Whether every answer is a number on a scale, so that nothing has to be said in words."""
        return all(isinstance(self.kind(item), Scale) for item in self.items)

    def kind(self, item: Item) -> Kind:
        """How an item of this instrument is answered."""
        return item.kind or Scale(self.low, self.high, self.low_words, self.high_words)

    def asks(self, kind: type[Kind]) -> bool:
        """Whether an item is answered in this way."""
        return any(isinstance(self.kind(item), kind) for item in self.items)

    def accepts(self, code: str, value: Given | None) -> bool:
        """Whether an answer fits: an item of this instrument, and skipped or of its kind."""
        item = next((one for one in self.items if one.code == code), None)
        return item is not None and (value is None or self.kind(item).accepts(value))

    def counted(self, answers: Mapping[str, Given | None]) -> dict[str, Given | None]:
        """What each answer counts as, item by item; None where it was skipped or is a free text.

        Raises ValueError for an answer that does not fit.
        """
        for code, value in answers.items():
            if not self.accepts(code, value):
                raise ValueError(code)
        given = {item.code: answers.get(item.code) for item in self.items}
        return {
            item.code: None if (value := given[item.code]) is None else self.kind(item).counted(value)
            for item in self.items
        }


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of one version: answers as given, and what each counts as by itself."""

    version: int
    given: Mapping[str, Given | None]
    counted: Mapping[str, Given | None]


def field_of(code: str) -> str:
    """What the field of an item is called on a page: never like one of the page's own, whatever its code."""
    return f"answer_{code}"


def words(texts: Mapping[str, str], language: str) -> str:
    """A text in a language, or in Danish where it is not translated."""
    return texts.get(language, texts["da"])
