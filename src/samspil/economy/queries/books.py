"""The books of a grant: by line and year what was granted, what counts, what is spent and what waits.

Every sum is worked out by the database from the rows, those of lines, of years and of all among them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Sum, UUIDField, Value

from samspil.economy.models.budget import BudgetAmount, Grant
from samspil.economy.models.vouchers import Voucher
from samspil.economy.queries.budget import Standing, standing
from samspil.economy.rules import budget as rules
from samspil.economy.rules.budget import Cell
from samspil.economy.terms.vouchers import VoucherState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.money import Money

Place = tuple[uuid.UUID | None, int | None]
"""A line and a year; None is all of them."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the books say of one place. `asked` is what waits for the office, where something does."""

    line_id: uuid.UUID | None
    year: int | None
    initial: Money
    revised: Money
    asked: Money | None
    spent: Money
    waiting: Money

    @property
    def remaining(self) -> Money:
        """What is left when everything that waits is approved."""
        return self.revised - self.spent - self.waiting

    @property
    def room(self) -> Money:
        """What a new voucher may take: nothing that a waiting change would take away."""
        held = self.revised if self.asked is None else min(self.revised, self.asked)
        return held - self.spent - self.waiting


@dataclass(frozen=True, slots=True)
class Books:
    """The books of a grant with their sums, and the standing they were read from."""

    standing: Standing
    rows: dict[Place, Book] = field(default_factory=dict)

    def at(self, line_id: uuid.UUID | None = None, year: int | None = None) -> Book:
        """One place; nothing anywhere where no row says otherwise."""
        nothing = Money.zero()
        asked = None if self.standing.waiting is None else nothing
        empty = Book(line_id, year, nothing, nothing, asked, nothing, nothing)
        return self.rows.get((line_id, year), empty)


def books(actor: Actor, grant: Grant, *, on: date | None = None) -> Books:
    """The books of a grant, of what was paid until a day where one is given. Four queries."""
    refuse(rules.may_see(actor))
    found = standing(actor, grant)
    versions = {
        "initial": found.initial,
        "revised": found.current,
        "asked": found.waiting,
    }
    of_them = {name: one.id for name, one in versions.items() if one is not None}
    amounts = BudgetAmount.objects.filter(version_id__in=of_them.values())
    sums = {name: Sum("amount", filter=Q(version_id=key)) for name, key in of_them.items()}
    budget = _summed(amounts, **sums) if sums else {}
    vouchers = Voucher.objects.filter(grant_id=grant.id)
    if on is not None:
        vouchers = vouchers.filter(paid_on__lte=on)
    used = _summed(
        vouchers,
        spent=Sum("amount", filter=Q(state=VoucherState.APPROVED)),
        waiting=Sum("amount", filter=Q(state=VoucherState.WAITING, amount__gt=0)),
    )
    rows = {place: _book(place, budget, used, found.waiting is not None) for place in {*budget, *used}}
    return Books(found, rows)


def used_by_cell(grant: Grant) -> dict[Cell, Money]:
    """What is spent or waits on each line in each year; lines with nothing are left out. One query."""
    rows = Voucher.objects.filter(grant_id=grant.id).filter(
        Q(state=VoucherState.APPROVED) | Q(state=VoucherState.WAITING, amount__gt=0)
    )
    summed = rows.order_by().values("line_id", "year").annotate(used=Sum("amount"))
    return {(row["line_id"], row["year"]): row["used"] for row in summed if row["used"]}


def _summed(rows: QuerySet[Any], **sums: Any) -> dict[Place, dict[str, Money]]:
    """The sums by line and year, by line, by year, and of all, in one query."""

    def by(is_by_line: bool, is_by_year: bool) -> QuerySet[Any]:
        line: Any = F("line_id") if is_by_line else Value(None, output_field=UUIDField())
        year: Any = F("year") if is_by_year else Value(None, output_field=IntegerField())
        summed: QuerySet[Any] = rows.order_by().values(of_line=line, of_year=year).annotate(**sums)
        return summed

    every: Iterable[Any] = by(True, True).union(by(True, False), by(False, True), by(False, False), all=True)
    return {
        (row["of_line"], row["of_year"]): {name: row[name] or Money.zero() for name in sums} for row in every
    }


def _book(place: Place, budget: Any, used: Any, is_waiting: bool) -> Book:
    nothing = Money.zero()
    told, spent = budget.get(place, {}), used.get(place, {})
    return Book(
        place[0],
        place[1],
        told.get("initial", nothing),
        told.get("revised", nothing),
        told.get("asked", nothing) if is_waiting else None,
        spent.get("spent", nothing),
        spent.get("waiting", nothing),
    )
