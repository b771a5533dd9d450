"""Telling the participants of an event something, and where its materials are. By the provider."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.models.supplier import TrainingMaterial, TrainingMessage
from samspil.delivery.queries import seats, supplier, training
from samspil.delivery.rules import supplier as rules
from samspil.delivery.rules.training import may_provide
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit


def write_message(
    *, by: Actor, at: datetime, on: date, event_id: uuid.UUID, words: str, key: uuid.UUID | None = None
) -> int:
    """Tell everyone with a seat, and their coordinators, something about the event; how many are told.

    The same `key` is told once. Nobody answers: it is a notice.
    """
    refuse(may_provide(by))
    key = key or uuid7()
    with audit.acting("delivery.write_message", by=by, at=at) as act:
        event = training.own_event(by, event_id)
        there = seats.participants(by, event_id)
        refuse(rules.must_be_a_message(words, {one.name for one in there}))
        if not supplier.is_told(by, key):
            TrainingMessage.objects.bulk_create(
                TrainingMessage(
                    tenant_id=by.tenant_id,
                    event=event,
                    message_id=key,
                    municipality_id=one,
                    words=words.strip(),
                    written_on=on,
                )
                for one in sorted({one.municipality_id for one in there})
            )
        act.about(event, reason=f"told_{len(there)}")
    return len(there)


def add_material(
    *, by: Actor, at: datetime, on: date, event_id: uuid.UUID, title: str, where: str
) -> TrainingMaterial:
    """Say where a piece of material is found; everyone who sees the event sees it."""
    refuse(may_provide(by))
    with audit.acting("delivery.add_material", by=by, at=at) as act:
        event = training.own_event(by, event_id)
        known = {one.title for one in supplier.materials(by, [event_id])}
        refuse(rules.must_be_material(title, where, known))
        row = TrainingMaterial.objects.create(
            tenant_id=by.tenant_id, event=event, title=title.strip(), where=where.strip()
        )
        act.about(event)
    return row  # type: ignore[no-any-return]


def drop_material(*, by: Actor, at: datetime, on: date, material_id: uuid.UUID) -> uuid.UUID:
    """Take a piece of material away again; the event it belonged to."""
    refuse(may_provide(by))
    with audit.acting("delivery.drop_material", by=by, at=at) as act:
        row = supplier.material_for(by, material_id)
        event = training.own_event(by, row.event_id)
        row.delete()
        act.about(event)
    return event.id
