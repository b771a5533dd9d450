"""Reading an agenda that is being changed: an item as it stands, what hangs on it, and where it can go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from samspil.governance.models.meetings import AgendaItem, Outcome
from samspil.governance.models.packs import StatusPack
from samspil.governance.models.papers import AgendaPaper
from samspil.governance.queries import meetings
from samspil.governance.queries.meetings import MeetingView
from samspil.governance.rules.groups import may_steer
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Standing:
    """An item on an agenda as the office changes it: its words, its place, and what may become of it."""

    id: uuid.UUID
    meeting: MeetingView
    position: int
    edition: int
    heading: str
    words: str
    is_decision: bool
    has_pack: bool
    has_outcome: bool
    can_be_struck: bool


def standing(actor: Actor, item_id: uuid.UUID, *, at: datetime) -> Standing:
    """An item of the office's own that is on an agenda. The look is logged. Raises Missing."""
    refuse(may_steer(actor))
    row = meetings.own_item(actor, item_id)
    if row.meeting_id is None:
        raise Missing
    meeting = meetings.meeting(actor, actor.tenant_id, row.meeting_id)
    with audit.reading(by=actor, purpose=actor.purpose, subject=actor.tenant_id, at=at, thing=row):
        words = fields.unseal(row, "words")
    return Standing(
        row.id,
        meeting,
        row.position,
        row.edition,
        row.heading,
        words,
        row.ballot_id is not None,
        has_pack(row.id),
        bool(Outcome.objects.filter(item=row).exists()),
        row.proposed_by == actor.tenant_id and not hangs_on(row),
    )


def others(actor: Actor, one: MeetingView, *, on: date) -> tuple[MeetingView, ...]:
    """The group's other meetings to come, to which an item can go."""
    coming = meetings.meetings(actor, actor.tenant_id, group_id=one.group_id, coming_from=on)
    return tuple(each for each in coming if each.id != one.id)


def held_item(item_id: uuid.UUID) -> AgendaItem | None:
    """The office's own row, held until the transaction ends."""
    row: AgendaItem | None = AgendaItem.objects.select_for_update().filter(id=item_id).first()
    return row


def last_position(meeting_id: uuid.UUID) -> int:
    """The place of the last item of an agenda; nought where there is none."""
    rows = AgendaItem.objects.filter(meeting_id=meeting_id)
    found: int | None = rows.aggregate(last=Max("position"))["last"]
    return found or 0


def has_pack(item_id: uuid.UUID) -> bool:
    """Whether an item is a status pack that was sent."""
    return bool(StatusPack.objects.filter(item_id=item_id).exists())


def pack_item_id(meeting_id: uuid.UUID) -> uuid.UUID | None:
    """The one item of a meeting that is a status pack, if one was sent; the database holds that it is one."""
    rows = StatusPack.objects.filter(item__meeting_id=meeting_id).order_by("item_id")
    found: uuid.UUID | None = rows.values_list("item_id", flat=True).first()
    return found


def hangs_on(item: AgendaItem) -> bool:
    """Whether something else waits for an item: a proposal, a barrier, a decision, a pack, a paper or
    an outcome."""
    if item.proposal_id or item.barrier_id or item.ballot_id:
        return True
    if AgendaPaper.objects.filter(item=item).exists():
        return True
    return has_pack(item.id) or bool(Outcome.objects.filter(item=item).exists())
