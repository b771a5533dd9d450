"""Minutes as a Word document. What anybody typed is put in as text and never as markup, field or formula."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from samspil.interfaces.web.shared.documents.setting import plain

FONT = "Calibri"


def word(data: dict[str, Any], *, at: datetime) -> bytes:
    """A document with real headings and its language, from the same values as the PDF."""
    made = Document()
    _describe(made, data, at)
    made.add_heading(plain(data["title"]), level=0)
    for fact in data["facts"]:
        line = made.add_paragraph()
        line.add_run(f"{plain(fact['label'])}: ").bold = True
        line.add_run(plain(fact["value"]))
    for item in data["items"]:
        made.add_heading(plain(item["heading"]), level=1)
        for one in item["lines"]:
            made.add_paragraph(plain(one))
        for outcome in item["outcomes"]:
            made.add_paragraph().add_run(plain(outcome["label"])).bold = True
            for one in outcome["lines"]:
                made.add_paragraph(plain(one))
    made.sections[0].footer.paragraphs[0].text = plain(data["footer"])
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def _describe(made: Any, data: dict[str, Any], at: datetime) -> None:
    told = made.core_properties
    told.title, told.author = plain(data["title"]), plain(data["organisation"])
    told.language = f"{data['language']}-{data['region']}"
    told.comments, told.created, told.modified = "", at.replace(tzinfo=None), at.replace(tzinfo=None)
    usual = made.styles["Normal"]
    usual.font.name, usual.font.size = FONT, Pt(11)
    marked = usual.element.get_or_add_rPr()
    language = marked.makeelement(qn("w:lang"), {qn("w:val"): told.language})
    marked.append(language)
