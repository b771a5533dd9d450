"""What is turned away before Django reads it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from samspil.interfaces.web.shared.gate import MOST_BYTES, Gate
from samspil.interfaces.web.shared.headers import ALWAYS


def inside(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", [])
    return [b""]


def asked(**environ: Any) -> tuple[str, dict[str, str]]:
    told: list[Any] = []
    list(Gate(inside)({"wsgi.input": BytesIO(), **environ}, lambda *given: told.extend(given)))
    return told[0], dict(told[1])


@pytest.mark.proves("G20", "G21")
@pytest.mark.parametrize(
    "charset", ["hex", "base64", "utf-7", "unicode_escape", "undefined", "idna", "latin-1"]
)
def test_another_encoding_is_a_bad_request_with_every_header(charset: str) -> None:
    """G20 and G21 in part: the ones that were found to break the server before any middleware."""
    status, headers = asked(CONTENT_TYPE=f"multipart/form-data; boundary=B; charset={charset}")

    assert status == "400 Bad Request"
    assert {name: headers[name] for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    "kind",
    ["", "text/html; charset=utf-8", 'text/html; charset="UTF-8"', "multipart/form-data; boundary=charset"],
)
def test_what_is_right_goes_on(kind: str) -> None:
    assert asked(CONTENT_TYPE=kind)[0] == "200 OK"


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("", "200 OK"),
        (str(MOST_BYTES), "200 OK"),
        (str(MOST_BYTES + 1), "413 Content Too Large"),
        ("-1", "400 Bad Request"),
        ("\u0663", "400 Bad Request"),
    ],
)
def test_a_body_has_a_limit(length: str, status: str) -> None:
    assert asked(CONTENT_LENGTH=length)[0] == status
