"""Reading vouchers: the list, one of them with its proof, and what a new one is held against."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from samspil.economy.models.budget import Grant
from samspil.economy.models.decisions import GrantDecision
from samspil.economy.models.vouchers import CostAsking, Proof, Voucher
from samspil.economy.rules import budget as rules
from samspil.economy.terms.vouchers import ProofMedia, VoucherState, needs_decision
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.money import Money
from samspil.trust import audit, fields

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A voucher in a list: no supplier and no words, for those are opened one by one."""

    id: uuid.UUID
    number: int
    paid_on: date
    line_id: uuid.UUID
    cost_type: str
    part: str
    amount: Money
    state: VoucherState
    has_proof: bool
    needs_office: bool
    office_said: bool | None
    is_reversal: bool
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What is sealed in a voucher: who was paid, what for, why, and what the office wrote about it."""

    supplier: str
    what_for: str
    reason: str = ""
    answer: str = ""


def vouchers(actor: Actor, grant: Grant, *, state: str = "", page: int = 1) -> tuple[tuple[Listed, ...], int]:
    """Vouchers of a grant, the newest first, one page of them; and how many there are. Two queries."""
    refuse(rules.may_see(actor))
    rows = Voucher.objects.filter(grant_id=grant.id)
    if state in list(VoucherState):
        rows = rows.filter(state=state)
    found = _with_more(rows).order_by("-number")[(page - 1) * SHOWN : page * SHOWN]
    return tuple(_listed(one) for one in found), rows.count()


def voucher(actor: Actor, voucher_id: uuid.UUID) -> tuple[Voucher, Listed]:
    """One voucher of the municipality. Raises Missing."""
    refuse(rules.may_see(actor))
    rows = Voucher.objects.filter(id=voucher_id)
    row = _with_more(rows).select_related("written_by", "decided_by", "reverses").first()
    if row is None:
        raise Missing
    return row, _listed(row)


def held_voucher(actor: Actor, voucher_id: uuid.UUID) -> Voucher:
    """A voucher's row, held with its grant's books until the transaction ends. Raises Missing."""
    row: Voucher | None = Voucher.objects.filter(id=voucher_id).first()
    if row is None:
        raise Missing
    audit.hold(row.grant_id)
    again: Voucher = Voucher.objects.select_for_update().get(id=voucher_id)
    return again


def told(actor: Actor, row: Voucher, at: datetime) -> Told:
    """What a voucher says in words. The look is logged."""
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.id, at=at, thing=row):
        supplier, what_for = fields.unseal(row, "supplier"), fields.unseal(row, "what_for")
    asking = asking_of(row)
    if asking is None:
        return Told(supplier, what_for)
    with audit.reading(by=actor, purpose=actor.purpose, subject=asking.id, at=at, thing=asking):
        reason = fields.unseal(asking, "reason")
    answer = _decisions(asking.id, asking.office_id).first()
    if answer is None or not answer.words:
        return Told(supplier, what_for, reason)
    with audit.reading(by=actor, purpose=actor.purpose, subject=answer.id, at=at, thing=answer):
        return Told(supplier, what_for, reason, fields.unseal(answer, "words"))


def asking_of(row: Voucher) -> CostAsking | None:
    """What the programme office is asked about a voucher's cost, if anything."""
    found: CostAsking | None = CostAsking.objects.filter(voucher_id=row.id).first()
    return found


def proof_of(row: Voucher) -> Proof | None:
    """A voucher's proof without its file."""
    found: Proof | None = Proof.objects.filter(voucher_id=row.id).defer("content").first()
    return found


def proof_file(actor: Actor, voucher_id: uuid.UUID, at: datetime) -> tuple[int, ProofMedia, bytes]:
    """The voucher's number, and the file that proves it. The look is logged. Raises Missing."""
    row, _listed_ = voucher(actor, voucher_id)
    proof = Proof.objects.filter(voucher_id=row.id).first()
    if proof is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.id, at=at, thing=proof):
        content = base64.b64decode(fields.unseal(proof, "content"))
    return row.number, ProofMedia(proof.media), content


def office_said(row: Voucher) -> bool | None:
    """The programme office's yes or no to a voucher's cost; None where it has not answered."""
    asked = CostAsking.objects.filter(voucher_id=row.id)
    said = asked.annotate(said=_said(OuterRef("id"), OuterRef("office_id"))).values_list("said", flat=True)
    answer: bool | None = said.first()
    return answer


def is_known(tenant_id: uuid.UUID, supplier_hash: str, paid_on: date, amount: Money) -> bool:
    """Whether a voucher that stands has the same supplier, day and amount."""
    same = {"supplier_hash": supplier_hash, "paid_on": paid_on, "amount": amount}
    return standing(tenant_id).filter(**same).exists()


def is_proof_known(row: Voucher, digest: str) -> bool:
    """Whether the same file proves another voucher that stands."""
    return standing(row.tenant_id).filter(proof_digest=digest).exclude(id=row.id).exists()


def is_reversed(row: Voucher) -> bool:
    """Whether a counter-voucher takes it back, or waits to."""
    return bool(Voucher.objects.filter(reverses_id=row.id).exclude(state=VoucherState.REFUSED).exists())


def supplier_hash(supplier: str) -> str:
    """A supplier's keyed hash, whatever the spaces and the size of the letters."""
    return fields.keyed_hash("supplier", " ".join(supplier.casefold().split()).encode())


def proof_digest(content: bytes) -> str:
    """A file's keyed digest: equal files are found, and no file is guessed from it."""
    return fields.keyed_hash("proof", content)


def standing(tenant_id: uuid.UUID) -> QuerySet[Voucher]:
    """Vouchers of costs that are neither refused nor taken back."""
    taken_back = Voucher.objects.filter(reverses_id=OuterRef("id"), state=VoucherState.APPROVED)
    rows = Voucher.objects.filter(tenant_id=tenant_id, reverses__isnull=True)
    return rows.exclude(state=VoucherState.REFUSED).filter(~Exists(taken_back))  # type: ignore[no-any-return]


def _decisions(thing: Any, office: Any) -> QuerySet[GrantDecision]:
    return GrantDecision.objects.presented().filter(thing_id=thing, tenant_id=office)


def _said(thing: Any, office: Any) -> Subquery:
    return Subquery(_decisions(thing, office).values("approved")[:1])


def _with_more(rows: QuerySet[Voucher]) -> Any:
    asked = CostAsking.objects.filter(voucher_id=OuterRef("id"))
    said = asked.annotate(said=_said(OuterRef("id"), OuterRef("office_id"))).values("said")[:1]
    taken_back = Voucher.objects.filter(~Q(state=VoucherState.REFUSED), reverses_id=OuterRef("id"))
    return rows.annotate(said=Subquery(said), taken_back=Exists(taken_back), line_key=F("line_id"))


def _listed(row: Any) -> Listed:
    return Listed(
        row.id,
        row.number,
        row.paid_on,
        row.line_id,
        row.cost_type,
        row.part,
        row.amount,
        VoucherState(row.state),
        row.proof_digest != "",
        needs_decision(row.cost_type, row.part) and row.reverses_id is None,
        row.said,
        row.reverses_id is not None,
        row.taken_back,
    )
