"""One document for the page, for paper and for Word: the same values, taken out as a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from samspil.interfaces.web.shared.documents.setting import printed
from samspil.interfaces.web.shared.documents.word import KIND, written
from samspil.kernel.errors import Missing

Facts = Iterable[tuple[Any, Any]]


def document(
    title: str,
    organisation: str,
    parts: list[dict[str, Any]],
    *,
    facts: Facts = (),
    lead: tuple[str, ...] = (),
) -> dict[str, Any]:
    """A document in the language of whoever reads it."""
    language = (get_language() or "da")[:2]
    return {
        "title": title,
        "organisation": organisation,
        "language": language,
        "region": "DK" if language == "da" else "GB",
        "footer": title,
        "lead": list(lead),
        "facts": facts_of(facts),
        "parts": parts,
    }


def facts_of(facts: Facts) -> list[dict[str, str]]:
    """Labels beside their values."""
    return [{"label": str(label), "value": str(value)} for label, value in facts]


def lines_of(words: str) -> dict[str, Any]:
    """A text as its lines."""
    return {"as": "lines", "lines": words.splitlines()}


def taken_out(data: dict[str, Any], kind: str, name: str, *, at: datetime) -> HttpResponse:
    """The document as a file to be kept: `pdf` or `docx`. Raises Missing for any other kind."""
    if kind == "pdf":
        return _file(printed("chapters", data, at=at), "application/pdf", f"{name}.pdf")
    if kind == "docx":
        return _file(written(data, at=at), KIND, f"{name}.docx")
    raise Missing


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
