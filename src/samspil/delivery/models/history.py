"""Where answers came from that a municipality kept before it had Samspil: rows of its own file."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import ANSWERS, link
from samspil.delivery.models.courses import Course
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.moves import EarlierAnswer
from samspil.people.models.people import Person
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, NotPersonal


class AnswerFile(Tenanted):
    """One file of earlier answers that was taken in, as one act; it can be taken back as one."""

    draft_id = models.UUIDField(help_text="the file as it was read, gone itself")
    instrument = models.CharField(max_length=40)
    instrument_version = models.PositiveSmallIntegerField()
    rows = models.PositiveSmallIntegerField()
    taken_in_on = models.DateField()
    taken_back_on = models.DateField(null=True)

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "draft_id"), name="delivery_one_file_once"),
            models.CheckConstraint(
                name="delivery_file_back_after",
                condition=Q(taken_back_on__isnull=True) | Q(taken_back_on__gte=F("taken_in_on")),
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("names no person and no course")
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "draft_id",
                "instrument",
                "instrument_version",
                "rows",
                "taken_in_on",
                "taken_back_on",
            ),
            ORDINARY,
        )
        keep = ANSWERS


class ImportedAnswer(Tenanted):
    """One row of such a file: which measurement it answered, and how that stood before.

    Or, where the round is not owed here, which earlier answers it became. Gone when the file is taken back.
    """

    file = link(AnswerFile)
    course = link(Course)
    person = link(Person)
    measurement = link(Measurement, null=True)
    earlier = link(EarlierAnswer, null=True)
    state_before = models.CharField(max_length=10, blank=True)
    reason_before = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=10, blank=True, help_text="what the measurement became")
    answered_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "measurement"), name="delivery_one_file_answers_it"),
            models.UniqueConstraint(fields=("tenant_id", "earlier"), name="delivery_one_file_brought_it"),
            models.CheckConstraint(
                name="delivery_imported_one_of_two",
                condition=Q(
                    measurement__isnull=False,
                    earlier__isnull=True,
                    state__in=("done", "late"),
                    state_before__in=("open", "missed"),
                )
                | Q(
                    measurement__isnull=True,
                    earlier__isnull=False,
                    state="",
                    state_before="",
                    reason_before="",
                ),
            ),
        ]
        indexes = [models.Index(fields=("tenant_id", "file"), name="delivery_imported_of_file")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            (
                "id",
                "tenant_id",
                "file_id",
                "course_id",
                "person_id",
                "measurement_id",
                "earlier_id",
                "state_before",
                "reason_before",
                "state",
                "answered_on",
            ),
            ORDINARY,
        )
        keep = ANSWERS
