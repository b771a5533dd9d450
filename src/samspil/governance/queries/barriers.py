"""Reading barriers: how far each has come, how long each step took, and whether all act alike."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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


def barriers(actor: Actor, office_id: uuid.UUID) -> tuple[BarrierView, ...]:
    """Every barrier, the newest first. As many questions, whatever the rows."""
    refuse(may_take_part(actor))
    rows = list(of_members(Barrier, office_id).order_by("-raised_on", "-id")[:SHOWN])
    return _views(office_id, rows)


def barrier(actor: Actor, office_id: uuid.UUID, barrier_id: uuid.UUID) -> BarrierView:
    """One of them. Raises Missing."""
    refuse(may_take_part(actor))
    return _views(office_id, [row_of(office_id, barrier_id)])[0]


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


def _views(office_id: uuid.UUID, rows: list[Any]) -> tuple[BarrierView, ...]:
    keys, names = [one.id for one in rows], names_of_organisations()
    owners: dict[uuid.UUID, list[Any]] = {}
    for one in of_office(BarrierOwner, office_id).filter(barrier_id__in=keys).order_by("number"):
        owners.setdefault(one.barrier_id, []).append(one)
    decided, told = _decided(office_id, keys), _told(office_id, keys, names)
    given = dict(
        of_office(Instruction, office_id)
        .filter(barrier_id__in=keys)
        .order_by("-given_on")
        .values_list("barrier_id", "given_on")
    )
    return tuple(
        _view(
            one, names, owners.get(one.id, []), decided.get(one.id), given.get(one.id), told.get(one.id, ())
        )
        for one in rows
    )


def _view(
    row: Any,
    names: dict[uuid.UUID, str],
    owners: list[Any],
    decided_on: date | None,
    given_on: date | None,
    told: Collection[Told],
) -> BarrierView:
    days = [one.confirmed_on for one in told if one.confirmed_on is not None]
    is_done = bool(told) and all(one.acts == Acts.AS_INSTRUCTED for one in told)
    steps = Steps(
        raised_on=row.raised_on,
        assigned_on=owners[0].assigned_on if owners else None,
        decided_on=decided_on,
        instructed_on=given_on,
        done_on=max(days) if is_done else None,
    )
    last = owners[-1] if owners else None
    return BarrierView(
        id=row.id,
        raised_by=RaisedBy(row.raised_by),
        raiser=names.get(row.tenant_id, ""),
        intervention=row.intervention,
        where=names.get(row.where_id, ""),
        heading=row.heading,
        steps=steps,
        owner_id=last.owner_id if last else None,
        owner=names.get(last.owner_id, "") if last else "",
        due_on=last.due_on if last else None,
        told=tuple(told),
    )


def _decided(office_id: uuid.UUID, keys: list[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The day on which each was decided first, in a meeting or in writing."""
    outcomes = of_office(Outcome, office_id).filter(kind=OutcomeKind.DECISION, item__barrier_id__in=keys)
    ballots = of_office(Ballot, office_id).filter(barrier_id__in=keys, state=BallotState.ADOPTED)
    found: dict[uuid.UUID, date] = {}
    for key, on in (
        *outcomes.values_list("item__barrier_id", "written_on"),
        *ballots.values_list("barrier_id", "closed_on"),
    ):
        found[key] = min(on, found.get(key, on))
    return found


def _told(
    office_id: uuid.UUID, keys: list[uuid.UUID], names: dict[uuid.UUID, str]
) -> dict[uuid.UUID, list[Told]]:
    rows = list(of_office(Instruction, office_id).filter(barrier_id__in=keys))
    last: dict[uuid.UUID, Any] = {}
    confirmed = of_members(Confirmation, office_id).filter(instruction_id__in=[one.id for one in rows])
    for one in confirmed.order_by("number"):
        last[one.instruction_id] = one
    found: dict[uuid.UUID, list[Told]] = {}
    for row in sorted(rows, key=lambda one: names.get(one.municipality_id, "")):
        said = last.get(row.id)
        found.setdefault(row.barrier_id, []).append(
            Told(
                id=row.id,
                municipality_id=row.municipality_id,
                municipality=names.get(row.municipality_id, ""),
                due_on=row.due_on,
                acts=Acts(said.acts) if said else None,
                confirmed_on=said.confirmed_on if said else None,
                number=said.number if said else 0,
                confirmation_id=said.id if said else None,
            )
        )
    return found
