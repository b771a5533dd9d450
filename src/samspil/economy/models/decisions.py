"""What the programme office decided about a budget or about one cost: its own row, read by both."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import one_of
from samspil.economy.models.columns import ACCOUNTS, whoever
from samspil.economy.terms.budget import DecidedAbout
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, STAFF


class GrantDecision(Tenanted):
    """A yes or a no of the programme office, once for each thing it is asked. It is never taken back."""

    municipality_id = models.UUIDField()
    about = models.CharField(max_length=10)
    thing_id = models.UUIDField(
        help_text="the municipality's row: a version of the budget, or what asks for a cost"
    )
    approved = models.BooleanField()
    words = SealedField(help_text="why, in the office's words")
    decided_on = models.DateField()
    decided_by = whoever()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("economy_decision_about", "about", DecidedAbout),
            models.UniqueConstraint(fields=("tenant_id", "thing_id"), name="economy_decided_once"),
            models.CheckConstraint(
                name="economy_decision_of_another", condition=~Q(municipality_id=F("tenant_id"))
            ),
            models.CheckConstraint(
                name="economy_refused_with_words", condition=Q(approved=True) | ~Q(words=b"")
            ),
        ]
        indexes = [models.Index(fields=("municipality_id", "thing_id"), name="economy_decision_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = "id"
        also = "municipality_id=samspil_tenant"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "municipality_id", "about", "thing_id", "approved", "decided_on"),
                ORDINARY,
            ),
            "words": SPECIAL,
            "decided_by_id": STAFF,
        }
        keep = ACCOUNTS
        grants = "SELECT, INSERT"
