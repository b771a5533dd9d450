"""Handing out a link: what is shown once, in the field and in the office alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.qr import qr
from samspil.trust import links


def ready(request: HttpRequest, made: links.Made, *, door: str = "answer:enter") -> dict[str, Any]:
    """The link, its picture and the code to read aloud."""
    door_url = request.build_absolute_uri(reverse(door))
    url = f"{door_url}#{made.token}"
    return {
        "link_ready": True,
        "url": url,
        "code_url": door_url,
        "qr_svg": qr(url),
        "code_words": spaced(made.code),
        "expires_words": words.moment(made.link.expires_at),
        "state": "open",
    }


def spaced(code: str) -> str:
    """A code in two halves, as it is read aloud."""
    return f"{code[:5]}-{code[5:]}"
