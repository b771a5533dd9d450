"""Changing an agenda on pages: an item worded anew, one place up or down, or away from this meeting."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samspil.governance.actions import agendas as actions
from samspil.governance.queries import agendas as queries
from samspil.governance.queries.meetings import ItemView, MeetingView
from samspil.governance.terms.meetings import OPEN_MEETINGS, MeetingState, Way
from samspil.interfaces import clock
from samspil.interfaces.web.office import steering_words as said
from samspil.interfaces.web.office.steering import OFFICE
from samspil.interfaces.web.office.steering_forms import ItemForm, LeaveForm, OrderForm
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to
from samspil.interfaces.web.shared.doors import door
from samspil.interfaces.web.shared.form_page import form_page

WAITS, STRIKE = "waits", "strike"


@door("office", roles=OFFICE)
def change(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Word an item anew. Whoever comes second sees what stands, and keeps what they wrote."""
    actor = request.actor  # type: ignore[attr-defined]
    one = queries.standing(actor, item_id, at=clock.now())
    form = ItemForm(one.edition, said.posted(request), initial={"heading": one.heading, "words": one.words})

    def write() -> str:
        told = form.cleaned_data
        common = {"heading": told["heading"], "words": told["words"], "edition": told["edition"]}
        actions.change_item(by=actor, at=clock.now(), item_id=item_id, **common)
        return to("office:steering-meeting", one.meeting.id)

    page: dict[str, Any] = {"name": "office-steering-item", "button": _("Save"), "has_words": True}
    if form.is_bound and form["edition"].data != str(one.edition):
        page["texts"] = [_("What stands now: %(heading)s") % {"heading": one.heading}, one.words]
    return _page(request, form, write, one, page)


@door("office", roles=OFFICE)
def order(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """Move an item one place up or down: from the meeting's page at once, or from a page of its own."""
    actor = request.actor  # type: ignore[attr-defined]
    one = queries.standing(actor, item_id, at=clock.now())
    form = OrderForm(one.position, said.posted(request))

    def write() -> str:
        told = form.cleaned_data
        common = {"way": told["way"], "position": told["position"]}
        actions.reorder_item(by=actor, at=clock.now(), item_id=item_id, **common)
        return f"{to('office:steering-meeting', one.meeting.id)}#item-{item_id}"

    told = {"position": one.position}
    page = {
        "name": "office-steering-order",
        "lead": _("It is no. %(position)d on the agenda now.") % told,
        "button": _("Move it"),
    }
    return _page(request, form, write, one, page)


@door("office", roles=OFFICE)
def leave(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """An item goes to another meeting, waits for a coming one, or is struck where it was a mistake."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    one = queries.standing(actor, item_id, at=clock.now())
    choices = [
        (str(each.id), _("To the meeting on %(day)s") % {"day": words.day_and_year(each.on)})
        for each in queries.others(actor, one.meeting, on=today)
    ]
    if not (one.is_decision or one.has_pack):
        choices.append((WAITS, _("Off the agenda: it waits for a coming meeting")))
    if one.can_be_struck:
        choices.append((STRIKE, _("It was put here by mistake: strike it for good")))
    form = LeaveForm(one.meeting.id, choices, said.posted(request))

    def write() -> str:
        chosen, seen = form.cleaned_data["to"], form.cleaned_data["at"]
        common: dict[str, Any] = {"by": actor, "at": clock.now(), "item_id": item_id, "from_id": seen}
        if chosen == WAITS:
            actions.take_off(**common)
        elif chosen == STRIKE:
            actions.strike_item(**common)
        else:
            actions.move_item(on=today, to_id=uuid.UUID(chosen), **common)
        return to("office:steering-meeting", one.meeting.id)

    page = {
        "name": "office-steering-leave",
        "lead": _("Its paper and whoever proposed it go along. The log says who moved it and when."),
        "button": _("Move it"),
    }
    return _page(request, form, write, one, page)


def steps(one: MeetingView, item: ItemView, count: int, was_held: bool) -> dict[str, Any]:
    """What the office may still do with an item, as addresses; nothing where it may not."""
    if one.state not in OPEN_MEETINGS:
        return {}
    may_order = not was_held
    found: dict[str, Any] = {"order_url": to("office:steering-order", item.id) if may_order else ""}
    found["paper_url"] = to("office:steering-paper-add", item.id)
    found["ways"] = [
        {"way": way, "label": label}
        for way, label, there in (
            (Way.UP, _("Up"), item.position > 1),
            (Way.DOWN, _("Down"), item.position < count),
        )
        if may_order and there
    ]
    if one.state == MeetingState.PLANNED and item.written is None:
        found["change_url"] = to("office:steering-item", item.id)
    if not item.outcomes:
        found["leave_url"] = to("office:steering-leave", item.id)
    return found


def _page(
    request: HttpRequest, form: Any, write: Any, one: queries.Standing, page: dict[str, Any]
) -> HttpResponse:
    """A page with one form about one item, from which one comes back to its meeting."""
    told = {"title": said.meeting_title(one.meeting), "heading": one.heading, **page}
    back = to("office:steering-meeting", one.meeting.id)
    return form_page(request, form, write, base=said.BASE, cancel_url=back, page=told)
