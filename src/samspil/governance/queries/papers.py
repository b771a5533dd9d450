"""Reading the papers of an agenda: which there are, and one as the file it was."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.governance.models.papers import AgendaPaper
from samspil.governance.queries.groups import of_office
from samspil.governance.rules.groups import may_take_part
from samspil.governance.terms.papers import PaperMedia
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields, files


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper without its file. `size` is in bytes."""

    id: uuid.UUID
    item_id: uuid.UUID
    meeting_id: uuid.UUID | None
    heading: str
    title: str
    media: PaperMedia
    size: int
    digest: str
    confidential: bool
    added_on: date


def papers(
    actor: Actor, office_id: uuid.UUID, meeting_id: uuid.UUID, *, confidential: bool = True
) -> dict[uuid.UUID, list[PaperView]]:
    """The papers of a meeting by item, in the order they came; without what is confidential where that is
    asked. One query.
    """
    refuse(may_take_part(actor))
    rows = of_office(AgendaPaper, office_id).filter(item__meeting_id=meeting_id)
    rows = rows if confidential else rows.filter(confidential=False)
    found: dict[uuid.UUID, list[PaperView]] = {}
    for one in rows.select_related("item").defer("content", "item__words").order_by("id"):
        found.setdefault(one.item_id, []).append(_view(one))
    return found


def paper(actor: Actor, office_id: uuid.UUID, paper_id: uuid.UUID) -> PaperView:
    """One of them. Raises Missing."""
    refuse(may_take_part(actor))
    rows = of_office(AgendaPaper, office_id).select_related("item").defer("content", "item__words")
    row = rows.filter(id=paper_id).first()
    if row is None:
        raise Missing
    return _view(row)


def file_of(actor: Actor, office_id: uuid.UUID, paper_id: uuid.UUID, *, at: datetime) -> bytes:
    """The file as it was brought; the look is logged. Raises Missing, and Tampered where it is another."""
    refuse(may_take_part(actor))
    row = of_office(AgendaPaper, office_id).filter(id=paper_id).first()
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


def _view(one: AgendaPaper) -> PaperView:
    return PaperView(
        one.id,
        one.item_id,
        one.item.meeting_id,
        one.item.heading,
        one.title,
        PaperMedia(one.media),
        one.size,
        one.digest,
        one.confidential,
        one.added_on,
    )
