"""Changing an agenda: an item worded anew, moved up or down, to another meeting, or taken off."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models import F, Q

from samspil.governance.models.meetings import AgendaItem, Meeting, Outcome
from samspil.governance.queries import agendas, groups
from samspil.governance.queries import meetings as queries
from samspil.governance.rules import agendas as rules
from samspil.governance.rules.groups import may_steer
from samspil.governance.rules.meetings import must_be_ahead, must_be_open
from samspil.governance.rules.seen import must_be_seen
from samspil.governance.rules.words import must_say
from samspil.governance.terms.meetings import OPEN_MEETINGS
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields


def change_item(
    *, by: Actor, at: datetime, item_id: uuid.UUID, heading: str, words: str, edition: int
) -> AgendaItem:
    """Word an item anew. `edition` is the one that was seen: what came meanwhile is not written over."""
    refuse(may_steer(by))
    refuse(must_say(heading, words, groups.names_of_organisations().values(), needed=False))
    with audit.acting("governance.change_item", by=by, at=at) as act:
        item, meeting = hold_item(by, item_id)
        refuse(rules.may_reword(meeting.state, item.ballot_id is not None))
        refuse(must_be_seen(edition, item.edition))
        item.heading, item.edition = heading.strip(), item.edition + 1
        fields.seal(item, words=words.strip())
        item.save(update_fields=["heading", "words", "edition"])
        act.about(item, reason=f"edition {item.edition}")
    return item


def reorder_item(*, by: Actor, at: datetime, item_id: uuid.UUID, way: str, position: int) -> None:
    """Move an item one step up or down; `position` is the place it was seen in."""
    refuse(may_steer(by))
    with audit.acting("governance.reorder_item", by=by, at=at) as act:
        item, meeting = hold_item(by, item_id)
        refuse(rules.may_reorder(meeting.state, queries.was_held(by.tenant_id, meeting.id)))
        refuse(rules.must_be_where_it_was(position, item.position))
        on_it = AgendaItem.objects.filter(meeting=meeting)
        refuse(rules.must_go_somewhere(way, item.position, on_it.count()))
        to = rules.step(way, item.position)
        on_it.filter(position=to).update(position=item.position)
        on_it.filter(id=item.id).update(position=to)
        act.about(item, reason=way)


def move_item(
    *, by: Actor, at: datetime, on: date, item_id: uuid.UUID, from_id: uuid.UUID, to_id: uuid.UUID
) -> None:
    """Move an item to another meeting of the group, last; `from_id` is the meeting it was seen at."""
    refuse(may_steer(by))
    with audit.acting("governance.move_item", by=by, at=at) as act:
        item, meeting = hold_item(by, item_id, to_id)
        refuse(rules.must_be_where_it_was(from_id, meeting.id))
        to = queries.own_meeting(by, to_id)
        refuse(rules.must_be_another(meeting.id, to.id, to.group_id == meeting.group_id))
        refuse(must_be_open(to.state) or must_be_ahead(to.on, on, "to"))
        refuse(rules.may_leave(meeting.state, _has_outcome(item)))
        refuse(rules.may_take_a_pack(agendas.has_pack(item.id), agendas.pack_item_id(to.id), "to"))
        left, last = item.position, agendas.last_position(to.id)
        AgendaItem.objects.filter(id=item.id).update(meeting=to, position=last + 1)
        _close_up(meeting, left)
        act.about(item, reason="to another meeting")


def take_off(*, by: Actor, at: datetime, item_id: uuid.UUID, from_id: uuid.UUID) -> None:
    """Take an item off the agenda: it waits for a coming meeting, with its paper and whoever proposed it."""
    refuse(may_steer(by))
    with audit.acting("governance.take_off", by=by, at=at) as act:
        item, meeting = hold_item(by, item_id)
        refuse(rules.must_be_where_it_was(from_id, meeting.id))
        refuse(rules.may_leave(meeting.state, _has_outcome(item)))
        refuse(rules.may_wait(item.ballot_id is not None, agendas.has_pack(item.id)))
        AgendaItem.objects.filter(id=item.id).update(meeting=None)
        _close_up(meeting, item.position)
        act.about(item, reason="waits")


def strike_item(*, by: Actor, at: datetime, item_id: uuid.UUID, from_id: uuid.UUID) -> None:
    """Strike an item that the office wrote by mistake, and on which nothing hangs. It is gone."""
    refuse(may_steer(by))
    with audit.acting("governance.strike_item", by=by, at=at) as act:
        item, meeting = hold_item(by, item_id)
        refuse(rules.must_be_where_it_was(from_id, meeting.id))
        refuse(rules.may_leave(meeting.state, _has_outcome(item)))
        refuse(rules.may_be_struck(item.proposed_by == by.tenant_id, agendas.hangs_on(item)))
        act.about(item, reason="struck")
        left = item.position
        AgendaItem.objects.filter(id=item.id).delete()
        _close_up(meeting, left)


def hold_item(by: Actor, item_id: uuid.UUID, *also: uuid.UUID) -> tuple[AgendaItem, Meeting]:
    """An item that is on an agenda, and its meeting, held until the transaction ends. Raises Missing.

    Meetings are held first and in one order, whoever moves what from where to where, so that two who do it at
    once wait for each other and never for ever.
    """
    meeting_id = queries.own_item(by, item_id).meeting_id
    for one in sorted({each for each in (meeting_id, *also) if each is not None}):
        queries.own_meeting(by, one)
    item = agendas.held_item(item_id)
    if item is None or item.meeting_id is None:
        raise Missing
    refuse(rules.must_be_where_it_was(meeting_id, item.meeting_id))
    return item, queries.own_meeting(by, item.meeting_id)


def hold_meetings(by: Actor, meeting_id: uuid.UUID) -> Meeting:
    """A meeting and all that its group may still hold, held until the transaction ends. Raises Missing.

    In the order in which `hold_item` holds them, so that nobody waits for ever.
    """
    group_id = queries.own_group_of(by, meeting_id)
    every = Meeting.objects.select_for_update().filter(Q(state__in=OPEN_MEETINGS) | Q(id=meeting_id))
    held = {one.id: one for one in every.filter(group_id=group_id).order_by("id")}
    row: Meeting = held[meeting_id]
    return row


def leave_cancelled(by: Actor, meeting: Meeting, on: date) -> None:
    """Take everything off the agenda of a meeting that was cancelled, but the status pack it was sent."""
    stays = agendas.pack_item_id(meeting.id)
    goes = AgendaItem.objects.filter(meeting=meeting).exclude(id=stays).order_by("position")
    next_id = queries.next_meeting_id(by.tenant_id, meeting.group_id, on)
    if next_id is not None:
        last = agendas.last_position(next_id)
        decided = goes.filter(ballot_id__isnull=False).values_list("id", flat=True)
        for place, key in enumerate(list(decided), start=last + 1):
            AgendaItem.objects.filter(id=key).update(meeting_id=next_id, position=place)
    goes.update(meeting=None)
    AgendaItem.objects.filter(id=stays).update(position=1)


def _has_outcome(item: AgendaItem) -> bool:
    return bool(Outcome.objects.filter(item=item).exists())


def _close_up(meeting: Meeting, left: int) -> None:
    """The items behind one that left go one place up."""
    AgendaItem.objects.filter(meeting=meeting, position__gt=left).update(position=F("position") - 1)
