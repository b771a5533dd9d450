"""Joining up: a mentor course and a parent course of one family; and what is left when it ends."""

from __future__ import annotations

from django.db import models

from samspil.delivery.models.columns import NOTES, link
from samspil.delivery.models.courses import Course
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, Keep, NotPersonal


class Joining(Tenanted):
    """A mentor course and a parent course of one family: the coordinator's knowledge, whatever they said.

    Whether anyone is told is asked of the two persons' own yeses each time. Deleted when one is taken back.
    """

    mentor_course = link(Course, related_name="+")
    parent_course = link(Course, related_name="+")
    joined_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "mentor_course", "parent_course"), name="delivery_joined_once"
            )
        ]
        indexes = [models.Index(fields=("tenant_id", "parent_course"), name="delivery_joining_of_parent")]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("about two persons at once; told to neither before both have said yes")
        fields = dict.fromkeys(
            ("id", "tenant_id", "mentor_course_id", "parent_course_id", "joined_on"), ORDINARY
        )
        keep = NOTES


class JoiningCount(Tenanted):
    """How many joinings with both yeses ended in a month. All that is left of them."""

    month = models.DateField(help_text="the first of the month")
    ended_count = models.PositiveIntegerField(default=0)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "month"), name="delivery_one_joining_count")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a count")
        fields = dict.fromkeys(("id", "tenant_id", "month", "ended_count"), ORDINARY)
        keep = Keep("month", 60, "counts of the programme")
