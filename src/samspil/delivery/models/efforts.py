"""How long registering takes, as monthly sums: of nobody, in no course, on no day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import one_of
from samspil.delivery.terms.efforts import STEPS, Registration
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal


class Effort(Tenanted):
    """How many registrations of one kind took so many seconds in a month, by role.

    No member of staff, person, course or day. The key is random, as a theme count's is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField(help_text="the first of the month")
    role = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    seconds = models.PositiveSmallIntegerField(help_text="the upper end of the step")
    count = models.PositiveIntegerField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_effort_kind", "kind", Registration),
            models.UniqueConstraint(
                fields=("tenant_id", "month", "role", "kind", "seconds"), name="delivery_one_effort"
            ),
            models.CheckConstraint(
                name="delivery_effort_step", condition=Q(seconds__in=STEPS, count__gte=1, month__day=1)
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("monthly counts by role; nobody's own")
        fields = dict.fromkeys(("id", "tenant_id", "month", "role", "kind", "seconds", "count"), ORDINARY)
        keep = Keep("final evaluation", 6, "as the figures of the programme")
        grants = "SELECT, INSERT"
