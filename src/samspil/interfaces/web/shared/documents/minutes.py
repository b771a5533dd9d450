"""Minutes as a Word document. What anybody typed is put in as text and never as markup, field or formula."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samspil.interfaces.web.shared.documents.leaving import Mark
from samspil.interfaces.web.shared.documents.word import as_typed, begun, ended, put_facts


def word(data: dict[str, Any], *, at: datetime, mark: Mark | None = None) -> bytes:
    """A document with real headings and its language, from the same values as the PDF."""
    made = begun(data, at)
    put_facts(made, data["facts"])
    for item in data["items"]:
        made.add_heading(as_typed(item["heading"]), level=1)
        for one in item["lines"]:
            made.add_paragraph(as_typed(one))
        for outcome in item["outcomes"]:
            made.add_paragraph().add_run(as_typed(outcome["label"])).bold = True
            for one in outcome["lines"]:
                made.add_paragraph(as_typed(one))
    return ended(made, data, mark)
