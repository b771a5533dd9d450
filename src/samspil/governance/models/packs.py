"""Status packs: what the steering group was told before a meeting, kept as it was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link
from samspil.governance.models.columns import AS_HISTORY
from samspil.governance.models.meetings import AgendaItem
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL

STEERS = "tenant_id=samspil_steers"
"""Read by the organisations with a seat in the steering group; one in the network group is not enough."""


class StatusPack(Tenanted):
    """One version of a status pack, which is a paper of an item on an agenda. It is never changed."""

    item = link(AgendaItem, related_name="packs")
    number = models.PositiveSmallIntegerField(help_text="the version, from one")
    made_on = models.DateField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it says")
    content = SealedField(help_text="its parts in words, as JSON")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "item", "number"), name="governance_one_pack"),
            models.CheckConstraint(
                name="governance_pack_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "tenant_id"
        also = STEERS
        fields = {
            **dict.fromkeys(("id", "tenant_id", "item_id", "number", "made_on", "digest"), ORDINARY),
            "content": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT"
