"""Reading what a receipt for yeses says beside the yeses themselves."""

from __future__ import annotations

import uuid

from samspil.kernel.actor import Actor
from samspil.people.models.people import Consent
from samspil.trust import fields


def principal_of(actor: Actor, person_id: uuid.UUID) -> str:
    """What stands for a person on their receipts and nowhere else, the same each time."""
    return fields.keyed_hash("receipt", person_id.bytes)[:32]


def kept_months() -> int:
    """How long a yes is kept as proof, in months after the end of the course."""
    months: int = Consent.Privacy.keep.months
    return months
