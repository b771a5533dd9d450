"""How a course's contacts and measurements are said, in the office and in the field alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samspil.delivery.queries.courses import Contact
from samspil.delivery.terms.courses import MEASUREMENT_STATES, MeasurementState
from samspil.delivery.terms.work import STRUCK_BECAUSE, StruckBecause
from samspil.interfaces.web.shared import words
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept

LATE = timedelta(days=3)
"""A session written this long after it was held says so."""


def contact_view(one: Contact, concept: Concept) -> dict[str, Any]:
    """One session: its day, kind and minutes, what was done and agreed; and if it was changed or struck."""
    parts = []
    if one.goals:
        parts.append(_("Goals: %(goals)s") % {"goals": ", ".join(one.goals)})
    if one.agreed:
        parts.append(_("agreed: %(agreed)s") % {"agreed": one.agreed})
    title = [words.title_of(concept.vocabulary.session_kinds, one.kind), words.minutes(one.minutes)]
    if one.place:
        title.append(words.title_of(concept.vocabulary.place_types, one.place).lower())
    return {
        "date_words": words.day(one.held_on),
        "title": ", ".join(title),
        "did": one.did,
        "detail": " · ".join(parts),
        "marks": _marks(one),
        "is_struck": bool(one.struck_because),
    }


def _marks(one: Contact) -> list[str]:
    """What is to be seen beside a session: struck and why, written late, changed later, for the journal."""
    marks = []
    if one.struck_because:
        reason = STRUCK_BECAUSE[StruckBecause(one.struck_because)]
        marks.append(_("Struck out: %(reason)s") % {"reason": str(reason).lower()})
    if one.written_at and (written := timezone.localdate(one.written_at)) - one.held_on >= LATE:
        marks.append(_("Written %(day)s") % {"day": words.day(written)})
    if one.changed_at:
        marks.append(_("Changed %(day)s") % {"day": words.day(timezone.localdate(one.changed_at))})
    if one.for_record:
        marks.append(_("For the journal"))
    return marks


def reminded_words(owed: Iterable[Any]) -> str:
    """When whoever holds the course was last reminded of one of its measurements; a day, or nothing."""
    days = [one.reminded_on for one in owed if one.reminded_on]
    return _("Reminded last on %(day)s.") % {"day": words.day(max(days))} if days else ""


def measurement_view(
    one: Any, concept: Concept, today: date, *, url: str | None = None, button: str = ""
) -> dict[str, Any]:
    """One owed measurement: its round, state and day."""
    is_open = one.state == MeasurementState.OPEN
    late = (is_open and one.due_on < today) or (one.state == MeasurementState.MISSED and not one.reason)
    return {
        "title": words.said(programme.round_title(concept, one.key)),
        "state_label": MEASUREMENT_STATES[MeasurementState(one.state)].title,
        "is_late": late,
        "due_words": words.until(one.due_on, today) if is_open else words.day(one.due_on),
        "url": url,
        "button": button,
    }
