"""What is wrong with a form: where, why, and a sentence a person can act on. All are told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a form, a row or a cell is refused. The first group are rules, the second what is not supported."""

    SCORE = "score"
    CUT_OFF = "cut_off"
    BELIEF = "belief"
    IDEOLOGY = "ideology"
    ETHNICITY = "ethnicity"
    CRIME = "crime"
    WHEREABOUTS = "whereabouts"
    RECORDED = "recorded"

    FILE = "file"
    SHEET = "sheet"
    COLUMN = "column"
    SETTING = "setting"
    TYPE = "type"
    REPEAT = "repeat"
    MEDIA = "media"
    OUTSIDE = "outside"
    OR_OTHER = "or_other"
    SCALE = "scale"
    EXPRESSION = "expression"
    REFERENCE = "reference"
    NAME = "name"
    LABEL = "label"
    CHOICES = "choices"
    GROUP = "group"
    CELL = "cell"


RULES = frozenset(
    {
        Reason.SCORE,
        Reason.CUT_OFF,
        Reason.BELIEF,
        Reason.IDEOLOGY,
        Reason.ETHNICITY,
        Reason.CRIME,
        Reason.WHEREABOUTS,
        Reason.RECORDED,
    }
)
"""Reasons that stay, whatever is built later."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: the sheet's name, the row as spreadsheets count, the column's head. 0 and "" for the whole."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a form."""

    sheet: str
    row: int
    column: str
    reason: Reason
    sentence: str

    def __str__(self) -> str:
        where = [self.sheet, f"row {self.row}" if self.row else "", self.column]
        return ": ".join(one for one in (", ".join(each for each in where if each), self.sentence) if one)


@dataclass(slots=True)
class Ledger:
    """Collects what is wrong, so that a person can mend all of it at once."""

    problems: list[Problem] = field(default_factory=list)

    def say(self, place: Place, reason: Reason, sentence: str) -> None:
        """Note one thing; the same thing about the same cell is noted once."""
        one = Problem(place.sheet, place.row, place.column, reason, sentence)
        if one not in self.problems:
            self.problems.append(one)

    def in_order(self) -> tuple[Problem, ...]:
        """As they stand in the file: by sheet, then row."""
        order = {name: number for number, name in enumerate(("", "survey", "choices", "settings", "about"))}
        return tuple(sorted(self.problems, key=lambda one: (order.get(one.sheet, 9), one.row)))


class Refused(Exception):
    """A form that is not taken; `problems` says why, all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = problems
