"""How a course's contacts and measurements are said, in the office and in the field alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samspil.delivery.queries.courses import Contact
from samspil.delivery.terms import MEASUREMENT_STATES, MeasurementState
from samspil.interfaces.web.shared import words
from samspil.programme import queries as programme
from samspil.programme.concept.model import Concept


def contact_view(one: Contact, concept: Concept) -> dict[str, Any]:
    """One session: its day, kind and minutes, and what was touched and agreed."""
    parts = []
    if one.goals:
        parts.append(_("Goals: %(goals)s") % {"goals": ", ".join(one.goals)})
    if one.agreed:
        parts.append(_("agreed: %(agreed)s") % {"agreed": one.agreed})
    kind = words.title_of(concept.vocabulary.session_kinds, one.kind)
    return {
        "date_words": words.day(one.held_on),
        "title": f"{kind}, {words.minutes(one.minutes)}",
        "detail": " · ".join(parts),
    }


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
