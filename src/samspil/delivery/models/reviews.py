"""Reviews: when the people of a course sat down together, what was agreed, and when they meet again."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import NOTES, link
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.work import Present
from samspil.people.models.people import Person
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class Review(Tenanted):
    """One review: who was there as roles, the person's own numbers for the goals, and the next day."""

    course = link(Course)
    person = link(Person)
    held_on = models.DateField()
    next_on = models.DateField()
    present = ArrayField(models.CharField(max_length=20))
    ratings = SealedField(help_text="0 to 10 for each goal, by the person, as JSON")
    agreed = SealedField()
    by_role = models.CharField(max_length=20)
    written_at = models.DateTimeField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course", "held_on"), name="delivery_review_day"),
            models.CheckConstraint(condition=Q(next_on__gt=F("held_on")), name="delivery_review_order"),
            models.CheckConstraint(
                condition=Q(present__contained_by=[one.value for one in Present]) & Q(present__len__gte=1),
                name="delivery_review_present",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "course_id",
                    "person_id",
                    "held_on",
                    "next_on",
                    "present",
                    "by_role",
                    "written_at",
                ),
                ORDINARY,
            ),
            "ratings": SPECIAL,
            "agreed": SPECIAL,
        }
        keep = NOTES
