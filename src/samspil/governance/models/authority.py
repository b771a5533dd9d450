"""That a programme comes to another authority: rows that stay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import one_of
from samspil.governance.models.columns import AS_HISTORY, SEATED
from samspil.governance.terms.authority import MOST_AUTHORITY, AuthorityBecause, AuthorityState
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import PUBLIC, SPECIAL, STAFF


class AuthorityChange(Tenanted):
    """The programme comes from one authority to another on a day, with a protocol of what was open.

    The office's organisation, its rows and its keys stay; the authority behind it and its staff change.
    """

    former = models.CharField(max_length=MOST_AUTHORITY, help_text="the authority until then")
    name = models.CharField(max_length=MOST_AUTHORITY, help_text="the authority from then on")
    cvr = models.CharField(max_length=8)
    because = models.CharField(max_length=10)
    from_on = models.DateField(help_text="the first day on which it can be taken over")
    state = models.CharField(max_length=10, default=AuthorityState.PROPOSED)
    proposed_by = models.UUIDField(help_text="an account")
    proposed_on = models.DateField()
    accepted_by = models.UUIDField(null=True, help_text="an account")
    accepted_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the protocol")
    content = SealedField(help_text="the protocol, as JSON")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_authority_state", "state", AuthorityState),
            one_of("governance_authority_because", "because", AuthorityBecause),
            models.UniqueConstraint(
                fields=("tenant_id",), condition=Q(state="proposed"), name="governance_one_authority_proposed"
            ),
            models.CheckConstraint(name="governance_authority_cvr", condition=Q(cvr__regex=r"^[0-9]{8}$")),
            models.CheckConstraint(
                name="governance_authority_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="governance_authority_other", condition=~Q(name=F("former"))),
            models.CheckConstraint(
                name="governance_authority_taken",
                condition=Q(state="accepted", accepted_by__isnull=False, accepted_on__gte=F("from_on"))
                & ~Q(accepted_by=F("proposed_by"))
                | ~Q(state="accepted") & Q(accepted_by__isnull=True, accepted_on__isnull=True),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "tenant_id"
        also = SEATED
        fields = {
            **dict.fromkeys(
                (
                    *("id", "tenant_id", "former", "name", "cvr", "because", "from_on", "state"),
                    *("proposed_on", "accepted_on", "digest"),
                ),
                PUBLIC,
            ),
            **dict.fromkeys(("proposed_by", "accepted_by"), STAFF),
            "content": SPECIAL,
        }
        keep = AS_HISTORY
        grants = "SELECT, INSERT, UPDATE"
