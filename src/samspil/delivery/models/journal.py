"""What left for the municipality's own journal: when, by whom, which entries."""

from __future__ import annotations

from django.db import models

from samspil.delivery.models.columns import NOTES, link, one_of
from samspil.delivery.models.courses import Course
from samspil.delivery.models.sessions import Session
from samspil.delivery.terms.work import ExportForm
from samspil.people.models.people import Person
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, STAFF


class JournalExport(Tenanted):
    """One export of a course's journal. The file itself is kept nowhere."""

    course = link(Course)
    person = link(Person)
    at = models.DateTimeField()
    account_id = models.UUIDField(help_text="who took it out")
    form = models.CharField(max_length=10)

    class Meta(Tenanted.Meta):
        constraints = [one_of("delivery_export_form", "form", ExportForm)]
        indexes = [models.Index(fields=("tenant_id", "course", "at"), name="delivery_export_course")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = {
            **dict.fromkeys(("id", "tenant_id", "course_id", "person_id", "at", "form"), ORDINARY),
            "account_id": STAFF,
        }
        keep = NOTES


class JournalEntry(Tenanted):
    """One entry that an export held. An entry that stands in none has not gone out yet."""

    export = link(JournalExport)
    session = link(Session)
    person = link(Person)
    struck = models.BooleanField(default=False, db_default=False, help_text="it went out as struck out")

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "export", "session"), name="delivery_entry_once")
        ]
        indexes = [models.Index(fields=("tenant_id", "session"), name="delivery_entry_session")]

    class Privacy:
        tenant = "tenant_id"
        subject = "person_id"
        fields = dict.fromkeys(
            ("id", "tenant_id", "export_id", "session_id", "person_id", "struck"), ORDINARY
        )
        keep = NOTES
