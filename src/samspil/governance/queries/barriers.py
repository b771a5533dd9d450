"""Reading barriers: how far each has come, how long each step took, and whether all act alike."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject, Least

from samspil.governance.models.ballots import Ballot
from samspil.governance.models.barriers import Barrier, BarrierOwner, Confirmation, Instruction
from samspil.governance.models.meetings import Outcome
from samspil.governance.queries.groups import names_of_organisations, of_members, of_office
from samspil.governance.rules.barriers import Elapsed, Steps, act_differently, elapsed
from samspil.governance.rules.groups import may_take_part
from samspil.governance.terms.barriers import OPEN_BARRIERS, Acts, BallotState, BarrierState, RaisedBy
from samspil.governance.terms.meetings import OutcomeKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields

SHOWN = 200
CONFIRMED = ("c_id", "c_acts", "c_on", "c_number")


@dataclass(frozen=True, slots=True)
class Told:
    """What one municipality was instructed to do, by when, and what it says it did."""

    id: uuid.UUID
    municipality_id: uuid.UUID
    municipality: str
    due_on: date
    acts: Acts | None
    confirmed_on: date | None
    number: int
    confirmation_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class BarrierView:
    """One barrier and how far it has come."""

    id: uuid.UUID
    raised_by: RaisedBy
    raiser: str
    intervention: str
    where: str
    heading: str
    steps: Steps
    owner_id: uuid.UUID | None
    owner: str
    due_on: date | None
    told: tuple[Told, ...]

    @property
    def state(self) -> BarrierState:
        """The last step it has reached."""
        return self.steps.state

    @property
    def differs(self) -> bool:
        """Whether municipalities act differently on the same decision."""
        return act_differently([one.acts for one in self.told if one.acts is not None])

    def elapsed(self, on: date) -> tuple[Elapsed, ...]:
        """How long each step took."""
        return elapsed(self.steps, on)

    def is_overdue(self, on: date) -> bool:
        """Whether a day that was set has passed: the owner's, or a municipality's."""
        if self.state == BarrierState.INSTRUCTED:
            return any(one.acts is None and one.due_on < on for one in self.told)
        return self.state in OPEN_BARRIERS and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class Texts:
    """What was written about a barrier: by whoever raised it, in the instruction, by each municipality."""

    words: str
    instruction: str
    confirmations: dict[uuid.UUID, str]


def barriers(
    actor: Actor, office_id: uuid.UUID, *, names: dict[uuid.UUID, str] | None = None
) -> tuple[BarrierView, ...]:
    """Every barrier, the newest first. One query beside the organisations' names."""
    refuse(may_take_part(actor))
    rows = of_members(Barrier, office_id).order_by("-raised_on", "-id")[:SHOWN]
    return _views(office_id, rows, names)


def barrier(actor: Actor, office_id: uuid.UUID, barrier_id: uuid.UUID) -> BarrierView:
    """One of them. Raises Missing."""
    refuse(may_take_part(actor))
    found = _views(office_id, of_members(Barrier, office_id).filter(id=barrier_id))
    if not found:
        raise Missing
    return found[0]


def row_of(office_id: uuid.UUID, barrier_id: uuid.UUID) -> Barrier:
    """The raiser's row. Raises Missing."""
    row = of_members(Barrier, office_id).filter(id=barrier_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def texts_of(actor: Actor, office_id: uuid.UUID, found: BarrierView, *, at: datetime) -> Texts:
    """What was written about a barrier; the look is logged."""
    refuse(may_take_part(actor))
    row = row_of(office_id, found.id)
    told = of_office(Instruction, office_id).filter(barrier_id=found.id).order_by("id").first()
    confirmed = of_members(Confirmation, office_id).filter(
        id__in=[one.confirmation_id for one in found.told if one.confirmation_id]
    )
    with audit.reading(by=actor, purpose=actor.purpose, subject=office_id, at=at, thing=row):
        return Texts(
            fields.unseal(row, "words"),
            fields.unseal(told, "words") if told else "",
            {one.instruction_id: fields.unseal(one, "words") for one in confirmed},
        )


def decision_about(office_id: uuid.UUID, barrier_id: uuid.UUID) -> tuple[Any, Any]:
    """What a barrier was decided by: a meeting's outcome or a proposal in writing; (None, None) so far."""
    outcomes = of_office(Outcome, office_id).filter(kind=OutcomeKind.DECISION, item__barrier_id=barrier_id)
    outcome = outcomes.order_by("written_on", "id").first()
    if outcome is not None:
        return outcome, None
    ballots = of_office(Ballot, office_id).filter(barrier_id=barrier_id, state=BallotState.ADOPTED)
    return None, ballots.order_by("closed_on", "id").first()


def instruction(actor: Actor, office_id: uuid.UUID, instruction_id: uuid.UUID) -> Instruction:
    """An instruction to the actor's own municipality. Raises Missing."""
    rows = of_office(Instruction, office_id)
    row = rows.filter(id=instruction_id, municipality_id=actor.tenant_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def words_of_instruction(actor: Actor, row: Instruction, *, at: datetime) -> str:
    """What is to be done; the look is logged."""
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.tenant_id, at=at, thing=row):
        return fields.unseal(row, "words")


def _views(
    office_id: uuid.UUID, rows: Any, names: dict[uuid.UUID, str] | None = None
) -> tuple[BarrierView, ...]:
    """The rows with how far each has come, read in the same question as they are."""
    known = names if names is not None else names_of_organisations()
    of_it = {"barrier_id": OuterRef("id")}
    owners = of_office(BarrierOwner, office_id).filter(**of_it)
    outcomes = of_office(Outcome, office_id).filter(
        kind=OutcomeKind.DECISION, item__barrier_id=OuterRef("id")
    )
    ballots = of_office(Ballot, office_id).filter(state=BallotState.ADOPTED, **of_it)
    given = of_office(Instruction, office_id).filter(**of_it)
    last = of_members(Confirmation, office_id).filter(instruction_id=OuterRef("id")).order_by("-number")
    told = given.annotate(
        c_id=Subquery(last.values("id")[:1]),
        c_acts=Subquery(last.values("acts")[:1]),
        c_on=Subquery(last.values("confirmed_on")[:1]),
        c_number=Subquery(last.values("number")[:1]),
    )
    said = JSONObject(**{one: one for one in ("id", "municipality_id", "due_on", *CONFIRMED)})
    found = rows.annotate(
        a_on=Subquery(owners.order_by("number").values("assigned_on")[:1]),
        o_id=Subquery(owners.order_by("-number").values("owner_id")[:1]),
        o_due=Subquery(owners.order_by("-number").values("due_on")[:1]),
        d_on=Least(
            Subquery(outcomes.order_by("written_on").values("written_on")[:1]),
            Subquery(ballots.order_by("closed_on").values("closed_on")[:1]),
        ),
        g_on=Subquery(given.order_by("given_on").values("given_on")[:1]),
        told=ArraySubquery(told.values(told=said)),
    )
    return tuple(_view(one, known) for one in found)


def _view(row: Any, names: dict[uuid.UUID, str]) -> BarrierView:
    told = tuple(sorted((_told(one, names) for one in row.told), key=lambda one: one.municipality))
    days = [one.confirmed_on for one in told if one.confirmed_on is not None]
    is_done = bool(told) and all(one.acts == Acts.AS_INSTRUCTED for one in told)
    return BarrierView(
        id=row.id,
        raised_by=RaisedBy(row.raised_by),
        raiser=names.get(row.tenant_id, ""),
        intervention=row.intervention,
        where=names.get(row.where_id, ""),
        heading=row.heading,
        steps=Steps(row.raised_on, row.a_on, row.d_on, row.g_on, max(days) if is_done else None),
        owner_id=row.o_id,
        owner=names.get(row.o_id, ""),
        due_on=row.o_due,
        told=told,
    )


def _told(one: dict[str, Any], names: dict[uuid.UUID, str]) -> Told:
    key = uuid.UUID(one["municipality_id"])
    return Told(
        id=uuid.UUID(one["id"]),
        municipality_id=key,
        municipality=names.get(key, ""),
        due_on=date.fromisoformat(one["due_on"]),
        acts=Acts(one["c_acts"]) if one["c_acts"] else None,
        confirmed_on=date.fromisoformat(one["c_on"]) if one["c_on"] else None,
        number=one["c_number"] or 0,
        confirmation_id=uuid.UUID(one["c_id"]) if one["c_id"] else None,
    )
