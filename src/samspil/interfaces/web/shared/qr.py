"""An address as a picture that another phone's camera reads."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import mark_safe


def qr(url: str) -> str:
    """The address as an inline picture: no style attribute, no data address, so the policy lets it stand."""
    out = io.BytesIO()
    segno.make(url, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3, title="QR"
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  (made here from our own address)
