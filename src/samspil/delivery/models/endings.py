"""How a course pauses, ends and is followed up: what the person said about it, and the one contact later."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import NOTES, link, one_of
from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.terms.work import ENDINGS, ContactOutcome, GoalStatus, PauseReason
from samspil.people.models.people import Person
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class CoursePause(Tenanted):
    """A course that rests from a day on. The open one is why it rests today; a reason code, no words."""

    course = link(Course)
    person = link(Person)
    from_on = models.DateField()
    planned_on = models.DateField(help_text="the day it was meant to go on")
    to_on = models.DateField(null=True, help_text="the day it did go on, or ended")
    reason = models.CharField(max_length=20)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_pause_reason", "reason", PauseReason),
            models.UniqueConstraint(
                fields=("tenant_id", "course"),
                condition=Q(to_on__isnull=True),
                name="delivery_one_open_pause",
            ),
            models.CheckConstraint(
                name="delivery_pause_order",
                condition=Q(planned_on__gt=F("from_on"))
                & (Q(to_on__isnull=True) | Q(to_on__gte=F("from_on"))),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            ("id", "tenant_id", "course_id", "person_id", "from_on", "planned_on", "to_on", "reason"),
            ORDINARY,
        )
        keep = NOTES


class Closing(Tenanted):
    """How a course ends: begun when its last day is agreed, finished when all is said and measured."""

    course = link(Course)
    person = link(Person)
    begun_on = models.DateField()
    finished_on = models.DateField(null=True)
    ending = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    helped = SealedField(help_text="what helped, in the person's words; quoted only with a yes to that")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_closing"),
            models.CheckConstraint(
                name="delivery_closing_ending", condition=Q(ending__in=("", *(str(one) for one in ENDINGS)))
            ),
            models.CheckConstraint(
                name="delivery_closing_whole",
                condition=Q(finished_on__isnull=True)
                | (Q(finished_on__gte=F("begun_on")) & ~Q(ending="") & ~Q(reason="")),
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
                    "begun_on",
                    "finished_on",
                    "ending",
                    "reason",
                ),
                ORDINARY,
            ),
            "helped": SPECIAL,
        }
        keep = NOTES


class GoalAtEnd(Tenanted):
    """How one goal stands at the end, by the person's own word: a code, never a measured value."""

    closing = link(Closing)
    goal = link(Goal)
    person = link(Person)
    status = models.CharField(max_length=20)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_goal_status", "status", GoalStatus),
            models.UniqueConstraint(fields=("tenant_id", "closing", "goal"), name="delivery_goal_ends_once"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(("id", "tenant_id", "closing_id", "goal_id", "person_id", "status"), ORDINARY)
        keep = NOTES


class FollowUp(Tenanted):
    """The one contact some months after the end, made only where the person had said yes to it."""

    course = link(Course)
    person = link(Person)
    contact_on = models.DateField()
    outcome = models.CharField(max_length=20)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_follow_up_outcome", "outcome", ContactOutcome),
            models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_follow_up"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            ("id", "tenant_id", "course_id", "person_id", "contact_on", "outcome"), ORDINARY
        )
        keep = NOTES
