"""On a phone a row of a table that stacks is a card: each cell must say itself what it is."""

from __future__ import annotations

import re
from pathlib import Path

from samspil.interfaces import web

TEMPLATES = {
    str(one).partition("/templates/")[2]: one.read_text()
    for one in Path(web.__file__).parent.rglob("templates/**/*.html")
}
INCLUDE = re.compile(r'{% include "([^"]+)"[^%]*%}')
TABLE = re.compile(r"<table\b[^>]*\btable-stacks\b.*?</table>", re.S)
CELL = re.compile(r"<td\b((?:{%.*?%}|{{.*?}}|[^>{])*)>(.*?)</td>", re.S)
SPEAKS = re.compile(r"data-label=|class=\"[^\"]*\b(?:bar-cell|across)\b")
"""A label, a bar that is named itself, or a sentence across the whole card."""


def whole(text: str) -> str:
    """A template with those that it takes in."""
    return INCLUDE.sub(lambda found: whole(TEMPLATES[found[1]]), text)


def nameless(text: str) -> list[str]:
    """The cells of tables that stack which hold something and do not say what it is."""
    cells = [cell for table in TABLE.findall(whole(text)) for cell in CELL.findall(table)]
    return [held.strip()[:60] for told, held in cells if held.strip() and not SPEAKS.search(told)]


def test_every_cell_of_a_table_that_stacks_says_what_it_is():
    stacking = {name: len(TABLE.findall(text)) for name, text in TEMPLATES.items() if TABLE.search(text)}

    assert {name: found for name in stacking if (found := nameless(TEMPLATES[name]))} == {}
    assert (len(stacking), sum(stacking.values())) == (23, 26)


def test_a_cell_that_says_nothing_is_found():
    text = TEMPLATES["office/totals.html"].replace(
        '<td class="bar-cell">', '<td>{{ row.of }}</td><td class="bar-cell">', 1
    )

    assert nameless(text) == ["{{ row.of }}"]
    assert nameless(text.replace("table-stacks", "")) == []
