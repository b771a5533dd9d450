"""What is owed and what was answered: measurements, the respondent's own answers, who may see them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import ANSWERS, link, one_of
from samspil.delivery.models.courses import Course
from samspil.delivery.terms.courses import CameBy, MeasurementState, Recipient
from samspil.people.models.people import Person
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL


class Measurement(Tenanted):
    """One owed measurement: it exists from the day its window opens and is in exactly one state."""

    course = link(Course)
    person = link(Person)
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
            one_of("delivery_measurement_state", "state", MeasurementState),
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
                condition=Q(opens_on__lte=F("due_on")),
            ),
            models.CheckConstraint(
                name="delivery_measurement_span",
                condition=Q(opens_on__lte=F("done_until"))
                & (Q(late_until__isnull=True) | Q(done_until__lte=F("late_until"))),
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

    measurement = link(Measurement)
    person = link(Person)
    answers = SealedField()
    submitted_at = models.DateTimeField(null=True)
    came_by = models.CharField(
        max_length=6,
        default=CameBy.LINK,
        help_text="by the person's own link, typed in from paper, or with a file of earlier answers",
    )

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "measurement"), name="delivery_one_sheet"),
            one_of("delivery_sheet_came_by", "came_by", CameBy),
            models.CheckConstraint(
                name="delivery_paper_is_whole",
                condition=Q(came_by="link") | Q(submitted_at__isnull=False),
            ),
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
            "came_by": ORDINARY,
        }
        keep = ANSWERS


class Sharing(Tenanted):
    """The respondent's yes to one named recipient seeing one measurement's answers."""

    measurement = link(Measurement)
    person = link(Person)
    recipient = models.CharField(max_length=20)
    chosen_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_sharing_recipient", "recipient", Recipient),
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
