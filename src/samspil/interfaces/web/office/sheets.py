"""Reading a spreadsheet somebody brought: XLSX or CSV, as text in cells, within narrow bounds.

Nothing in the file is run, followed or believed: no formula, no link, no macro, no entity, and no size
that it states about itself. What is not a plain table is refused with a sentence.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import openpyxl
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from samspil.kernel.packages import OLD_OFFICE, ZIP, NotPlain, Why, must_be_plain, unseen
from samspil.kernel.words import Words
from samspil.people.rules.imports import MOST_ROWS

MOST_BYTES = 1_000_000
MOST_COLUMNS, MOST_CELL = 60, 1000
MOST_WIDE, MOST_LINES = 1000, 10_000
"""A sheet may be this wide and long with nothing in most of it, as spreadsheets often are."""
TOO_LONG = _("There are more than %(most)s rows. Divide the file into several.")
TOO_WIDE = _("There are too many columns. Use the template, with its columns only.")
TOO_MUCH = _("There is more in the file than a table needs. Copy the table to a new file.")
NOT_OPENED = {
    Why.NO_WORKBOOK: _("This is not a spreadsheet. Save it as XLSX or CSV and bring that."),
    Why.TOO_MUCH: TOO_MUCH,
    Why.ODD: _("The file is put together in an odd way. Copy the table to a new file."),
    Why.MORE_INSIDE: _("There are macros, links or other files in it. Copy the table alone to a new file."),
}


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says why."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Table:
    """The first sheet: its head, and the rows below by their number in the file, blank ones left out."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(data: bytes, most_rows: int = MOST_ROWS, *, beside: int = 0) -> Table:
    """The table in a file, of so many rows at most, and of some `beside` that are explanations.

    Raises Unreadable.
    """
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than one megabyte. Divide it into several."))
    if data[:4] == OLD_OFFICE:
        raise Unreadable(_("The file has a password or is in the old format. Save it as XLSX or CSV."))
    lines = _workbook(data) if data[:2] == ZIP[:2] else _text(data)
    return _table(lines, most_rows, beside)


def why_not_plain(text: str) -> Words | None:
    """Why a cell is not read at all, however it is meant; None for plain text."""
    if text[:1] == "=" or (text[:1] in "+-@" and not text[1:2].isdigit() and len(text) > 1):
        return _("A formula is not read. Write what it comes to.")
    if len(text) > MOST_CELL:
        return _("This is too long to be read.")
    if unseen(text):
        return _("There are characters in it that nobody sees. Write it anew.")
    return None


def _table(lines: Iterable[tuple[str, ...]], most_rows: int, beside: int) -> Table:
    too_long = Unreadable(TOO_LONG % {"most": number_format(most_rows, force_grouping=True)})
    head: tuple[str, ...] | None = None
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in enumerate(lines, start=1):
        if number > max(MOST_LINES, 2 * most_rows):
            raise too_long
        if not any(cells):
            continue
        if head is None:
            head = cells
            continue
        rows.append((number, cells))
        if len(rows) > most_rows + beside:
            raise too_long
    if head is None or not rows:
        raise Unreadable(_("There is no row below the head of the table."))
    while head and not head[-1]:
        head = head[:-1]
    return Table(head, tuple(rows))


# --- CSV


def _text(data: bytes) -> Iterator[tuple[str, ...]]:
    """The lines of a CSV file: UTF-8, else UTF-16 with its mark, else Latin-1; divided by ; , or tab."""
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable(_("This is not a spreadsheet. Save it as XLSX or CSV and bring that."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(";\t,", key=first.count)
    if first.count(mark) == 0:
        raise Unreadable(_("This is not a spreadsheet. Save it as XLSX or CSV and bring that."))
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield _fitting(one.strip() for one in line)
    except csv.Error:
        raise Unreadable(
            _("A line of the file cannot be read. Look for a quotation mark too many.")
        ) from None


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


# --- XLSX


def _workbook(data: bytes) -> Iterator[tuple[str, ...]]:
    """The lines of a workbook's first sheet, after what it is made of was looked at."""
    try:
        must_be_plain(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the sheet says of its own size is not believed
        for line in sheet.iter_rows():
            if len(line) > MOST_WIDE or any(cell.value is not None for cell in line[MOST_COLUMNS:]):
                raise Unreadable(TOO_WIDE)
            yield _fitting(_told(cell) for cell in line[:MOST_COLUMNS])
    except Unreadable:
        raise
    except NotPlain as found:
        raise Unreadable(NOT_OPENED[found.why]) from None
    except Exception:  # whatever a file made to break a reader breaks: it is refused, and nothing was written
        raise Unreadable(
            _("The file cannot be read as a spreadsheet. Save it anew as XLSX or CSV.")
        ) from None


def _told(cell: Any) -> str:
    """A cell as text; a formula and a fault keep a sign that they are none."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if cell.data_type in ("f", "e") or not isinstance(value, str | int | float):
        return f"={value}"[:20]
    return str(value).strip()


def _fitting(cells: Iterable[str]) -> tuple[str, ...]:
    """A line without empty cells at its end, within the columns a table may have."""
    line = [
        unicodedata.normalize("NFC", one) if len(one) <= MOST_CELL else one[: MOST_CELL + 1] for one in cells
    ]
    while line and not line[-1]:
        line.pop()
    if len(line) > MOST_COLUMNS:
        raise Unreadable(TOO_WIDE)
    return tuple(line)
