"""How a statement of accounts is said: its period, its lines, its vouchers, its signature, who audits it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.economy.queries.accounts import Accounts, Entry, Row
from samspil.economy.queries.statements import Difference, Listed
from samspil.economy.terms.budget import PAYMENT_KINDS
from samspil.economy.terms.statements import STATEMENT_STATES, WHOLE, StatementState
from samspil.economy.terms.vouchers import (
    COMMUNICATION_PARTS,
    PROOF_KINDS,
    CommunicationPart,
    ProofKind,
)
from samspil.interfaces.web.office.grant_words import amount_of
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.kernel.money import Money
from samspil.people.terms import ROLES, Role
from samspil.programme.concept.auditing import audit_rule
from samspil.programme.concept.model import Concept

TAGS = {
    StatementState.DRAFT: "soon",
    StatementState.SIGNED: "act",
    StatementState.RECEIVED: "ok",
    StatementState.SENT_BACK: "late",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Accounts with the words of their programme."""

    concept: Concept
    accounts: Accounts

    def line(self, slug: str) -> str:
        """What a line is called: a new one by its own title, the others as the document calls them."""
        own = next((one.title for one in self.accounts.rows if one.line == slug and one.title), "")
        return own or words.title_of(self.concept.grant.lines, slug)

    def kind(self, one: Entry) -> str:
        """What a kind of cost is called, as the document says it."""
        if one.part:
            return str(COMMUNICATION_PARTS[CommunicationPart(one.part)])
        return kind_of(self.concept, one.cost_type)

    def voucher(self, one: Entry) -> str:
        """A voucher, or what takes one back."""
        if one.takes_back is None:
            return str(one.number)
        return _("%(number)d, takes back %(other)d") % {"number": one.number, "other": one.takes_back}


def kind_of(concept: Concept, cost_type: str) -> str:
    """A kind of cost in the document's words."""
    return words.title_of(concept.cost_rules.eligible.examples, cost_type)


def period_of(year: int) -> str:
    """A year, or the whole grant."""
    return _("The whole grant") if year == WHOLE else str(year)


def title_of(one: Listed) -> str:
    """Statement of accounts 2014, version 1"""
    told = {"period": period_of(one.year), "number": one.number}
    return _("Statement of accounts: %(period)s, version %(number)d") % told


def listed_row(one: Listed, *, named: bool) -> dict[str, Any]:
    """A statement in a list."""
    return {
        "url": to("office:statement", one.id),
        "title": title_of(one),
        "when": words.day_and_year(one.answered_on or one.signed_on or one.drawn_on),
        "state": STATEMENT_STATES[one.state],
        "tag": TAGS[one.state],
        "who": (one.signed_by or one.drawn_by) if named else "",
    }


def by_role(role: str) -> str:
    """A role as it is called."""
    return str(ROLES[Role(role)].title)


def rows_of(said: Said, statement_id: uuid.UUID) -> list[dict[str, Any]]:
    """Line by line; each spent amount leads to the vouchers it is the sum of."""
    where = to("office:statement-vouchers", statement_id)
    return [
        {
            **_row(one),
            "title": said.line(one.line),
            "url": f"{where}?line={one.line}&year={one.year}" if said.accounts.has_list else "",
            "is_short": one.remaining < Money.zero(),
        }
        for one in said.accounts.rows
    ]


def together_of(accounts: Accounts) -> dict[str, Any]:
    """The sums as the database worked them out."""
    return {
        "budget": accounts.budget.plain,
        "spent": accounts.spent.plain,
        "remaining": accounts.remaining.plain,
        "waiting": amount_of(accounts.waiting),
        "forecast": amount_of(accounts.forecast),
    }


def _row(one: Row) -> dict[str, Any]:
    return {
        "year": str(one.year),
        "budget": one.budget.plain,
        "spent": one.spent.plain,
        "remaining": one.remaining.plain,
        "waiting": amount_of(one.waiting),
        "forecast": amount_of(one.forecast),
    }


def entry_row(said: Said, one: Entry, ids: Mapping[int, uuid.UUID]) -> dict[str, Any]:
    """One voucher of the list."""
    told = {"role": by_role(one.approved_by), "day": words.day_and_year(one.approved_on)}
    return {
        "url": to("office:voucher", ids[one.number]) if one.number in ids else "",
        "title": said.voucher(one),
        "when": words.day_and_year(one.paid_on),
        "line": said.line(one.line),
        "year": str(one.year),
        "kind": said.kind(one),
        "amount": one.amount.plain,
        "approved": _("%(role)s, %(day)s") % told,
        "proof": str(PROOF_KINDS[ProofKind(one.proof)]) if one.proof else "–",
        "is_of_month": one.is_of_month,
    }


def income_of(accounts: Accounts) -> list[tuple[str, str]]:
    """The grant as an income of its own: what came, what went back."""
    return [
        (f"{PAYMENT_KINDS[one.kind]}, {words.day_and_year(one.paid_on)}", one.amount.plain)
        for one in accounts.income
    ]


def states_of(accounts: Accounts) -> list[tuple[str, str]]:
    """How far the vouchers of the period have come."""
    states = accounts.states
    return [
        (_("Approved and in the accounts"), str(states["approved"])),
        (_("Waiting, and in no sum of the accounts"), str(states["waiting"])),
        (_("Of those without a proof"), str(states["unproved"])),
        (_("Refused"), str(states["refused"])),
    ]


def audit_of(concept: Concept, accounts: Accounts) -> dict[str, Any] | None:
    """Who audits a grant of this size, and why that rule holds. None where the programme says nothing."""
    rule = audit_rule(concept, accounts.granted.oere)
    if rule is None:
        return None
    told = {"amount": accounts.granted.kroner, "above": Money.of_kroner(rule.above_dkk).kroner}
    above = _("The grant is %(amount)s in all. The rule holds for every grant above %(above)s")
    every = _("The grant is %(amount)s in all. The rule holds for grants that no higher limit is for.")
    return {
        "title": words.said(rule.title),
        "words": rule.words.strip(),
        "why": (above if rule.above_dkk else every) % told,
    }


def list_stays() -> str:
    """Where the vouchers are, for whoever reads the sums without them."""
    return _(
        "The list of vouchers stays with the municipality and its auditor. It is known by its hash, and the"
        " sums are those of it."
    )


def how_forecast(accounts: Accounts) -> list[str]:
    """How the forecast is worked out, in words."""
    told = [
        _(
            "The forecast of a line is what is spent, what waits, and what approved hours propose and nobody"
            " has taken over, divided by the months that are over and multiplied by the months of the year in"
            " the grant. It is rounded down to whole øre, and it is no part of the accounts."
        )
    ]
    if accounts.unpriced:
        told.append(
            ngettext(
                "%(count)d proposal has no amount yet and is not in it.",
                "%(count)d proposals have no amount yet and are not in it.",
                accounts.unpriced,
            )
            % {"count": accounts.unpriced}
        )
    return told


def differs(found: Difference, said: Said, grant_ids: Mapping[int, uuid.UUID]) -> dict[str, Any] | None:
    """What the books say beyond a signed statement. None where they say the same."""
    if found.is_none:
        return None
    moved = [
        (label, _signed(amount))
        for label, amount in (
            (_("Spent"), found.spent),
            (_("Budget"), found.budget),
            (_("Received"), found.received),
        )
        if amount
    ]
    return {
        "moved": moved,
        "is_split_anew": found.is_split_anew,
        "rows": [entry_row(said, one, grant_ids) for one in found.entries],
    }


def _signed(amount: Money) -> str:
    return f"+{amount.kroner}" if amount > Money.zero() else amount.kroner


def signature_of(
    one: Listed, accounts: Accounts, *, named: bool, due_on: date | None
) -> list[tuple[str, str]]:
    """The record of who drew up, signed and answered, and by what the contents and the list are known."""
    lead = by_role(Role.MUNICIPAL_LEAD)
    facts = [
        (_("Drawn up"), _who(one.drawn_by if named else "", "", one.drawn_on)),
        (
            _("Signed"),
            _who(one.signed_by if named else "", lead, one.signed_on) if one.signed_on else _("Not signed"),
        ),
    ]
    if one.answered_on:
        facts.append((str(STATEMENT_STATES[one.state]), words.day_and_year(one.answered_on)))
    if due_on:
        facts.append((_("Accounts handed in by"), words.day_and_year(due_on)))
    if one.digest:
        facts.append((_("Hash of the contents"), in_parts(one.digest)))
        if accounts.list_digest:
            facts.append((_("Hash of the list of vouchers"), in_parts(accounts.list_digest)))
    return facts


def in_parts(digest: str) -> str:
    """A hash as somebody can read it aloud."""
    return " ".join(digest[at : at + 8] for at in range(0, 64, 8))


def _who(name: str, role: str, on: date) -> str:
    return ", ".join(part for part in (name, role, words.day_and_year(on)) if part)


def without_account(spoken: Said, codes: dict[tuple[str, str], str]) -> list[str]:
    """The lines and kinds of cost that were paid and have no account, in words."""
    paid = dict.fromkeys((one.line, one.cost_type) for one in spoken.accounts.entries)
    return [
        f"{spoken.line(line)}, {kind_of(spoken.concept, kind)}"
        for line, kind in paid
        if (line, kind) not in codes
    ]
