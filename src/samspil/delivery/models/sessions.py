"""What a mentor or coach logs: one contact, its goals and methods, and what it said before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samspil.delivery.models.columns import NOTES, link
from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.terms.work import StruckBecause
from samspil.people.models.people import Person
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class Session(Tenanted):
    """One contact in a course: what kind, how long, and what was agreed. No place, no third person.

    Corrected in the open: each version above the first keeps the one before it as a `SessionChange`.
    A mistaken one is struck, never deleted: it stays visible and counts nowhere.
    """

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
    joint_with = link(
        Person,
        null=True,
        related_name="+",
        help_text="the second parent who was there as well; the first one's key seals",
    )
    with_interpreter = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    changed_at = models.DateTimeField(null=True, help_text="the last correction")
    struck_at = models.DateTimeField(null=True)
    struck_because = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta(Tenanted.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(minutes__lte=600), name="delivery_session_minutes"),
            models.CheckConstraint(
                name="delivery_session_struck",
                condition=Q(struck_at__isnull=True, struck_because="")
                | Q(struck_at__isnull=False, struck_because__in=list(StruckBecause)),
            ),
            models.CheckConstraint(
                name="delivery_session_version",
                condition=Q(version=1, changed_at__isnull=True) | Q(version__gt=1, changed_at__isnull=False),
            ),
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
                    "joint_with_id",
                    "with_interpreter",
                    "version",
                    "changed_at",
                    "struck_at",
                    "struck_because",
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


class SessionChange(Tenanted):
    """What a session said before it was corrected to `version`, so that a late edit stays visibly late."""

    session = link(Session)
    person = link(Person)
    version = models.PositiveSmallIntegerField(help_text="the version that came of it")
    changed_at = models.DateTimeField()
    before = SealedField(help_text="every field of the version before, as JSON")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "session", "version"), name="delivery_one_change_a_version"
            ),
            models.CheckConstraint(condition=Q(version__gt=1), name="delivery_change_version"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "session_id", "person_id", "version", "changed_at"), ORDINARY
            ),
            "before": SPECIAL,
        }
        keep = NOTES
