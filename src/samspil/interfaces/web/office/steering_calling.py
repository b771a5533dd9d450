"""Calling a group together outside its series, and moving a meeting."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samspil.governance.actions import calling as actions
from samspil.governance.queries import groups
from samspil.governance.queries import meetings as queries
from samspil.governance.terms.groups import GROUPS
from samspil.governance.terms.meetings import MeetingState
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering import OFFICE
from samspil.interfaces.web.office.steering_forms import CallForm, WhenForm
from samspil.interfaces.web.office.steering_meetings import step
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page
from samspil.kernel.ids import uuid7


@door("office", roles=OFFICE)
def call(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Plan a meeting outside the series."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    group = groups.group(actor, groups.office_of(actor), group_id)
    initial = {"place": group.place, "starts_at": group.starts_at}
    form = CallForm({}, said.posted(request), initial=initial)

    def write() -> str:
        told = form.cleaned_data
        made = actions.call_meeting(
            by=actor,
            at=clock.now(),
            on=today,
            group_id=group_id,
            key=told["key_of_it"] or uuid7(),
            when=_when(told),
            because=told["because"],
        )
        return to("office:steering-meeting", made.id)

    page = {
        "name": "office-steering-call",
        "title": str(GROUPS[group.kind]),
        "heading": _("Call an extraordinary meeting"),
        "lead": _("It is invited to, minuted and counted as every other. The series stays as it is."),
        "button": _("Plan the meeting"),
        "has_words": True,
    }
    back = to("office:steering-group", group_id)
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=page)


@door("office", roles=OFFICE)
def move(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Move a meeting to another day, time or place."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = queries.meeting(actor, groups.office_of(actor), meeting_id)
    initial = {"on": one.on, "starts_at": one.starts_at, "place": one.place}
    form = WhenForm(one.moves, said.posted(request), initial=initial)

    def write() -> None:
        told = form.cleaned_data
        common: dict[str, Any] = {"when": _when(told), "moves": told["moves"], "meeting_id": meeting_id}
        actions.move_meeting(by=actor, at=clock.now(), on=today, **common)

    page = {
        "name": "office-steering-move",
        "lead": _lead(one),
        "button": _("Move the meeting"),
    }
    return step(request, one, form, write, page)


def _lead(one: queries.MeetingView) -> str:
    if one.state == MeetingState.INVITED:
        return _("Each who was invited gets one letter with the new day. Its agenda goes along.")
    if one.is_extra:
        return _("Its agenda goes along.")
    told = {"day": words.day_and_year(one.moved_from or one.on)}
    return _("Its agenda goes along, and the series plans no other meeting for %(day)s.") % told


def _when(told: dict[str, Any]) -> actions.When:
    return actions.When(told["on"], told["starts_at"], told["place"])
