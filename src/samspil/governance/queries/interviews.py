"""Reading what the evaluator asks municipalities for, and how much of it was held."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from samspil.governance.models.obligations import InterviewRequest, InterviewsHeld
from samspil.governance.rules.interviews import may_see
from samspil.governance.rules.standing import Asked
from samspil.governance.terms.obligations import EvaluationPhase, InterviewKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation
from samspil.people.terms import Role

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the evaluator's, and how many of it were held so far."""

    id: uuid.UUID
    municipality_id: uuid.UUID
    municipality: str
    phase: EvaluationPhase
    kind: InterviewKind
    asked_on: date
    due_on: date
    number: int
    held: int
    withdrawn_on: date | None

    @property
    def lacks(self) -> int:
        """How many are still to be held; none of what was withdrawn."""
        return 0 if self.withdrawn_on else max(0, self.number - self.held)


def asked_for(actor: Actor) -> tuple[Request, ...]:
    """Every request the reader is told of, the earliest due first. One query.

    Where they are too many for a list, what is over is left out before anything that is still to be held.
    """
    refuse(may_see(actor))
    lacks = Q(withdrawn_on__isnull=True, n_held__lt=F("number"))
    rows = _with_held(_visible(actor)).annotate(is_open=Case(When(lacks, then=1), default=0))
    found = [_request(one) for one in rows.order_by("-is_open", "due_on", "id")[:SHOWN]]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.id)))


def request(actor: Actor, request_id: uuid.UUID) -> Request:
    """One of them. Raises Missing."""
    refuse(may_see(actor))
    row = _with_held(_visible(actor).filter(id=request_id)).first()
    if row is None:
        raise Missing
    return _request(row)


def asked_of(actor: Actor, programme: str) -> tuple[Asked, ...]:
    """What the actor's municipality is asked for in a programme, and when it was held. One query."""
    rows = (
        InterviewRequest.objects.presented()
        .filter(
            municipality_id=actor.tenant_id, concept__programme__slug=programme, withdrawn_on__isnull=True
        )
        .order_by("asked_on", "id")
        .values_list("id", "phase", "asked_on", "due_on", "number", "held__on", "held__number")
    )
    found: dict[uuid.UUID, Asked] = {}
    for key, phase, asked_on, due_on, number, on, held in rows:
        one = found.get(key) or Asked(phase, asked_on, due_on, number)
        told = one.held if on is None else (*one.held, (on, held))
        found[key] = Asked(phase, asked_on, due_on, number, told)
    return tuple(found.values())


def own_request(actor: Actor, request_id: uuid.UUID) -> InterviewRequest:
    """The evaluator's own row, held until the transaction ends. Raises Missing."""
    row = InterviewRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None or actor.role != Role.EVALUATOR:
        raise Missing
    return row  # type: ignore[no-any-return]


def held_on(actor: Actor, request_id: uuid.UUID) -> dict[date, int]:
    """How many of one of the evaluator's own requests were held on which day."""
    rows = InterviewsHeld.objects.filter(request_id=request_id).order_by("on")
    return dict(rows.values_list("on", "number"))


def _visible(actor: Actor) -> QuerySet[InterviewRequest]:
    if actor.role == Role.EVALUATOR:
        return InterviewRequest.objects.all()  # type: ignore[no-any-return]
    rows = InterviewRequest.objects.presented()
    if actor.role == Role.PROGRAMME_OFFICE:
        return rows.filter(office_id=actor.tenant_id)
    return rows.filter(municipality_id=actor.tenant_id)


def _with_held(rows: QuerySet[InterviewRequest]) -> Any:
    of_it = InterviewsHeld.objects.presented().filter(
        request_id=OuterRef("id"), tenant_id=OuterRef("tenant_id")
    )
    counted = of_it.order_by().values("request_id").annotate(n=Sum("number")).values("n")
    names = Organisation.objects.filter(id=OuterRef("municipality_id"))
    return rows.annotate(
        n_held=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        municipality=Subquery(names.values("name")[:1]),
    )


def _request(row: Any) -> Request:
    return Request(
        id=row.id,
        municipality_id=row.municipality_id,
        municipality=row.municipality or "",
        phase=EvaluationPhase(row.phase),
        kind=InterviewKind(row.kind),
        asked_on=row.asked_on,
        due_on=row.due_on,
        number=row.number,
        held=row.n_held,
        withdrawn_on=row.withdrawn_on,
    )
