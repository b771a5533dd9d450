"""Reading which training certificates end soon, and whose holders have not been told."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from samspil.delivery.models.training_certificates import TrainingCertificate
from samspil.kernel.actor import Actor
from samspil.people.models.people import Appointment
from samspil.people.terms import EXPIRES_SOON_DAYS


def ending(actor: Actor, *, on: date) -> QuerySet[TrainingCertificate]:
    """Certificates of staff who still work here in that role, that end within two months, not told of."""
    here = Appointment.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=on),
        from_on__lte=on,
        account_id=OuterRef("account_id"),
        role=OuterRef("track"),
    )
    rows: QuerySet[TrainingCertificate] = TrainingCertificate.objects.filter(
        Exists(here),
        ended_on__isnull=True,
        reminded_on__isnull=True,
        valid_until__gte=on,
        valid_until__lte=on + timedelta(days=EXPIRES_SOON_DAYS),
    )
    return rows.select_related("account", "appointment").order_by("valid_until", "id")


def to_tell(actor: Actor, *, on: date) -> tuple[uuid.UUID, ...]:
    """The certificates whose holders are to be told, those that end first before."""
    return tuple(ending(actor, on=on).values_list("id", flat=True))
