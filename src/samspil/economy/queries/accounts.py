"""The accounts of a grant for a period: the same shape whether worked out from the books or read as frozen.

Amounts are worked out by the database in `books`; what is frozen is this shape as JSON, its keys in order
and its amounts in ISO form, as two texts: the sums, which the programme office reads, and the list of
vouchers, which it does not. What waits and the forecast stand with the list: of one voucher or one month's
proposal they would be the amount itself.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from samspil.economy.models.budget import Grant, GrantPayment
from samspil.economy.models.vouchers import Proof, Voucher
from samspil.economy.queries import proposals
from samspil.economy.queries.books import Books, books
from samspil.economy.rules import statements as rules
from samspil.economy.terms.budget import PaymentKind
from samspil.economy.terms.statements import FORMAT, LIST_FORMAT, WHOLE, WITH_ENTRIES
from samspil.economy.terms.vouchers import VoucherState
from samspil.kernel.actor import Actor
from samspil.kernel.money import Money
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Row:
    """One line in one year. `title` is a new line's own; `forecast` is None where no month is over yet, and
    `waiting` and `forecast` are None for whoever does not read the list of vouchers.
    """

    line: str
    title: str
    year: int
    first: Money
    budget: Money
    spent: Money
    waiting: Money | None
    forecast: Money | None

    @property
    def remaining(self) -> Money:
        """What the budget has beside what is spent; what waits is not taken off."""
        return self.budget - self.spent


@dataclass(frozen=True, slots=True)
class Entry:
    """One approved voucher of the list: by whom is a role, `takes_back` the number of another voucher."""

    number: int
    paid_on: date
    line: str
    year: int
    cost_type: str
    part: str
    amount: Money
    approved_by: str
    approved_on: date
    takes_back: int | None
    is_of_month: bool
    proof: str


@dataclass(frozen=True, slots=True)
class Income:
    """Money that came from the programme office, or went back: then the amount is below zero."""

    kind: PaymentKind
    paid_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Contents:
    """Accounts as they are frozen. `vouchers` is empty for whoever does not read the list, and for what was
    signed while the sums held the vouchers themselves.
    """

    sums: str
    vouchers: str = ""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a period. `year` is 0 for the whole grant; the sums are the database's. Where
    `has_list` is false there are no entries, nothing that waits and no forecast to be read.
    """

    programme: str
    party: str
    year: int
    from_on: date
    to_on: date
    on: date
    budget_version: int
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    income: tuple[Income, ...]
    spent: Money
    waiting: Money | None
    budget: Money
    received: Money
    granted: Money
    """What the budget that counts has in all years: the size that the rules of audit look at."""
    states: dict[str, int]
    """How many vouchers of the period are approved, wait, were refused, and wait without a proof."""
    unpriced: int
    """Proposals of approved hours that have no amount yet and are in no forecast."""
    list_digest: str
    """By which the list of vouchers is known; empty where the sums hold the vouchers themselves."""
    has_list: bool

    @property
    def remaining(self) -> Money:
        """What the budget of the period has beside what is spent."""
        return self.budget - self.spent

    @property
    def forecast(self) -> Money | None:
        """All lines together; None where one of them has none."""
        told = [one.forecast for one in self.rows]
        return None if None in told else Money.sum(one for one in told if one is not None)

    @property
    def is_over(self) -> bool:
        """Whether the period was over when the accounts were worked out."""
        return self.on > self.to_on


def contents(actor: Actor, grant: Grant, year: int, *, on: date, has_forecast: bool = True) -> Contents:
    """The accounts of a period as they stand, as the JSON that is frozen. A fixed number of queries: the
    forecast takes five of them, and may be left out where accounts are only compared.
    """
    told = books(actor, grant)
    proposed, unpriced = proposals.open_sums(actor, grant, on=on) if has_forecast else ({}, 0)
    inside = Q() if year == WHOLE else Q(year=year)
    entries, counts = _entries(Voucher.objects.filter(inside, grant_id=grant.id), told)
    from_on = grant.from_on if year == WHOLE else max(grant.from_on, date(year, 1, 1))
    to_on = grant.to_on if year == WHOLE else min(grant.to_on, date(year, 12, 31))
    income = _income(grant, year)
    there = told.at(None, None if year == WHOLE else year)
    current = told.standing.current
    rows, beside = _rows(told, year, proposed, on, {(one["line"], one["year"]) for one in entries})
    vouchers = _text(
        {
            "format": LIST_FORMAT,
            "salt": secrets.token_hex(16),
            "entries": entries,
            "rows": beside,
            "waiting": there.waiting.iso,
            "unpriced": unpriced if year in (WHOLE, on.year) else 0,
        }
    )
    sums = {
        "format": FORMAT,
        "programme": grant.programme,
        "party": grant.party,
        "year": year,
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat(),
        "on": on.isoformat(),
        "budget_version": current.number if current else 0,
        "rows": rows,
        "income": income,
        "spent": there.spent.iso,
        "budget": there.revised.iso,
        "granted": told.at().revised.iso,
        "received": Money.sum(_money(one["amount"]) for one in income).iso,
        "states": counts,
        "list_digest": digest_of(vouchers),
    }
    return Contents(_text(sums), vouchers)


def digest_of(told: str) -> str:
    """The hash by which frozen contents are known."""
    return hashlib.sha256(told.encode()).hexdigest()


def read(told: Contents) -> Accounts:
    """The accounts from their JSON."""
    whole: dict[str, Any] = json.loads(told.sums)
    is_earlier = whole["format"] == WITH_ENTRIES
    listed: dict[str, Any] = whole if is_earlier else json.loads(told.vouchers or "{}")
    beside = {(one["line"], one["year"]): one for one in listed.get("rows", ())}
    return Accounts(
        programme=whole["programme"],
        party=whole["party"],
        year=whole["year"],
        from_on=_day(whole["from_on"]),
        to_on=_day(whole["to_on"]),
        on=_day(whole["on"]),
        budget_version=whole["budget_version"],
        rows=tuple(_row(one, beside.get((one["line"], one["year"]), {})) for one in whole["rows"]),
        entries=tuple(_entry(one) for one in listed.get("entries", ())),
        income=tuple(
            Income(PaymentKind(one["kind"]), _day(one["paid_on"]), _money(one["amount"]))
            for one in whole["income"]
        ),
        spent=_money(whole["spent"]),
        waiting=_money_or_none(listed.get("waiting")),
        budget=_money(whole["budget"]),
        received=_money(whole["received"]),
        granted=_money(whole["granted"]),
        states=whole["states"],
        unpriced=listed.get("unpriced", 0),
        list_digest="" if is_earlier else whole["list_digest"],
        has_list=bool(listed),
    )


def _rows(
    told: Books, year: int, proposed: Any, on: date, booked: set[Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of the budget that counts, and any other on which a voucher of the period lies: their sums,
    and what waits and is ahead beside them.
    """
    grant = told.standing.grant
    found: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    for line in told.standing.lines:
        for each in told.standing.years:
            book = told.at(line.id, each)
            if (year not in (WHOLE, each)) or not (book.revised or (line.slug, each) in booked):
                continue
            known = book.spent + book.waiting + proposed.get((line.slug, each), Money.zero())
            ahead = rules.forecast(
                known,
                rules.months_over(each, grant.from_on, grant.to_on, on),
                rules.months_of(each, grant.from_on, grant.to_on),
            )
            found.append(
                {
                    "line": line.slug,
                    "title": line.title,
                    "year": each,
                    "first": book.initial.iso,
                    "budget": book.revised.iso,
                    "spent": book.spent.iso,
                }
            )
            beside.append(
                {
                    "line": line.slug,
                    "year": each,
                    "waiting": book.waiting.iso,
                    "forecast": ahead.iso if ahead is not None else None,
                }
            )
    return found, beside


def _entries(vouchers: Any, told: Books) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The approved vouchers in the order of their numbers, and how many are in each state. Only the lead
    approves, so the role is known.
    """
    lines = {one.id: one.slug for one in told.standing.lines}
    proof = Proof.objects.filter(voucher_id=OuterRef("id")).values("kind")[:1]
    counts, entries = dict.fromkeys(("approved", "waiting", "refused", "unproved"), 0), []
    rows = vouchers.annotate(proof_kind=Subquery(proof), back=F("reverses__number")).order_by("number")
    for one in rows.values(*COLUMNS):
        counts[one["state"]] += 1
        if one["state"] != VoucherState.APPROVED:
            is_bare = one["state"] == VoucherState.WAITING and one["proof_kind"] is None
            counts["unproved"] += is_bare and one["back"] is None
            continue
        entries.append(
            {
                "number": one["number"],
                "paid_on": one["paid_on"].isoformat(),
                "line": lines[one["line_id"]],
                "year": one["year"],
                "cost_type": one["cost_type"],
                "part": one["part"],
                "amount": one["amount"].iso,
                "approved_by": Role.MUNICIPAL_LEAD.value,
                "approved_on": one["decided_on"].isoformat(),
                "takes_back": one["back"],
                "of_month": one["month"] is not None,
                "proof": one["proof_kind"] or "",
            }
        )
    return entries, counts


COLUMNS = (
    "number",
    "paid_on",
    "line_id",
    "year",
    "cost_type",
    "part",
    "amount",
    "decided_on",
    "month",
    "state",
    "proof_kind",
    "back",
)


def _income(grant: Grant, year: int) -> list[dict[str, Any]]:
    rows = GrantPayment.objects.filter(grant_id=grant.id, struck_on__isnull=True)
    if year != WHOLE:
        rows = rows.filter(paid_on__year=year)
    return [
        {
            "kind": one.kind,
            "paid_on": one.paid_on.isoformat(),
            "amount": (one.amount if one.kind == PaymentKind.INSTALMENT else -one.amount).iso,
        }
        for one in rows.order_by("paid_on", "id")
    ]


def _row(one: dict[str, Any], beside: dict[str, Any]) -> Row:
    return Row(
        line=one["line"],
        title=one["title"],
        year=one["year"],
        first=_money(one["first"]),
        budget=_money(one["budget"]),
        spent=_money(one["spent"]),
        waiting=_money_or_none(beside.get("waiting")),
        forecast=_money_or_none(beside.get("forecast")),
    )


def _entry(one: dict[str, Any]) -> Entry:
    return Entry(
        one["number"],
        _day(one["paid_on"]),
        one["line"],
        one["year"],
        one["cost_type"],
        one["part"],
        _money(one["amount"]),
        one["approved_by"],
        _day(one["approved_on"]),
        one["takes_back"],
        one["of_month"],
        one["proof"],
    )


def _money(told: str) -> Money:
    return Money(Decimal(told))


def _money_or_none(told: str | None) -> Money | None:
    return None if told is None else _money(told)


def _text(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _day(told: str) -> date:
    return date.fromisoformat(told)
