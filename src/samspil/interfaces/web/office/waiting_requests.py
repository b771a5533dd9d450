"""What waits about requests for visits, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.interfaces.web.shared import words

Task = dict[str, Any]


def _new(one: Waiting, today: date) -> Task:
    return _task(one, _("Somebody asks for visits"), pgettext("button", "Answer"), "office:visit-request")


def _moved(one: Waiting, today: date) -> Task:
    return _task(one, _("Other days are wished"), pgettext("button", "Answer"), "office:visit-request")


def _cancelled(one: Waiting, today: date) -> Task:
    title = _("A place cancelled its request, and the series is under way")
    return _task(one, title, pgettext("button", "Open"), "office:series") | {"is_late": True}


def _called_off(one: Waiting, today: date) -> Task:
    title = _("A place was said yes to, and its series was called off")
    return _task(one, title, pgettext("button", "Answer"), "office:visit-request") | {"is_late": True}


def _offer(one: Waiting, today: date) -> Task:
    """The series is made for that place, which is chosen already."""
    assert one.on is not None
    return {
        "when_words": words.day(one.on),
        "title": _("A place said yes to visits"),
        "why": ", ".join(one.more),
        "button": _("Plan the visits"),
        "url": f"{reverse('office:series-new')}?place={one.thing_id}",
    }


def _task(one: Waiting, title: str, button: str, name: str) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on),
        "title": title,
        "why": ", ".join(one.more),
        "button": button,
        "url": reverse(name, args=[one.thing_id]),
    }


REQUEST_KINDS: dict[str, Callable[[Waiting, date], Task]] = {
    "request_new": _new,
    "request_moved": _moved,
    "request_cancelled": _cancelled,
    "request_called_off": _called_off,
    "offer_yes": _offer,
}
