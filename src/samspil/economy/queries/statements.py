"""Reading statements of accounts: the list, one of them live or frozen, and how the books differ since."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from samspil.economy.models.budget import Grant
from samspil.economy.models.decisions import GrantDecision
from samspil.economy.models.statements import AccountCode, Statement, VoucherList
from samspil.economy.models.vouchers import Voucher
from samspil.economy.queries import accounts, budget
from samspil.economy.queries.accounts import Accounts, Contents, Entry
from samspil.economy.rules import statements as rules
from samspil.economy.terms.statements import StatementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.money import Money
from samspil.people.queries import taking
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Listed:
    """A statement in a list: no figure. Names are empty for whoever may not read them."""

    id: uuid.UUID
    tenant_id: uuid.UUID
    grant_id: uuid.UUID
    year: int
    number: int
    state: StatementState
    drawn_by_id: uuid.UUID
    drawn_by: str
    drawn_on: date
    signed_by: str
    signed_on: date | None
    answered_on: date | None
    decision_id: uuid.UUID | None
    digest: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What the books say beyond a signed statement: vouchers approved since, and amounts moved."""

    entries: tuple[Entry, ...]
    spent: Money
    budget: Money
    received: Money
    is_split_anew: bool
    """Whether the budget is another one on some line, although its sum may be the same."""

    @property
    def is_none(self) -> bool:
        """Whether the books say the same."""
        return not (self.entries or self.spent or self.budget or self.received or self.is_split_anew)


def statements(actor: Actor) -> tuple[Listed, ...]:
    """The municipality's statements, the latest period first. Two queries."""
    grant = budget.the_grant(actor)
    rows = _with_answer(Statement.objects.filter(grant_id=grant.id).defer("contents"))
    return tuple(_listed(one) for one in rows.order_by("-year", "-number"))


def statement(actor: Actor, statement_id: uuid.UUID) -> tuple[Listed, Grant, Contents | None]:
    """One statement, its grant, and its frozen contents, None of a draft: the municipality's own with its
    list of vouchers, or one that the office was sent without it. Raises Missing.
    """
    refuse(rules.may_see(actor))
    rows = Statement.objects.presented().filter(id=statement_id).select_related("grant")
    if actor.role == Role.PROGRAMME_OFFICE:
        rows = rows.filter(shown_to=actor.tenant_id)
    else:
        rows = rows.filter(tenant_id=actor.tenant_id)
    row = _with_list(_with_answer(rows)).first()
    if row is None:
        raise Missing
    return _listed(row), row.grant, _frozen(row)


def told(actor: Actor, statement_id: uuid.UUID, *, on: date) -> tuple[Listed, Grant, Accounts]:
    """One statement with its accounts: frozen where it is signed, else as the books stand."""
    row, grant, frozen = statement(actor, statement_id)
    if frozen is None:
        frozen = accounts.contents(actor, grant, row.year, on=on)
    return row, grant, accounts.read(frozen)


def taken(actor: Actor, one: Listed, form: str, *, at: datetime) -> None:
    """Log that somebody takes a statement, or a sample of it, as a file of that form."""
    taking.taken(actor, form, at=at, thing=Statement(id=one.id))


def latest(grant: Grant, year: int) -> tuple[Listed, Contents | None] | None:
    """The newest statement of a period with its contents, None of a draft. None before the first."""
    rows = _with_list(_with_answer(Statement.objects.filter(grant_id=grant.id, year=year)))
    row = rows.order_by("-number").first()
    return None if row is None else (_listed(row), _frozen(row))


def draft_row(statement_id: uuid.UUID) -> Statement:
    """The municipality's own row, held until the transaction ends. Raises Missing."""
    row: Statement | None = Statement.objects.select_for_update().filter(id=statement_id).first()
    if row is None:
        raise Missing
    return row


def difference(frozen: Accounts, now: Accounts) -> Difference:
    """What the books say beyond a statement. The forecast, and what waits, are no accounts."""
    known = {one.number for one in frozen.entries}
    was, is_now = ({(one.line, one.year): one.budget for one in each.rows} for each in (frozen, now))
    return Difference(
        tuple(one for one in now.entries if one.number not in known),
        now.spent - frozen.spent,
        now.budget - frozen.budget,
        now.received - frozen.received,
        {key: one for key, one in was.items() if one} != {key: one for key, one in is_now.items() if one},
    )


def ids_of(grant: Grant, numbers: set[int]) -> dict[int, uuid.UUID]:
    """The vouchers behind some numbers, as the municipality's own may open them. One query."""
    rows = Voucher.objects.filter(grant_id=grant.id, number__in=numbers)
    return dict(rows.values_list("number", "id"))


def account_codes(actor: Actor) -> dict[tuple[str, str], str]:
    """The accounts by line and kind of cost. One query."""
    refuse(rules.may_see(actor))
    rows = AccountCode.objects.all().values_list("line__slug", "cost_type", "account")
    return {(line, kind): account for line, kind, account in rows}


def _with_list(rows: Any) -> Any:
    """With the list of vouchers, for those whose row it is: nobody else's connection gives it."""
    lists = VoucherList.objects.filter(statement_id=OuterRef("id"))
    return rows.annotate(vouchers=Subquery(lists.values("contents")[:1]))


def _frozen(row: Any) -> Contents | None:
    return Contents(row.contents, row.vouchers or "") if row.contents else None


def _with_answer(rows: QuerySet[Statement]) -> Any:
    made = GrantDecision.objects.presented().filter(
        tenant_id=OuterRef("shown_to"), municipality_id=OuterRef("tenant_id"), thing_id=OuterRef("id")
    )
    return rows.annotate(
        decision_id=Subquery(made.values("id")[:1]),
        decision=Subquery(made.values("approved")[:1]),
        answered_on=Subquery(made.values("decided_on")[:1]),
        drawer=F("drawn_by__name"),
        signer=F("signed_by__name"),
    )


def _listed(row: Any) -> Listed:
    state = StatementState(row.state)
    if row.decision is not None:
        state = StatementState.RECEIVED if row.decision else StatementState.SENT_BACK
    return Listed(
        row.id,
        row.tenant_id,
        row.grant_id,
        row.year,
        row.number,
        state,
        row.drawn_by_id,
        row.drawer or "",
        row.drawn_on,
        row.signer or "",
        row.signed_on,
        row.answered_on,
        row.decision_id,
        row.digest,
    )
