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
OF_PAGES = "Permissions-Policy"
"""Says something about a page and nothing about its parts; half a kilobyte for each of them on a phone."""
TWO_YEARS_OF_HTTPS = "max-age=63072000; includeSubDomains"


class Headers:
    """Stands outermost, so that no answer leaves without its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_static = _is_static(request, response)
        for name, value in ALWAYS.items():
            if not (is_static and name == OF_PAGES):
                response.headers[name] = value
        if not is_static:
            response.headers["Cache-Control"] = "no-store"
        if not settings.SAMSPIL_DEMO:
            response.headers["Strict-Transport-Security"] = TWO_YEARS_OF_HTTPS
        return response


def _is_static(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A stylesheet, script or picture that is really there; the same for everyone."""
    return request.path_info.startswith(settings.STATIC_URL) and response.status_code in (200, 206, 304)
