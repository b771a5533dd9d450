"""Reading one proposal for an agenda: by the organisation that made it, and by the office that places it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.governance.models.meetings import AgendaItem, AgendaProposal
from samspil.governance.queries.groups import names_of_organisations, of_members, of_office
from samspil.governance.rules.groups import may_take_part
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its words. `is_placed` once the office has taken it into an agenda."""

    id: uuid.UUID
    group_id: uuid.UUID
    organisation_id: uuid.UUID
    heading: str
    words: str
    proposed_by: str
    proposed_on: date
    is_placed: bool


def proposal(actor: Actor, office_id: uuid.UUID, proposal_id: uuid.UUID, *, at: datetime) -> ProposalView:
    """One's own organisation's, or any for the office; the look is logged. Raises Missing."""
    refuse(may_take_part(actor))
    row: AgendaProposal | None = of_members(AgendaProposal, office_id).filter(id=proposal_id).first()
    if row is None or actor.tenant_id not in (row.tenant_id, office_id):
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=office_id, at=at, thing=row):
        words = fields.unseal(row, "words")
    return ProposalView(
        row.id,
        row.group_id,
        row.tenant_id,
        row.heading,
        words,
        names_of_organisations().get(row.tenant_id, ""),
        row.proposed_on,
        is_placed(office_id, row.id),
    )


def own_proposal(proposal_id: uuid.UUID) -> AgendaProposal:
    """The organisation's own row. Raises Missing."""
    row: AgendaProposal | None = AgendaProposal.objects.filter(id=proposal_id).first()
    if row is None:
        raise Missing
    return row


def is_placed(office_id: uuid.UUID, proposal_id: uuid.UUID) -> bool:
    """Whether the office has taken a proposal into an agenda; it stays taken, wherever the item goes."""
    return bool(of_office(AgendaItem, office_id).filter(proposal_id=proposal_id).exists())
