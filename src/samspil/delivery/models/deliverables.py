"""What the programme office asks of the training provider, what is delivered, and whether it is accepted.

The office writes what it asks for and what it decides, the provider what it delivers. Neither rewrites.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link
from samspil.delivery.models.training import AS_HISTORY
from samspil.programme.models import ConceptVersion
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, NotPersonal


class Deliverable(Tenanted):
    """One thing the programme office asks of a provider by a day."""

    provider_id = models.UUIDField()
    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    what = models.CharField(max_length=40)
    event_id = models.UUIDField(null=True, help_text="the provider's row, where it belongs to one event")
    due_on = models.DateField()
    asked_on = models.DateField()
    withdrawn_on = models.DateField(null=True, help_text="the day it was no longer asked for")

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="delivery_deliverable_order"),
            models.CheckConstraint(
                condition=~Q(provider_id=F("tenant_id")), name="delivery_deliverable_of_another"
            ),
        ]
        indexes = [models.Index(fields=("provider_id", "due_on"), name="delivery_deliverable_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("what is agreed between two organisations")
        also = "provider_id=samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "provider_id",
                "concept_id",
                "what",
                "event_id",
                "due_on",
                "asked_on",
                "withdrawn_on",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY


class Delivered(Tenanted):
    """One time the provider says that it is delivered, and where it is."""

    deliverable_id = models.UUIDField(help_text="the office's row")
    office_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=600)
    delivered_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "deliverable_id", "number"), name="delivery_one_delivered"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="delivery_delivered_says"),
        ]
        indexes = [models.Index(fields=("office_id", "deliverable_id"), name="delivery_delivered_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("what is delivered, about nobody")
        also = "office_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "deliverable_id", "office_id", "number", "words", "delivered_on"), ORDINARY
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"


class DeliveryAnswer(Tenanted):
    """The programme office accepts what was delivered, or sends it back and says why."""

    deliverable = link(Deliverable)
    delivered_id = models.UUIDField(help_text="the provider's row")
    provider_id = models.UUIDField()
    accepted = models.BooleanField()
    words = models.CharField(max_length=600, blank=True)
    answered_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "delivered_id"), name="delivery_answered_once"),
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(words=""), name="delivery_sent_back_with_words"
            ),
        ]
        indexes = [models.Index(fields=("provider_id", "delivered_id"), name="delivery_answer_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("about what was delivered, not about anybody")
        also = "provider_id=samspil_tenant"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "deliverable_id",
                "delivered_id",
                "provider_id",
                "accepted",
                "words",
                "answered_on",
            ),
            ORDINARY,
        )
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
