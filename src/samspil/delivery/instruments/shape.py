"""What an instrument is: statements on one scale, in several languages. Nothing is ever summed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One statement. `short` is its name beside a line in a picture."""

    code: str
    text: Mapping[str, str]
    short: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of one instrument. An answer is a whole number from `low` to `high`, or skipped."""

    slug: str
    version: int
    items: tuple[Item, ...]
    low: int
    high: int
    low_words: Mapping[str, str]
    high_words: Mapping[str, str]
    source: str
    licence: str

    def accepts(self, code: str, value: int | None) -> bool:
        """Whether an answer fits: a statement of this instrument, and skipped or on the scale."""
        known = any(item.code == code for item in self.items)
        return known and (value is None or self.low <= value <= self.high)


def words(texts: Mapping[str, str], language: str) -> str:
    """A text in a language, or in Danish where it is not translated."""
    return texts.get(language, texts["da"])
