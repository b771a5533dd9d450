"""One's own training: the courses one was named for, with what is told of those one has a seat on, and one's
certificates.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.delivery.actions.own_nominations import say_cannot_come
from samspil.delivery.queries import training
from samspil.delivery.queries import training_certificates as certificates
from samspil.delivery.queries.training import OwnCourse
from samspil.delivery.rules import seats as rules
from samspil.delivery.terms.training import (
    EVENT_STATES,
    LIVE,
    OWN_NOMINATION,
    EventState,
    NominationState,
)
from samspil.interfaces import clock
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page, plain
from samspil.interfaces.web.shared.training_certificates import certificate_rows, paper
from samspil.interfaces.web.shared.training_events import changed_note, content, told
from samspil.kernel.errors import refuse
from samspil.people.terms import INVITABLE


@door("field", roles=INVITABLE, methods=("GET",))
def own(request: HttpRequest) -> HttpResponse:
    """The courses one was named for, the next first, and all certificates from here, newest first."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    held = certificates.certificates_of(actor, actor.account_id, on=today)
    courses = training.own_courses(actor, on=today)
    of_them = told(actor, [one.event.id for one in courses if one.state == NominationState.SEAT])
    page = {
        "courses": [_course(one, today) | of_them.get(one.event.id, {}) for one in courses],
        "certificates": certificate_rows(held, "field:certificate-paper", today),
    }
    return TemplateResponse(request, "field/training.html", {"page": page})


@door("field", roles=INVITABLE, methods=("GET",))
def certificate_paper(request: HttpRequest, training_id: uuid.UUID) -> HttpResponse:
    """One of them on paper."""
    return paper(request, training_id)


@door("field", roles=INVITABLE)
def cannot_come(request: HttpRequest, nomination_id: uuid.UUID) -> HttpResponse:
    """Say that one cannot come to a course."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    row, event = training.own_nomination(actor, nomination_id)
    refuse(rules.may_say_no(row, event.state, event.first_on, today))
    back = reverse("field:training")

    def write() -> str:
        say_cannot_come(by=actor, at=clock.now(), on=today, nomination_id=nomination_id)
        return back

    page = {
        "name": "field-nomination-own",
        "title": _("My training"),
        "heading": _("I cannot come"),
        "lead": event.title,
        "points": [words.weekday(one) for one in event.days],
        "texts": [_("Your coordinator is told. You need not say why.")],
        "button": _("I cannot come"),
    }
    return form_page(request, plain(request), write, base="shared/field.html", cancel_url=back, page=page)


def _course(one: OwnCourse, today: date) -> dict[str, Any]:
    event = one.event
    is_planned = event.state == EventState.PLANNED
    can_say_no = is_planned and one.state in LIVE and today <= event.first_on
    return {
        "id": event.id,
        "title": event.title,
        "state": "" if is_planned else EVENT_STATES[event.state],
        "place": event.place,
        "days": [words.weekday(day) for day in event.days],
        "content": content(event) if one.state in LIVE else {},
        "changed": changed_note(event) if one.state in LIVE else "",
        "standing": _standing(one) if is_planned else "",
        "cannot_url": to("field:nomination-own", one.nomination_id) if can_say_no else "",
    }


def _standing(one: OwnCourse) -> str:
    if one.said_on is None:
        return str(OWN_NOMINATION[one.state])
    return _("You said on %(day)s that you cannot come. If you can after all, talk to your coordinator.") % {
        "day": words.day(one.said_on)
    }
