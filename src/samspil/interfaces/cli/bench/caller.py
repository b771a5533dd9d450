"""Calls a WSGI application as the web server does, and keeps cookies as a browser does."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

FORM, BOUNDARY = "application/x-www-form-urlencoded", "one-file-and-its-form"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


@dataclass(slots=True)
class Caller:
    """One visitor of one application."""

    application: Application
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"
    """Where it calls from: what is limited by address is limited for each visitor by itself."""

    def get(self, path: str) -> Answer:
        """Fetch an address."""
        return self._call("GET", path, b"")

    def post(self, path: str, values: Mapping[str, Any], *, guarded: bool = True) -> Answer:
        """Send a form, with the token that the page would hold unless told otherwise."""
        known = self.cookies.get(settings.CSRF_COOKIE_NAME)
        if guarded and known:
            values = {**values, "csrfmiddlewaretoken": known}
        return self._call("POST", path, urlencode(values, doseq=True).encode())

    def send(self, path: str, values: Mapping[str, str], name: str, data: bytes) -> Answer:
        """Send a form with one file, with the token that the page would hold."""
        told = {**values, "csrfmiddlewaretoken": self.cookies[settings.CSRF_COOKIE_NAME]}
        parts = [f'; name="{key}"\r\n\r\n{value}'.encode() for key, value in told.items()]
        parts.append(f'; name="{name}"; filename="{name}"\r\n\r\n'.encode() + data)
        opens = f"--{BOUNDARY}\r\nContent-Disposition: form-data".encode()
        body = b"".join(opens + one + b"\r\n" for one in parts) + f"--{BOUNDARY}--\r\n".encode()
        return self._call("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def _call(self, method: str, path: str, body: bytes, kind: str = FORM) -> Answer:
        told: list[Any] = []
        path, _mark, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": self.address,
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }
        parts = self.application(environ, lambda status, headers, fault=None: told.extend((status, headers)))
        try:
            content = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        location = ""
        for name, value in told[1]:
            if name.lower() == "set-cookie":
                self.cookies.update((key, one.value) for key, one in SimpleCookie(value).items())
            elif name.lower() == "location":
                location = value
        return Answer(int(told[0].split()[0]), location, content)
