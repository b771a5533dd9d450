"""Where a course came from that was not begun here: a row of a municipality's own spreadsheet."""

from __future__ import annotations

from django.db import models

from samspil.delivery.models.columns import NOTES, link
from samspil.delivery.models.courses import Course
from samspil.people.models.people import Person
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SECRET


class ImportedCourse(Tenanted):
    """A course that came in by a file: when, with which file, and a keyed hash of the row's own reference.

    The hash tells that a row is there already; it cannot be turned back into the reference.
    """

    course = link(Course)
    person = link(Person)
    reference_hash = models.CharField(max_length=64)
    draft_id = models.UUIDField(help_text="the file it came with, gone itself")
    taken_in_on = models.DateField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_way_in"),
            models.UniqueConstraint(fields=("tenant_id", "reference_hash"), name="delivery_one_row_once"),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(
                ("id", "tenant_id", "course_id", "person_id", "draft_id", "taken_in_on"), ORDINARY
            ),
            "reference_hash": SECRET,
        }
        keep = NOTES
