"""Asking something of the training provider, delivering it, and answering."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.models.deliverables import Deliverable, Delivered, DeliveryAnswer
from samspil.delivery.queries import deliverables as queries
from samspil.delivery.queries import training
from samspil.delivery.rules import deliverables as rules
from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.training import may_provide
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.programme import queries as programme
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for, of whom, by when, and for which event, if any."""

    concept_id: uuid.UUID
    provider_id: uuid.UUID
    what: str
    due_on: date
    event_id: uuid.UUID | None = None


def ask_for(*, by: Actor, at: datetime, on: date, key: uuid.UUID, asking: Asking) -> Deliverable:
    """The programme office asks a provider for something by a day. `key` came with the page: what is sent a
    second time with the same is asked once.
    """
    refuse(rules.may_ask(by))
    known = [str(one.slug) for one in programme.concept(asking.concept_id).training.deliverables]
    refuse(rules.must_be_asked_for(asking.what, known, asking.due_on, on))
    refuse(must_be_one_of(asking.provider_id, dict(queries.providers()), "provider"))
    if asking.event_id is not None:
        found = training.event_for(by, asking.event_id)
        refuse(must_be_one_of(found.provider_id, [asking.provider_id], "event"))
    with audit.acting("delivery.ask_for", by=by, at=at) as act:
        audit.hold(key)
        known_row: Deliverable | None = Deliverable.objects.filter(id=key).first()
        if known_row is not None:
            act.about(known_row, reason=known_row.what)
            return known_row
        row = Deliverable.objects.create(
            id=key,
            tenant_id=by.tenant_id,
            provider_id=asking.provider_id,
            concept_id=asking.concept_id,
            what=asking.what,
            event_id=asking.event_id,
            due_on=asking.due_on,
            asked_on=on,
        )
        act.about(row, reason=asking.what)
    return row  # type: ignore[no-any-return]


def deliver(*, by: Actor, at: datetime, on: date, deliverable_id: uuid.UUID, words: str) -> Delivered:
    """The provider delivers what is asked for, or delivers it anew after it was sent back."""
    refuse(may_provide(by))
    with audit.acting("delivery.deliver", by=by, at=at) as act:
        audit.hold(deliverable_id)
        found = queries.asked_thing(by, deliverable_id)
        refuse(rules.must_be_deliverable(found.state, words))
        row = Delivered.objects.create(
            tenant_id=by.tenant_id,
            deliverable_id=found.id,
            office_id=found.office_id,
            number=found.number + 1,
            words=words.strip(),
            delivered_on=on,
        )
        act.about(row, reason=found.what)
    return row  # type: ignore[no-any-return]


def answer_delivery(
    *, by: Actor, at: datetime, on: date, deliverable_id: uuid.UUID, accepted: bool, words: str = ""
) -> DeliveryAnswer:
    """The programme office accepts what was delivered last, or sends it back with words."""
    refuse(rules.may_ask(by))
    with audit.acting("delivery.answer_delivery", by=by, at=at) as act:
        audit.hold(deliverable_id)
        row = queries.held_deliverable(by, deliverable_id)
        found = queries.asked_thing(by, deliverable_id)
        refuse(rules.must_be_answerable(found.state, accepted, words))
        answer = DeliveryAnswer.objects.create(
            tenant_id=by.tenant_id,
            deliverable=row,
            delivered_id=found.delivered_id,
            provider_id=found.provider_id,
            accepted=accepted,
            words=words.strip(),
            answered_on=on,
        )
        act.about(row, reason="accepted" if accepted else "sent_back")
    return answer  # type: ignore[no-any-return]


def withdraw_asking(*, by: Actor, at: datetime, on: date, deliverable_id: uuid.UUID) -> None:
    """Something is no longer asked for; what was delivered of it stays."""
    refuse(rules.may_ask(by))
    with audit.acting("delivery.withdraw_asking", by=by, at=at) as act:
        audit.hold(deliverable_id)
        row = queries.held_deliverable(by, deliverable_id)
        refuse(rules.must_be_open(queries.asked_thing(by, deliverable_id).state))
        row.withdrawn_on = on
        row.save(update_fields=["withdrawn_on"])
        act.about(row)
