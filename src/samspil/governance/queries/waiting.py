"""What waits for a municipality around steering, in the shape that everything that waits is read in."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Cast

from samspil.delivery.queries.waiting_shape import Rows, Source, shaped
from samspil.governance.models.ballots import Ballot, Vote
from samspil.governance.models.barriers import Barrier, Confirmation, Instruction
from samspil.governance.models.meetings import Outcome, TaskDone
from samspil.governance.terms.barriers import BallotState
from samspil.governance.terms.meetings import OutcomeKind
from samspil.kernel.actor import Actor


def instructions_to_confirm(actor: Actor, on: date) -> Rows:
    """Instructions to the municipality that it has said nothing about."""
    said = Confirmation.objects.filter(instruction_id=OuterRef("id"))
    about = Barrier.objects.presented().filter(id=OuterRef("barrier_id"), office_id=OuterRef("tenant_id"))
    rows = Instruction.objects.presented().filter(~Exists(said), municipality_id=actor.tenant_id)
    return shaped(
        rows,
        "instruction",
        on="due_on",
        name=Subquery(about.values("heading")[:1]),
    )


def tasks_to_do(actor: Actor, on: date) -> Rows:
    """Tasks of the municipality from a meeting that it has not said are done."""
    done = TaskDone.objects.filter(outcome_id=OuterRef("id"))
    rows = Outcome.objects.presented().filter(~Exists(done), kind=OutcomeKind.TASK, owner_id=actor.tenant_id)
    return shaped(rows, "steering_task", on="due_on", name="item__heading")


def answers_to_give(actor: Actor, on: date) -> Rows:
    """Proposals in writing that the municipality has a vote on, has not answered and still can."""
    said = Vote.objects.filter(ballot_id=OuterRef("id"))
    mine = Cast(Value(actor.tenant_id), UUIDField())
    rows = Ballot.objects.presented().annotate(
        place=Func(F("voters"), mine, function="array_position", output_field=IntegerField())
    )
    rows = rows.filter(~Exists(said), state=BallotState.OPEN, place__isnull=False, closes_on__gte=on)
    return shaped(rows, "answer", on="closes_on", name="heading", more=("group__kind",))


SOURCES: tuple[Source, ...] = (instructions_to_confirm, tasks_to_do, answers_to_give)
