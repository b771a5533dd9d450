"""What was done with people: courses, sessions, measurements, answers and who may see them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from samspil.delivery.terms import (
    ENDED,
    STARTED,
    WITHOUT_PERSON,
    CourseState,
    Intervention,
    MeasurementState,
    Recipient,
)
from samspil.people.models import Appointment, Person
from samspil.programme.models import ConceptVersion
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, Keep

NOTES = Keep("course end", 24, "security.md P14: mentor course notes")
ANSWERS = Keep("final evaluation", 6, "security.md P14: progression answers")


def _one_of(name: str, column: str, terms: type) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{column}__in": [one.value for one in terms]}), name=name)  # type: ignore[attr-defined]


def _link(model: type[models.Model], **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(model, on_delete=models.PROTECT, db_constraint=False, **options)


class Course(Tenanted):
    """One course for one person, from the offer on. An offer or refusal holds month, source, intervention."""

    concept = models.ForeignKey(ConceptVersion, on_delete=models.PROTECT, db_constraint=False)
    intervention = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=CourseState.OFFERED)
    offered_month = models.DateField(help_text="the first of the month; no day is kept")
    source = models.CharField(max_length=20)
    code = models.CharField(max_length=20, blank=True)
    person = _link(Person, null=True)
    mentor = _link(Appointment, null=True)
    match_reason = SealedField()
    legal_basis = models.CharField(max_length=30, blank=True)
    purpose = SealedField()
    tasks = SealedField()
    expected_months = models.PositiveSmallIntegerField(null=True)
    agreed_minutes = models.PositiveSmallIntegerField(null=True, help_text="minutes a week")
    accepted_on = models.DateField(null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            _one_of("delivery_course_state", "state", CourseState),
            _one_of("delivery_course_intervention", "intervention", Intervention),
            models.CheckConstraint(
                name="delivery_course_no_identity_before_yes",
                condition=Q(state__in=WITHOUT_PERSON, person__isnull=True, code="")
                | (~Q(state__in=WITHOUT_PERSON) & Q(person__isnull=False) & ~Q(code="")),
            ),
            models.CheckConstraint(
                name="delivery_course_started",
                condition=Q(state__in=STARTED, started_on__isnull=False, mentor__isnull=False)
                | (~Q(state__in=STARTED) & Q(started_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_course_ended",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
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
                    "accepted_on",
                    "started_on",
                    "ended_on",
                ),
                ORDINARY,
            ),
            "match_reason": SPECIAL,
            "purpose": SPECIAL,
            "tasks": SPECIAL,
        }
        keep = NOTES


class Goal(Tenanted):
    """One of up to three own goals of a course, in the person's words."""

    course = _link(Course)
    person = _link(Person)
    number = models.PositiveSmallIntegerField()
    words = SealedField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course", "number"), name="delivery_goal_number"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="delivery_three_goals"),
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
            "words": SPECIAL,
        }
        keep = NOTES


class Session(Tenanted):
    """One contact in a course: what kind, how long, and what was agreed. No place, no third person."""

    course = _link(Course)
    person = _link(Person)
    kind = models.CharField(max_length=30)
    minutes = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    next_on = models.DateField(null=True)
    agreed = SealedField()
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
                ),
                ORDINARY,
            ),
            "agreed": SPECIAL,
        }
        keep = NOTES


class SessionGoal(Tenanted):
    """A goal that a session touched."""

    session = _link(Session)
    goal = _link(Goal)

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

    session = _link(Session)
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


class Measurement(Tenanted):
    """One owed measurement: it exists from the day its window opens and is in exactly one state."""

    course = _link(Course)
    person = _link(Person)
    key = models.CharField(max_length=20, help_text="start, month-3 … closing, follow-up")
    instrument = models.CharField(max_length=40)
    instrument_version = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    due_on = models.DateField()
    done_until = models.DateField()
    late_until = models.DateField(null=True)
    state = models.CharField(max_length=10, default=MeasurementState.OPEN)
    reason = models.CharField(max_length=30, blank=True)
    answered_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            _one_of("delivery_measurement_state", "state", MeasurementState),
            models.UniqueConstraint(
                fields=("tenant_id", "course", "key", "instrument"), name="delivery_one_measurement"
            ),
            models.CheckConstraint(
                name="delivery_measurement_answered",
                condition=Q(state__in=("done", "late"), answered_on__isnull=False)
                | (~Q(state__in=("done", "late")) & Q(answered_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_measurement_on_time",
                condition=~Q(state="done") | Q(answered_on__lte=F("done_until")),
            ),
            models.CheckConstraint(
                name="delivery_measurement_late",
                condition=~Q(state="late") | Q(answered_on__gt=F("done_until")),
            ),
            models.CheckConstraint(
                name="delivery_measurement_reason",
                condition=Q(reason="") & ~Q(state="excused") | Q(state__in=("missed", "excused")),
            ),
            models.CheckConstraint(
                name="delivery_measurement_window",
                condition=Q(opens_on__lte=F("due_on"), due_on__lte=F("done_until")),
            ),
        ]
        indexes = [
            models.Index(fields=("tenant_id", "state", "due_on"), name="delivery_measurement_due"),
            models.Index(fields=("tenant_id", "course", "due_on"), name="delivery_measurement_course"),
            models.Index(
                fields=("tenant_id", "due_on"),
                condition=Q(state="open") | Q(state="missed", reason=""),
                name="delivery_measurement_wanting",
            ),
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
                "key",
                "instrument",
                "instrument_version",
                "opens_on",
                "due_on",
                "done_until",
                "late_until",
                "state",
                "reason",
                "answered_on",
            ),
            ORDINARY,
        )
        keep = ANSWERS


class AnswerSheet(Tenanted):
    """The respondent's own answers to one measurement, kept at each step, final once submitted."""

    measurement = _link(Measurement)
    person = _link(Person)
    answers = SealedField()
    submitted_at = models.DateTimeField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "measurement"), name="delivery_one_sheet")
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            "id": ORDINARY,
            "tenant_id": ORDINARY,
            "measurement_id": ORDINARY,
            "person_id": ORDINARY,
            "answers": SPECIAL,
            "submitted_at": ORDINARY,
        }
        keep = ANSWERS


class Sharing(Tenanted):
    """The respondent's yes to one named recipient seeing one measurement's answers."""

    measurement = _link(Measurement)
    person = _link(Person)
    recipient = models.CharField(max_length=20)
    chosen_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            _one_of("delivery_sharing_recipient", "recipient", Recipient),
            models.UniqueConstraint(
                fields=("tenant_id", "measurement", "recipient"),
                condition=Q(withdrawn_on__isnull=True),
                name="delivery_one_open_sharing",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            ("id", "tenant_id", "measurement_id", "person_id", "recipient", "chosen_on", "withdrawn_on"),
            ORDINARY,
        )
        keep = ANSWERS
