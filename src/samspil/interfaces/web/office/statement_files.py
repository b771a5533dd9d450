"""A statement as a file: PDF/UA with its signature record, a workbook, and vouchers by the own accounts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samspil.economy.queries import budget
from samspil.economy.queries import statements as queries
from samspil.economy.queries.accounts import Accounts, Row
from samspil.economy.queries.statements import Listed
from samspil.economy.rules import statements as rules
from samspil.economy.terms.statements import StatementState
from samspil.interfaces import clock
from samspil.interfaces.web.office import statement_words as said
from samspil.interfaces.web.office.grant import SEES
from samspil.interfaces.web.office.grant_words import amount_of
from samspil.interfaces.web.office.statement_words import Said
from samspil.interfaces.web.office.statements import NAMED, READS
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.documents.sheets import document, facts_of, taken_out
from samspil.interfaces.web.shared.documents.tables import Cell, Sheet, book_out, table_out
from samspil.interfaces.web.shared.doors import door
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people


@door("office", roles=READS, methods=("GET",))
def file(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The statement `as` pdf, xlsx, or csv by the own accounts; the taking is logged. Raises Missing for
    another kind.
    """
    actor, at = request.actor, clock.now()  # type: ignore[attr-defined]
    kind = request.GET.get("as", "pdf")
    one, grant, told = queries.told(actor, statement_id, on=clock.today())
    spoken, name = Said(budget.concept_of(grant), told), f"regnskab-{one.year or 'samlet'}-{one.number}"
    if kind == "pdf":
        data = _document(one, grant, spoken, named=actor.role in NAMED)
        queries.taken(actor, one, kind, at=at)
        return taken_out(request, data, kind, name)
    if kind == "xlsx":
        queries.taken(actor, one, kind, at=at)
        return book_out(request, _sheets(one, spoken), f"{name}.xlsx")
    if kind == "csv" and actor.role in SEES:
        codes = queries.account_codes(actor)
        refuse(rules.must_have_accounts(said.without_account(spoken, codes)))
        queries.taken(actor, one, kind, at=at)
        return _by_account(request, spoken, codes, f"{name}-konti.csv")
    raise Missing


# --- paper


def _document(one: Listed, grant: Any, spoken: Said, *, named: bool) -> dict[str, Any]:
    """The statement on paper: what it is of, lines, income, approvals, vouchers, and the signature."""
    told = spoken.accounts
    facts = [
        (_("Period"), f"{words.day_and_year(told.from_on)} – {words.day_and_year(told.to_on)}"),
        (_("As the books stood on"), words.day_and_year(told.on)),
        (_("Budget"), _("Version %(number)d, approved") % {"number": told.budget_version}),
        *((label, value) for label, value in ((_("CVR number"), grant.cvr), (_("EAN number"), grant.ean))),
    ]
    audit = said.audit_of(spoken.concept, told)
    parts = [
        _part(_("Accounts by line"), _table(_line_heads(told), _line_rows(spoken))),
        _part(
            _("Income"),
            _table([_("The grant"), _("Amount, kr.")], _income_rows(spoken)),
        ),
        _part(_("State of approvals"), {"as": "facts", "facts": facts_of(said.states_of(told))}),
        *([_part(_("Audit"), _lines(audit["title"], audit["words"], audit["why"]))] if audit else []),
        *(_of_the_list(spoken) if told.has_list else [_part(_("Vouchers"), _lines(said.list_stays()))]),
        _part(_("Signature"), *_signature(one, told, named=named)),
    ]
    state = _("Draft: not signed, and not to be handed in") if one.state == StatementState.DRAFT else ""
    title = said.title_of(one)
    return document(
        title,
        people.organisation(one.tenant_id).name,
        parts,
        facts=[(label, value) for label, value in facts if value],
        lead=tuple(each for each in (grant.title, state) if each),
    )


def _of_the_list(spoken: Said) -> list[dict[str, Any]]:
    """What only they read who read the list: the forecast, and each voucher."""
    told = spoken.accounts
    return [
        _part(_("Forecast"), _lines(*said.how_forecast(told))),
        _part(_("Vouchers"), _table(_entry_heads(), [_entry_texts(spoken, each) for each in told.entries])),
    ]


def _signature(one: Listed, told: Accounts, *, named: bool) -> list[dict[str, Any]]:
    record = {"as": "facts", "facts": facts_of(said.signature_of(one, told, named=named, due_on=None))}
    place = _lines(_("Place and day: ______________________"), _("Signature: ______________________"))
    return [record, place]


def _part(heading: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return {"heading": heading, "blocks": list(blocks)}


def _lines(*texts: str) -> dict[str, Any]:
    return {"as": "lines", "lines": list(texts)}


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"as": "table", "head": list(head), "rows": [list(one) for one in rows]}


def _line_heads(told: Accounts) -> list[str]:
    sums = [_("Line"), _("Year"), _("Budget"), _("Spent"), _("Remaining")]
    return [*sums, _("Waiting"), _("Forecast")] if told.has_list else sums


def _line_rows(spoken: Said) -> list[list[str]]:
    names = ["budget", "spent", "remaining"]
    names += ["waiting", "forecast"] if spoken.accounts.has_list else []
    rows = [
        [spoken.line(one.line), str(one.year), *(amount_of(getattr(one, name)) for name in names)]
        for one in spoken.accounts.rows
    ]
    whole = said.together_of(spoken.accounts)
    return [*rows, [_("In all"), "", *(whole[name] for name in names)]]


def _income_rows(spoken: Said) -> list[list[str]]:
    told = spoken.accounts
    return [
        *([label, amount] for label, amount in said.income_of(told)),
        [_("Received in all"), told.received.plain],
        [_("Received less spent"), (told.received - told.spent).plain],
    ]


def _entry_heads() -> list[str]:
    return [_("Voucher"), _("Paid on"), _("Line"), _("Cost"), _("Amount, kr."), _("Approved by")]


def _entry_texts(spoken: Said, one: Any) -> list[str]:
    row = said.entry_row(spoken, one, {})
    return [row[name] for name in ("title", "when", "line", "kind", "amount", "approved")]


# --- a workbook


def _sheets(one: Listed, spoken: Said) -> list[Sheet]:
    told = spoken.accounts
    lines: list[Sequence[Cell]] = [
        [spoken.line(row.line), row.year, row.budget, row.spent, row.remaining, *_beside(told, row)]
        for row in told.rows
    ]
    whole: Sequence[Cell] = [
        _("In all"),
        None,
        told.budget,
        told.spent,
        told.remaining,
        *_beside(told, told),
    ]
    income: list[Sequence[Cell]] = [[str(one.kind), one.paid_on, one.amount] for one in told.income]
    record: list[Sequence[Cell]] = [
        *([label, value] for label, value in said.signature_of(one, told, named=False, due_on=None)),
        *([label, value] for label, value in said.states_of(told)),
        *(([_("Forecast"), text] for text in said.how_forecast(told)) if told.has_list else ()),
        *(() if told.has_list else ([_("Vouchers"), said.list_stays()],)),
    ]
    received: Sequence[Cell] = [_("In all"), None, told.received]
    listed = Sheet(_("Vouchers"), entry_heads(), (entry_cells(spoken, each) for each in told.entries))
    return [
        Sheet(_("Accounts by line"), _line_heads(told), [*lines, whole]),
        *([listed] if told.has_list else []),
        Sheet(_("Income"), [_("Kind"), _("Day"), _("Amount, kr.")], [*income, received]),
        Sheet(_("Signature"), [_("What"), _("Says")], record),
    ]


def _beside(told: Accounts, one: Row | Accounts) -> list[Cell]:
    """What waits and what is ahead, for whoever reads the list."""
    return [one.waiting, one.forecast] if told.has_list else []


def entry_heads() -> list[str]:
    """The heads of vouchers in a workbook."""
    return [
        _("Voucher"),
        _("Takes back"),
        _("Paid on"),
        _("Line"),
        _("Year"),
        _("Cost"),
        _("Amount, kr."),
        _("Approved by"),
        _("Approved on"),
        _("Proof"),
    ]


def entry_cells(spoken: Said, one: Any) -> list[Cell]:
    """One voucher in a workbook."""
    row = said.entry_row(spoken, one, {})
    return [
        one.number,
        one.takes_back,
        one.paid_on,
        row["line"],
        one.year,
        row["kind"],
        one.amount,
        said.by_role(one.approved_by),
        one.approved_on,
        row["proof"],
    ]


# --- by the own accounts


def _by_account(
    request: HttpRequest, spoken: Said, codes: dict[tuple[str, str], str], name: str
) -> HttpResponse:
    """Each voucher on its account, in the order of accounts and numbers. Days and amounts in ISO form."""
    heads = [_("Account"), _("Paid on"), _("Voucher"), _("Line"), _("Cost"), _("Amount, DKK")]
    entries = sorted(
        spoken.accounts.entries, key=lambda each: (codes[each.line, each.cost_type], each.number)
    )
    rows: list[list[Cell]] = [
        [
            codes[one.line, one.cost_type],
            one.paid_on,
            one.number,
            spoken.line(one.line),
            spoken.kind(one),
            one.amount,
        ]
        for one in entries
    ]
    return table_out(request, heads, rows, name, is_iso=True)
