"""What a file must be to prove a payment: a PDF, PNG or JPEG by its content, small, and nothing active.

Pictures are written anew from the parts that make the picture, so that nothing else comes along: no place
they were taken at, no file behind the picture. A PDF is what `trust.files` says a plain one is.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samspil.economy.terms.vouchers import ProofMedia
from samspil.kernel import pictures
from samspil.kernel.errors import Refusal
from samspil.trust.files import MOST_BYTES, must_be_a_plain_pdf


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that may be kept: what it is by its content, and its bytes as they are kept."""

    media: ProofMedia
    content: bytes


def cleaned(content: bytes) -> Clean | Refusal:
    """The file as it may be kept, or why it may not."""
    if not content:
        return Refusal(_("The file is empty."), "file")
    if len(content) > MOST_BYTES:
        return Refusal(_("The file is larger than five megabytes."), "file")
    try:
        if content.startswith(pictures.PNG):
            return Clean(ProofMedia.PNG, pictures.png(content))
        if content.startswith(pictures.JPEG):
            return Clean(ProofMedia.JPEG, pictures.jpeg(content))
        if content.startswith(b"%PDF-"):
            return must_be_a_plain_pdf(content) or Clean(ProofMedia.PDF, content)
    except (pictures.NoPicture, zlib.error):
        return Refusal(_("The file is damaged, or is not what it seems. Save it anew and try again."), "file")
    return Refusal(_("The proof is a PDF, a PNG or a JPEG."), "file")
