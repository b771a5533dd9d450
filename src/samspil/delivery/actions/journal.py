"""Writing what leaves for the municipality's own journal."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from samspil.delivery.actions.holding import locked
from samspil.delivery.models.journal import JournalEntry, JournalExport
from samspil.delivery.queries.courses import course_for
from samspil.delivery.queries.journal import Entry, Since, opened_entries
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import journal
from samspil.delivery.terms.work import ExportForm, ExportPart
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


@dataclass(frozen=True, slots=True)
class Taken:
    """What an export holds, opened; the file that is made of it is kept nowhere."""

    export_id: uuid.UUID
    code: str
    entries: tuple[Entry, ...]


def export_journal(*, by: Actor, at: datetime, course_id: uuid.UUID, part: str, form: str) -> Taken:
    """Take the entries of a course's journal out, those that have not gone out before or all of them.

    What went out, when and by whom is kept; the words themselves leave only with the answer.
    """
    refuse(journal.may_export(by, course_for(by, course_id)))
    refuse(rules.must_be_one_of(part, list(ExportPart), "part"))
    refuse(rules.must_be_one_of(form, list(ExportForm), "form"))
    with audit.acting("delivery.export_journal", by=by, at=at) as act:
        course = locked(course_id)
        assert course.person_id is not None
        assert by.account_id is not None
        entries = opened_entries(by, course, part=ExportPart(part), at=at)
        refuse(journal.must_hold_entries(len(entries)))
        export = JournalExport.objects.create(
            tenant_id=by.tenant_id,
            course=course,
            person_id=course.person_id,
            at=at,
            account_id=by.account_id,
            form=form,
        )
        JournalEntry.objects.bulk_create(
            JournalEntry(
                tenant_id=by.tenant_id,
                export=export,
                session_id=one.session_id,
                person_id=course.person_id,
                struck=one.since == Since.STRUCK,
            )
            for one in entries
        )
        act.about(export, subject_id=course.person_id, reason=f"{form}_{len(entries)}")
    return Taken(export.id, course.code, entries)
