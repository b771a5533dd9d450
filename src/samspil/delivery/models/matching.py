"""What a match has to go on: the person's wishes, and who may not be matched with whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import NOTES, link, one_of
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.matching import MOST_INTERESTS, ConflictReason, WaitsFor
from samspil.people.models.people import Appointment, Person
from samspil.people.models.staff import codes, only
from samspil.people.terms import SPOKEN, PartOfWeek, Strength
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class Wish(Tenanted):
    """What one person wishes for in the mentor or coach, and why nobody has been found yet.

    What is wished about the other's gender or age is a sealed sentence for the coordinator: no code of
    it exists, and nothing is worked out from it.
    """

    course = link(Course)
    person = link(Person)
    interests = codes()
    language = models.CharField(max_length=3, blank=True)
    area = models.CharField(max_length=4, blank=True, help_text="the first digits of a postcode")
    times = codes()
    line = SealedField()
    about_them = SealedField(help_text="a wish about gender or age")
    waits_for = models.CharField(max_length=20, blank=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_wish"),
            only("delivery_wish_interests", "interests", Strength, MOST_INTERESTS),
            only("delivery_wish_times", "times", PartOfWeek, len(PartOfWeek)),
            models.CheckConstraint(
                name="delivery_wish_language", condition=Q(language="") | Q(language__in=list(SPOKEN))
            ),
            models.CheckConstraint(
                name="delivery_wish_area", condition=Q(area="") | Q(area__regex=r"^[0-9]{2,4}$")
            ),
            models.CheckConstraint(
                name="delivery_wish_waits_for",
                condition=Q(waits_for="") | Q(waits_for__in=[one.value for one in WaitsFor]),
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
                    "interests",
                    "language",
                    "area",
                    "times",
                    "waits_for",
                ),
                ORDINARY,
            ),
            "line": SPECIAL,
            "about_them": SPECIAL,
        }
        keep = NOTES


class Conflict(Tenanted):
    """One member of staff who may not be matched with one course, and why, as a code."""

    course = link(Course)
    person = link(Person)
    mentor = link(Appointment)
    because = models.CharField(max_length=20)
    marked_on = models.DateField()
    by_themselves = models.BooleanField(default=False, help_text="the member of staff said so")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course", "mentor"), name="delivery_one_conflict"),
            one_of("delivery_conflict_because", "because", ConflictReason),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "course_id",
                "person_id",
                "mentor_id",
                "because",
                "marked_on",
                "by_themselves",
            ),
            ORDINARY,
        )
        keep = NOTES
