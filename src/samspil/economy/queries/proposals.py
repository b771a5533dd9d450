"""What approved hours propose to the grant: one sum a person and month, for the fee and for the way."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspil.delivery.queries.payable import Payable, payable, payable_without_names
from samspil.economy.models.budget import Grant
from samspil.economy.models.vouchers import Voucher
from samspil.economy.queries import budget
from samspil.economy.queries.vouchers import standing
from samspil.economy.terms.vouchers import WhoseTime
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal
from samspil.kernel.money import Money
from samspil.people.terms import Role
from samspil.programme.concept.model import Concept
from samspil.programme.concept.paying import of_time, rates

FEE, WAY = "fee", "transport"
KINDS = (FEE, WAY)
LINE_OF = {Role.MENTOR: "mentor", Role.ROLE_MODEL: "role_model", Role.PARENT_COACH: "parent"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sum that may be taken over once. Without `amount` a rate is to be said: the programme has none."""

    appointment_id: uuid.UUID
    account_id: uuid.UUID
    name: str
    role: Role
    month: date
    kind: str
    minutes: int | None
    kilometres: int | None
    amount: Money | None
    is_waiting: bool
    voucher_id: uuid.UUID | None = None
    voucher_amount: Money | None = None


def proposals(actor: Actor, *, on: date) -> tuple[Proposal, ...]:
    """Everything proposed to the municipality's grant, the latest month first. A fixed number of queries."""
    grant = budget.the_grant(actor)
    return _proposed(grant, payable(actor, on=on))


def open_sums(actor: Actor, grant: Grant, *, on: date) -> tuple[dict[tuple[str, int], Money], int]:
    """What is proposed and not taken over, by line and year; and how many proposals have no amount yet.

    Sums alone, for whoever reads the accounts: whose hours they are is read by the coordinator.
    """
    sums: dict[tuple[str, int], Money] = {}
    unpriced = 0
    for one in _proposed(grant, payable_without_names(actor, on=on)):
        if one.voucher_id is not None or one.is_waiting:
            continue
        if one.amount is None:
            unpriced += 1
            continue
        key = LINE_OF.get(one.role, ""), one.month.year
        sums[key] = sums.get(key, Money.zero()) + one.amount
    return sums, unpriced


def _proposed(grant: Grant, months: tuple[Payable, ...]) -> tuple[Proposal, ...]:
    concept = budget.concept_of(grant)
    taken = {
        (one.appointment_id, one.month, one.cost_type): one
        for one in standing(grant.tenant_id).filter(grant_id=grant.id, appointment_id__isnull=False)
    }
    inside = (one for one in months if grant.from_on.replace(day=1) <= one.month <= grant.to_on)
    return tuple(each for one in inside for each in _both(one, concept, taken))


def proposal(actor: Actor, appointment_id: uuid.UUID, month: date, kind: str, *, on: date) -> Proposal:
    """One of them. Raises Missing."""
    wanted = (appointment_id, month, kind)
    for one in proposals(actor, on=on):
        if (one.appointment_id, one.month, one.kind) == wanted:
            return one
    raise Missing


def must_be_open(one: Proposal) -> Refusal | None:
    """A sum is taken over once, when all of it is decided about."""
    if one.voucher_id is not None:
        return Refusal(_("This sum has a voucher already."))
    if one.is_waiting:
        return Refusal(_("Hours of this month still wait for a yes. Decide about them first."))
    return None


def fixed(one: Proposal) -> dict[str, Any]:
    """What a voucher of a proposal says as it stands; the rest is written by whoever takes it over."""
    known: dict[str, Any] = {
        "cost_type": one.kind,
        "part": "",
        "supplier": one.name,
        "quantity": None,
        "price": None,
    }
    known |= {"minutes": one.minutes, "whose_time": WhoseTime.OWN_TIME.value if one.kind == FEE else ""}
    return known if one.amount is None else {**known, "amount": one.amount, "rate": None}


def _both(one: Payable, concept: Concept, taken: dict[Any, Voucher]) -> list[Proposal]:
    paid = rates(concept, one.role, one.month.year)
    fee: int | None = one.visit_fee
    if one.minutes:
        fee = None if paid.per_hour is None else one.visit_fee + of_time(one.minutes, paid.per_hour)
    way: int | None = one.visit_travel
    if one.kilometres:
        way = None if paid.per_km is None else one.visit_travel + one.kilometres * paid.per_km
    minutes = one.minutes + one.visit_minutes
    found = []
    if minutes and fee != 0:
        found.append(_proposal(one, FEE, minutes, None, fee, taken))
    if way != 0:
        found.append(_proposal(one, WAY, None, one.kilometres, way, taken))
    return found


def _proposal(
    one: Payable, kind: str, minutes: int | None, kilometres: int | None, oere: int | None, taken: Any
) -> Proposal:
    voucher = taken.get((one.appointment_id, one.month, kind))
    return Proposal(
        one.appointment_id,
        one.account_id,
        one.name,
        one.role,
        one.month,
        kind,
        minutes,
        kilometres,
        None if oere is None else Money.of_oere(oere),
        one.is_waiting,
        voucher.id if voucher else None,
        voucher.amount if voucher else None,
    )
