"""Where a place that is visited is written to: its office's own mail address."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link
from samspil.delivery.models.institutions import Institution
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import IDENTITY, ORDINARY, Keep


class PlaceContact(Tenanted):
    """A place's mail address, sealed because it may name somebody. A place has one at most."""

    institution = link(Institution, related_name="contacts")
    mail = SealedField(compartment="identity", help_text="the office's, not a teacher's own")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "institution"), name="delivery_one_place_contact"),
            models.CheckConstraint(name="delivery_place_contact_is_said", condition=~Q(mail=b"")),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        fields = {
            **dict.fromkeys(("id", "tenant_id", "institution_id"), ORDINARY),
            "mail": IDENTITY,
        }
        keep = Keep(
            "the place is put away, or its address taken away", 0, "what a letter needs, and no longer"
        )
