"""The nightly recount: what is owed by the courses' own dates, against what stands in the rows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal


class Recount(Tenanted):
    """One night's recount of one municipality: equal only where the very rounds are found that are owed."""

    counted_on = models.DateField()
    counted_at = models.DateTimeField()
    owed = models.PositiveIntegerField(help_text="from course dates and the concept file alone")
    found = models.PositiveIntegerField(help_text="rows there are, whatever their state")
    forms_owed = models.PositiveIntegerField(default=0, help_text="forms, from visits and courses alone")
    forms_found = models.PositiveIntegerField(default=0)
    equal = models.BooleanField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "counted_on"), name="delivery_one_recount"),
            models.CheckConstraint(
                condition=Q(equal=False) | Q(owed=F("found"), forms_owed=F("forms_found")),
                name="delivery_recount_equal",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("counts of the whole municipality")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "counted_on",
                "counted_at",
                "owed",
                "found",
                "forms_owed",
                "forms_found",
                "equal",
            ),
            ORDINARY,
        )
        keep = Keep("programme end", 120, "proof that no measurement was lost")
