"""Reading what the programme office is asked about grants: budgets, costs on no list, and accounts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from samspil.economy.models.budget import BudgetVersion
from samspil.economy.models.decisions import GrantDecision
from samspil.economy.models.statements import Statement
from samspil.economy.models.vouchers import CostAsking
from samspil.economy.rules import budget as rules
from samspil.economy.terms.budget import BudgetState, DecidedAbout
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation

SHOWN = 100
WAITING_FIRST = (F("decided_on").desc(nulls_first=True), "id")
"""What was answered may fall out of a list that is full, never what waits. Keys begin with a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing the office is asked: by which municipality, when, and what was answered if anything."""

    id: uuid.UUID
    about: DecidedAbout
    municipality_id: uuid.UUID
    municipality: str
    grant_id: uuid.UUID
    what: str
    """A budget's kind, a cost's type, or the year of accounts (0: the whole grant)."""
    asked_on: date
    decided_on: date | None
    approved: bool | None


def asked_things(actor: Actor) -> tuple[Asked, ...]:
    """What the office is asked or was asked, what waits first and the longest wait first. Three queries."""
    refuse(rules.may_decide(actor))
    found = [
        *(_budget(one) for one in _decided(_budgets(actor)).order_by(*WAITING_FIRST)[:SHOWN]),
        *(_cost(one) for one in _decided(_costs(actor)).order_by(*WAITING_FIRST)[:SHOWN]),
        *(_statement(one) for one in _decided(_statements(actor)).order_by(*WAITING_FIRST)[:SHOWN]),
    ]
    waiting = sorted((one for one in found if one.decided_on is None), key=lambda one: (one.asked_on, one.id))
    over = [one for one in found if one.decided_on is not None]
    return (*waiting, *sorted(over, key=lambda one: (one.decided_on or one.asked_on, one.id), reverse=True))


def asked_thing(actor: Actor, thing_id: uuid.UUID) -> Asked:
    """One of them. Raises Missing."""
    refuse(rules.may_decide(actor))
    version = _decided(_budgets(actor).filter(id=thing_id)).first()
    if version is not None:
        return _budget(version)
    cost = _decided(_costs(actor).filter(id=thing_id)).first()
    if cost is not None:
        return _cost(cost)
    signed = _decided(_statements(actor).filter(id=thing_id)).first()
    if signed is None:
        raise Missing
    return _statement(signed)


def cost_asking(thing_id: uuid.UUID) -> CostAsking:
    """What a municipality asks about a cost, for its reason. Raises Missing."""
    row: CostAsking | None = CostAsking.objects.presented().filter(id=thing_id).first()
    if row is None:
        raise Missing
    return row


def waiting_count(actor: Actor) -> int:
    """How many wait for the office. Three queries."""
    return sum(one.decided_on is None for one in asked_things(actor))


def _budgets(actor: Actor) -> QuerySet[BudgetVersion]:
    asked = {"shown_to": actor.tenant_id, "state": BudgetState.ASKED}
    return BudgetVersion.objects.presented().filter(**asked)


def _costs(actor: Actor) -> QuerySet[CostAsking]:
    return CostAsking.objects.presented().filter(office_id=actor.tenant_id, withdrawn_on__isnull=True)


def _statements(actor: Actor) -> QuerySet[Statement]:
    return Statement.objects.presented().filter(shown_to=actor.tenant_id).defer("contents")


def _decided(rows: QuerySet[Any]) -> Any:
    made = GrantDecision.objects.filter(thing_id=OuterRef("id"), municipality_id=OuterRef("tenant_id"))
    whose = Organisation.objects.filter(id=OuterRef("tenant_id"))
    return rows.annotate(
        approved=Subquery(made.values("approved")[:1]),
        decided_on=Subquery(made.values("decided_on")[:1]),
        municipality=Subquery(whose.values("name")[:1]),
    )


def _budget(row: Any) -> Asked:
    return _asked(row, DecidedAbout.BUDGET, row.kind, row.sent_on)


def _cost(row: Any) -> Asked:
    return _asked(row, DecidedAbout.COST, row.cost_type, row.asked_on)


def _statement(row: Any) -> Asked:
    return _asked(row, DecidedAbout.STATEMENT, str(row.year), row.signed_on)


def _asked(row: Any, about: DecidedAbout, what: str, asked_on: date) -> Asked:
    return Asked(
        row.id,
        about,
        row.tenant_id,
        row.municipality or "",
        row.grant_id,
        what,
        asked_on,
        row.decided_on,
        row.approved,
    )
