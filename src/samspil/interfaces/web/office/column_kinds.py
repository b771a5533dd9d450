"""One column of a spreadsheet: its head, its example, and how a cell of it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from samspil.kernel.words import Words
from samspil.people.terms import BORN, METHODS, TAKEN_DOWN

SPOKEN = ("da", "en")
EXAMPLE = "EKSEMPEL"
"""What the template's own row is told by, so that it is never taken for somebody."""

CPR = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january",
            "feb februar february",
            "mar marts march",
            "apr april",
            "maj may",
            "jun juni june",
            "jul juli july",
            "aug august",
            "sep september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
DAY_ZERO = date(1899, 12, 30)
"""Where a spreadsheet's own count of days begins."""


class Unread(Exception):
    """A cell cannot be read; the sentence says how it should look."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, what it is for, how a cell becomes a value, and what the template shows."""

    key: str
    title: Words
    meaning: Words
    read: Callable[[str], Any]
    example: str
    is_needed: bool = True
    choices: tuple[str, ...] = ()
    is_in_head: bool = False
    """Its head must be there; its cells may be empty."""


def in_both(text: Any) -> list[str]:
    """A word of a page or of the concept file, in the languages the pages have."""
    if hasattr(text, "in_"):
        return [text.in_(one) for one in SPOKEN]
    found = []
    for one in SPOKEN:
        with override(one):
            found.append(str(text))
    return found


def plain(text: str) -> str:
    """A head or a choice without what does not matter: case, spaces, a star for needed columns."""
    return " ".join(text.replace("*", " ").casefold().split())


def words(most: int) -> Callable[[str], str]:
    """A text that fits."""

    def read(text: str) -> str:
        if len(text) > most:
            raise Unread(_("Write at most %(most)d characters.") % {"most": most})
        return text

    return read


def reference(text: str) -> str:
    """The row's own number; never the template's, never a person's."""
    if text.upper() == EXAMPLE:
        raise Unread(_("This is the template's example. Delete the row."))
    return words(40)(text)


def number(low: int, high: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 6 and low <= int(text) <= high:
            return int(text)
        raise Unread(_("Write a whole number from %(low)d to %(high)d.") % {"low": low, "high": high})

    return read


def one_of(pairs: Iterable[tuple[str, Any]]) -> tuple[Callable[[str], str], tuple[str, ...]]:
    """One of a list's words, in either language or as its code; and the words as the template shows them."""
    known: dict[str, str] = {}
    shown = []
    for code, title in pairs:
        names = in_both(title)
        shown.append(names[0])
        known |= {plain(one): str(code) for one in (*names, str(code))}

    def read(text: str) -> str:
        if plain(text) not in known:
            raise Unread(_("Choose one of: %(choices)s.") % {"choices": ", ".join(shown)})
        return known[plain(text)]

    return read, tuple(shown)


def day(text: str) -> date:
    """A day: 3-11-2014, 3. november 2014, 2014-11-03, or a spreadsheet's own number of it."""
    found = _day(text)
    if found is None or not 1990 <= found.year <= 2099:
        raise Unread(_("Write the day like 03-11-2014."))
    return found


def month(text: str) -> date:
    """A month, as its first day: 2014-03, 03-2014, marts 2014, or any day in it."""
    tidy = plain(text)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", tidy):
        return _made(int(found[1]), int(found[2]), 1) or _no_month()
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", tidy):
        return _made(int(found[2]), int(found[1]), 1) or _no_month()
    if (found := re.fullmatch(r"([a-z]+)\.? (\d{4})", tidy)) and found[1] in MONTHS:
        return date(int(found[2]), MONTHS[found[1]], 1)
    whole = _day(text)
    return whole.replace(day=1) if whole else _no_month()


def born(text: str) -> str:
    """A year, or a year and a month. A day is refused; a spreadsheet's first of a month is that month."""
    if BORN.fullmatch(text):
        return text
    try:
        found = month(text)
    except Unread:
        found = None
    whole = _day(text)
    typed = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is None  # a spreadsheet's own day is told like that
    if found is None or (whole is not None and (whole.day != 1 or typed)):
        raise Unread(_("Write the year, or year and month like 1998-04. Never the day."))
    return f"{found:%Y-%m}"


METHOD = one_of((one, METHODS[one]) for one in TAKEN_DOWN)


def yes_of(text: str) -> tuple[date | None, str] | None:
    """No, yes as the first one, or a day with or without how it was given: «14-03-2014 mundtligt»."""
    if plain(text) in ("", "nej", "no", "-"):
        return None
    if plain(text) in ("ja", "yes"):
        return None, ""
    head, _space, tail = text.strip().partition(" ")
    if _day(text) is not None:
        return day(text), ""
    return day(head), METHOD[0](tail) if tail else ""


def _no_month() -> date:
    raise Unread(_("Write the month like 03-2014."))


def _day(text: str) -> date | None:
    tidy = plain(text)
    if re.fullmatch(r"\d{5}", tidy):
        return DAY_ZERO + timedelta(days=int(tidy))
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", tidy):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4})", tidy):
        return _made(int(found[3]), int(found[2]), int(found[1]))
    if (found := re.fullmatch(r"(?:den )?(\d{1,2})\.? ([a-z]+)\.? (\d{4})", tidy)) and found[2] in MONTHS:
        return _made(int(found[3]), MONTHS[found[2]], int(found[1]))
    return None


def _made(year: int, month_: int, day_: int) -> date | None:
    try:
        return date(year, month_, day_)
    except ValueError:
        return None
