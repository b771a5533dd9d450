"""Reading what the provider told the participants of an event: messages, and where the materials are."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from samspil.delivery.models.supplier import TrainingMaterial, TrainingMessage
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an event, once however many municipalities it is told to."""

    event_id: uuid.UUID
    words: str
    written_on: date


@dataclass(frozen=True, slots=True)
class Material:
    """One piece of material of an event, and where to find it."""

    id: uuid.UUID
    event_id: uuid.UUID
    title: str
    where: str


def messages(actor: Actor, events: Collection[uuid.UUID]) -> tuple[Message, ...]:
    """What was told about some events, the newest first: the provider's own, or what the municipality of
    the reader was told.
    """
    if actor.role == Role.TRAINING_PROVIDER:
        rows = TrainingMessage.objects.filter(event_id__in=events)
    else:
        rows = TrainingMessage.objects.presented().filter(
            municipality_id=actor.tenant_id, event_id__in=events
        )
    found = {
        key: Message(event_id, words, written_on)
        for key, event_id, words, written_on in rows.order_by("-written_on", "-message_id").values_list(
            "message_id", "event_id", "words", "written_on"
        )
    }
    return tuple(found.values())


def materials(actor: Actor, events: Collection[uuid.UUID]) -> tuple[Material, ...]:
    """The materials of some events, by title."""
    rows = TrainingMaterial.objects.presented().filter(event_id__in=events).order_by("title", "id")
    return tuple(Material(one.id, one.event_id, one.title, one.where) for one in rows)


def material_for(actor: Actor, material_id: uuid.UUID) -> TrainingMaterial:
    """One of the provider's own. Raises Missing."""
    row = TrainingMaterial.objects.filter(id=material_id).first()
    if row is None or actor.role != Role.TRAINING_PROVIDER:
        raise Missing
    return row  # type: ignore[no-any-return]


def is_told(actor: Actor, message_id: uuid.UUID) -> bool:
    """Whether the provider has sent a message with this key."""
    return bool(TrainingMessage.objects.filter(message_id=message_id).exists())
