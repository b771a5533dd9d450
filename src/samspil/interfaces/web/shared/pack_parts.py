"""The parts of a status pack: as of when, what it says, and what is left out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samspil.interfaces.web.shared.documents.sheets import facts_of

Part = dict[str, Any]


def part(heading: str, as_of: str, blocks: list[Part], *, withheld: str = "") -> Part:
    """One part: as of when it is, what it says, and what is left out of it and why."""
    told = [(_("As of"), as_of)]
    if withheld:
        told.append((_("Withheld"), withheld))
    return {"heading": heading, "blocks": [{"as": "facts", "facts": facts_of(told)}, *blocks]}


def table(head: list[Any], rows: list[list[Any]], empty: str) -> Part:
    """A table of words, or a sentence where there is no row."""
    if not rows:
        return {"as": "lines", "lines": [empty]}
    return {
        "as": "table",
        "head": [str(one) for one in head],
        "rows": [[str(one) for one in row] for row in rows],
    }
