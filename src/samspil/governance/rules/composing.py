"""Putting an agreement together from a template of ours: slots are filled once, and what fills them is text.

A template is plain text: headings behind #, lines with named {slots}, and blocks behind @ that stand for the
concept file's own words. What fills a slot is never looked at again, so nothing typed is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from samspil.programme.concept.model import Concept
from samspil.programme.concept.values import Text

SLOT = re.compile(r"\{([a-z_]+)\}")
SLOTS = ("office", "municipality", "programme", "begins_on", "reference", "budget_number", "budget_since")
NOTHING = "–"
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """A template of ours: its titles, and its parts as headings with lines."""

    title: Text
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """The budget that is in force: which version, since when, its years, and its lines with their amounts.

    The last row is the sums. All of it is text that was made ready: no amount is worked out here.
    """

    number: int
    since: str
    years: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """What an agreement is filled with: slots, the parties as rows, and what was added in words."""

    slots: dict[str, str]
    parties: tuple[tuple[str, ...], ...]
    terms: str
    changes: str
    municipality_code: str
    granted: Granted | None = None


def read(text: str) -> Template:
    """A template from its text. Raises ValueError for a slot or a block that is not known."""
    titles: dict[str, str] = {}
    parts: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("title."):
            language, _colon, words = line.removeprefix("title.").partition(":")
            titles[language] = words.strip()
        elif line.startswith("# "):
            parts.append((line[2:].strip(), []))
        elif line.strip():
            _must_be_known(line)
            parts[-1][1].append(line.strip())
    made = tuple((heading, tuple(lines)) for heading, lines in parts)
    return Template(Text(da=titles["da"], en=titles["en"]), made)


def compose(template: Template, concept: Concept, filling: Filling) -> list[Block]:
    """The parts of the agreement, each with a heading and its blocks."""
    return [
        {"heading": heading, "blocks": [_block(line, concept, filling) for line in lines]}
        for heading, lines in template.parts
    ]


def _block(line: str, concept: Concept, filling: Filling) -> Block:
    filled = SLOT.sub(lambda found: filling.slots[found[1]], line)
    if not line.startswith("@"):
        return _lines(filled)
    name = line[1:].partition(" ")[0]
    # the template's own words are split before they are filled, so that no value can add a column
    told = [SLOT.sub(lambda found: filling.slots[found[1]], one.strip()) for one in _rest(line).split("|")]
    return BLOCKS[name](concept, filling, told)


def _rest(line: str) -> str:
    return line.partition(" ")[2]


def _must_be_known(line: str) -> None:
    for slot in SLOT.findall(line):
        if slot not in SLOTS:
            raise ValueError(f"There is no slot {slot}.")
    if line.startswith("@") and line[1:].partition(" ")[0] not in BLOCKS:
        raise ValueError(f"There is no block {line}.")


def _lines(*texts: str) -> Block:
    return {"as": "lines", "lines": [one for text in texts for one in text.splitlines()]}


def _quote(*texts: str) -> Block:
    return {"as": "quote", "lines": [one for text in texts for one in text.splitlines()]}


def _points(*texts: str) -> Block:
    return {"as": "points", "lines": [" ".join(one.split("\n")) for one in texts]}


def _parties(_concept: Concept, filling: Filling, told: list[str]) -> Block:
    return {"as": "table", "head": told, "rows": [list(one) for one in filling.parties]}


def _grant(concept: Concept, filling: Filling, told: list[str]) -> Block:
    """The budget in force by line and year. Where none is, the concept file's lines: its amounts are those of
    one municipality, and nobody else's.
    """
    if filling.granted is not None:
        *lines, sums = filling.granted.rows
        rows = [*(list(one) for one in lines), [told[1], *sums[1:]]]
        rows.append([told[3], *("" for _year in filling.granted.years)])
        return {"as": "table", "head": [told[0], *filling.granted.years], "rows": rows}
    grant = concept.grant
    own = [str(one.slug) for one in concept.parties if one.municipality_code == filling.municipality_code]
    knows = str(grant.party) in own
    years = grant.totals.years

    def amounts(of: Any) -> list[str]:
        return [kroner(dict(of.by_year)[year]) if knows else NOTHING for year in years]

    rows = [[one.title.da, *amounts(one.amounts)] for one in grant.lines]
    rows.append([told[1], *amounts(grant.totals)])
    if not knows:
        rows.append([told[2], *("" for _year in years)])
    rows.append([told[4], *("" for _year in years)])
    return {"as": "table", "head": [told[0], *(str(year) for year in years)], "rows": rows}


def kroner(amount: int) -> str:
    """An amount in whole kroner as it is written in Danish."""
    return f"{amount:,}".replace(",", ".") + " kr."


def _added(words: str, otherwise: str) -> Block:
    return _lines(words if words.strip() else otherwise)


BLOCKS: dict[str, Callable[[Concept, Filling, list[str]], Block]] = {
    "parties": _parties,
    "grant": _grant,
    "purpose": lambda concept, _filling, _told: _quote(concept.document.purpose),
    "period": lambda concept, _filling, _told: _quote(concept.period.words),
    "interventions": lambda concept, _filling, _told: _points(
        *(f"{one.title.da}: {one.words}" for one in concept.interventions)
    ),
    "condition": lambda concept, _filling, _told: _quote(concept.condition.words),
    "obligations": lambda concept, _filling, _told: _points(*(one.text for one in concept.obligations)),
    "training": lambda concept, _filling, _told: _quote(concept.training.supplier_words),
    "eligible": lambda concept, _filling, _told: _quote(
        concept.cost_rules.eligible.words, concept.cost_rules.fee_words
    ),
    "not_eligible": lambda concept, _filling, _told: _quote(
        *(one.words for one in concept.cost_rules.not_eligible)
    ),
    "terms": lambda _concept, filling, told: _added(filling.terms, told[0]),
    "changes": lambda _concept, filling, told: _added(filling.changes, told[0]),
}
"""What stands for words of the concept file, and for what was added in words."""
