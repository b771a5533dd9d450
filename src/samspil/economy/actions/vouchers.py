"""Writing vouchers, bringing their proof, deciding about them, and taking back what was approved."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from samspil.economy.models.budget import Grant
from samspil.economy.models.vouchers import CostAsking, Proof, Voucher
from samspil.economy.queries import books, budget, proposals
from samspil.economy.queries import vouchers as queries
from samspil.economy.rules import proofs
from samspil.economy.rules import vouchers as rules
from samspil.economy.rules.vouchers import Cost
from samspil.economy.rules.words import must_be_about_money
from samspil.economy.terms.vouchers import VoucherState, needs_decision
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, Refused, refuse
from samspil.kernel.ids import uuid7
from samspil.kernel.money import Money
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Taken:
    """Which proposal a voucher takes over: whose month, and whether it is the fee or the way."""

    appointment_id: uuid.UUID
    month: date
    kind: str


def write_voucher(
    *, by: Actor, at: datetime, on: date, key: uuid.UUID, cost: Cost, taken: Taken | None = None
) -> Voucher:
    """Write down a cost that was paid. It waits for the lead, and where the document has no word for it, for
    the programme office. `key` came with the page: what is sent a second time with the same is written once.
    """
    refuse(rules.may_write(by))
    with audit.acting("economy.write_voucher", by=by, at=at) as act:
        grant = budget.the_grant(by)
        audit.hold(grant.id)
        known: Voucher | None = Voucher.objects.filter(id=key).first()
        if known is not None:
            act.about(known, reason=known.cost_type)
            return known
        proposal = None
        if taken is not None:
            proposal = proposals.proposal(by, taken.appointment_id, taken.month, taken.kind, on=on)
            refuse(proposals.must_be_open(proposal))
            cost = replace(cost, **proposals.fixed(proposal))
        cost, most = _checked(by, grant, cost, on)
        row = Voucher(
            id=key,
            tenant_id=by.tenant_id,
            grant_id=grant.id,
            number=_next(grant),
            year=cost.paid_on.year,
            ceiling=most,
            supplier_hash=queries.supplier_hash(cost.supplier),
            written_by_id=budget.me(by),
            **{name: getattr(cost, name) for name in COPIED},
        )
        if proposal is not None:
            row.appointment_id, row.month = proposal.appointment_id, proposal.month
            row.paid_to_id = proposal.account_id
        fields.seal(row, supplier=cost.supplier.strip(), what_for=cost.what_for.strip())
        row.save(force_insert=True)
        if needs_decision(cost.cost_type, cost.part):
            _ask(by, grant, row, cost, on)
        act.about(row, reason=cost.cost_type)
    return row


COPIED = (
    "line_id",
    "paid_on",
    "cost_type",
    "part",
    "amount",
    "minutes",
    "rate",
    "quantity",
    "price",
    "whose_time",
    "anyway",
)


def bring_proof(
    *, by: Actor, at: datetime, on: date, voucher_id: uuid.UUID, kind: str, content: bytes
) -> Proof:
    """Bring the file that proves a payment, or exchange it while the voucher waits."""
    refuse(rules.may_write(by))
    clean = proofs.cleaned(content)
    if isinstance(clean, Refusal):
        raise Refused(clean)
    with audit.acting("economy.bring_proof", by=by, at=at) as act:
        row = queries.held_voucher(by, voucher_id)
        refuse(rules.must_be_waiting(row))
        refuse(rules.must_be_a_proof_of(row, kind))
        digest = queries.proof_digest(clean.content)
        refuse(rules.must_be_another_proof(queries.is_proof_known(row, digest)))
        Proof.objects.filter(voucher_id=row.id).delete()
        proof = Proof(
            id=uuid7(),
            tenant_id=by.tenant_id,
            voucher_id=row.id,
            kind=kind,
            media=clean.media,
            size=len(clean.content),
            digest=digest,
            brought_by_id=budget.me(by),
            brought_on=on,
        )
        fields.seal(proof, content=base64.b64encode(clean.content).decode())
        proof.save(force_insert=True)
        row.proof_digest = digest
        row.save(update_fields=["proof_digest"])
        act.about(proof, reason=kind)
    return proof


def decide_voucher(
    *, by: Actor, at: datetime, on: date, voucher_id: uuid.UUID, outcome: str, reason: str = ""
) -> None:
    """The lead approves a voucher, or refuses it with a reason. Nothing of it changes after that.

    What the programme office was asked about a voucher that is refused, and has not answered, is taken back.
    """
    refuse(rules.must_say_why(outcome, reason))
    with audit.acting("economy.decide_voucher", by=by, at=at) as act:
        row = queries.held_voucher(by, voucher_id)
        refuse(rules.may_decide(by, row))
        if outcome == VoucherState.APPROVED:
            refuse(rules.must_be_approvable(row, queries.proof_of(row), queries.office_said(row)))
        elif (asking := queries.asking_of(row)) is not None and queries.office_said(row) is None:
            asking.withdrawn_on = on
            asking.save(update_fields=["withdrawn_on"])
        row.state, row.refused_because = outcome, reason if outcome == VoucherState.REFUSED else ""
        row.decided_by_id, row.decided_on = budget.me(by), on
        row.save(update_fields=["state", "refused_because", "decided_by", "decided_on"])
        act.about(row, reason=row.refused_because or outcome)


def reverse_voucher(*, by: Actor, at: datetime, voucher_id: uuid.UUID, why: str) -> Voucher:
    """Write the counter-voucher of one that was approved: all of it, same line, same day. It waits too."""
    refuse(rules.may_write(by))
    if not why.strip():
        raise Refused(Refusal(rules.WRITE_WHY, "why"))
    refuse(must_be_about_money(why, "why", budget.names()))
    with audit.acting("economy.reverse_voucher", by=by, at=at) as act:
        first = queries.held_voucher(by, voucher_id)
        refuse(rules.must_be_reversible(first, queries.is_reversed(first)))
        row = Voucher(
            id=uuid7(),
            tenant_id=by.tenant_id,
            grant_id=first.grant_id,
            number=_next(first.grant),
            year=first.year,
            reverses_id=first.id,
            ceiling=first.ceiling,
            supplier_hash=first.supplier_hash,
            paid_to_id=first.paid_to_id,
            written_by_id=budget.me(by),
            **{name: getattr(first, name) for name in COPIED},
        )
        row.amount = -first.amount
        with audit.reading(by=by, purpose=by.purpose, subject=first.id, at=at, thing=first):
            fields.seal(row, supplier=fields.unseal(first, "supplier"), what_for=why.strip())
        row.save(force_insert=True)
        act.about(row, reason=row.cost_type)
    return row


def _checked(by: Actor, grant: Grant, cost: Cost, on: date) -> tuple[Cost, Money]:
    """The cost with its amount, after every rule; and the most an hour that held."""
    told = books.books(by, grant)
    costing = told.standing.concept.cost_rules
    refuse(rules.must_be_right_at_all(cost, costing, on, grant))
    if needs_decision(cost.cost_type, cost.part):
        refuse(must_be_about_money(cost.reason, "reason", budget.names()))
    whole: Any = rules.worked_out(cost)
    if isinstance(whole, Refusal):
        raise Refused(whole)
    refuse(rules.must_keep_the_most(whole, costing))
    there = told.at(whole.line_id, whole.paid_on.year)
    refuse(rules.must_have_a_line(bool(there.revised)))
    refuse(rules.must_have_room(whole.amount, there.room))
    double = queries.is_known(
        by.tenant_id, queries.supplier_hash(whole.supplier), whole.paid_on, whole.amount
    )
    refuse(rules.must_be_the_first(double))
    return whole, Money.of_kroner(costing.fee_max_dkk_per_hour)


def _next(grant: Grant) -> int:
    most = Voucher.objects.filter(grant_id=grant.id).aggregate(most=Max("number"))["most"]
    return (most or 0) + 1


def _ask(by: Actor, grant: Grant, row: Voucher, cost: Cost, on: date) -> None:
    asking = CostAsking(
        id=uuid7(),
        tenant_id=by.tenant_id,
        voucher_id=row.id,
        grant_id=grant.id,
        line_id=row.line_id,
        office_id=grant.office_id,
        cost_type=row.cost_type,
        part=row.part,
        year=row.year,
        amount=row.amount,
        asked_on=on,
    )
    fields.seal(asking, reason=cost.reason.strip())
    asking.save(force_insert=True)
