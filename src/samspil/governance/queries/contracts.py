"""Reading the contract with the evaluator: its versions, and one as the file it was."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from samspil.governance.models.procurement import EvaluatorContract, EvaluatorStep
from samspil.governance.queries.papers import digest_of
from samspil.governance.rules.procurement import contract_state, may_read_contract
from samspil.governance.terms.procurement import ContractState, EvaluatorStepKind
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
    state: ContractState


def contracts(actor: Actor) -> dict[str, list[ContractView]]:
    """The versions of each programme's contract, the newest first: of the office that put them, and of the
    organisation they are with. Nothing for anybody else. Two queries.

    Only the last version with whoever the work is awarded to now holds: after another award the old contract
    holds no more, also before there is a new one.
    """
    found: dict[str, list[ContractView]] = {}
    if may_read_contract(actor):
        return found
    rows = list(_visible(actor).defer("content").order_by("programme", "-number"))
    chosen = awarded({one.programme for one in rows})
    for one in rows:
        before = found.setdefault(one.programme, [])
        is_theirs = chosen.get((one.tenant_id, one.programme)) == one.evaluator_id
        is_last = all(each.state != ContractState.HOLDS for each in before)
        before.append(_view(one, contract_state(is_theirs=is_theirs, is_last=is_last)))
    return found


def contract_file(actor: Actor, contract_id: uuid.UUID, *, at: datetime) -> tuple[ContractView, bytes]:
    """One version with its file; the look is logged. Raises Missing for who is neither of the two, and
    Tampered where the file is another.
    """
    views = [each for listed in contracts(actor).values() for each in listed if each.id == contract_id]
    if not views:
        raise Missing
    row = _visible(actor).get(id=contract_id)
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.tenant_id, at=at, thing=row):
        content = files.unseal_file(row, "content")
    if digest_of(content) != row.digest:
        raise fields.Tampered(f"Contract {row.id} is not the file that was put.")
    return views[0], content


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


def _view(one: EvaluatorContract, state: ContractState) -> ContractView:
    return ContractView(one.id, one.programme, one.number, one.size, one.digest, one.put_on, state)


def _visible(actor: Actor) -> QuerySet[EvaluatorContract]:
    own = Q(tenant_id=actor.tenant_id) | Q(evaluator_id=actor.tenant_id)
    return EvaluatorContract.objects.presented().filter(own)
