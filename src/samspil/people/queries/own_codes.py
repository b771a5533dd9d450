"""Reading own codes: whether there is one, and whether it still opens anything."""

from __future__ import annotations

import uuid

from samspil.kernel.actor import Actor
from samspil.people.models.own_codes import OwnCode
from samspil.people.terms import MOST_TRIES


def has_code(actor: Actor, person_id: uuid.UUID) -> bool:
    """Whether a person has an own code that is not closed."""
    return bool(OwnCode.objects.filter(person_id=person_id, tries__lt=MOST_TRIES).exists())


def is_known_to_others(actor: Actor, person_id: uuid.UUID) -> bool:
    """Whether the one who made a person's code has seen it."""
    return bool(OwnCode.objects.filter(person_id=person_id, is_known_to_one=False).exists())
