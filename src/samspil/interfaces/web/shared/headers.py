"""The headers that every response carries, errors included."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
)
OWN = ("publickey-credentials-create", "publickey-credentials-get")
"""Passkeys would not work with these off; no frame may use them either way."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join([*(f"{one}=()" for one in OFF), *(f"{one}=(self)" for one in OWN)]),
    "X-Frame-Options": "DENY",
}
TWO_YEARS_OF_HTTPS = "max-age=63072000; includeSubDomains"


class Headers:
    """Stands outermost, so that no answer leaves without its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        if not _is_static(request, response):
            response.headers["Cache-Control"] = "no-store"
        if not settings.SAMSPIL_DEMO:
            response.headers["Strict-Transport-Security"] = TWO_YEARS_OF_HTTPS
        return response


def _is_static(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A stylesheet, script or picture that is really there; the same for everyone."""
    return request.path_info.startswith(settings.STATIC_URL) and response.status_code in (200, 206, 304)
