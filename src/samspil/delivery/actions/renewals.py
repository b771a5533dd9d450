"""Telling the holders of training certificates that they end soon: once, by the worker."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.models.training_certificates import TrainingCertificate
from samspil.delivery.queries import renewals as queries
from samspil.delivery.rules.sending import may_send
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class ToHolder:
    """Whom to tell, and where."""

    role: str
    address: str
    language: str


def tell_of_renewal(*, by: Actor, at: datetime, on: date, certificate_id: uuid.UUID) -> ToHolder | None:
    """Write down that the holder is told, before they are: once, whatever becomes of the message. None
    where it is not wanted any more, or another worker tells them.
    """
    refuse(may_send(by))
    with audit.acting("delivery.tell_of_renewal", by=by, at=at) as act:
        audit.hold(certificate_id)
        row = queries.ending(by, on=on).filter(id=certificate_id).first()
        act.about(TrainingCertificate(id=certificate_id))
        if row is None:
            return None
        row.reminded_on = on
        row.save(update_fields=["reminded_on"])
    return ToHolder(row.appointment.role, row.account.email, row.account.language)


def not_told(*, by: Actor, at: datetime, certificate_id: uuid.UUID) -> None:
    """The message was surely not taken, for now: the holder is told in a later round."""
    refuse(may_send(by))
    with audit.acting("delivery.tell_of_renewal", by=by, at=at) as act:
        TrainingCertificate.objects.filter(id=certificate_id).update(reminded_on=None)
        act.about(TrainingCertificate(id=certificate_id), reason="again")
