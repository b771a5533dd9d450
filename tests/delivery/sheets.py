"""Workbooks written by hand in a test: rows of sheets as they would be typed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl


def xlsx(**sheets: Sequence[Mapping[str, object]]) -> bytes:
    """A workbook with these sheets; the heads are the keys in the order they are met. `=…` is a formula."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        heads = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(heads)
        for row in rows:
            sheet.append([row.get(head) for head in heads])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
