"""The columns of a file of answers kept before, one for each item, and what its rows come to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.instruments.shape import (
    Choices,
    FreeText,
    Given,
    Instrument,
    Item,
    Kind,
    Number,
    Scale,
    words,
)
from samspil.delivery.queries.instruments import in_use
from samspil.delivery.rules.history import EarlierAnswers
from samspil.interfaces.web.office.column_kinds import SPOKEN, Column, Unread, day, in_both, plain
from samspil.interfaces.web.office.column_kinds import words as text_of
from samspil.interfaces.web.office.import_rows import Cells, values_of
from samspil.interfaces.web.shared.coverage import instrument_title
from samspil.people.queries.imports import Fault
from samspil.programme.concept.model import Concept

MARK = "Spørgsmål"
"""Stands for a course's code in the row of the template that says what each column asks; never read."""

SKIPPED = ("-", "–", "—")
ITEM = "item_"
ROUND = gettext_lazy("Write the round, for example start or 3 months, or a day in it.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file's cells come to: whole rows, and why the others are none."""

    rows: tuple[EarlierAnswers, ...]
    faults: tuple[Fault, ...]


def tools_of(concept: Concept) -> dict[str, Instrument]:
    """The instruments whose answers may be brought: every version, oldest first, of what is asked here."""
    slugs = dict.fromkeys(one.slug for one in concept.progression.instruments)
    known = sorted(in_use().items())
    return {f"{one.slug}-{one.version}": one for slug in slugs for (name, _), one in known if name == slug}


def titles_of(tools: dict[str, Instrument]) -> dict[str, str]:
    """What each is called, with its version where there are several."""
    slugs = [one.slug for one in tools.values()]
    return {
        key: " · ".join(
            [instrument_title(one.slug), *([str(one.version)] if slugs.count(one.slug) > 1 else [])]
        )
        for key, one in tools.items()
    }


def columns_of(tool: Instrument, concept: Concept) -> tuple[Column, ...]:
    """The columns of a file of this instrument's answers."""
    course = gettext_lazy("The code that the course has here.")
    which = gettext_lazy("Its name, or a day in it. Empty: the day of the answers says it.")
    given = gettext_lazy("The day on which the person answered.")
    first = (
        Column("course", gettext_lazy("Course"), course, code, MARK),
        Column("round", gettext_lazy("Round"), which, round_of(concept), "", False, is_in_head=True),
        Column("answered_on", gettext_lazy("Answered on"), given, day, ""),
    )
    titles = _titles(tool, {plain(name) for one in first for name in (*in_both(one.title), one.key)})
    return (*first, *(_item(tool, one, titles[one.code]) for one in tool.items))


def _titles(tool: Instrument, taken: set[str]) -> dict[str, str]:
    """The head of each item: its code, with its place before it where another head reads the same."""
    heads = Counter(plain(head) for one in tool.items for head in (one.code, ITEM + one.code))
    return {
        one.code: one.code
        if heads[plain(one.code)] == 1 and plain(one.code) not in taken
        else f"{place}. {one.code}"
        for place, one in enumerate(tool.items, start=1)
    }


def _item(tool: Instrument, item: Item, title: str) -> Column:
    kind, asked = tool.kind(item), words(item.text, "da")
    shown: tuple[str, ...] = ()
    if isinstance(kind, Choices):
        shown = tuple(words(one.text, "da") for one in kind.options)
    return Column(
        ITEM + item.code, title, asked, answer_of(kind), asked, False, choices=shown, is_in_head=True
    )


def code(text: str) -> str:
    """A course's code, however it is written."""
    return text_of(20)(text.capitalize())


def round_of(concept: Concept) -> Callable[[str], str | date]:
    """A round by its key or its name in either language, or a day within it."""
    known: dict[str, str] = {}
    counted: list[re.Pattern[str]] = [re.compile(r"month-(\d{1,2})")]
    for one in concept.progression.schedule.rounds:
        names = [plain(one.title.in_(language)) for language in SPOKEN]
        if one.every_months is not None:
            counted += [re.compile(re.escape(name).replace(r"\{months\}", r"(\d{1,2})")) for name in names]
        else:
            key = one.slug.replace("_", "-")
            known |= dict.fromkeys((*names, plain(key)), key)

    def read(text: str) -> str | date:
        tidy = plain(text)
        if tidy in known:
            return known[tidy]
        for pattern in counted:
            if found := pattern.fullmatch(tidy):
                return f"month-{int(found[1])}"
        try:
            return day(text)
        except Unread:
            raise Unread(ROUND) from None

    return read


def answer_of(kind: Kind) -> Callable[[str], Given | None]:
    """How an answer is read: as its kind says, or skipped.

    A free text is the person's own answer like any other: it is kept sealed, shown to nobody before the
    person says so, and leaves in no extract. Refused, the file would be cut up until it fits, or never come.
    """
    if isinstance(kind, Choices):
        read: Callable[[str], Given] = _one_of(kind)
    elif isinstance(kind, FreeText):
        read = text_of(kind.longest)
    elif isinstance(kind, Number):
        read = _number(kind.whole)
    else:
        read = _on_scale(kind)
    return lambda text: None if text in SKIPPED or not text.strip() else read(text)


def _on_scale(kind: Scale) -> Callable[[str], int]:
    def read(text: str) -> int:
        found = re.fullmatch(r"(-?\d{1,4})(?:[,.]0+)?", text, re.ASCII)
        if found is not None and kind.low <= int(found[1]) <= kind.high:
            return int(found[1])
        words_ = _("Write a whole number from %(low)d to %(high)d, or leave it empty.")
        raise Unread(words_ % {"low": kind.low, "high": kind.high})

    return read


def _one_of(kind: Choices) -> Callable[[str], str]:
    codes = {one.code for one in kind.options}
    known: dict[str, set[str]] = {}
    for one in kind.options:
        for name in (one.code, *(words(one.text, language) for language in SPOKEN)):
            known.setdefault(plain(name), set()).add(one.code)

    def read(text: str) -> str:
        meant = {text} if text in codes else known.get(plain(text), set())
        if len(meant) != 1:  # none of them, or words that two of them share
            told = ", ".join(words(one.text, "da") for one in kind.options)
            raise Unread(_("Choose one of: %(choices)s.") % {"choices": told})
        return next(iter(meant))

    return read


def _number(whole: bool) -> Callable[[str], Given]:
    def read(text: str) -> Given:
        tidy = text.replace(",", ".")
        if re.fullmatch(r"-?\d{1,9}(?:\.0{1,2})?", tidy, re.ASCII):
            return int(tidy.partition(".")[0])
        # No spreadsheet writes a number as 1.500: that is a thousand and a half.
        if not whole and re.fullmatch(r"-?\d{1,9}\.(?!\d\d0$)\d{1,6}", tidy, re.ASCII):
            return float(tidy)
        raise Unread(_("Write a number, or leave it empty."))

    return read


def without_questions(cells: Cells) -> Cells:
    """The rows but for the template's own, which says what each column asks."""
    return [one for one in cells if plain(one["c"].get("course", "")) != plain(MARK)]


def read_cells(columns: tuple[Column, ...], cells: Cells) -> Reading:
    """Read every row. A row with a fault in any cell becomes nothing; no fault tells what stood there."""
    rows: list[EarlierAnswers] = []
    faults: list[Fault] = []
    for line in cells:
        values, wrong = values_of(columns, line["n"], line["c"])
        if wrong:
            faults += wrong
        else:
            rows.append(_row(line["n"], values))
    return Reading(tuple(rows), tuple(faults))


def _row(number: int, values: dict[str, Any]) -> EarlierAnswers:
    answers = {key.removeprefix(ITEM): value for key, value in values.items() if key.startswith(ITEM)}
    return EarlierAnswers(number, values["course"], values["round"], values["answered_on"], answers)
