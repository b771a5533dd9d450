"""Meetings: invited to, prepared, held, and minutes approved. The office writes, members propose."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.naming import must_name_nobody
from samspil.governance.actions.agendas import hold_item, hold_meetings, leave_cancelled
from samspil.governance.models.meetings import (
    AgendaItem,
    AgendaProposal,
    Meeting,
    MeetingPresence,
    Outcome,
    TaskDone,
)
from samspil.governance.queries import agendas, barriers, groups
from samspil.governance.queries import meetings as queries
from samspil.governance.rules import meetings as rules
from samspil.governance.rules.agendas import may_take_a_pack
from samspil.governance.rules.groups import may_steer, may_take_part
from samspil.governance.rules.words import must_be_words, must_say
from samspil.governance.terms.meetings import MeetingState, OutcomeKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is put on the agenda: something that waits, a barrier, or something new with its paper."""

    waiting_id: uuid.UUID | None = None
    barrier_id: uuid.UUID | None = None
    heading: str = ""
    words: str = ""
    key: uuid.UUID | None = None
    """Came with the page: what is sent a second time with the same is placed once."""


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """What an item came to."""

    kind: str
    words: str
    owner_id: uuid.UUID | None = None
    due_on: date | None = None
    confidential: bool = False


def invite(*, by: Actor, at: datetime, on: date, meeting_id: uuid.UUID) -> None:
    """Invite to a meeting: the worker sends each who speaks for a member one letter, once."""
    refuse(may_steer(by))
    with audit.acting("governance.invite", by=by, at=at) as act:
        row = queries.own_meeting(by, meeting_id)
        refuse(rules.may_invite(row.state, row.on, on))
        row.state, row.invited_on = MeetingState.INVITED, on
        row.save(update_fields=["state", "invited_on"])
        act.about(row)


def cancel_meeting(*, by: Actor, at: datetime, on: date, meeting_id: uuid.UUID) -> None:
    """A meeting does not take place, and whoever was invited is told.

    What was on its agenda waits for a coming meeting. A decision in writing goes to the group's next meeting,
    whose minutes hold it, and waits only where none is planned. A status pack that was sent stays with the
    meeting it was sent for, read as it was: the next meeting has its own.
    """
    refuse(may_steer(by))
    with audit.acting("governance.cancel_meeting", by=by, at=at) as act:
        row = hold_meetings(by, meeting_id)
        refuse(rules.may_cancel(row.state, queries.was_held(by.tenant_id, row.id)))
        row.state = MeetingState.CANCELLED
        row.save(update_fields=["state"])
        leave_cancelled(by, row, on)
        act.about(row)


def propose_item(
    *, by: Actor, at: datetime, on: date, group_id: uuid.UUID, key: uuid.UUID, heading: str, words: str
) -> AgendaProposal:
    """A member wants something on the agenda. What is sent twice with the same key is proposed once."""
    refuse(may_take_part(by))
    office_id = groups.office_of(by)
    group = groups.group(by, office_id, group_id)
    if by.tenant_id not in groups.members(office_id, group.id):
        raise Missing
    refuse(must_say(heading, words, groups.names_of_organisations().values()))
    with audit.acting("governance.propose_item", by=by, at=at) as act:
        audit.hold(key)
        known: AgendaProposal | None = AgendaProposal.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        row = AgendaProposal(
            id=key,
            tenant_id=by.tenant_id,
            office_id=office_id,
            group_id=group.id,
            heading=heading.strip(),
            proposed_on=on,
        )
        fields.seal(row, words=words.strip())
        row.save(force_insert=True)
        act.about(row)
    return row


def place_item(*, by: Actor, at: datetime, on: date, meeting_id: uuid.UUID, item: NewItem) -> AgendaItem:
    """The chair puts something on a meeting's agenda, last."""
    refuse(may_steer(by))
    with audit.acting("governance.place_item", by=by, at=at) as act:
        if item.key is not None:
            audit.hold(item.key)
        meeting = queries.own_meeting(by, meeting_id)
        refuse(rules.must_be_open(meeting.state))
        refuse(rules.must_be_either(item.waiting_id is not None, item.heading, item.words))
        # Wherever it is now: sent once more it is not put there again, though it was moved or taken off.
        known: AgendaItem | None = AgendaItem.objects.filter(id=item.key, group_id=meeting.group_id).first()
        if known is not None:
            act.about(known)
            return known
        row = put_on_the_agenda(by, at, meeting, item)
        act.about(row)
    return row


def put_on_the_agenda(by: Actor, at: datetime, meeting: Meeting, item: NewItem) -> AgendaItem:
    """The item, last on the agenda of a meeting that the caller holds."""
    waiting = (
        AgendaItem.objects.select_for_update()
        .filter(id=item.waiting_id, group_id=meeting.group_id, meeting_id__isnull=True)
        .first()
    )
    row = waiting or _new_item(by, at, meeting, item)
    refuse(may_take_a_pack(agendas.has_pack(row.id), agendas.pack_item_id(meeting.id), "waiting"))
    row.meeting, row.position = meeting, agendas.last_position(meeting.id) + 1
    row.save()
    return row


def _new_item(by: Actor, at: datetime, meeting: Meeting, item: NewItem) -> AgendaItem:
    row = AgendaItem(
        id=item.key or uuid7(), tenant_id=by.tenant_id, group_id=meeting.group_id, proposed_by=by.tenant_id
    )
    if item.waiting_id is not None:
        try:
            told = queries.proposal(by.tenant_id, meeting.group_id, item.waiting_id)
        except Missing:
            refuse(Refusal(_("Choose one of these."), "waiting"))
        if AgendaItem.objects.filter(proposal_id=told.id).exists():
            refuse(Refusal(_("Choose one of these."), "waiting"))
        row.heading, row.proposed_by, row.proposal_id = told.heading, told.tenant_id, told.id
        with audit.reading(by=by, purpose=by.purpose, subject=by.tenant_id, at=at, thing=told):
            fields.seal(row, words=fields.unseal(told, "words"))
        return row
    heading = item.heading
    if item.barrier_id is not None:
        raised = barriers.row_of(by.tenant_id, item.barrier_id)
        row.barrier_id, row.proposed_by = raised.id, raised.tenant_id
        heading = heading or raised.heading
    refuse(must_say(heading, item.words, groups.names_of_organisations().values(), needed=False))
    row.heading = heading.strip()
    fields.seal(row, words=item.words.strip())
    return row


def write_outcome(
    *,
    by: Actor,
    at: datetime,
    on: date,
    item_id: uuid.UUID,
    outcome: NewOutcome,
    key: uuid.UUID | None = None,
) -> Outcome:
    """Write what an item came to. What is sent twice with the same `key` is written once."""
    refuse(may_steer(by))
    names = groups.names_of_organisations()
    refuse(rules.must_be_an_outcome(outcome.kind, outcome.owner_id is not None, outcome.due_on, on))
    refuse(must_be_words(outcome.words))
    refuse(must_name_nobody(outcome.words, "words", names.values()))
    with audit.acting("governance.write_outcome", by=by, at=at) as act:
        key = key or uuid7()
        audit.hold(key)
        known: Outcome | None = Outcome.objects.filter(id=key).first()
        if known is not None:
            act.about(known, reason=known.kind)
            return known
        item, meeting = hold_item(by, item_id)
        refuse(rules.must_be_open(meeting.state))
        refuse(rules.must_have_begun(meeting.on, on))
        is_task = outcome.kind == OutcomeKind.TASK
        if is_task:
            sit = groups.members(by.tenant_id, meeting.group_id)
            refuse(must_be_one_of(outcome.owner_id, sit, "owner"))
        row = Outcome(
            id=key,
            tenant_id=by.tenant_id,
            item=item,
            kind=outcome.kind,
            owner_id=outcome.owner_id if is_task else None,
            due_on=outcome.due_on if is_task else None,
            confidential=outcome.confidential,
            written_on=on,
        )
        fields.seal(row, words=outcome.words.strip())
        row.save(force_insert=True)
        act.about(row, reason=outcome.kind)
    return row


def write_presence(
    *, by: Actor, at: datetime, on: date, meeting_id: uuid.UUID, came: Collection[uuid.UUID]
) -> None:
    """Write which member organisations came; it can be put right until the minutes are approved."""
    refuse(may_steer(by))
    with audit.acting("governance.write_presence", by=by, at=at) as act:
        meeting = queries.own_meeting(by, meeting_id)
        refuse(rules.must_be_open(meeting.state))
        refuse(rules.must_have_begun(meeting.on, on))
        sit = groups.members(by.tenant_id, meeting.group_id)
        for one in came:
            refuse(must_be_one_of(one, sit, "came"))
        MeetingPresence.objects.filter(meeting=meeting).exclude(organisation_id__in=came).delete()
        there = queries.present_at(by.tenant_id, meeting.id)
        MeetingPresence.objects.bulk_create(
            MeetingPresence(tenant_id=by.tenant_id, meeting=meeting, organisation_id=one)
            for one in sorted(set(came) - there)
        )
        act.about(meeting)


def approve_minutes(*, by: Actor, at: datetime, on: date, meeting_id: uuid.UUID) -> None:
    """Approve a meeting's minutes: from here on the database lets nobody change them."""
    refuse(may_steer(by))
    with audit.acting("governance.approve_minutes", by=by, at=at) as act:
        row = queries.own_meeting(by, meeting_id)
        present = len(queries.present_at(by.tenant_id, row.id))
        refuse(rules.may_approve(row.state, row.on, on, present))
        row.state, row.approved_on = MeetingState.APPROVED, on
        row.save(update_fields=["state", "approved_on"])
        act.about(row)


def finish_task(*, by: Actor, at: datetime, on: date, outcome_id: uuid.UUID) -> TaskDone:
    """The organisation that has a task says that it is done, once."""
    refuse(may_take_part(by))
    office_id = groups.office_of(by)
    found = queries.task_of(by, office_id, outcome_id)
    with audit.acting("governance.finish_task", by=by, at=at) as act:
        audit.hold(found.id)
        if queries.is_done(office_id, found.id):
            refuse(Refusal(_("This is over.")))
        row = TaskDone.objects.create(
            tenant_id=by.tenant_id, office_id=office_id, outcome_id=found.id, done_on=on
        )
        act.about(row)
    return row  # type: ignore[no-any-return]
