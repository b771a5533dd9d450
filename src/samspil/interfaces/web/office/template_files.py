"""The files a coordinator fills in: heads, one invented row, and a sheet that explains every column."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from samspil.interfaces.web.office.column_kinds import Column

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def download(columns: tuple[Column, ...], name: str, form: str) -> HttpResponse:
    """The template to take home: a workbook where `form` says xlsx, else a plain table."""
    is_book = form == "xlsx"
    body = as_xlsx(columns) if is_book else as_csv(columns)
    answer = HttpResponse(body, content_type=XLSX if is_book else CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{"xlsx" if is_book else "csv"}"'
    return answer


def as_csv(columns: tuple[Column, ...]) -> bytes:
    """The template as CSV, with the mark by which a Danish spreadsheet knows its letters."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    with override("da"):
        writer.writerow([_head(one) for one in columns])
    writer.writerow([one.example for one in columns])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(columns: tuple[Column, ...]) -> bytes:
    """The template as a workbook: the table, and what each column is for. Every cell is text."""
    book = Workbook()
    del book[book.sheetnames[0]]
    with override("da"):
        table = book.create_sheet(_("Table"))
        table.append([_head(one) for one in columns])
        table.append([one.example for one in columns])
        meaning = book.create_sheet(_("What the columns mean"))
        meaning.append([_("Column"), _("Needed"), _("Meaning"), _("Words to choose from")])
        for one in columns:
            needed = _("yes") if one.is_needed else _("no")
            meaning.append([str(one.title), needed, str(one.meaning), ", ".join(one.choices)])
    for sheet, width in ((table, 24), (meaning, 40)):
        sheet.freeze_panes = "A2"
        for number in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    for row in meaning.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number in range(
        1, len(columns) + 1
    ):  # text, so that nothing typed there is taken for a sum or a date
        table.column_dimensions[get_column_letter(number)].number_format = "@"
        table.cell(row=2, column=number).number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(one: Column) -> str:
    return f"{one.title} *" if one.is_needed else str(one.title)
