"""What a file must be to lie on an agenda: a paper that shows something and does nothing, by its content.

Pictures are written anew from their parts. A PDF is what `trust.files` says a plain one is. A document or a
workbook is kept as it came, and is refused where it holds a script or a file, or fetches something.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.papers import MOST_PAPERS, PaperMedia
from samspil.kernel import packages, pictures
from samspil.kernel.errors import Refusal
from samspil.trust.files import MOST_BYTES, must_be_a_plain_pdf

MOST_TITLE = 80
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError)
DAMAGED = _("The file is damaged, or is not what it seems. Save it anew and try again.")


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that may be kept: what it is by its content, and its bytes as they are kept."""

    media: PaperMedia
    content: bytes


def cleaned(content: bytes) -> Clean | Refusal:
    """The file as it may be kept, or why it may not."""
    if not content:
        return Refusal(_("The file is empty."), "file")
    if len(content) > MOST_BYTES:
        return Refusal(_("The file is larger than five megabytes."), "file")
    try:
        if content.startswith(pictures.PNG):
            return Clean(PaperMedia.PNG, pictures.png(content))
        if content.startswith(pictures.JPEG):
            return Clean(PaperMedia.JPEG, pictures.jpeg(content))
    except (pictures.NoPicture, zlib.error):
        return Refusal(DAMAGED, "file")
    if content.startswith(b"%PDF-"):
        return must_be_a_plain_pdf(content) or Clean(PaperMedia.PDF, content)
    if content.startswith(packages.ZIP):
        return _package(content)
    return Refusal(_("Choose a PDF, a picture (PNG or JPEG), a Word or an Excel file."), "file")


def _package(content: bytes) -> Clean | Refusal:
    try:
        packages.must_be_a_plain_paper(content)
    except packages.NotPlain as found:
        if found.why == packages.Why.MORE_INSIDE:
            return Refusal(
                _("The file holds another file or a macro, or fetches something. Save it as a PDF instead."),
                "file",
            )
        return Refusal(DAMAGED, "file")
    except BROKEN:
        return Refusal(DAMAGED, "file")
    is_document = packages.main_part(content) == packages.DOCUMENT
    return Clean(PaperMedia.DOCX if is_document else PaperMedia.XLSX, content)


def must_be_titled(title: str) -> Refusal | None:
    """What the paper is, in one line; the file's own name is never kept."""
    if not title.strip():
        return Refusal(_("Write what the paper is."), "title")
    return Refusal(_("Write it shorter."), "title") if len(title) > MOST_TITLE else None


def must_be_free_of_people(is_free: bool) -> Refusal | None:
    """Whoever brings a paper has looked through it."""
    return None if is_free else Refusal(_("Look through the file first, and say so here."), "is_free")


def may_have_one_more(count: int) -> Refusal | None:
    """An item has a few papers."""
    return Refusal(_("An item has at most ten papers."), "file") if count >= MOST_PAPERS else None


def must_wait(is_placed: bool) -> Refusal | None:
    """A proposal that the office has taken into an agenda stays as it was made, its papers too."""
    if not is_placed:
        return None
    return Refusal(
        _("The programme office has put it on an agenda. Ask the office to lay more papers on it.")
    )
