"""What the training provider has delivered and the programme office has not answered."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Subquery

from samspil.delivery.models.deliverables import Deliverable, Delivered, DeliveryAnswer
from samspil.delivery.queries.waiting_shape import Rows, Source, shaped
from samspil.kernel.actor import Actor


def deliveries_to_answer(actor: Actor, on: date) -> Rows:
    """Deliveries that wait for the office to accept them or to send them back."""
    answers = DeliveryAnswer.objects.filter(delivered_id=OuterRef("id"))
    asked = Deliverable.objects.filter(id=OuterRef("deliverable_id"), withdrawn_on__isnull=True)
    rows = Delivered.objects.presented().filter(~Exists(answers), Exists(asked), office_id=actor.tenant_id)
    return shaped(
        rows,
        "delivery_answer",
        on="delivered_on",
        thing="deliverable_id",
        concept=Subquery(asked.values("concept_id")[:1]),
        more=(Subquery(asked.values("what")[:1]),),
    )


OFFICE_SOURCES: tuple[Source, ...] = (deliveries_to_answer,)
