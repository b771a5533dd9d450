"""The mark of whoever took a file, read back from it by programs that are not ours."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from typing import Any

import pikepdf
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook
from tests.interfaces.typing_in import CSV, DOCX, ICS, PDF, XLSX, kind_of

SIGN = re.compile(
    r"samspil (?P<at>2014-11-03T09:00:00\+01:00) (?:own|(?P<role>\w+) (?P<code>[0-9a-f]{8}) (?P<purpose>\w+))"
)
NAMED = re.compile(r"_20141103T0900-(?P<role>\w+)-(?P<code>[0-9a-f]{8})-(?P<purpose>\w+)\.\w+\"?$")


def inside(answer: Any) -> str:
    """The mark in a file's properties; nothing where there is none or the kind of file holds none."""
    kind, body = kind_of(answer), answer.content
    if kind == PDF:
        with pikepdf.open(io.BytesIO(body)) as paper:
            return str(paper.docinfo.get("/Keywords", ""))
    if kind == DOCX:
        return str(Document(io.BytesIO(body)).core_properties.keywords)
    if kind == XLSX:
        return str(load_workbook(io.BytesIO(body)).properties.keywords or "")
    if kind == ICS:
        return str(Calendar.from_ical(body).get("x-samspil-mark", ""))
    if kind.endswith("json"):
        told = json.loads(body)
        return str(told.get("mark", told.get("dct:provenance", "")))
    assert kind == CSV, kind
    return ""


def shown(answer: Any) -> list[str]:
    """What stands at the bottom of each page or sheet, where a file has such."""
    kind, body = kind_of(answer), answer.content
    if kind == DOCX:
        return ["\n".join(one.text for one in Document(io.BytesIO(body)).sections[0].footer.paragraphs)]
    if kind == XLSX:
        return [str(one.oddFooter.left.text) for one in load_workbook(io.BytesIO(body))]
    return []


def name_of(answer: Any) -> str:
    """Under which name a file left, without the mark that must stand in it."""
    told = answer.headers["Content-Disposition"]
    found = NAMED.search(told)
    assert found is not None, told
    return str(told[: found.start()] + found[0][found[0].rindex(".") :])


def of_whom(answer: Any, *, in_name: bool) -> tuple[str, str, str] | None:
    """Role, code and purpose as a file tells them, inside or in its name; None without a mark.

    Whoever took their own is told as `own`.
    """
    name = answer.headers.get("Content-Disposition", "")
    found = NAMED.search(name) if in_name else SIGN.fullmatch(inside(answer))
    if found is None:
        return None
    return (found["role"], found["code"], found["purpose"]) if found["role"] else ("own", "", "own")


def expected(members: Iterable[Any], cast: str) -> set[tuple[str, str]]:
    """Role and code of each member of the cast by this name."""
    return {(one.role, one.account_id.hex[-8:]) for one in members if one.cast == cast}
