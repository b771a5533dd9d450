"""Which versions of an instrument are in use. A round that is open keeps the version it was opened with."""

from __future__ import annotations

from django.db.models import Count

from samspil.delivery.models.measurements import Measurement
from samspil.delivery.terms.courses import MeasurementState
from samspil.kernel.actor import Actor


def open_by_version(actor: Actor, slug: str) -> dict[int, int]:
    """How many open measurements of the actor's organisation each version has, by version. One query."""
    rows = (
        Measurement.objects.filter(tenant_id=actor.tenant_id, instrument=slug, state=MeasurementState.OPEN)
        .values("instrument_version")
        .annotate(count=Count("id"))
        .order_by("instrument_version")
    )
    return {row["instrument_version"]: row["count"] for row in rows}
