"""Papers as files, of an agenda and of a member's proposal: sealed, in the database alone, and kept as long
as the agenda itself.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link, one_of
from samspil.governance.models.columns import AS_HISTORY, OF_A_MEMBER, SEATED
from samspil.governance.models.meetings import AgendaItem, AgendaProposal
from samspil.governance.terms.papers import PaperMedia
from samspil.trust.fields import SealedField
from samspil.trust.files import MOST_BYTES
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class AgendaPaper(Tenanted):
    """One file of an item: what it is by its content, and what somebody called it. It is never changed."""

    item = link(AgendaItem, related_name="papers")
    title = models.CharField(max_length=80)
    media = models.CharField(max_length=4)
    size = models.PositiveIntegerField(help_text="bytes of the file")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    confidential = models.BooleanField(default=False)
    added_on = models.DateField()
    content = SealedField(help_text="the file, as base64")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_paper_media", "media", PaperMedia),
            models.CheckConstraint(
                name="governance_paper_there",
                condition=Q(size__gte=1, size__lte=MOST_BYTES) & ~Q(content=b"") & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="governance_paper_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "tenant_id"
        also = SEATED
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "item_id",
                    "title",
                    "media",
                    "size",
                    "digest",
                    "confidential",
                    "added_on",
                ),
                ORDINARY,
            ),
            "content": SPECIAL,
        }
        keep = AS_HISTORY


class ProposalPaper(Tenanted):
    """One file that a member laid beside its own proposal. It is never changed, and stays once the proposal
    is on an agenda.
    """

    office_id = models.UUIDField()
    proposal = link(AgendaProposal, related_name="papers")
    title = models.CharField(max_length=80)
    media = models.CharField(max_length=4)
    size = models.PositiveIntegerField(help_text="bytes of the file")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    confidential = models.BooleanField(default=False)
    added_on = models.DateField()
    content = SealedField(help_text="the file, as base64")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("governance_own_paper_media", "media", PaperMedia),
            models.CheckConstraint(
                name="governance_own_paper_there",
                condition=Q(size__gte=1, size__lte=MOST_BYTES) & ~Q(content=b"") & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="governance_own_paper_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        indexes = [models.Index(fields=("office_id", "proposal"), name="governance_own_paper_of")]

    class Privacy:
        tenant = "tenant_id"
        subject = "office_id"
        also = OF_A_MEMBER
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "office_id",
                    "proposal_id",
                    "title",
                    "media",
                    "size",
                    "digest",
                    "confidential",
                    "added_on",
                ),
                ORDINARY,
            ),
            "content": SPECIAL,
        }
        keep = AS_HISTORY
