"""The sheets of a workbook as text in cells, within narrow bounds. Hostile until shown otherwise.

No formula is evaluated, no link followed, nothing fetched. Cells are cleaned as other readers of XLSForm
clean them: outer and doubled spaces go, printed quotation marks become plain ones.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import openpyxl

from samspil.delivery.instruments.xlsform.problems import Ledger, Place, Reason, Refused
from samspil.kernel.packages import OLD_OFFICE, ZIP, NotPlain, Why, must_be_plain, unseen

MOST_BYTES, MOST_SHEETS = 1_000_000, 30
MOST_COLUMNS, MOST_ROWS, MOST_CELL, MOST_WIDE = 60, 1_000, 1_000, 1_000
READ = ("survey", "choices", "settings", "about")
OUTSIDE = {
    "external_choices": "Put the choices on the sheet choices: nothing is read from outside the form.",
    "entities": "Lists of people or things kept between forms are not supported. Take the sheet out.",
    "osm": "Places are never collected. Take the sheet out.",
    "cascades": "Cascades are not supported. Write the choices on the sheet choices.",
}
SAID = {
    Why.NO_WORKBOOK: "This is not a workbook. Save the form as XLSX.",
    Why.TOO_MUCH: "There is more in the file than a form needs. Copy its sheets to a new file.",
    Why.ODD: "The file is put together in an odd way. Copy its sheets to a new file.",
    Why.MORE_INSIDE: "There are macros, links or other files in it. Copy its sheets alone to a new file.",
}
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number, and its cells by the column's place; empty ones left out."""

    number: int
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the heads by place, and the rows below."""

    name: str
    heads: dict[int, str]
    lines: tuple[Line, ...]

    def place(self, line: Line, column: int) -> Place:
        """Where a cell stands."""
        return Place(self.name, line.number, self.heads.get(column, ""))


def read(data: bytes, ledger: Ledger) -> dict[str, Sheet]:
    """The sheets a form is made of, by name. Raises Refused where the file as a whole cannot be read."""
    sheets: dict[str, Sheet] = {}
    for name, rows in _open(data):
        if name in OUTSIDE:
            if any(any(row) for row in rows[1:]):
                ledger.say(Place(name), Reason.OUTSIDE, OUTSIDE[name])
        elif name in sheets:
            ledger.say(Place(name), Reason.SHEET, "There are two sheets of this name. Keep one.")
        elif name in READ:
            sheets[name] = _sheet(name, rows, ledger)
    if "survey" not in sheets:
        raise _unreadable(
            "There is no sheet called survey. Name the sheet with the questions so.", Reason.SHEET
        )
    return sheets


def _unreadable(sentence: str, reason: Reason = Reason.FILE) -> Refused:
    ledger = Ledger()
    ledger.say(Place(), reason, sentence)
    return Refused(ledger.in_order())


def _open(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Every sheet a form may have, with its rows. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise _unreadable(
            "The file is larger than one megabyte. A form is smaller: copy its sheets to a new file."
        )
    if data[:4] == OLD_OFFICE:
        raise _unreadable("The file has a password or is in the old format. Save it as XLSX.")
    if data[:2] != ZIP[:2]:
        raise _unreadable(SAID[Why.NO_WORKBOOK])
    try:
        must_be_plain(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise _unreadable("There are too many sheets. Keep survey, choices and settings.")
        wanted = [one for one in book.worksheets if one.title.lower() in (*READ, *OUTSIDE)]
        return [(one.title.lower(), list(_rows(one))) for one in wanted]
    except Refused:
        raise
    except NotPlain as found:
        raise _unreadable(SAID[found.why]) from None
    except Exception:  # whatever a file made to break a reader breaks: it is refused
        raise _unreadable("The file cannot be read as a workbook. Save it anew as XLSX.") from None


def _rows(sheet: Any) -> Iterator[list[Any]]:
    sheet.reset_dimensions()  # what the sheet says of its own size is not believed
    for number, line in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_ROWS:
            raise _unreadable(
                f"There are more than {MOST_ROWS:,} rows on the sheet {sheet.title}. Make it shorter."
            )
        if len(line) > MOST_WIDE or any(cell.value is not None for cell in line[MOST_COLUMNS:]):
            raise _unreadable(f"There are more than {MOST_COLUMNS} columns on the sheet {sheet.title}.")
        yield list(line[:MOST_COLUMNS])


def _sheet(name: str, rows: Sequence[Sequence[Any]], ledger: Ledger) -> Sheet:
    """A sheet whose every cell was looked at; a cell that is not read is told and left out."""
    told: list[Line] = []
    heads: dict[int, str] = {}
    for number, row in enumerate(rows, start=1):
        cells: dict[int, str] = {}
        for column, cell in enumerate(row):
            text, wrong = _told(cell)
            if wrong:
                ledger.say(Place(name, number, heads.get(column, "")), Reason.CELL, wrong)
            elif text:
                cells[column] = text
        if number == 1:
            heads = cells
        elif cells:
            told.append(Line(number, cells))
    for line in told:
        for column in [one for one in line.cells if one not in heads]:
            sentence = "The column has no head. Write one, or take out what stands below."
            ledger.say(Place(name, line.number), Reason.COLUMN, sentence)
            del line.cells[column]
    return Sheet(name, heads, tuple(told))


def _told(cell: Any) -> tuple[str, str]:
    """A cell as text, and why it is not read; either may be empty."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", "A formula is not read. Write what it comes to."
    if cell.data_type == "e":
        return "", "The cell holds a fault. Write what belongs there."
    if isinstance(value, bool):
        return str(value).upper(), ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return _looked_at(text)


@lru_cache(maxsize=4096)
def _looked_at(text: str) -> tuple[str, str]:
    """The same for what is a text; a file may keep one long text once and show it in every cell."""
    if len(text) > MOST_CELL:
        return "", f"The text is longer than {MOST_CELL:,} characters. Make it shorter."
    if unseen(text.replace("\r", "")):
        return "", "There are characters in it that nobody sees. Write it anew."
    return cleaned(text), ""


def cleaned(text: str) -> str:
    """A text without outer and doubled spaces, with plain quotation marks."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(QUOTES).strip())
    return re.sub(r" +", " ", plain)
