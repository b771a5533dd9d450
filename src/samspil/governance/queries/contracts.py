"""Reading the contract with the evaluator: its versions, and one as the file it was."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from samspil.governance.models.procurement import EvaluatorContract, EvaluatorStep
from samspil.governance.queries.papers import digest_of
from samspil.governance.rules.procurement import may_read_contract
from samspil.governance.terms.procurement import EvaluatorStepKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust import audit, fields, files


@dataclass(frozen=True, slots=True)
class ContractView:
    """One version without its file. `size` is in bytes."""

    id: uuid.UUID
    programme: str
    number: int
    size: int
    digest: str
    put_on: date


def contracts(actor: Actor) -> dict[str, list[ContractView]]:
    """The versions of each programme's contract, the newest first: of the office that put them, and of the
    organisation they are with. Nothing for anybody else. One query.
    """
    found: dict[str, list[ContractView]] = {}
    if may_read_contract(actor):
        return found
    for one in _visible(actor).defer("content").order_by("programme", "-number"):
        view = ContractView(one.id, one.programme, one.number, one.size, one.digest, one.put_on)
        found.setdefault(one.programme, []).append(view)
    return found


def contract_file(actor: Actor, contract_id: uuid.UUID, *, at: datetime) -> tuple[ContractView, bytes]:
    """One version with its file; the look is logged. Raises Missing for who is neither of the two, and
    Tampered where the file is another.
    """
    row = None if may_read_contract(actor) else _visible(actor).filter(id=contract_id).first()
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.tenant_id, at=at, thing=row):
        content = files.unseal_file(row, "content")
    if digest_of(content) != row.digest:
        raise fields.Tampered(f"Contract {row.id} is not the file that was put.")
    return ContractView(row.id, row.programme, row.number, row.size, row.digest, row.put_on), content


def awarded(slugs: Collection[str]) -> dict[tuple[uuid.UUID, str], uuid.UUID]:
    """The organisation that each office gave each programme's work to, as it was written last. One query."""
    rows = EvaluatorStep.objects.presented().filter(programme__in=slugs, step=EvaluatorStepKind.AWARDED)
    told = rows.order_by("number").values_list("tenant_id", "programme", "organisation_id")
    return {(office_id, slug): one for office_id, slug, one in told}


def last_contract(slug: str) -> EvaluatorContract | None:
    """The own office's last version."""
    rows = EvaluatorContract.objects.filter(programme=slug).defer("content")
    found: EvaluatorContract | None = rows.order_by("-number").first()
    return found


def _visible(actor: Actor) -> QuerySet[EvaluatorContract]:
    own = Q(tenant_id=actor.tenant_id) | Q(evaluator_id=actor.tenant_id)
    return EvaluatorContract.objects.presented().filter(own)
