"""Spreadsheets for the tests: rows under the template's own heads, as CSV or as a workbook."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.delivery import ground

TODAY = ground.TODAY


def heads(kind: str, concept: Any) -> dict[str, str]:
    """The Danish head of every column by its key, from the template's own table."""
    from django.utils.translation import override

    from samspil.interfaces.web.office.columns import columns_of
    from samspil.people.terms import ImportKind

    with override("da"):
        return {one.key: str(one.title) for one in columns_of(ImportKind(kind), concept, TODAY)}


def rows_of(kind: str, concept: Any, *changed: dict[str, Any]) -> list[dict[str, str]]:
    """Rows under Danish heads; each says by key what is another than usual."""
    named = heads(kind, concept)
    return [{named[key]: value for key, value in {**USUAL[kind], **one}.items()} for one in changed]


USUAL: dict[str, dict[str, Any]] = {
    "staff": {
        "name": "Noor Prøve",
        "email": "noor@aaby.example",
        "role": "Mentor",
        "capacity": "4",
        "from_on": "01-03-2014",
    },
    "courses": {
        "reference": "F-1",
        "intervention": "mentor",
        "source": "Skole",
        "offered_month": "02-2014",
        "name": "Kanarienavn",
        "born": "1994",
        "language": "Arabisk",
        "channel": "text_message",
        "contact": "20 00 00 01",
        "need": "Kanariebehov",
        "basis": "none",
        "accepted_on": "10-02-2014",
        "method": "Mundtligt",
        "mentor": "mentor@aaby.example",
        "started_on": "01-03-2014",
        "purpose": "Kanarieformål",
        "tasks": "Kanarieopgaver",
        "expected_months": "12",
        "agreed_minutes": "60",
        "goal_1": "Kanariemål",
    },
}


def as_csv(rows: list[dict[str, str]], *, mark: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    named = list(dict.fromkeys(head for one in rows for head in one))
    writer = csv.DictWriter(out, named, delimiter=mark, lineterminator="\r\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[dict[str, Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for one in rows:
        sheet.append([one.get(head, "") for head in rows[0]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring(client: Any, kind: str, data: bytes, name: str = "liste.csv") -> Any:
    """Send a file through the page."""
    return client.post("/o/import/", {"what": kind, "file": SimpleUploadedFile(name, data)})


def take(client: Any, kind: str, data: bytes) -> Any:
    """Bring a file and take it in."""
    kept = bring(client, kind, data)
    assert kept.status_code == 302, kept.content.decode()
    return client.post(kept["Location"], {"take": "yes"})
