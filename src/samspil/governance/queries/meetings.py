"""Reading meetings: when they are, who came, what waits for the agenda and what each item came to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import OuterRef, Subquery

from samspil.governance.models.ballots import Ballot
from samspil.governance.models.meetings import (
    AgendaItem,
    AgendaProposal,
    Meeting,
    MeetingPresence,
    Outcome,
    TaskDone,
)
from samspil.governance.queries.groups import names_of_organisations, of_members, of_office
from samspil.governance.rules.groups import may_take_part
from samspil.governance.terms.barriers import BallotState
from samspil.governance.terms.groups import GroupKind
from samspil.governance.terms.meetings import OPEN_MEETINGS, MeetingState, OutcomeKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields

SHOWN = 100


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting of a group."""

    id: uuid.UUID
    office_id: uuid.UUID
    group_id: uuid.UUID
    kind: GroupKind
    on: date
    starts_at: time
    place: str
    state: MeetingState
    invited_on: date | None
    approved_on: date | None
    because: str = ""
    moved_from: date | None = None
    moves: int = 0

    @property
    def is_extra(self) -> bool:
        """Whether it is held outside the series."""
        return bool(self.because)


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """Something for a coming agenda: a member's proposal, which that member and the office open, or an item
    that no meeting has yet.
    """

    id: uuid.UUID
    is_proposal: bool
    heading: str
    proposed_by: str
    proposed_on: date | None
    may_open: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What an item came to. `done_on` is the day the owner said that a task is done."""

    id: uuid.UUID
    kind: OutcomeKind
    words: str
    owner_id: uuid.UUID | None
    owner: str
    due_on: date | None
    confidential: bool
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Written:
    """A decision in writing as it is entered in the minutes."""

    state: BallotState
    in_favour: int
    against: int
    abstained: int
    members: int
    words: str
    closed_on: date


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the agenda, with its paper and what it came to."""

    id: uuid.UUID
    position: int
    heading: str
    words: str
    proposed_by: str
    barrier_id: uuid.UUID | None
    written: Written | None
    outcomes: tuple[OutcomeView, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task that is not done yet."""

    id: uuid.UUID
    meeting_id: uuid.UUID | None
    heading: str
    owner_id: uuid.UUID
    owner: str
    due_on: date


def days_for(actor: Actor, *, on: date) -> tuple[tuple[uuid.UUID, date], ...]:
    """The coming meetings of the groups that the actor's organisation sits in, for a calendar; none where the
    role takes no part. One query.
    """
    if may_take_part(actor) is not None:
        return ()
    rows = Meeting.objects.presented().filter(
        on__gte=on,
        state__in=OPEN_MEETINGS,
        group__seats__organisation_id=actor.tenant_id,
        group__seats__ended_at__isnull=True,
    )
    return tuple(rows.order_by("on", "id").values_list("id", "on")[:SHOWN])


def attended(
    actor: Actor, organisation_id: uuid.UUID, kind: str, from_: date, to: date, *, programme: str
) -> list[date]:
    """The days on which an organisation came to a programme's meetings of a kind, as approved minutes say.

    For whoever takes part, and for each organisation about itself, the night's round among them. One query.
    """
    if actor.tenant_id != organisation_id:
        refuse(may_take_part(actor))
    rows = MeetingPresence.objects.presented().filter(
        organisation_id=organisation_id,
        meeting__group__kind=kind,
        meeting__group__programme=programme,
        meeting__state=MeetingState.APPROVED,
        meeting__on__gte=from_,
        meeting__on__lte=to,
    )
    return list(rows.order_by("meeting__on").values_list("meeting__on", flat=True).distinct())


def meetings(
    actor: Actor, office_id: uuid.UUID, *, group_id: uuid.UUID | None = None, coming_from: date | None = None
) -> tuple[MeetingView, ...]:
    """Meetings of the groups, the earliest first; of one group, or only those still to come. One query."""
    refuse(may_take_part(actor))
    rows = of_office(Meeting, office_id).select_related("group").order_by("on", "id")
    if group_id is not None:
        rows = rows.filter(group_id=group_id)
    if coming_from is not None:
        rows = rows.filter(on__gte=coming_from, state__in=OPEN_MEETINGS)
    return tuple(_meeting(one) for one in rows[:SHOWN])


def meeting(actor: Actor, office_id: uuid.UUID, meeting_id: uuid.UUID) -> MeetingView:
    """One of them. Raises Missing."""
    refuse(may_take_part(actor))
    row = of_office(Meeting, office_id).select_related("group").filter(id=meeting_id).first()
    if row is None:
        raise Missing
    return _meeting(row)


def next_meeting_id(office_id: uuid.UUID, group_id: uuid.UUID, on: date) -> uuid.UUID | None:
    """The group's next meeting whose minutes are still open."""
    rows = of_office(Meeting, office_id).filter(group_id=group_id, on__gte=on, state__in=OPEN_MEETINGS)
    found: uuid.UUID | None = rows.order_by("on", "id").values_list("id", flat=True).first()
    return found


def own_meeting(actor: Actor, meeting_id: uuid.UUID) -> Meeting:
    """The office's own row, held until the transaction ends. Raises Missing."""
    row = Meeting.objects.select_for_update().filter(id=meeting_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def own_group_of(actor: Actor, meeting_id: uuid.UUID) -> uuid.UUID:
    """The group that one of the office's own meetings is of. Raises Missing."""
    found: uuid.UUID | None = Meeting.objects.filter(id=meeting_id).values_list("group_id", flat=True).first()
    if found is None:
        raise Missing
    return found


def own_item(actor: Actor, item_id: uuid.UUID) -> AgendaItem:
    """The office's own row. Raises Missing."""
    row = AgendaItem.objects.filter(id=item_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def item(actor: Actor, office_id: uuid.UUID, item_id: uuid.UUID) -> tuple[AgendaItem, uuid.UUID]:
    """One item that is on an agenda, and the meeting it is for. Raises Missing."""
    refuse(may_take_part(actor))
    row = of_office(AgendaItem, office_id).filter(id=item_id).first()
    if row is None or row.meeting_id is None:
        raise Missing
    return row, row.meeting_id


def present_at(office_id: uuid.UUID, meeting_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The organisations that came to a meeting."""
    rows = of_office(MeetingPresence, office_id).filter(meeting_id=meeting_id)
    return frozenset(rows.values_list("organisation_id", flat=True))


def was_held(office_id: uuid.UUID, meeting_id: uuid.UUID) -> bool:
    """Whether anything is written of a meeting's course: who came, or what an item came to."""
    outcomes = of_office(Outcome, office_id).filter(item__meeting_id=meeting_id)
    return bool(present_at(office_id, meeting_id)) or bool(outcomes.exists())


def backlog(actor: Actor, office_id: uuid.UUID, group_id: uuid.UUID) -> tuple[WaitingItem, ...]:
    """What waits for an agenda of a group: proposals that were not placed, and items without a meeting."""
    refuse(may_take_part(actor))
    names = names_of_organisations()
    placed = of_office(AgendaItem, office_id).filter(proposal_id__isnull=False).values("proposal_id")
    proposals = of_members(AgendaProposal, office_id).filter(group_id=group_id).exclude(id__in=placed)
    waiting = of_office(AgendaItem, office_id).filter(group_id=group_id, meeting_id__isnull=True)
    found = [
        WaitingItem(
            *(one.id, True, one.heading, names.get(one.tenant_id, ""), one.proposed_on),
            may_open=actor.tenant_id in (one.tenant_id, office_id),
        )
        for one in proposals.order_by("proposed_on", "id")[:SHOWN]
    ]
    found += [
        WaitingItem(one.id, False, one.heading, names.get(one.proposed_by, ""), None)
        for one in waiting.order_by("id")[:SHOWN]
    ]
    return tuple(found)


def proposal(office_id: uuid.UUID, group_id: uuid.UUID, proposal_id: uuid.UUID) -> AgendaProposal:
    """A member's proposal to a group. Raises Missing."""
    row = of_members(AgendaProposal, office_id).filter(id=proposal_id, group_id=group_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def agenda(
    actor: Actor,
    office_id: uuid.UUID,
    meeting_id: uuid.UUID,
    *,
    at: datetime,
    confidential: bool = True,
    names: dict[uuid.UUID, str] | None = None,
) -> tuple[ItemView, ...]:
    """The agenda with its papers and outcomes, in order; without what is confidential where that is asked.

    One look is logged, at what the members wrote. As many questions, whatever the rows.
    """
    refuse(may_take_part(actor))
    names = names if names is not None else names_of_organisations()
    items = list(of_office(AgendaItem, office_id).filter(meeting_id=meeting_id).order_by("position"))
    if not items:
        return ()
    outcomes = of_office(Outcome, office_id).filter(item__meeting_id=meeting_id)
    outcomes = outcomes if confidential else outcomes.filter(confidential=False)
    done = of_members(TaskDone, office_id).filter(outcome_id=OuterRef("id"))
    ballots = {
        one.id: one
        for one in of_office(Ballot, office_id).filter(
            id__in=[one.ballot_id for one in items if one.ballot_id]
        )
    }
    with audit.reading(by=actor, purpose=actor.purpose, subject=office_id, at=at, thing=items[0]):
        told: dict[uuid.UUID, list[OutcomeView]] = {}
        for one in outcomes.annotate(done_on=Subquery(done.values("done_on")[:1])).order_by("id"):
            told.setdefault(one.item_id, []).append(_outcome(one, names))
        return tuple(
            ItemView(
                one.id,
                one.position,
                one.heading,
                fields.unseal(one, "words"),
                names.get(one.proposed_by, ""),
                one.barrier_id,
                _written(ballots.get(one.ballot_id)),
                tuple(told.get(one.id, ())),
            )
            for one in items
        )


def tasks(
    actor: Actor, office_id: uuid.UUID, *, names: dict[uuid.UUID, str] | None = None
) -> tuple[TaskView, ...]:
    """The tasks that are not done, the earliest first. One query beside the organisations' names."""
    refuse(may_take_part(actor))
    names = names if names is not None else names_of_organisations()
    rows = of_office(Outcome, office_id).filter(kind=OutcomeKind.TASK)
    done = of_members(TaskDone, office_id).values("outcome_id")
    found = rows.exclude(id__in=done).select_related("item").order_by("due_on", "id")[:SHOWN]
    return tuple(
        TaskView(
            one.id,
            one.item.meeting_id,
            one.item.heading,
            one.owner_id,
            names.get(one.owner_id, ""),
            one.due_on,
        )
        for one in found
    )


def task_of(actor: Actor, office_id: uuid.UUID, outcome_id: uuid.UUID) -> Outcome:
    """A task of the actor's own organisation. Raises Missing."""
    rows = of_office(Outcome, office_id).select_related("item")
    row = rows.filter(id=outcome_id, kind=OutcomeKind.TASK, owner_id=actor.tenant_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def is_done(office_id: uuid.UUID, outcome_id: uuid.UUID) -> bool:
    """Whether a task's owner has said that it is done."""
    return bool(of_members(TaskDone, office_id).filter(outcome_id=outcome_id).exists())


def _outcome(one: Any, names: dict[uuid.UUID, str]) -> OutcomeView:
    return OutcomeView(
        one.id,
        OutcomeKind(one.kind),
        fields.unseal(one, "words"),
        one.owner_id,
        names.get(one.owner_id, ""),
        one.due_on,
        one.confidential,
        one.done_on,
    )


def _written(one: Any) -> Written | None:
    if one is None:
        return None
    return Written(
        BallotState(one.state),
        one.in_favour,
        one.against,
        one.abstained,
        len(one.voters),
        fields.unseal(one, "words"),
        one.closed_on,
    )


def _meeting(row: Any) -> MeetingView:
    return MeetingView(
        row.id,
        row.tenant_id,
        row.group_id,
        GroupKind(row.group.kind),
        row.on,
        row.starts_at,
        row.place,
        MeetingState(row.state),
        row.invited_on,
        row.approved_on,
        row.because,
        row.moved_from,
        row.moves,
    )
