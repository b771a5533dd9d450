"""What is counted without a name: counselling and consultation. No person, no staff, no words, no moment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import one_of
from samspil.delivery.terms.families import Asker
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal

COUNTS = Keep("day", 60, "counts of the programme")
NOBODY = NotPersonal("counted without a name: it is a right to ask without one (barnets lov § 30)")


class Counselling(Tenanted):
    """One talk with somebody who gave no name: the day, how, who in general, what about in general."""

    day = models.DateField()
    channel = models.CharField(max_length=30)
    asker = models.CharField(max_length=20)
    topic = models.CharField(max_length=30)
    minutes = models.PositiveSmallIntegerField()

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_counselling_asker", "asker", Asker),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600), name="delivery_counselling_minutes"
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NOBODY
        fields = dict.fromkeys(("id", "tenant_id", "day", "channel", "asker", "topic", "minutes"), ORDINARY)
        keep = COUNTS


class Consultation(Tenanted):
    """One talk with another professional about the work in general: the day, the profession, the topic."""

    day = models.DateField()
    profession = models.CharField(max_length=30)
    topic = models.CharField(max_length=30)
    minutes = models.PositiveSmallIntegerField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600), name="delivery_consultation_minutes"
            )
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NOBODY
        fields = dict.fromkeys(("id", "tenant_id", "day", "profession", "topic", "minutes"), ORDINARY)
        keep = COUNTS
