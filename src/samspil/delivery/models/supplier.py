"""What the training provider tells the participants of an event: messages, and where the materials are.

A message is told to the municipalities that had a seat when it was written, and to nobody else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link
from samspil.delivery.models.seats import AS_STAFF
from samspil.delivery.models.training import AS_HISTORY, TrainingEvent
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, PUBLIC, NotPersonal


class TrainingMessage(Tenanted):
    """One message about an event, as it is told to one municipality. It is never rewritten."""

    event = link(TrainingEvent)
    message_id = models.UUIDField(help_text="the same for every municipality it is told to")
    municipality_id = models.UUIDField()
    words = models.CharField(max_length=600)
    written_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "message_id", "municipality_id"), name="delivery_one_training_message"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="delivery_training_message_says"),
        ]
        indexes = [models.Index(fields=("municipality_id", "event_id"), name="delivery_training_message_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("about an event, without a name")
        also = "municipality_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "event_id", "message_id", "municipality_id", "words", "written_on"), ORDINARY
        )
        keep = AS_STAFF
        grants = "SELECT, INSERT"


class TrainingMaterial(Tenanted):
    """One piece of material of an event: what it is called and where to find it."""

    event = link(TrainingEvent)
    title = models.CharField(max_length=80)
    where = models.CharField(max_length=160, help_text="in words")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "event", "title"), name="delivery_one_training_material"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(where=""), name="delivery_training_material_says"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("what is offered, about nobody")
        also = "samspil_tenant"
        fields = dict.fromkeys(("id", "tenant_id", "event_id", "title", "where"), PUBLIC)
        keep = AS_HISTORY
