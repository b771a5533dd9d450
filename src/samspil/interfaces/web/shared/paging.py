"""Which page of a list somebody asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

MOST_DIGITS = 6


def asked(request: HttpRequest) -> int:
    """The page in the address, from 1; the first one for anything that is not a page."""
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        return 1
    return max(1, int(text))


def links(number: int, *, of: int, size: int, kept: dict[str, str] | None = None) -> dict[str, Any]:
    """The addresses of the next and the previous page, where there are any; `kept` stays in the address."""

    def page(wanted: int) -> str:
        return f"?{urlencode({**(kept or {}), 'page': wanted})}"

    return {
        "next_page_url": page(number + 1) if number * size < of else None,
        "previous_page_url": page(number - 1) if number > 1 else None,
    }
