"""How a grant is said on its pages: lines, amounts side by side, bars, and what a version changes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samspil.economy.queries import budget
from samspil.economy.queries.books import Book
from samspil.economy.queries.budget import Line, Version
from samspil.economy.rules.budget import Cell
from samspil.economy.terms.budget import BUDGET_KINDS, BUDGET_STATES, BudgetState
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.kernel.actor import Actor
from samspil.kernel.money import Money
from samspil.programme.concept.model import Concept
from samspil.trust import audit, fields

TAGS = {
    BudgetState.DRAFT: "",
    BudgetState.ASKED: "act",
    BudgetState.APPROVED: "ok",
    BudgetState.REFUSED: "late",
}


def titles_of(concept: Concept, lines: Sequence[Line]) -> dict[uuid.UUID, str]:
    """What each line is called: a new one by its own title, the others as the document calls them."""
    return {one.id: one.title or words.title_of(concept.grant.lines, one.slug) for one in lines}


def amount_of(money: Money | None) -> str:
    """An amount of a table; a dash where there is none."""
    return money.plain if money is not None else "–"


def bar_of(book: Book) -> list[dict[str, Any]]:
    """A place's books on a bar as long as what counts there. Only what is drawn is no exact number."""
    whole = book.revised.oere
    parts, at = [], 0.0
    left = max(book.remaining, Money.zero())
    for code, label, amount in (
        ("done", _("spent"), book.spent),
        ("open", _("waiting"), book.waiting),
        ("stopped", _("remaining"), left),
    ):
        width = round(100 * amount.oere / whole, 3) if whole else 0.0
        parts.append(
            {"code": code, "label": label, "count": amount.kroner, "x": round(at, 3), "width": width}
        )
        at += width
    return parts if whole else []


def version_row(one: Version) -> dict[str, Any]:
    """A version in a list: what it is, how far it has come, and since when."""
    when = one.decided_on or one.sent_on
    return {
        "url": to("office:grant-version", one.id),
        "title": _("Version %(number)d: %(kind)s") % {"number": one.number, "kind": BUDGET_KINDS[one.kind]},
        "when": words.day_and_year(when) if when else "–",
        "state": BUDGET_STATES[one.state],
        "tag": TAGS[one.state],
        "who": one.sent_by or one.written_by,
    }


def changes_of(
    titles: Mapping[uuid.UUID, str], new: Mapping[Cell, Money], was: Mapping[Cell, Money]
) -> list[dict[str, Any]]:
    """Line by line and year by year what a version changes; and the years' sums where they change."""
    rows, nothing = [], Money.zero()
    for line, title in titles.items():
        for year in sorted({year for key, year in {*new, *was} if key == line}):
            before, after = was.get((line, year)), new.get((line, year))
            if (before or nothing) != (after or nothing):
                rows.append(_change(title, str(year), before, after))
    for year in sorted({year for _line, year in {*new, *was}}):
        before = Money.sum(one for (_line, each), one in was.items() if each == year)
        after = Money.sum(one for (_line, each), one in new.items() if each == year)
        if before != after:
            rows.append(_change(_("All lines"), str(year), before, after))
    return rows


def _change(title: str, year: str, before: Money | None, after: Money | None) -> dict[str, Any]:
    moved = (after or Money.zero()) - (before or Money.zero())
    sign = "+" if moved > Money.zero() else ""
    return {
        "title": title,
        "year": year,
        "before": amount_of(before),
        "after": amount_of(after),
        "moved": f"{sign}{moved.plain}",
    }


def reason_of(actor: Actor, version: Version, at: datetime) -> str:
    """Why a version changes the budget. The look is logged."""
    row = budget.the_row(version.id)
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.id, at=at, thing=row):
        return fields.unseal(row, "reason")


def answer_of(actor: Actor, decision_id: uuid.UUID | None, at: datetime) -> str:
    """What the programme office wrote with its decision. The look is logged."""
    if decision_id is None:
        return ""
    row = budget.the_decision(decision_id)
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.id, at=at, thing=row):
        return fields.unseal(row, "words")
