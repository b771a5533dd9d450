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

from samspil.interfaces.web.shared.documents.leaving import Mark
from samspil.interfaces.web.shared.documents.setting import plain

FONT = "Calibri"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def written(data: dict[str, Any], *, at: datetime, mark: Mark | None = None) -> bytes:
    """The same values as `chapters.typ` takes, with real headings, lists and tables, and its language."""
    made = begun(data, at)
    for line in data["lead"]:
        made.add_paragraph(as_typed(line))
    put_facts(made, data["facts"])
    for part in data["parts"]:
        made.add_heading(as_typed(part["heading"]), level=1)
        for block in part["blocks"]:
            _block(made, block)
    return ended(made, data, mark)


def _block(made: Any, block: dict[str, Any]) -> None:
    if block["as"] == "facts":
        put_facts(made, block["facts"])
    elif block["as"] == "table":
        _table(made, block)
    else:
        style = {"points": "List Bullet", "quote": "Quote"}.get(block["as"])
        for line in block["lines"]:
            made.add_paragraph(as_typed(line), style=style)


def put_facts(made: Any, facts: list[dict[str, str]]) -> None:
    """Each label in bold before its value."""
    for fact in facts:
        line = made.add_paragraph()
        line.add_run(f"{as_typed(fact['label'])}: ").bold = True
        line.add_run(as_typed(fact["value"]))


def _table(made: Any, block: dict[str, Any]) -> None:
    head, rows = block["head"], block["rows"]
    table = made.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    cells = iter(table._cells)  # all at once: a row's own are looked for anew each time
    for number, told in enumerate([head, *rows]):
        for one in told:
            cell = next(cells)
            cell.text = as_typed(one)
            for run in cell.paragraphs[0].runs:
                run.bold = number == 0
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def as_typed(value: str) -> str:
    """A text as Word can hold it: what XML has no place for is left out."""
    return NO_XML.sub("", plain(value))


def begun(data: dict[str, Any], at: datetime) -> Any:
    """An empty document that says its title, whose it is and its language, the title as its heading."""
    made = Document()
    told = made.core_properties
    told.title, told.author = as_typed(data["title"]), as_typed(data["organisation"])
    told.language = f"{data['language']}-{data['region']}"
    told.comments, told.created, told.modified = "", at.replace(tzinfo=None), at.replace(tzinfo=None)
    usual = made.styles["Normal"]
    usual.font.name, usual.font.size = FONT, Pt(11)
    language = usual.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): told.language})
    usual.element.get_or_add_rPr().append(language)
    made.add_heading(as_typed(data["title"]), level=0)
    return made


def ended(made: Any, data: dict[str, Any], mark: Mark | None) -> bytes:
    """The file, with its footer, and the mark of whoever takes it below that and in its properties."""
    footer = made.sections[0].footer
    footer.paragraphs[0].text = as_typed(data["footer"])
    if mark:
        made.core_properties.keywords = mark.sign
        footer.add_paragraph(mark.line(data["language"]))
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()
