"""Reading status packs: which versions a meeting has, and what one says."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from samspil.governance.models.packs import StatusPack
from samspil.governance.queries.groups import of_office
from samspil.governance.rules.packs import may_read_packs
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PackView:
    """One version of a pack, and the item it is a paper of; nothing of what it says."""

    id: uuid.UUID
    item_id: uuid.UUID
    meeting_id: uuid.UUID | None
    """None while the item waits for another meeting."""
    number: int
    made_on: date
    digest: str


def packs(actor: Actor, office_id: uuid.UUID, meeting_id: uuid.UUID) -> tuple[PackView, ...]:
    """The versions that belong to a meeting, the newest first; none for a role that reads none. One query."""
    if may_read_packs(actor) is not None:
        return ()
    return _views(of_office(StatusPack, office_id).filter(item__meeting_id=meeting_id))


def pack(actor: Actor, office_id: uuid.UUID, pack_id: uuid.UUID) -> tuple[PackView, ...]:
    """All versions of a pack, the newest first, one of which has this key. Raises Missing. Two queries."""
    refuse(may_read_packs(actor))
    rows = of_office(StatusPack, office_id)
    item_id = rows.filter(id=pack_id).values_list("item_id", flat=True).first()
    if item_id is None:
        raise Missing
    return _views(rows.filter(item_id=item_id))


def says(actor: Actor, office_id: uuid.UUID, pack_id: uuid.UUID, *, at: datetime) -> Document:
    """What a version says, word for word as it was sent; the look is logged. Raises Missing, and Tampered
    where it is not what its digest says.
    """
    refuse(may_read_packs(actor))
    row = of_office(StatusPack, office_id).filter(id=pack_id).first()
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=office_id, at=at, thing=row):
        text = fields.unseal(row, "content")
    if digest_of(text) != row.digest:
        raise fields.Tampered(f"Status pack {row.id} is not what was sent.")
    found: Document = json.loads(text)
    return found


def written(document: Document) -> str:
    """A document as the one text that is kept and hashed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def newest(item_id: uuid.UUID) -> StatusPack | None:
    """The office's own newest version of a pack."""
    row: StatusPack | None = StatusPack.objects.filter(item_id=item_id).order_by("-number").first()
    return row


def _views(rows: Any) -> tuple[PackView, ...]:
    found = rows.select_related("item").defer("content").order_by("-number", "-id")
    return tuple(
        PackView(one.id, one.item_id, one.item.meeting_id, one.number, one.made_on, one.digest)
        for one in found
    )
