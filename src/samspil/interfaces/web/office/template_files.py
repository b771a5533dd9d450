"""The files a coordinator fills in: heads, one invented row, and a sheet that explains every column."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.interfaces.web.office.column_kinds import Column
from samspil.interfaces.web.shared.documents.tables import Sheet, as_file, book, table


def download(columns: tuple[Column, ...], name: str, form: str) -> HttpResponse:
    """The template to take home: a workbook where `form` says xlsx, else a plain table."""
    is_book = form == "xlsx"
    body = as_xlsx(columns) if is_book else as_csv(columns)
    return as_file(body, f"{name}.{'xlsx' if is_book else 'csv'}")


def as_csv(columns: tuple[Column, ...]) -> bytes:
    """The template as CSV, with the mark by which a Danish spreadsheet knows its letters."""
    with override("da"):
        return table([_head(one) for one in columns], [[one.example for one in columns]])


def as_xlsx(columns: tuple[Column, ...]) -> bytes:
    """The template as a workbook: the table, and what each column is for. Every cell is text."""
    with override("da"):
        heads = [_("Column"), _("Needed"), _("Meaning"), _("Words to choose from")]
        meaning = [
            (
                str(one.title),
                _("yes") if one.is_needed else _("no"),
                str(one.meaning),
                ", ".join(one.choices),
            )
            for one in columns
        ]
        typed = [_head(one) for one in columns]
        return book(
            [
                Sheet(_("Table"), typed, [[one.example for one in columns]], width=24, is_typed=True),
                Sheet(_("What the columns mean"), heads, meaning, width=40, is_wrapped=True),
            ]
        )


def _head(one: Column) -> str:
    return f"{one.title} *" if one.is_needed else str(one.title)
