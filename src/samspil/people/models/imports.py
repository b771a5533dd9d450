"""Files that were read and not yet taken in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.people.models.people import Account
from samspil.people.terms import ImportKind
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SECRET, STAFF, Keep, NotPersonal


class ImportDraft(Tenanted):
    """A spreadsheet as it was read: sealed, open to its reader alone, gone after half an hour or its use.

    Nobody in it has a key yet, so it is sealed with the installation's own.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False)
    kind = models.CharField(max_length=10)
    of = models.CharField(
        max_length=60, blank=True, help_text="whose template it follows, where a kind has several"
    )
    rows = models.PositiveSmallIntegerField()
    content = models.TextField(blank=True, help_text="sealed; empty once it was taken in")
    expires_at = models.DateTimeField(help_text="by the database's clock")
    used_at = models.DateTimeField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(ImportKind)), name="people_draft_kind"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(content=""), name="people_draft_emptied_by_use"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("nobody in the file has a key yet; it goes within the hour")
        fields = {
            **dict.fromkeys(("id", "tenant_id", "kind", "of", "rows", "expires_at", "used_at"), ORDINARY),
            "account_id": STAFF,
            "content": SECRET,
        }
        keep = Keep("half an hour", 0, "only as long as the preview is looked at")
