"""A document by headings as a Word file. What anybody typed is put in as text: never as markup or a field."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from samspil.interfaces.web.shared.documents.setting import plain

FONT = "Calibri"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def written(data: dict[str, Any], *, at: datetime) -> bytes:
    """The same values as `chapters.typ` takes, with real headings, lists and tables, and its language."""
    made = Document()
    _describe(made, data, at)
    made.add_heading(_text(data["title"]), level=0)
    for line in data["lead"]:
        made.add_paragraph(_text(line))
    _facts(made, data["facts"])
    for part in data["parts"]:
        made.add_heading(_text(part["heading"]), level=1)
        for block in part["blocks"]:
            _block(made, block)
    made.sections[0].footer.paragraphs[0].text = _text(data["footer"])
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def _block(made: Any, block: dict[str, Any]) -> None:
    if block["as"] == "facts":
        _facts(made, block["facts"])
    elif block["as"] == "table":
        _table(made, block)
    else:
        style = {"points": "List Bullet", "quote": "Quote"}.get(block["as"])
        for line in block["lines"]:
            made.add_paragraph(_text(line), style=style)


def _facts(made: Any, facts: list[dict[str, str]]) -> None:
    for fact in facts:
        line = made.add_paragraph()
        line.add_run(f"{_text(fact['label'])}: ").bold = True
        line.add_run(_text(fact["value"]))


def _table(made: Any, block: dict[str, Any]) -> None:
    head, rows = block["head"], block["rows"]
    table = made.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    cells = iter(table._cells)  # all at once: a row's own are looked for anew each time
    for number, told in enumerate([head, *rows]):
        for one in told:
            cell = next(cells)
            cell.text = _text(one)
            for run in cell.paragraphs[0].runs:
                run.bold = number == 0
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _text(value: str) -> str:
    return NO_XML.sub("", plain(value))


def _describe(made: Any, data: dict[str, Any], at: datetime) -> None:
    told = made.core_properties
    told.title, told.author = _text(data["title"]), _text(data["organisation"])
    told.language = f"{data['language']}-{data['region']}"
    told.comments, told.created, told.modified = "", at.replace(tzinfo=None), at.replace(tzinfo=None)
    usual = made.styles["Normal"]
    usual.font.name, usual.font.size = FONT, Pt(11)
    language = usual.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): told.language})
    usual.element.get_or_add_rPr().append(language)
