"""How often a mentor used a guide card in a year: the only place where a theme of the concept is counted."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import link
from samspil.people.models.people import Appointment
from samspil.trust.models import Tenanted
from samspil.trust.privacy import STAFF, Keep, NotPersonal


class ThemeCount(Tenanted):
    """One mentor's count of one theme over all own courses in one year.

    No course, no session, no person, no day. The key is random, because one made from the clock
    would tell when the card was first used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentor = link(Appointment)
    year = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "mentor", "year", "theme"), name="delivery_one_theme_count"
            ),
            models.CheckConstraint(condition=Q(count__lte=10_000), name="delivery_theme_count"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a mentor's own yearly count; no mentee, course or day")
        fields = dict.fromkeys(("id", "tenant_id", "mentor_id", "year", "theme", "count"), STAFF)
        keep = Keep("final evaluation", 6, "as the figures of the programme")
