"""Reading where places are written to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from samspil.delivery.models.institutions import Institution
from samspil.delivery.models.place_contacts import PlaceContact
from samspil.delivery.rules.courses import may_coordinate
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit, fields


def with_address(actor: Actor, in_set: Mapping[str, uuid.UUID]) -> frozenset[uuid.UUID]:
    """Of the places of sets, by their keys, the rows of those that can be written to. One query."""
    refuse(may_coordinate(actor))
    every = PlaceContact.objects.order_by("id").values_list("institution_id", flat=True)
    return frozenset(in_set[str(one)] for one in every if str(one) in in_set)


def is_written_to(actor: Actor, place_id: uuid.UUID) -> bool:
    """Whether a place has an address."""
    refuse(may_coordinate(actor))
    return bool(PlaceContact.objects.filter(institution_id=place_id).exists())


def mail_of(actor: Actor, place: Institution, *, at: datetime) -> str:
    """The address a place is written to, or "". The look is logged."""
    refuse(may_coordinate(actor))
    found = PlaceContact.objects.filter(institution_id=place.id).first()
    if found is None:
        return ""
    with audit.reading(by=actor, purpose=actor.purpose, subject=found.id, at=at, thing=found):
        return fields.unseal(found, "mail")


def contact_ids(actor: Actor) -> set[uuid.UUID]:
    """Every address of the organisation: what the keys of addresses hang on."""
    return set(PlaceContact.objects.values_list("id", flat=True))
