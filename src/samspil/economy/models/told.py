"""What the programme office is told of a grant while the year runs: sums at a month's end, and no voucher."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from samspil.delivery.models.columns import link
from samspil.economy.models.budget import Grant
from samspil.economy.models.columns import ACCOUNTS
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, NotPersonal


class SpentTold(Tenanted):
    """What was approved by the end of a month, by line and year, and what was received by then.

    Written whole by the municipality's own nightly run, compared with the books by the database, and never
    changed. There is none for a month in which it would say what one or two people were paid.
    """

    grant = link(Grant)
    office_id = models.UUIDField(help_text="the programme office that reads it")
    told_on = models.DateField(help_text="the last day of the month")
    contents = models.TextField(
        help_text="JSON: received, and spent by line and year; no name and no voucher"
    )
    written_at = models.DateTimeField(db_default=Now(), help_text="the database's clock")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "grant", "told_on"), name="economy_told_once"),
        ]
        indexes = [models.Index(fields=("office_id", "told_on"), name="economy_told_to")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("sums of accounts: never of what fewer than three people were paid")
        also = "office_id=samspil_tenant"
        fields = dict.fromkeys(
            ("id", "tenant_id", "grant_id", "office_id", "told_on", "contents", "written_at"), ORDINARY
        )
        keep = ACCOUNTS
        grants = "SELECT, INSERT"
