"""Reading what is asked of the training provider: by the office that asks and the provider that delivers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from samspil.delivery.models.deliverables import Deliverable, Delivered, DeliveryAnswer
from samspil.delivery.models.training import TrainingEvent
from samspil.delivery.rules.deliverables import may_see
from samspil.delivery.terms.deliverables import FOR_THE_PROVIDER, DeliverableState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Organisation
from samspil.people.terms import OrganisationKind, Role

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for, and how far it has come. `event` is the title of the event, if any."""

    id: uuid.UUID
    office_id: uuid.UUID
    provider_id: uuid.UUID
    concept_id: uuid.UUID
    what: str
    event: str
    provider: str
    due_on: date
    state: DeliverableState
    delivered_id: uuid.UUID | None
    number: int


@dataclass(frozen=True, slots=True)
class Round:
    """One time it was delivered, with the answer it got, if any."""

    delivered_on: date
    words: str
    answered_on: date | None
    accepted: bool | None
    answer: str


def asked_for(actor: Actor) -> tuple[Asked, ...]:
    """Everything asked for, the earliest due first. One query."""
    refuse(may_see(actor))
    return tuple(_asked(one) for one in _with_state(_visible(actor)).order_by("due_on", "id")[:SHOWN])


def asked_thing(actor: Actor, deliverable_id: uuid.UUID) -> Asked:
    """One of them. Raises Missing."""
    refuse(may_see(actor))
    row = _with_state(_visible(actor).filter(id=deliverable_id)).first()
    if row is None:
        raise Missing
    return _asked(row)


def rounds(actor: Actor, deliverable_id: uuid.UUID) -> tuple[Round, ...]:
    """Each time it was delivered, the latest first."""
    refuse(may_see(actor))
    answers = DeliveryAnswer.objects.presented().filter(delivered_id=OuterRef("id"))
    rows = Delivered.objects.presented().filter(deliverable_id=deliverable_id)
    found = rows.order_by("-number").annotate(
        answered_on=Subquery(answers.values("answered_on")[:1]),
        accepted=Subquery(answers.values("accepted")[:1]),
        answer=Subquery(answers.values("words")[:1]),
    )
    return tuple(
        Round(one.delivered_on, one.words, one.answered_on, one.accepted, one.answer or "") for one in found
    )


def waiting_for(actor: Actor) -> int:
    """How many wait for whoever asks: to be delivered, or to be answered. One query."""
    mine = FOR_THE_PROVIDER if actor.role == Role.TRAINING_PROVIDER else (DeliverableState.DELIVERED,)
    return sum(one.state in mine for one in asked_for(actor))


def providers() -> tuple[tuple[uuid.UUID, str], ...]:
    """Whom the programme office can ask, by name."""
    rows = Organisation.objects.filter(kind=OrganisationKind.TRAINING_PROVIDER).order_by("name", "id")
    return tuple(rows.values_list("id", "name"))


def held_deliverable(actor: Actor, deliverable_id: uuid.UUID) -> Deliverable:
    """The office's own row, held until the transaction ends. Raises Missing."""
    row = Deliverable.objects.select_for_update().filter(id=deliverable_id).first()
    if row is None or actor.role != Role.PROGRAMME_OFFICE:
        raise Missing
    return row  # type: ignore[no-any-return]


def _visible(actor: Actor) -> QuerySet[Deliverable]:
    if actor.role == Role.TRAINING_PROVIDER:
        return Deliverable.objects.presented().filter(provider_id=actor.tenant_id)
    return Deliverable.objects.all()  # type: ignore[no-any-return]


def _with_state(rows: QuerySet[Deliverable]) -> Any:
    of_it = {"deliverable_id": OuterRef("id"), "tenant_id": OuterRef("provider_id")}
    last = Delivered.objects.presented().filter(**of_it).order_by("-number")
    rows = rows.annotate(
        last_id=Subquery(last.values("id")[:1]), last_number=Subquery(last.values("number")[:1])
    )
    answer = DeliveryAnswer.objects.presented().filter(
        tenant_id=OuterRef("tenant_id"), delivered_id=OuterRef("last_id")
    )
    events = TrainingEvent.objects.presented().filter(
        id=OuterRef("event_id"), tenant_id=OuterRef("provider_id")
    )
    provider = Organisation.objects.filter(id=OuterRef("provider_id"))
    return rows.annotate(
        last_accepted=Subquery(answer.values("accepted")[:1]),
        event_title=Subquery(events.values("title")[:1]),
        provider_name=Subquery(provider.values("name")[:1]),
    )


def _asked(row: Any) -> Asked:
    return Asked(
        id=row.id,
        office_id=row.tenant_id,
        provider_id=row.provider_id,
        concept_id=row.concept_id,
        what=row.what,
        event=row.event_title or "",
        provider=row.provider_name or "",
        due_on=row.due_on,
        state=_state(row),
        delivered_id=row.last_id,
        number=row.last_number or 0,
    )


def _state(row: Any) -> DeliverableState:
    if row.withdrawn_on is not None:
        return DeliverableState.WITHDRAWN
    if row.last_id is None:
        return DeliverableState.AWAITED
    if row.last_accepted is None:
        return DeliverableState.DELIVERED
    return DeliverableState.ACCEPTED if row.last_accepted else DeliverableState.SENT_BACK
