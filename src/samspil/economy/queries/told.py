"""What is told of a grant at a month's end, worked out from the books; and what the office was told."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from samspil.economy.models.budget import Grant, GrantPayment
from samspil.economy.models.told import SpentTold
from samspil.economy.models.vouchers import Voucher
from samspil.economy.rules import budget as rules
from samspil.economy.rules.budget import Cell
from samspil.economy.rules.told import may_tell
from samspil.economy.terms.budget import PaymentKind
from samspil.economy.terms.vouchers import VoucherState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Told:
    """What one municipality told last: by when, what was received, and what is spent by line and year."""

    told_on: date
    received: Money
    spent: dict[Cell, Money]


def told(actor: Actor) -> dict[uuid.UUID, Told]:
    """What the office was told last, by grant. One query."""
    refuse(rules.may_decide(actor))
    rows = SpentTold.objects.presented().filter(office_id=actor.tenant_id)
    return {row.grant_id: read(row) for row in rows.order_by("grant_id", "-told_on").distinct("grant_id")}


def grant_told(actor: Actor) -> Grant | None:
    """The municipality's grant, for the worker that tells of it."""
    refuse(may_tell(actor))
    found: Grant | None = Grant.objects.order_by("-from_on", "id").first()
    return found


def told_last(grant: Grant) -> date | None:
    """The last month's end that the municipality told sums of."""
    rows = SpentTold.objects.filter(grant_id=grant.id).order_by("-told_on")
    last: date | None = rows.values_list("told_on", flat=True).first()
    return last


def read(row: SpentTold) -> Told:
    """A row's sums."""
    said = json.loads(row.contents)
    spent = {(uuid.UUID(one["line"]), int(one["year"])): _money(one["spent"]) for one in said["rows"]}
    return Told(row.told_on, _money(said["received"]), spent)


def contents(grant: Grant, told_on: date) -> str:
    """The sums of a month's end, as JSON with its keys in order and its amounts in ISO form. Two queries."""
    rows = _approved(grant, told_on).values("line_id", "year").annotate(spent=Sum("amount"))
    said = [
        {"line": str(one["line_id"]), "spent": one["spent"].iso, "year": one["year"]}
        for one in rows.order_by("line_id", "year")
    ]
    return json.dumps({"received": _received(grant, told_on).iso, "rows": said}, sort_keys=True)


def paid_since(grant: Grant, after: date | None, until: date) -> tuple[int, ...]:
    """How many people's pay is new on each line and year by what was approved in a span. One query.

    Whoever was paid and paid back in the span adds nothing to the sum and is not counted: the sum would be
    that of the others. Whoever is paid without being one of the staff is told apart by the keyed hash of
    the supplier.
    """
    rows = _approved(grant, until).filter(Q(minutes__isnull=False) | Q(paid_to__isnull=False))
    if after is not None:
        rows = rows.filter(decided_on__gt=after)
    whom = Coalesce(Cast(F("paid_to_id"), TextField()), F("supplier_hash"), output_field=TextField())
    people = rows.annotate(whom=whom).values("line_id", "year", "whom").annotate(new=Sum("amount"))
    found = people.exclude(new=Money.zero()).values_list("line_id", "year")
    return tuple(Counter(found).values())


def _approved(grant: Grant, until: date) -> Any:
    done = {"state": VoucherState.APPROVED, "decided_on__lte": until}
    return Voucher.objects.filter(grant_id=grant.id, **done).order_by()


def _received(grant: Grant, until: date) -> Money:
    both = GrantPayment.objects.filter(
        grant_id=grant.id, struck_on__isnull=True, paid_on__lte=until
    ).aggregate(
        came=Sum("amount", filter=Q(kind=PaymentKind.INSTALMENT)),
        went=Sum("amount", filter=Q(kind=PaymentKind.REPAYMENT)),
    )
    return (both["came"] or Money.zero()) - (both["went"] or Money.zero())


def _money(text: str) -> Money:
    return Money(Decimal(text))
