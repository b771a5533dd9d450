"""Reading moves: what is on its way out, what comes in, the packet, and what a course brought."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Now

from samspil.delivery.models.courses import Course
from samspil.delivery.models.moves import Arrival, Move, MoveAnswer
from samspil.delivery.rules.moves import OPEN_FOR
from samspil.delivery.terms.matching import MoveState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.people import Organisation
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.trust import audit, fields

SHOWN = 25


@dataclass(frozen=True, slots=True)
class Leaving:
    """A move as its sender sees it. Accepted and not finished: it is finished from its day on."""

    id: uuid.UUID
    course_id: uuid.UUID
    code: str
    to: str
    state: MoveState
    moves_on: date
    ended_on: date | None
    accepted: bool | None
    because: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A move as its receiver sees it before answering: from where, what, by when. Nobody's name."""

    id: uuid.UUID
    sender: str
    moves_on: date
    answer_by: date
    """In days of the programme; what ends it is the moment by the database's clock."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What goes along before the answer: never who it is, never what was written at a meeting."""

    concept_id: uuid.UUID
    intervention: str
    purpose: str
    goals: tuple[dict[str, Any], ...]
    agreed_minutes: int | None
    language: str
    series_from: date
    consents: tuple[dict[str, Any], ...]
    answers: tuple[dict[str, Any], ...]
    """Each with key, instrument, version, day, values, and to whom the person chose to show it."""

    def told(self) -> str:
        """As text, for sealing."""
        return json.dumps(
            {
                "concept_id": str(self.concept_id),
                "intervention": self.intervention,
                "purpose": self.purpose,
                "goals": self.goals,
                "agreed_minutes": self.agreed_minutes,
                "language": self.language,
                "series_from": self.series_from.isoformat(),
                "consents": self.consents,
                "answers": self.answers,
            }
        )

    @classmethod
    def heard(cls, text: str) -> Packet:
        """From the unsealed text."""
        told = json.loads(text)
        return cls(
            concept_id=uuid.UUID(told["concept_id"]),
            intervention=told["intervention"],
            purpose=told["purpose"],
            goals=tuple(told["goals"]),
            agreed_minutes=told["agreed_minutes"],
            language=told["language"],
            series_from=date.fromisoformat(told["series_from"]),
            consents=tuple(told["consents"]),
            answers=tuple(told["answers"]),
        )


@dataclass(frozen=True, slots=True)
class Brought:
    """What a course that came from elsewhere brought for its plan."""

    purpose: str = ""
    agreed_minutes: int | None = None
    goals: tuple[dict[str, Any], ...] = field(default=())


def municipalities_for(actor: Actor, concept_id: uuid.UUID, *, on: date) -> tuple[tuple[uuid.UUID, str], ...]:
    """The other municipalities of a course's programme, by name: its key and what it is called."""
    codes = {
        one.municipality_code
        for one in programme.concept(concept_id).parties
        if one.left_on is None or on <= one.left_on
    }
    rows = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY, municipality_code__in=codes)
    return tuple(rows.exclude(id=actor.tenant_id).order_by("name").values_list("id", "name"))


def leaving(actor: Actor) -> tuple[Leaving, ...]:
    """The municipality's moves to others, newest first, ended ones too."""
    return tuple(_leaving(one) for one in _own().order_by("-id")[:SHOWN])


def open_moves() -> Any:
    """The municipality's moves that are proposed, each with its course and `to`, the receiver's name."""
    return _own().filter(state=MoveState.PROPOSED)


def leaving_for(actor: Actor, move_id: uuid.UUID) -> Leaving:
    """One of them. Raises Missing."""
    row = _own().filter(id=move_id).first()
    if row is None or actor.role != Role.COORDINATOR:
        raise Missing
    return _leaving(row)


def open_move_of(course: Course) -> uuid.UUID | None:
    """The move that is proposed for a course, if there is one."""
    rows = Move.objects.filter(course_id=course.id, state=MoveState.PROPOSED)
    return rows.values_list("id", flat=True).first()  # type: ignore[no-any-return]


def to_settle(actor: Actor, *, on: date) -> tuple[uuid.UUID, ...]:
    """The moves whose sender's side is to be ended: answered with no, accepted and due, or run out."""
    rows = _own().filter(state=MoveState.PROPOSED)
    due = (
        Q(accepted=False)
        | Q(accepted=True, moves_on__lte=on)
        | Q(accepted__isnull=True, open_until__lte=Now())
    )
    return tuple(rows.filter(due).order_by("id").values_list("id", flat=True))


def coming_rows(actor: Actor):  # type: ignore[no-untyped-def]
    """The moves to the actor's municipality that are open and not answered, as the policy grants them."""
    answered = MoveAnswer.objects.filter(move_id=OuterRef("id"))
    open_ = Move.objects.presented().filter(
        to_tenant_id=actor.tenant_id, state=MoveState.PROPOSED, open_until__gt=Now()
    )
    name = Organisation.objects.filter(id=OuterRef("tenant_id")).values("name")[:1]
    return open_.filter(~Exists(answered)).annotate(sender=Subquery(name))


def coming(actor: Actor) -> tuple[Coming, ...]:
    """What others propose to move here, the earliest day first."""
    rows = coming_rows(actor).order_by("moves_on", "id")[:SHOWN]
    return tuple(_coming(one) for one in rows)


def coming_row(actor: Actor, move_id: uuid.UUID) -> Move:
    """One open move to the actor's municipality. Raises Missing: for a stranger's as for none."""
    row = coming_rows(actor).filter(id=move_id).first() if actor.role == Role.COORDINATOR else None
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def packet_for(actor: Actor, move_id: uuid.UUID, *, at: datetime) -> tuple[Coming, Packet]:
    """What the receiver reads before answering; the look is logged there. Raises Missing."""
    row = coming_row(actor, move_id)
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.person_id, at=at, thing=row):
        packet = Packet.heard(fields.unseal(row, "packet"))
    return _coming(row), packet


def answer_to(actor: Actor, move: Move) -> MoveAnswer | None:
    """The answer of the municipality that was asked, and of no other."""
    rows = MoveAnswer.objects.presented().filter(
        move_id=move.id, tenant_id=move.to_tenant_id, from_tenant_id=actor.tenant_id
    )
    return rows.first()


def has_run_out() -> Any:
    """Whether the time in which a move could be answered is over, by the database's clock."""
    return ExpressionWrapper(Q(open_until__lte=Now()), output_field=BooleanField())


def brought_by(actor: Actor, course: Course, *, at: datetime) -> Brought:
    """What a course brought from elsewhere; nothing where it began here. A look is logged."""
    row = Arrival.objects.filter(course_id=course.id).first() if course.series_on is not None else None
    if row is None:
        return Brought()
    with audit.reading(by=actor, purpose=actor.purpose, subject=row.person_id, at=at, thing=course):
        told = json.loads(fields.unseal(row, "brought"))
    return Brought(told["purpose"], told["agreed_minutes"], tuple(told["goals"]))


def _own() -> Any:
    answer = MoveAnswer.objects.presented().filter(
        move_id=OuterRef("id"), tenant_id=OuterRef("to_tenant_id"), from_tenant_id=OuterRef("tenant_id")
    )
    name = Organisation.objects.filter(id=OuterRef("to_tenant_id")).values("name")[:1]
    return Move.objects.select_related("course").annotate(
        to=Subquery(name),
        accepted=Subquery(answer.values("accepted")[:1], output_field=BooleanField(null=True)),
        because=Subquery(answer.values("because")[:1]),
    )


def _coming(row: Any) -> Coming:
    return Coming(row.id, row.sender or "", row.moves_on, row.proposed_on + OPEN_FOR)


def _leaving(row: Move) -> Leaving:
    told: Any = row
    return Leaving(
        id=row.id,
        course_id=row.course_id,
        code=row.course.code,
        to=told.to or "",
        state=MoveState(row.state),
        moves_on=row.moves_on,
        ended_on=row.ended_on,
        accepted=told.accepted,
        because=told.because or "",
    )
