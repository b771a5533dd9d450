"""An address as a picture that another phone's camera reads."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import mark_safe


def qr(url: str) -> str:
    """The address as an inline picture: no style attribute, no data address, so the policy lets it stand."""
    return mark_safe(_drawn(url, svgns=False))  # noqa: S308  (made here from our own address)


def qr_picture(url: str) -> str:
    """The address as a picture that stands by itself, for paper."""
    return _drawn(url, svgns=True)


def _drawn(url: str, *, svgns: bool) -> str:
    out = io.BytesIO()
    segno.make(url, error="m").save(
        out, kind="svg", xmldecl=False, svgns=svgns, omitsize=True, border=3, title="QR"
    )
    return out.getvalue().decode()
