"""What a mentor or coach logs: one contact, the goals it touched and the methods it used."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import NOTES, link
from samspil.delivery.models.courses import Course, Goal
from samspil.people.models.people import Person
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class Session(Tenanted):
    """One contact in a course: what kind, how long, and what was agreed. No place, no third person."""

    course = link(Course)
    person = link(Person)
    kind = models.CharField(max_length=30)
    minutes = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    next_on = models.DateField(null=True)
    place = models.CharField(max_length=30, blank=True, help_text="the type of place, never where it is")
    did = SealedField()
    agreed = SealedField()
    for_record = models.BooleanField(default=False, help_text="belongs in the case record")
    joint = models.BooleanField(default=False, help_text="both parents were there; the first one's key seals")
    with_interpreter = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(minutes__lte=600), name="delivery_session_minutes"),
        ]
        indexes = [models.Index(fields=("tenant_id", "course", "-held_on"), name="delivery_session_newest")]

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
                    "kind",
                    "minutes",
                    "held_on",
                    "next_on",
                    "written_at",
                    "place",
                    "for_record",
                    "joint",
                    "with_interpreter",
                ),
                ORDINARY,
            ),
            "did": SPECIAL,
            "agreed": SPECIAL,
        }
        keep = NOTES


class SessionGoal(Tenanted):
    """A goal that a session touched."""

    session = link(Session)
    goal = link(Goal)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "session", "goal"), name="delivery_goal_once")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "session_id"
        fields = dict.fromkeys(("id", "tenant_id", "session_id", "goal_id"), ORDINARY)
        keep = NOTES


class SessionMethod(Tenanted):
    """A method of the concept file that a session used."""

    session = link(Session)
    method = models.CharField(max_length=40)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "session", "method"), name="delivery_method_once")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "session_id"
        fields = dict.fromkeys(("id", "tenant_id", "session_id", "method"), ORDINARY)
        keep = NOTES
