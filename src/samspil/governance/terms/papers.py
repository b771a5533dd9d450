"""The words of papers: what kinds of file there are, told by their content and never by their name."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class PaperMedia(StrEnum):
    """The kinds of file a paper may be; the code is the ending it is handed out with."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    DOCX = "docx"
    XLSX = "xlsx"


MEDIA = {
    PaperMedia.PDF: "PDF",
    PaperMedia.PNG: _("Picture"),
    PaperMedia.JPEG: _("Picture"),
    PaperMedia.DOCX: "Word",
    PaperMedia.XLSX: "Excel",
}
OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    PaperMedia.PDF: "application/pdf",
    PaperMedia.PNG: "image/png",
    PaperMedia.JPEG: "image/jpeg",
    PaperMedia.DOCX: f"{OFFICE}.wordprocessingml.document",
    PaperMedia.XLSX: f"{OFFICE}.spreadsheetml.sheet",
}
MOST_PAPERS = 10
"""So many papers an item has at most."""
