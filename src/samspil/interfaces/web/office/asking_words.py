"""How an asking for vouchers is said: its line and year, its days, and the vouchers that are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.economy.queries.askings import Asking, SeenVoucher
from samspil.economy.terms.askings import ASKING_STATES, AskingState
from samspil.economy.terms.vouchers import COMMUNICATION_PARTS, PROOF_KINDS, CommunicationPart, ProofKind
from samspil.interfaces.web.office.grant_words import amount_of
from samspil.interfaces.web.office.statement_words import by_role, kind_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.programme import queries as programme

TAGS = {
    AskingState.WAITING: "act",
    AskingState.SHOWN: "ok",
    AskingState.OVER: "",
    AskingState.REFUSED: "late",
}


def line_of(found: Asking) -> str:
    """The line and the year that were asked about."""
    lines = programme.concept(found.concept_id).grant.lines
    told = {"line": found.title or words.title_of(lines, found.line), "year": found.year}
    return _("Vouchers: %(line)s, %(year)d") % told


def row_of(found: Asking, on: date, *, is_office: bool) -> dict[str, Any]:
    """An asking in a list."""
    state = found.state(on)
    return {
        "url": to("office:asking", found.id),
        "title": f"{found.municipality}. {line_of(found)}" if is_office else line_of(found),
        "when": words.day_and_year(found.answered_on or found.asked_on),
        "state": ASKING_STATES[state],
        "tag": TAGS[state],
    }


def facts_of(found: Asking) -> list[tuple[str, str]]:
    """The days of an asking."""
    facts = [(pgettext("asking", "Asked on"), words.day_and_year(found.asked_on))]
    if found.answered_on:
        facts.append((_("Answered on"), words.day_and_year(found.answered_on)))
    if found.until_on:
        facts.append((_("Shown until"), words.day_and_year(found.until_on)))
    return facts


def voucher_row(found: Asking, one: SeenVoucher) -> dict[str, str]:
    """A voucher as it is shown, or would be."""
    return {
        "number": str(one.number),
        "when": words.day_and_year(one.paid_on),
        "kind": _kind(found, one),
        "amount": one.amount.plain,
        "hours": words.hours(one.minutes) if one.minutes else "–",
        "rate": amount_of(one.rate),
        "role": by_role(one.role) if one.role else "–",
        "proof": str(PROOF_KINDS[ProofKind(one.proof)]) if one.proof else "–",
    }


def _kind(found: Asking, one: SeenVoucher) -> str:
    if one.part:
        return str(COMMUNICATION_PARTS[CommunicationPart(one.part)])
    return kind_of(programme.concept(found.concept_id), one.cost_type)
