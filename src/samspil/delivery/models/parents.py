"""Parents: the second one in a course, and support offered to parents as a count."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import NOTES, link, one_of
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.families import Occasion, OfferAnswer
from samspil.people.models.people import Person
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal


class CourseParent(Tenanted):
    """The second parent in a parent course: a person with an own identity, own yeses and an own thread."""

    course = link(Course)
    person = link(Person)
    added_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "course"),
                condition=Q(left_on__isnull=True),
                name="delivery_one_second_parent",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("added_on")),
                name="delivery_second_parent_order",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(("id", "tenant_id", "course_id", "person_id", "added_on", "left_on"), ORDINARY)
        keep = NOTES


class ParentOffer(Tenanted):
    """Support offered to parents: a month, an occasion and an answer. No person, no course, no friend."""

    month = models.DateField(help_text="the first of the month; no day is kept")
    occasion = models.CharField(max_length=20)
    answer = models.CharField(max_length=20, default=OfferAnswer.OFFERED)
    answered_month = models.DateField(null=True, help_text="the first of the month")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_parent_offer_occasion", "occasion", Occasion),
            one_of("delivery_parent_offer_answer", "answer", OfferAnswer),
            models.CheckConstraint(
                name="delivery_parent_offer_answered",
                condition=Q(answer=OfferAnswer.OFFERED, answered_month__isnull=True)
                | (~Q(answer=OfferAnswer.OFFERED) & Q(answered_month__gte=F("month"))),
            ),
            models.CheckConstraint(
                name="delivery_parent_offer_month",
                condition=Q(month__day=1) & (Q(answered_month__isnull=True) | Q(answered_month__day=1)),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("an offer as a count: nobody is named or pointed at")
        fields = dict.fromkeys(("id", "tenant_id", "month", "occasion", "answer", "answered_month"), ORDINARY)
        keep = Keep("month", 60, "counts of the programme")
