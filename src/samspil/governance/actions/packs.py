"""Sending a status pack: it is put on the agenda and kept as it is, in one act."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.governance.actions.meetings import NewItem, put_on_the_agenda
from samspil.governance.models.packs import StatusPack
from samspil.governance.queries import agendas, meetings, packs
from samspil.governance.queries.packs import Document, digest_of, written
from samspil.governance.rules import packs as rules
from samspil.governance.rules.groups import may_steer
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit, fields


def send_pack(
    *, by: Actor, at: datetime, on: date, meeting_id: uuid.UUID, heading: str, document: Document
) -> StatusPack:
    """Put a pack on the agenda of a meeting of the steering group, as the next version of what is there.

    Whoever has a seat reads it at once. Sent again with nothing changed, it is the version there was.
    """
    refuse(may_steer(by))
    text = written(document)
    with audit.acting("governance.send_pack", by=by, at=at) as act:
        meeting = meetings.own_meeting(by, meeting_id)
        refuse(rules.may_make_pack(meeting.group.kind, meeting.state))
        there = agendas.pack_item_id(meeting.id)
        item = (
            meetings.own_item(by, there)
            if there
            else put_on_the_agenda(by, at, meeting, NewItem(heading=heading))
        )
        last = packs.newest(item.id)
        if last is not None and last.digest == digest_of(text):
            act.about(last)
            return last
        row = StatusPack(
            tenant_id=by.tenant_id,
            item=item,
            number=last.number + 1 if last else 1,
            made_on=on,
            digest=digest_of(text),
        )
        fields.seal(row, content=text)
        row.save(force_insert=True)
        act.about(row, reason=f"version {row.number}")
    return row
