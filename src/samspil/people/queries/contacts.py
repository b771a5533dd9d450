"""Reading how a person is reached: by the way they chose, only with their yes, and each look is logged."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.models.people import Consent, Identity
from samspil.people.rules.people import may_read_contact
from samspil.people.terms import Capacity, ConsentPurpose
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a person may be written to, and which way they chose. Nothing sealed."""

    consents: bool
    channel: str
    language: str


def reach_of(actor: Actor, person_id: uuid.UUID) -> Reach:
    """The person's yes to contact and the way they chose. Raises Missing."""
    row = Identity.objects.filter(person_id=person_id).values("channel", "language").first()
    if row is None:
        raise Missing
    yes = Consent.objects.filter(
        person_id=person_id,
        purpose=ConsentPurpose.CONTACT,
        capacity=Capacity.SELF,
        withdrawn_on__isnull=True,
    )
    return Reach(yes.exists(), row["channel"], row["language"])


def contact_of(actor: Actor, person_id: uuid.UUID, *, at: datetime) -> str:
    """What was written down as the way to reach somebody, for the worker that sends. The look is logged."""
    refuse(may_read_contact(actor))
    row = Identity.objects.filter(person_id=person_id).first()
    if row is None:
        raise Missing
    with audit.reading(
        by=actor, purpose=actor.purpose, subject=person_id, at=at, thing=row, reason="send_link"
    ):
        return fields.unseal(row, "contact")
