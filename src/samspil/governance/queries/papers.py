"""Reading the papers of an agenda and of proposals: which there are, and one as the file it was."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery

from samspil.governance.models.meetings import AgendaItem
from samspil.governance.models.papers import AgendaPaper, ProposalPaper
from samspil.governance.queries.groups import of_members, of_office
from samspil.governance.rules.groups import may_take_part
from samspil.governance.terms.papers import PaperMedia
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields, files


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper without its file. `size` is in bytes; `proposal_id` where a member laid it beside its proposal,
    which has no item before the office takes it into an agenda.
    """

    id: uuid.UUID
    item_id: uuid.UUID | None
    meeting_id: uuid.UUID | None
    heading: str
    title: str
    media: PaperMedia
    size: int
    digest: str
    confidential: bool
    added_on: date
    proposal_id: uuid.UUID | None = None


def papers(
    actor: Actor, office_id: uuid.UUID, meeting_id: uuid.UUID, *, confidential: bool = True
) -> dict[uuid.UUID, list[PaperView]]:
    """The papers of a meeting by item, the member's own before those of the office, each in the order they
    came; without what is confidential where that is asked. Two queries.
    """
    refuse(may_take_part(actor))
    office = of_office(AgendaPaper, office_id).filter(item__meeting_id=meeting_id)
    own = _of_proposals(office_id).filter(meeting_id=meeting_id)
    found: dict[uuid.UUID, list[PaperView]] = {}
    for rows in (own, office.select_related("item").defer("content", "item__words")):
        for one in (rows if confidential else rows.filter(confidential=False)).order_by("id"):
            view = _view(one)
            if view.item_id is not None:
                found.setdefault(view.item_id, []).append(view)
    return found


def of_proposal(actor: Actor, office_id: uuid.UUID, proposal_id: uuid.UUID) -> tuple[PaperView, ...]:
    """The papers that a member laid beside a proposal, in the order they came. One query."""
    refuse(may_take_part(actor))
    return tuple(
        _view(one) for one in _of_proposals(office_id).filter(proposal_id=proposal_id).order_by("id")
    )


def paper(actor: Actor, office_id: uuid.UUID, paper_id: uuid.UUID) -> PaperView:
    """One of them. Raises Missing."""
    refuse(may_take_part(actor))
    rows = of_office(AgendaPaper, office_id).select_related("item").defer("content", "item__words")
    row = rows.filter(id=paper_id).first() or _seen(actor, office_id, paper_id)
    if row is None:
        raise Missing
    return _view(row)


def file_of(actor: Actor, office_id: uuid.UUID, paper_id: uuid.UUID, *, at: datetime) -> bytes:
    """The file as it was brought; the look is logged. Raises Missing, and Tampered where it is another."""
    refuse(may_take_part(actor))
    row = of_office(AgendaPaper, office_id).filter(id=paper_id).first()
    row = row or _seen(actor, office_id, paper_id, whole=True)
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=office_id, at=at, thing=row):
        content = files.unseal_file(row, "content")
    if digest_of(content) != row.digest:
        raise fields.Tampered(f"Paper {row.id} is not the file that was brought.")
    return content


def digest_of(content: bytes) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def own_paper(paper_id: uuid.UUID) -> AgendaPaper:
    """The office's own row. Raises Missing."""
    row: AgendaPaper | None = AgendaPaper.objects.filter(id=paper_id).first()
    if row is None:
        raise Missing
    return row


def count_of(item_id: uuid.UUID) -> int:
    """How many papers an item has."""
    return int(AgendaPaper.objects.filter(item_id=item_id).count())


def own_proposal_paper(paper_id: uuid.UUID) -> ProposalPaper:
    """The organisation's own row. Raises Missing."""
    row: ProposalPaper | None = ProposalPaper.objects.select_related("proposal").filter(id=paper_id).first()
    if row is None:
        raise Missing
    return row


def count_of_proposal(proposal_id: uuid.UUID) -> int:
    """How many papers lie beside a proposal."""
    return int(ProposalPaper.objects.filter(proposal_id=proposal_id).count())


def _of_proposals(office_id: uuid.UUID) -> Any:
    """The members' own papers, with the item and the meeting that their proposals came to."""
    items = of_office(AgendaItem, office_id).filter(proposal_id=OuterRef("proposal_id"))
    rows = of_members(ProposalPaper, office_id).select_related("proposal")
    return rows.defer("content", "proposal__words").annotate(
        item_id=Subquery(items.values("id")[:1]),
        meeting_id=Subquery(items.values("meeting_id")[:1]),
        heading=F("proposal__heading"),
    )


def _seen(
    actor: Actor, office_id: uuid.UUID, paper_id: uuid.UUID, *, whole: bool = False
) -> ProposalPaper | None:
    """A member's paper: before its proposal is on an agenda it is the member's and the office's to read."""
    rows = _of_proposals(office_id).filter(id=paper_id)
    row: Any = (rows.defer(None) if whole else rows).first()
    if row is None or (row.item_id is None and actor.tenant_id not in (row.tenant_id, office_id)):
        return None
    return row  # type: ignore[no-any-return]


def _view(one: Any) -> PaperView:
    of_item = isinstance(one, AgendaPaper)
    return PaperView(
        one.id,
        one.item_id,
        one.item.meeting_id if of_item else one.meeting_id,
        one.item.heading if of_item else one.heading,
        one.title,
        PaperMedia(one.media),
        one.size,
        one.digest,
        one.confidential,
        one.added_on,
        None if of_item else one.proposal_id,
    )
