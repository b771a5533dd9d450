"""Tables as files: the only place that writes a CSV or a workbook from what anybody typed.

What was typed is a text in every program that opens the file, whatever it begins with: a workbook says
so of the cell itself, and in a CSV, which cannot, an apostrophe stands before what could be taken for a
formula. Amounts and days are written as such, so that they can be added up and sorted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from samspil.interfaces.web.shared.documents.leaving import Mark, leaves, mark_of
from samspil.interfaces.web.shared.documents.setting import plain
from samspil.interfaces.web.shared.documents.word import NO_XML
from samspil.kernel.money import Money

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Cell = str | int | float | Decimal | Money | date | None
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
NOT_SEEN = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")
AMOUNT, DAY, TEXT = "#,##0.00", "yyyy-mm-dd", "@"
FOOTER = 8
MOST_TITLE = 31
"""What a sheet may be called, by the programs that open it."""
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what it is called, its heads, and the rows below. `is_typed` keeps columns as text."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    width: int = 18
    is_typed: bool = False
    is_wrapped: bool = False


def as_text(cell: str) -> str:
    """A cell of a CSV that no program takes for a formula: an apostrophe first where it could be one."""
    seen = NOT_SEEN.sub("", cell[:40])
    return f"'{cell}" if seen.startswith(STARTS_A_FORMULA) or cell[:1] in STARTS_A_FORMULA else cell


def table(heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, is_iso: bool = False) -> bytes:
    """The rows as a Danish spreadsheet reads them: semicolons, comma, day first, and the mark of UTF-8.

    With `is_iso` amounts have a point and days are year first, for whoever reads it by a program.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([as_text(str(head)) for head in heads])
    for row in rows:
        writer.writerow([_said(cell, is_iso=is_iso) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def book(sheets: Iterable[Sheet], mark: Mark | None = None) -> bytes:
    """The sheets as a workbook (XLSX) without one formula; written row by row, however many there are. The
    mark stands in its properties, and at the bottom of each sheet that is printed.
    """
    made = Workbook(write_only=True)
    line = mark.line(get_language() or "da") if mark else ""
    for one in sheets:
        _sheet(made, one, line)
    made.properties.creator = "Samspil"
    made.properties.keywords = mark.sign if mark else None
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def book_out(request: HttpRequest, sheets: Iterable[Sheet], name: str) -> HttpResponse:
    """The sheets as a workbook to be kept, marked inside."""
    return leaves(book(sheets, mark_of(request)), name, XLSX)


def table_out(
    request: HttpRequest,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    name: str,
    *,
    is_iso: bool = False,
) -> HttpResponse:
    """The rows as a CSV to be kept, marked in its name: a line inside would be a row to whoever reads it."""
    return leaves(table(heads, rows, is_iso=is_iso), mark_of(request).named(name), CSV)


def as_file(body: bytes, name: str) -> HttpResponse:
    """A file without a mark, by what its name ends in: an empty form of ours, in which nothing stands."""
    return leaves(body, name, XLSX if name.endswith(".xlsx") else CSV)


def _said(cell: Cell, *, is_iso: bool) -> str:
    if isinstance(cell, Money):
        cell = cell.amount
    if isinstance(cell, Decimal | float):
        return f"{cell:.2f}" if is_iso else f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}" if is_iso else f"{cell:%d-%m-%Y}"
    return as_text("" if cell is None else str(cell))


def _sheet(made: Any, told: Sheet, line: str) -> None:
    sheet = made.create_sheet(NOT_IN_A_TITLE.sub(" ", str(told.title))[:MOST_TITLE])
    sheet.freeze_panes = "A2"
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = line or None, FOOTER
    for number in range(1, len(told.heads) + 1):
        across = sheet.column_dimensions[get_column_letter(number)]
        across.width = told.width
        if told.is_typed:  # text, so that nothing typed there is taken for a sum or a date
            across.number_format = TEXT
    heads = [_cell(sheet, str(head)) for head in told.heads]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in told.rows:
        cells = [_cell(sheet, value) for value in row]
        for cell in cells:
            if told.is_typed and cell.data_type == "s":
                cell.number_format = TEXT
            if told.is_wrapped:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def _cell(sheet: Any, value: Cell) -> Any:
    if isinstance(value, str):
        made = WriteOnlyCell(sheet, NO_XML.sub("", plain(value)))
        made.data_type = "s"
        made.quotePrefix = True  # so that it stays a text when somebody edits it
        return made
    told: Any = value.amount if isinstance(value, Money) else value
    made = WriteOnlyCell(sheet, told)
    if isinstance(value, Money | Decimal | float):
        made.number_format = AMOUNT
    elif isinstance(value, date):
        made.number_format = DAY
    return made
