"""The plan as it was written each time, who said yes to it, its steps, and the talk it grew out of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import NOTES, link, one_of
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.work import LifeArea
from samspil.people.models.people import Person
from samspil.people.terms import Capacity, Method
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class PlanVersion(Tenanted):
    """A whole plan as it was written on a day. A version is never changed; a later one takes its place."""

    course = link(Course)
    person = link(Person)
    number = models.PositiveSmallIntegerField()
    written_on = models.DateField()
    by_role = models.CharField(max_length=20)
    review_on = models.DateField(null=True, help_text="when the plan is to be looked at together")
    replaced_on = models.DateField(null=True)
    content = SealedField(help_text="everything the plan said, as JSON")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course", "number"), name="delivery_plan_number"),
            models.UniqueConstraint(
                fields=("tenant_id", "course"),
                condition=Q(replaced_on__isnull=True),
                name="delivery_one_current_plan",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="delivery_plan_from_one"),
            models.CheckConstraint(
                condition=Q(replaced_on__isnull=True) | Q(replaced_on__gte=F("written_on")),
                name="delivery_plan_order",
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
                    "number",
                    "written_on",
                    "by_role",
                    "review_on",
                    "replaced_on",
                ),
                ORDINARY,
            ),
            "content": SPECIAL,
        }
        keep = NOTES


class PlanAcceptance(Tenanted):
    """Somebody's yes to one version of a plan: in which capacity, how it was said, and on which day."""

    plan = link(PlanVersion)
    person = link(Person)
    capacity = models.CharField(max_length=30)
    method = models.CharField(max_length=20)
    accepted_on = models.DateField()
    by_role = models.CharField(max_length=20)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_acceptance_capacity", "capacity", Capacity),
            one_of("delivery_acceptance_method", "method", Method),
            models.UniqueConstraint(fields=("tenant_id", "plan", "capacity"), name="delivery_accepted_once"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            ("id", "tenant_id", "plan_id", "person_id", "capacity", "method", "accepted_on", "by_role"),
            ORDINARY,
        )
        keep = NOTES


class PlanStep(Tenanted):
    """One step of a plan: who does what by when, and the day it was done. Retired when the plan drops it."""

    course = link(Course)
    person = link(Person)
    number = models.PositiveSmallIntegerField()
    who = SealedField(help_text="a role, never a third person's name")
    what = SealedField()
    by_when = SealedField(help_text="in the person's own words")
    done_on = models.DateField(null=True)
    retired_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        indexes = [models.Index(fields=("tenant_id", "course"), name="delivery_step_course")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "course_id", "person_id", "number", "done_on", "retired_on"), ORDINARY
            ),
            "who": SPECIAL,
            "what": SPECIAL,
            "by_when": SPECIAL,
        }
        keep = NOTES


class Clarification(Tenanted):
    """What was said about one area of everyday life, in the person's words. Each part may be empty."""

    course = link(Course)
    person = link(Person)
    area = models.CharField(max_length=20)
    works = SealedField(help_text="what works")
    hard = SealedField(help_text="what is hard")
    helps = SealedField(help_text="who helps, as a role")
    wish = SealedField(help_text="what the person would like")
    saved_on = models.DateField()
    by_role = models.CharField(max_length=20)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_clarification_area", "area", LifeArea),
            models.UniqueConstraint(fields=("tenant_id", "course", "area"), name="delivery_one_area"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "course_id", "person_id", "area", "saved_on", "by_role"), ORDINARY
            ),
            "works": SPECIAL,
            "hard": SPECIAL,
            "helps": SPECIAL,
            "wish": SPECIAL,
        }
        keep = NOTES
