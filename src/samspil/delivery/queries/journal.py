"""Reading the journal of a course: the entries that belong to it, which are late, which have gone out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from samspil.delivery.models.courses import Course
from samspil.delivery.models.journal import JournalEntry
from samspil.delivery.models.sessions import Session
from samspil.delivery.rules.journal import days_late
from samspil.delivery.terms.work import LATE_DAYS, ExportPart
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme
from samspil.trust import audit, fields


class Since(StrEnum):
    """What has happened to an entry since it last went out."""

    SAME = "same"
    CORRECTED = "corrected"
    STRUCK = "struck"


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
    since: Since = Since.SAME
    """What has happened to it since it last went out."""
    since_at: datetime | None = None
    struck_because: str = ""
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
    rows = [one for one in _sessions(course) if part == ExportPart.ALL or one.waits_since is not None]
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return tuple(
            _entry(one, most)
            if _since(one) == Since.STRUCK
            else _entry(one, most, fields.unseal(one, "did"), fields.unseal(one, "agreed"))
            for one in rows
        )


def late_after(course: Course) -> int:
    """How many days after a meeting its note is still in time, as the course's concept says."""
    said = programme.concept(course.concept_id).journal
    return LATE_DAYS if said is None else said.late_after_days


def _sessions(course: Course) -> list[Any]:
    rows = Session.objects.filter(course_id=course.id, person_id=course.person_id)
    return list(for_the_journal(rows).order_by("held_on", "id"))


def for_the_journal(sessions: Any) -> Any:
    """The sessions that belong to a journal, or went out to one before they were struck out or unmarked.

    Each with `exported_at`, when it last went out, and `waits_since`, from when on it waits to go out: it
    never did, or was changed or struck out since.
    """
    last = JournalEntry.objects.filter(session_id=OuterRef("id")).order_by("-export__at", "-id")
    marked = Q(for_record=True, struck_at__isnull=True)
    return (
        sessions.annotate(
            exported_at=Subquery(last.values("export__at")[:1]),
            went_struck=Subquery(last.values("struck")[:1]),
        )
        .filter(marked | Q(exported_at__isnull=False))
        .annotate(
            waits_since=Case(
                When(exported_at__isnull=True, then=F("written_at")),
                When(Q(struck_at__isnull=False, went_struck=False), then=F("struck_at")),
                When(Q(for_record=False, went_struck=False), then=F("changed_at")),
                When(marked & Q(changed_at__gt=F("exported_at")), then=F("changed_at")),
                default=None,
            )
        )
    )


def _since(one: Any) -> Since:
    if one.struck_at is not None or not one.for_record:
        return Since.STRUCK
    changed = one.exported_at is not None and one.changed_at is not None
    return Since.CORRECTED if changed and one.changed_at > one.exported_at else Since.SAME


def _since_when(one: Any) -> datetime | None:
    """The day of the change. One that went out as taken out stays at that, however it is corrected later."""
    when: datetime | None = one.struck_at or one.changed_at
    return min(when, one.exported_at) if when and one.went_struck and one.struck_at is None else when


def _entry(one: Any, most: int, did: str = "", agreed: str = "") -> Entry:
    written_on = timezone.localtime(one.written_at).date()
    return Entry(
        one.id,
        one.held_on,
        one.kind,
        one.minutes,
        one.written_at,
        days_late(one.held_on, written_on, most),
        one.exported_at,
        _since(one),
        _since_when(one),
        one.struck_because,
        did,
        agreed,
    )
