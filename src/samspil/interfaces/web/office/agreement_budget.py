"""The budget in force as a grant letter has it: read from the grant, handed to the agreement as text."""

from __future__ import annotations

import uuid

from django.utils.translation import override

from samspil.economy.queries import budget
from samspil.economy.queries.budget import ToldGrant
from samspil.governance.rules.composing import Granted
from samspil.governance.terms.agreements import AgreementKind
from samspil.interfaces.web.shared import words
from samspil.kernel.actor import Actor
from samspil.kernel.money import Money


def granted(actor: Actor, municipality_id: uuid.UUID, slug: str, kind: str) -> Granted | None:
    """The budget in force of a municipality in a programme; None where none is, and for what is no grant
    letter.
    """
    if kind != AgreementKind.GRANT_LETTER:
        return None
    return as_text(in_force(actor, municipality_id, slug))


def in_force(actor: Actor, municipality_id: uuid.UUID, slug: str) -> ToldGrant | None:
    """The grant, where a version of its budget counts."""
    for one in budget.told_grants(actor):
        if (one.municipality_id, one.concept.slug) == (municipality_id, slug) and one.counts is not None:
            return one
    return None


def as_text(one: ToldGrant | None) -> Granted | None:
    """Lines and sums in Danish, as what is signed is."""
    if one is None or one.counts is None or one.counts.sent_on is None:
        return None
    rows, sums = [], [Money.zero() for _year in one.years]
    with override("da"):
        for line in one.lines:
            cells = [one.amounts.get((line.id, year), Money.zero()) for year in one.years]
            if any(cells):
                title = line.title or words.title_of(one.concept.grant.lines, line.slug)
                rows.append((title, *(each.kroner for each in cells)))
            sums = [was + now for was, now in zip(sums, cells, strict=True)]
        rows.append(("", *(each.kroner for each in sums)))
        since = one.counts.decided_on or one.counts.sent_on
        return Granted(
            one.counts.number, words.day_and_year(since), tuple(str(year) for year in one.years), tuple(rows)
        )
