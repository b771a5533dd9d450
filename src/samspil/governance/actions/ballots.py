"""Decisions in writing: proposed by the office, answered by the members, closed by the clock or by all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.governance.models.ballots import Ballot, Vote
from samspil.governance.models.meetings import AgendaItem
from samspil.governance.queries import agendas, barriers, groups, meetings
from samspil.governance.queries import ballots as queries
from samspil.governance.rules import ballots as rules
from samspil.governance.rules.groups import may_speak, may_steer, may_take_part
from samspil.governance.rules.words import must_say
from samspil.governance.terms.barriers import Answer, BallotState
from samspil.governance.terms.meetings import OPEN_MEETINGS
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, refuse
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.deciding import deciding
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a group is asked to decide in writing, within how many days, and about which barrier if any."""

    heading: str
    words: str
    days: int
    barrier_id: uuid.UUID | None = None


def propose_in_writing(
    *, by: Actor, at: datetime, on: date, group_id: uuid.UUID, key: uuid.UUID, proposal: Proposal
) -> Ballot:
    """Ask a group to decide in writing. Who has a seat now has a vote; how many must answer is the concept
    file's. What is sent a second time with the same key is proposed once.
    """
    refuse(may_steer(by))
    refuse(must_say(proposal.heading, proposal.words, groups.names_of_organisations().values()))
    refuse(rules.must_be_days(proposal.days))
    with audit.acting("governance.propose_in_writing", by=by, at=at) as act:
        audit.hold(key)
        known: Ballot | None = Ballot.objects.filter(id=key).first()
        if known is not None:
            act.about(known)
            return known
        group = groups.own_group(by, group_id)
        if proposal.barrier_id is not None:
            barriers.row_of(by.tenant_id, proposal.barrier_id)
        row = Ballot(
            id=key,
            tenant_id=by.tenant_id,
            group=group,
            barrier_id=proposal.barrier_id,
            heading=proposal.heading.strip(),
            voters=list(groups.members(by.tenant_id, group_id)),
            quorum_percent=deciding(programme.concept(group.concept_id)).quorum_percent,
            proposed_on=on,
            closes_on=on + timedelta(days=proposal.days),
        )
        fields.seal(row, words=proposal.words.strip())
        row.save(force_insert=True)
        act.about(row)
    return row


def vote(*, by: Actor, at: datetime, on: date, ballot_id: uuid.UUID, answer: str) -> Vote:
    """Answer a proposal in writing for one's organisation. The answer stands."""
    refuse(may_take_part(by))
    office_id = groups.office_of(by)
    refuse(must_be_one_of(answer, [one.value for one in Answer], "answer"))
    with audit.acting("governance.vote", by=by, at=at) as act:
        audit.hold(ballot_id)
        found = queries.ballot(by, office_id, ballot_id, on=on)
        refuse(may_speak(by, found.kind))
        refuse(
            rules.may_vote(
                by.tenant_id in found.voters,
                by.tenant_id in found.answers,
                found.state != BallotState.OPEN,
            )
        )
        row = Vote.objects.create(
            tenant_id=by.tenant_id, office_id=office_id, ballot_id=found.id, answer=answer, voted_on=on
        )
        act.about(row, reason=answer)
    return row  # type: ignore[no-any-return]


def close_ballot(*, by: Actor, at: datetime, on: date, ballot_id: uuid.UUID) -> BallotState:
    """Close a proposal whose time is over or that everybody has answered, and enter what it came to on the
    agenda of the group's next meeting, whose minutes will hold it. By the office, or by the worker for it.
    """
    if by.role != Role.OPERATOR or by.account_id is not None:
        refuse(may_steer(by))
    with audit.acting("governance.close_ballot", by=by, at=at) as act:
        audit.hold(ballot_id)
        row = queries.own_ballot(by, ballot_id)
        counted = rules.count(len(row.voters), queries.answers_to(by.tenant_id, row.id))
        if row.state != BallotState.OPEN or not rules.is_over(counted, row.closes_on, on):
            refuse(Refusal(_("The members still have time to answer.")))
        state = rules.result(counted, row.quorum_percent)
        Ballot.objects.filter(id=row.id).update(
            state=state,
            closed_on=on,
            in_favour=counted.in_favour,
            against=counted.against,
            abstained=counted.abstained,
        )
        _enter(by, row, on)
        act.about(row, reason=state)
    return state


def _enter(by: Actor, row: Ballot, on: date) -> None:
    """Put the decision last on the next agenda; where no meeting is planned it waits for one."""
    meeting_id = _held_next(by, row.group_id, on)
    AgendaItem.objects.create(
        tenant_id=by.tenant_id,
        group_id=row.group_id,
        meeting_id=meeting_id,
        position=agendas.last_position(meeting_id) + 1 if meeting_id else 1,
        heading=row.heading,
        proposed_by=by.tenant_id,
        ballot_id=row.id,
    )


def _held_next(by: Actor, group_id: uuid.UUID, on: date) -> uuid.UUID | None:
    """The group's next meeting, held until the transaction ends; None where there is none.

    One that was cancelled, moved away or minuted while it was waited for is not the next any more.
    """
    while (found := meetings.next_meeting_id(by.tenant_id, group_id, on)) is not None:
        row = meetings.own_meeting(by, found)
        if row.state in OPEN_MEETINGS and row.on >= on:
            return found
    return None
