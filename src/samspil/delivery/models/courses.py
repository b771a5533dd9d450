"""Courses: one for one person, from the offer on; its goals; who held it when; what age asks for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import NOTES, link, one_of
from samspil.delivery.terms.courses import (
    ENDED,
    HELD,
    MAY_GO_ON_ELSEWHERE,
    RUNNING,
    STARTED,
    WITHOUT_PERSON,
    CourseState,
    Intervention,
)
from samspil.delivery.terms.families import AgeBand
from samspil.people.models.people import Appointment, Person
from samspil.programme.models import ConceptVersion
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class Course(Tenanted):
    """One course for one person, from the offer on. An offer or refusal holds month, source, intervention."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    intervention = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=CourseState.OFFERED)
    offered_month = models.DateField(help_text="the first of the month; no day is kept")
    source = models.CharField(max_length=20)
    code = models.CharField(max_length=20, blank=True)
    person = link(Person, null=True)
    mentor = link(Appointment, null=True)
    match_reason = SealedField()
    legal_basis = models.CharField(max_length=30, blank=True)
    decided_by = models.CharField(max_length=20, blank=True)
    need = SealedField()
    decision = SealedField()
    childs_view = SealedField()
    childs_view_on = models.DateField(null=True)
    custody_holders = models.PositiveSmallIntegerField(null=True, help_text="whose yes is asked for: 0 to 2")
    purpose = SealedField()
    tasks = SealedField()
    expected_months = models.PositiveSmallIntegerField(null=True)
    agreed_minutes = models.PositiveSmallIntegerField(null=True, help_text="minutes a week")
    child_age_band = models.CharField(max_length=10, blank=True, help_text="parent courses: no name, a band")
    interpreter_language = models.CharField(max_length=5, blank=True, help_text="empty: none is needed")
    joining_asked_on = models.DateField(null=True, help_text="asked about joining up, and did not say yes")
    accepted_on = models.DateField(null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True, help_text="the person said stop")
    stop_seen_on = models.DateField(null=True, help_text="the coordinator has seen that it was stopped")
    series_from = models.DateField(null=True, help_text="where the rounds count from: a start elsewhere")
    series_on = models.DateField(null=True, help_text="from this day on the rounds are owed here")
    series_until = models.DateField(null=True, help_text="from this day on the rounds are owed elsewhere")
    review_due_on = models.DateField(null=True, help_text="the next review is held by this day")
    quiet_days = models.PositiveSmallIntegerField(
        null=True, help_text="as many days without contact are too many"
    )

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_course_state", "state", CourseState),
            one_of("delivery_course_intervention", "intervention", Intervention),
            models.CheckConstraint(
                name="delivery_course_no_identity_before_yes",
                condition=Q(state__in=WITHOUT_PERSON, person__isnull=True, code="")
                | (~Q(state__in=WITHOUT_PERSON) & Q(person__isnull=False) & ~Q(code="")),
            ),
            models.CheckConstraint(
                name="delivery_course_started",
                condition=Q(state__in=RUNNING, started_on__isnull=False, mentor__isnull=False)
                | Q(state__in=ENDED, started_on__isnull=True, stopped_on__isnull=False)
                | Q(state__in=ENDED, started_on__isnull=False, mentor__isnull=False)
                | (~Q(state__in=STARTED) & Q(started_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_course_ended",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
            ),
            models.CheckConstraint(
                name="delivery_course_stopped",
                condition=Q(stopped_on__isnull=True) | Q(state__in=ENDED, ended_on__lte=F("stopped_on")),
            ),
            models.CheckConstraint(
                name="delivery_course_age_band",
                condition=Q(child_age_band="") | Q(intervention="parent", child_age_band__in=list(AgeBand)),
            ),
            models.CheckConstraint(
                name="delivery_course_stop_seen",
                condition=Q(stop_seen_on__isnull=True)
                | Q(stopped_on__isnull=False, stop_seen_on__gte=F("stopped_on")),
            ),
            models.CheckConstraint(
                name="delivery_course_two_custody_holders",
                condition=Q(custody_holders__isnull=True) | Q(custody_holders__lte=2),
            ),
            models.CheckConstraint(
                name="delivery_course_series",
                condition=Q(series_from__isnull=True, series_on__isnull=True)
                | Q(series_from__lte=F("series_on"))
                & (
                    Q(started_on__isnull=True)
                    | Q(series_on__lte=F("started_on"))
                    | Q(series_from=F("started_on"))  # it ran here before it was written down here
                ),
            ),
            models.CheckConstraint(
                name="delivery_course_series_until",
                condition=Q(series_until__isnull=True)
                | Q(series_until__gt=F("started_on"), state__in=MAY_GO_ON_ELSEWHERE),
            ),
            models.CheckConstraint(
                name="delivery_course_end_known", condition=~Q(state__in=ENDED) | Q(ended_on__isnull=False)
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "code"), condition=~Q(code=""), name="delivery_course_code"
            ),
        ]
        indexes = [
            models.Index(fields=("tenant_id", "mentor", "state", "code"), name="delivery_caseload"),
            models.Index(fields=("tenant_id", "state"), name="delivery_course_by_state"),
            models.Index(
                fields=("tenant_id", "review_due_on"),
                condition=Q(state__in=HELD),
                name="delivery_review_due",
            ),
            models.Index(
                fields=("tenant_id", "stopped_on"),
                condition=Q(stopped_on__isnull=False, stop_seen_on__isnull=True),
                name="delivery_stop_not_seen",
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
                    "concept_id",
                    "intervention",
                    "state",
                    "offered_month",
                    "source",
                    "code",
                    "person_id",
                    "mentor_id",
                    "legal_basis",
                    "expected_months",
                    "agreed_minutes",
                    "child_age_band",
                    "interpreter_language",
                    "joining_asked_on",
                    "accepted_on",
                    "started_on",
                    "ended_on",
                    "stopped_on",
                    "stop_seen_on",
                    "series_from",
                    "series_on",
                    "series_until",
                    "decided_by",
                    "childs_view_on",
                    "custody_holders",
                    "review_due_on",
                    "quiet_days",
                ),
                ORDINARY,
            ),
            "need": SPECIAL,
            "decision": SPECIAL,
            "childs_view": SPECIAL,
            "match_reason": SPECIAL,
            "purpose": SPECIAL,
            "tasks": SPECIAL,
        }
        keep = NOTES


class Goal(Tenanted):
    """One own goal of a course, in the person's words; at most three live ones. Retired, never deleted."""

    course = link(Course)
    person = link(Person)
    number = models.PositiveSmallIntegerField()
    words = SealedField()
    notice = SealedField(help_text="how will you notice?")
    now = models.PositiveSmallIntegerField(
        null=True, help_text="0 to 10, by the person, when the goal was set"
    )
    wanted = models.PositiveSmallIntegerField(null=True, help_text="0 to 10, by the person")
    retired_on = models.DateField(null=True, help_text="another goal took its place; sessions keep it")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "course", "person", "number"),
                condition=Q(retired_on__isnull=True),
                name="delivery_goal_number",
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="delivery_three_goals"),
            models.CheckConstraint(
                name="delivery_goal_scale",
                condition=(Q(now__isnull=True) | Q(now__lte=10))
                & (Q(wanted__isnull=True) | Q(wanted__lte=10)),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            "id": ORDINARY,
            "tenant_id": ORDINARY,
            "course_id": ORDINARY,
            "person_id": ORDINARY,
            "number": ORDINARY,
            "now": ORDINARY,
            "wanted": ORDINARY,
            "retired_on": ORDINARY,
            "words": SPECIAL,
            "notice": SPECIAL,
        }
        keep = NOTES


class Assignment(Tenanted):
    """Who held a course from a day to a day. The open one is the course's mentor or coach today."""

    course = link(Course)
    person = link(Person)
    mentor = link(Appointment)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    left_because = models.CharField(max_length=20, blank=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("tenant_id", "course"),
                condition=Q(to_on__isnull=True),
                name="delivery_one_open_assignment",
            ),
            models.CheckConstraint(
                name="delivery_assignment_order",
                condition=Q(to_on__isnull=True, left_because="")
                | (Q(to_on__gte=F("from_on")) & ~Q(left_because="")),
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "mentor"), name="delivery_assignment_mentor")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            ("id", "tenant_id", "course_id", "person_id", "mentor_id", "from_on", "to_on", "left_because"),
            ORDINARY,
        )
        keep = NOTES


class Reconsent(Tenanted):
    """A new yes that is due because the person turns 15 or 18. Holds the month, never a birthday."""

    course = link(Course)
    person = link(Person)
    age = models.PositiveSmallIntegerField()
    due_month = models.DateField(help_text="the first of the month")
    answered_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course", "age"), name="delivery_one_reconsent"),
            models.CheckConstraint(condition=Q(age__in=(15, 18)), name="delivery_reconsent_age"),
        ]
        indexes = [
            models.Index(
                fields=("tenant_id", "due_month"),
                condition=Q(answered_on__isnull=True),
                name="delivery_reconsent_due",
            )
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            ("id", "tenant_id", "course_id", "person_id", "age", "due_month", "answered_on"), ORDINARY
        )
        keep = NOTES
