"""What visits cost as a file: a plain table, or a workbook with the sums beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from samspil.delivery.queries.visit_costs import Cost, Costs, Sums
from samspil.delivery.terms.visit_hours import HOURS_STATES
from samspil.interfaces.web.office.staff_hours import as_text
from samspil.interfaces.web.office.template_files import CSV, XLSX

Cell = str | int | float | date | None


def costs_file(found: Costs, span: tuple[date, date], form: str) -> HttpResponse:
    """The claims of a span as a workbook where `form` says xlsx, else as a plain table."""
    is_book = form == "xlsx"
    answer = HttpResponse(_xlsx(found) if is_book else _csv(found), content_type=XLSX if is_book else CSV)
    name = f"{span[0]:%Y-%m-%d}_{span[1]:%Y-%m-%d}.{'xlsx' if is_book else 'csv'}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _heads() -> list[str]:
    return [
        _("Day"),
        _("Place"),
        _("Name"),
        _("Minutes"),
        _("Kr. an hour"),
        _("Fee, kr."),
        _("Kilometres"),
        _("Kr. a kilometre"),
        _("Way, kr."),
        _("Where it is"),
    ]


def _cells(one: Cost) -> list[Cell]:
    """One claim, its amounts in kroner: exact, for no sum comes near what a float cannot hold."""
    state = str(HOURS_STATES[one.state].title)
    rate = one.per_hour
    return [
        one.on,
        one.place,
        one.name,
        one.minutes,
        None if rate is None else rate / 100,
        one.fee / 100,
        one.kilometres,
        one.per_km / 100,
        one.travel / 100,
        state,
    ]


def _csv(found: Costs) -> bytes:
    """The claims as a Danish spreadsheet reads them. A cell that could be taken for a formula is text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heads())
    for one in found.rows:
        writer.writerow([_said(cell) for cell in _cells(one)])
    return out.getvalue().encode("utf-8-sig")


def _said(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return as_text(str("" if cell is None else cell))


def _xlsx(found: Costs) -> bytes:
    """The claims as numbers that can be added up, and on a second sheet the sums."""
    book = Workbook()
    del book[book.sheetnames[0]]
    _sheet(book, _("Claims"), _heads(), (_cells(one) for one in found.rows))
    heads = ["", _("Claims"), _("Minutes"), _("Fee, kr."), _("Kilometres"), _("Way, kr."), _("In all, kr.")]
    named = [
        *((f"{year}, {half}", sums) for (year, half), sums in found.by_half),
        *found.by_person,
        (_("In all"), found.together),
    ]
    _sheet(book, _("Spent"), heads, (_sum(name, sums, "spent") for name, sums in named))
    _sheet(book, _("Not decided yet"), heads, (_sum(name, sums, "claimed") for name, sums in named))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sum(name: str, sums: Sums, which: str) -> list[Cell]:
    one = getattr(sums, which)
    return [name, one.count, one.minutes, one.fee / 100, one.kilometres, one.travel / 100, one.oere / 100]


def _sheet(book: Any, title: str, heads: list[str], rows: Iterable[list[Cell]]) -> None:
    sheet = book.create_sheet(title)
    sheet.append(heads)
    for cells in rows:
        sheet.append([as_text(cell) if isinstance(cell, str) else cell for cell in cells])
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = "#,##0.00"
            elif isinstance(cell.value, date):
                cell.number_format = "dd-mm-yyyy"
    for number in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 18
