"""The mails that offer visits to the places of a set (ADR 0029).

No column tells one place of a set from another but what became of its mail: all wait from one moment on and
go in the order drawn by lot.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.place_sets import PlaceOffer
from samspil.delivery.terms.sending import CLAIMED, LetterState
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal


class OfferLetter(Tenanted):
    """A mail that offers visits to one place. Its link is made when it goes."""

    offer = link(PlaceOffer, related_name="letters")
    state = models.CharField(max_length=10, default=LetterState.QUEUED)
    letter = models.UUIDField(null=True, help_text="the message's own id")
    link_id = models.UUIDField(null=True, help_text="the link that was made for it")
    moved_at = models.DateTimeField(db_default=Now(), help_text="when it came to its state")
    ready_at = models.DateTimeField(db_default=Now(), help_text="not to be tried before")
    sent_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_offerletter_state", "state", LetterState),
            models.CheckConstraint(
                name="delivery_offerletter_claimed",
                condition=(
                    Q(state__in=[one.value for one in CLAIMED], letter__isnull=False)
                    | (~Q(state__in=[one.value for one in CLAIMED]) & Q(letter__isnull=True))
                )
                & (
                    Q(state=LetterState.SENT, sent_on__isnull=False)
                    | (~Q(state=LetterState.SENT) & Q(sent_on__isnull=True))
                ),
            ),
            models.UniqueConstraint(fields=("tenant_id", "offer"), name="delivery_one_offerletter"),
        ]
        indexes = [models.Index(fields=("tenant_id", "letter"), name="delivery_offerletter_letter")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a place, and what became of its mail")
        fields = dict.fromkeys(
            ("id", "tenant_id", "offer_id", "state", "letter", "link_id", "moved_at", "ready_at", "sent_on"),
            ORDINARY,
        )
        keep = Keep("last day for the answer", 12, "to see what was written to a place")
