"""How a course rests or ended, as the course's page says it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.queries import endings as queries
from samspil.delivery.terms.courses import COURSE_STATES, ENDED, CourseState
from samspil.delivery.terms.work import CONTACT_OUTCOMES, GOAL_STATUS, PAUSE_REASONS, PauseReason
from samspil.interfaces.web.shared import words
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing

WAITS = (CourseState.COMPLETED, CourseState.ENDED_EARLY)


def is_follow_up_waiting(actor: Actor, found: Any) -> bool:
    """Whether the person is to be contacted now."""
    return found.state in WAITS and found.stopped_on is None and queries.is_follow_up_due(actor, found)


def follow_up_link(course_id: uuid.UUID) -> dict[str, Any]:
    """The step to the one contact after the end."""
    return {
        "label": _("One contact"),
        "url": reverse("office:follow-up", args=[course_id]),
        "filled": True,
    }


def ending_view(actor: Actor, found: Any, concept: Any, at: datetime) -> dict[str, Any] | None:
    """The pause a course is in, or how it ended; nothing while it simply runs."""
    if found.state == CourseState.PAUSED:
        return _paused(found)
    if found.state in ENDED and found.stopped_on is not None:
        return _box(_("Stopped"), ((_("Stopped on"), words.day_and_year(found.stopped_on)),))
    if found.state in ENDED:
        return _ended(actor, found, concept, at)
    return None


def _paused(found: Any) -> dict[str, Any] | None:
    now = queries.open_pause(found)
    if now is None:
        return None
    return _box(
        _("Paused"),
        (
            (_("Since"), words.day_and_year(now.from_on)),
            (_("Planned until"), words.day_and_year(now.planned_on)),
            (_("Why"), str(PAUSE_REASONS[PauseReason(now.reason)])),
        ),
    )


def _ended(actor: Actor, found: Any, concept: Any, at: datetime) -> dict[str, Any] | None:
    try:
        told = queries.closing_of(actor, found, at=at)
    except Missing:
        return None
    stand = ", ".join(str(GOAL_STATUS[status]).lower() for status in told.goals.values())
    facts = [
        (_("The last day"), words.day_and_year(found.ended_on)),
        (_("How it ended"), str(COURSE_STATES[CourseState(told.ending)].title)),
        (_("Why"), words.title_of(concept.vocabulary.end_reasons, told.reason)),
        (_("The goals, in the person's word"), stand),
        (_("What helped"), told.helped),
    ]
    contact = queries.follow_up_of(found) if found.state == CourseState.FOLLOWED_UP else None
    if contact is not None:
        said = f"{words.day_and_year(contact[0])}: {str(CONTACT_OUTCOMES[contact[1]]).lower()}"
        facts.append((_("The contact after the end"), said))
    return _box(_("How it ended"), tuple((label, value) for label, value in facts if value))


def _box(title: str, facts: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {"title": title, "facts": [{"label": label, "value": value} for label, value in facts]}
