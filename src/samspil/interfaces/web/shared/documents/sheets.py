"""One document for the page, for paper and for Word: the same values, taken out as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from samspil.interfaces.web.shared.documents.leaving import leaves, mark_of
from samspil.interfaces.web.shared.documents.setting import printed
from samspil.interfaces.web.shared.documents.word import KIND, written
from samspil.kernel.errors import Missing

PDF = "application/pdf"
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


def taken_out(request: HttpRequest, data: dict[str, Any], kind: str, name: str) -> HttpResponse:
    """The document as a file to be kept, marked: `pdf` or `docx`. Raises Missing for any other kind."""
    if kind == "pdf":
        return printed_out(request, "chapters", data, f"{name}.pdf")
    if kind == "docx":
        mark = mark_of(request)
        return leaves(written(data, at=mark.at, mark=mark), f"{name}.docx", KIND)
    raise Missing


def printed_out(request: HttpRequest, template: str, data: dict[str, Any], name: str) -> HttpResponse:
    """A paper of one of the templates as a file to be kept, with its mark."""
    mark = mark_of(request)
    return leaves(printed(template, data, at=mark.at, mark=mark), name, PDF)
