"""What a role model's appointment holds beside the ordinary profile: who lends them, and their themes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from samspil.delivery.models.columns import link
from samspil.people.models.people import Appointment
from samspil.people.models.staff import AS_LONG_AS_THE_ACCOUNT
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, NotPersonal


class CorpsMember(Tenanted):
    """One role model in the municipality's corps: the organisation they belong to, and their themes."""

    appointment = link(Appointment)
    host = models.CharField(max_length=100, blank=True, help_text="the organisation they belong to")
    themes = ArrayField(models.CharField(max_length=100), default=list)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "appointment"), name="delivery_corps_once")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("staff")
        fields = dict.fromkeys(("id", "tenant_id", "appointment_id", "host", "themes"), STAFF)
        keep = AS_LONG_AS_THE_ACCOUNT
