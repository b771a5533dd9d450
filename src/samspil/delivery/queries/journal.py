"""Reading the journal of a course: the entries that belong to it, which are late, which have gone out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from samspil.delivery.models.courses import Course
from samspil.delivery.models.journal import JournalEntry
from samspil.delivery.models.sessions import Session
from samspil.delivery.rules.journal import days_late
from samspil.delivery.terms.work import LATE_DAYS, ExportPart
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `days_late` is 0 where it was written in time; `did` and `agreed` are empty in a list."""

    session_id: uuid.UUID
    held_on: date
    kind: str
    minutes: int
    written_at: datetime
    days_late: int
    exported_at: datetime | None
    did: str = ""
    agreed: str = ""


def entries_of(course: Course) -> tuple[Entry, ...]:
    """What belongs to a course's journal, by day, without opening what was written."""
    most = late_after(course)
    return tuple(_entry(one, most) for one in _sessions(course))


def opened_entries(actor: Actor, course: Course, *, part: ExportPart, at: datetime) -> tuple[Entry, ...]:
    """The entries of one export with what was written; the look is logged."""
    assert course.person_id is not None
    most = late_after(course)
    rows = [one for one in _sessions(course) if part == ExportPart.ALL or _gone_at(one) is None]
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return tuple(
            _entry(one, most, fields.unseal(one, "did"), fields.unseal(one, "agreed")) for one in rows
        )


def late_after(course: Course) -> int:
    """How many days after a meeting its note is still in time, as the course's concept says."""
    said = programme.concept(course.concept_id).journal
    return LATE_DAYS if said is None else said.late_after_days


def _sessions(course: Course) -> list[Session]:
    rows = Session.objects.filter(
        course_id=course.id, person_id=course.person_id, for_record=True, struck_at__isnull=True
    )
    gone = JournalEntry.objects.filter(session_id=OuterRef("id")).order_by("-export__at").values("export__at")
    return list(rows.annotate(exported_at=Subquery(gone[:1])).order_by("held_on", "id"))


def _gone_at(one: Session) -> datetime | None:
    """When an entry last went out."""
    gone: datetime | None = one.exported_at  # type: ignore[attr-defined]
    return gone


def _entry(one: Session, most: int, did: str = "", agreed: str = "") -> Entry:
    written_on = timezone.localtime(one.written_at).date()
    return Entry(
        one.id,
        one.held_on,
        one.kind,
        one.minutes,
        one.written_at,
        days_late(one.held_on, written_on, most),
        _gone_at(one),
        did,
        agreed,
    )
