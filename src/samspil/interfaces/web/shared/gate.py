"""What is turned away before Django reads it: bodies too large, and encodings that are not UTF-8."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from samspil.interfaces.web.shared.headers import ALWAYS

MOST_BYTES = 1_000_000
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Gate:
    """Around the whole application, because Django decodes the address before any middleware runs."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status = _turned_away(environ)
        if status is None:
            return self.application(environ, start_response)
        headers = [
            *ALWAYS.items(),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Cache-Control", "no-store"),
        ]
        start_response(status, headers)
        return [status.encode()]


def _turned_away(environ: dict[str, Any]) -> str | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        return "400 Bad Request"
    if int(length) > MOST_BYTES:
        return "413 Content Too Large"
    for part in str(environ.get("CONTENT_TYPE") or "").lower().split(";")[1:]:
        name, _equals, value = part.strip().partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8"):
            return "400 Bad Request"
    return None
