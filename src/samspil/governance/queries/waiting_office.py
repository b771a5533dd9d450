"""What waits for the programme office around steering, agreements, descriptions and milestones.

Accounts that are handed in wait there too, once there are any: one more source in its own room.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Subquery

from samspil.delivery.queries.waiting_shape import Rows, Source, shaped
from samspil.governance.models.agreements import AgreementVersion, Signature
from samspil.governance.models.ballots import Ballot
from samspil.governance.models.barriers import Barrier, BarrierOwner, Confirmation, Instruction
from samspil.governance.models.documents import DescriptionAnswer, DescriptionVersion
from samspil.governance.models.meetings import AgendaItem, AgendaProposal, Meeting, Outcome
from samspil.governance.queries.milestones import Milestone, timetables
from samspil.governance.queries.waiting import answers_to_give, tasks_to_do
from samspil.governance.terms.agreements import AgreementState, Side
from samspil.governance.terms.barriers import BallotState
from samspil.governance.terms.documents import DescriptionState
from samspil.governance.terms.meetings import MeetingState, OutcomeKind
from samspil.governance.terms.milestones import MilestoneState
from samspil.kernel.actor import Actor
from samspil.people.models.people import Organisation

INVITE_BEFORE = timedelta(days=21)
WHOSE = Subquery(Organisation.objects.filter(id=OuterRef("tenant_id")).values("name")[:1])


def agreements_to_sign(actor: Actor, on: date) -> Rows:
    """Agreements that were sent and that the office itself has not signed."""
    signed = Signature.objects.filter(version_id=OuterRef("id"), side=Side.OFFICE)
    later = AgreementVersion.objects.filter(
        agreement_id=OuterRef("agreement_id"), number__gt=OuterRef("number"), state=AgreementState.SENT
    )
    place = Organisation.objects.filter(id=OuterRef("municipality_id")).values("name")[:1]
    rows = AgreementVersion.objects.filter(~Exists(signed), ~Exists(later), state=AgreementState.SENT)
    return shaped(rows, "agreement_sign", on="sent_on", name=Subquery(place), more=("kind",))


def descriptions_to_answer(actor: Actor, on: date) -> Rows:
    """Descriptions that were handed in and that the office has not answered."""
    answers = DescriptionAnswer.objects.filter(version_id=OuterRef("id"))
    rows = DescriptionVersion.objects.presented().filter(
        ~Exists(answers), office_id=actor.tenant_id, state=DescriptionState.HANDED_IN
    )
    more = ("kind", "intervention")
    return shaped(rows, "description_answer", on="handed_in_on", concept="concept_id", name=WHOSE, more=more)


def barriers_without_an_owner(actor: Actor, on: date) -> Rows:
    """Barriers that nobody sees to yet."""
    rows = _barriers(actor).filter(~Exists(_owners()), ~Exists(_decided()), ~Exists(_adopted()))
    return shaped(rows, "barrier_owner", on="raised_on", name="heading")


def barriers_past_their_day(actor: Actor, on: date) -> Rows:
    """Barriers that were to be decided by now."""
    due = Subquery(_owners().order_by("-number").values("due_on")[:1])
    rows = _barriers(actor).filter(~Exists(_decided()), ~Exists(_adopted())).annotate(due_on=due)
    return shaped(rows.filter(due_on__lt=on), "barrier_overdue", on="due_on", name="heading")


def barriers_to_instruct(actor: Actor, on: date) -> Rows:
    """Barriers that are decided about and that no municipality was instructed about."""
    given = Instruction.objects.filter(barrier_id=OuterRef("id"))
    rows = _barriers(actor).filter(~Exists(given)).filter(Exists(_decided()) | Exists(_adopted()))
    return shaped(rows, "barrier_instruct", on="raised_on", name="heading")


def instructions_past_their_day(actor: Actor, on: date) -> Rows:
    """Instructions that a municipality was to have confirmed by now."""
    said = Confirmation.objects.presented().filter(office_id=actor.tenant_id, instruction_id=OuterRef("id"))
    place = Organisation.objects.filter(id=OuterRef("municipality_id")).values("name")[:1]
    rows = Instruction.objects.filter(~Exists(said), due_on__lt=on)
    about = _barriers(actor).filter(id=OuterRef("barrier_id")).values("heading")[:1]
    return shaped(
        rows,
        "instruction_late",
        on="due_on",
        thing="barrier_id",
        name=Subquery(about),
        more=(Subquery(place),),
    )


def ballots_to_close(actor: Actor, on: date) -> Rows:
    """Proposals in writing whose time is over."""
    rows = Ballot.objects.filter(state=BallotState.OPEN, closes_on__lt=on)
    return shaped(rows, "ballot_close", on="closes_on", name="heading")


def minutes_to_approve(actor: Actor, on: date) -> Rows:
    """Meetings that were held and whose minutes are open."""
    rows = Meeting.objects.filter(state=MeetingState.INVITED, on__lt=on)
    return shaped(rows, "minutes_approve", on="on", more=("group__kind",))


def meetings_to_invite(actor: Actor, on: date) -> Rows:
    """Meetings within three weeks that nobody was invited to."""
    rows = Meeting.objects.filter(state=MeetingState.PLANNED, on__gte=on, on__lte=on + INVITE_BEFORE)
    return shaped(rows, "meeting_invite", on="on", more=("group__kind",))


def proposals_to_place(actor: Actor, on: date) -> Rows:
    """What members want on an agenda and is on none."""
    placed = AgendaItem.objects.filter(proposal_id=OuterRef("id"))
    rows = AgendaProposal.objects.presented().filter(~Exists(placed), office_id=actor.tenant_id)
    return shaped(rows, "proposal_place", on="proposed_on", thing="group_id", name="heading", more=(WHOSE,))


def milestones_late(actor: Actor, on: date) -> tuple[Milestone, ...]:
    """Milestones of the programmes that run whose plan is past and that are not reached. Four queries."""
    return tuple(
        each
        for one in timetables(actor, on=on)
        if on <= one.concept.period.to
        for each in one.milestones
        if each.state == MilestoneState.OVERDUE
    )


def _barriers(actor: Actor) -> Rows:
    rows: Rows = Barrier.objects.presented().filter(office_id=actor.tenant_id)
    return rows


def _owners() -> Rows:
    rows: Rows = BarrierOwner.objects.filter(barrier_id=OuterRef("id"))
    return rows


def _decided() -> Rows:
    rows: Rows = Outcome.objects.filter(kind=OutcomeKind.DECISION, item__barrier_id=OuterRef("id"))
    return rows


def _adopted() -> Rows:
    rows: Rows = Ballot.objects.filter(barrier_id=OuterRef("id"), state=BallotState.ADOPTED)
    return rows


OFFICE_SOURCES: tuple[Source, ...] = (
    agreements_to_sign,
    descriptions_to_answer,
    barriers_without_an_owner,
    barriers_past_their_day,
    barriers_to_instruct,
    instructions_past_their_day,
    ballots_to_close,
    answers_to_give,
    tasks_to_do,
    minutes_to_approve,
    meetings_to_invite,
    proposals_to_place,
)
