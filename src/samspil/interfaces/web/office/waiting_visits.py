"""What waits about visits, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.delivery.terms.forms import FORMS, FormAsked
from samspil.delivery.terms.visits import CANCEL_REASONS, SWAP_REASONS, CancelReason, SwapReason
from samspil.interfaces.web.office.waiting_requests import REQUEST_KINDS
from samspil.interfaces.web.shared import words

Task = dict[str, Any]


def _where(one: Waiting, begins: int = 0) -> str:
    """Engskolen, 8.B"""
    return ", ".join(one.more[begins:])


def _swap(one: Waiting, today: date) -> Task:
    assert one.on is not None
    because = SWAP_REASONS[SwapReason(one.more[0])]
    return {
        "when_words": words.until(one.on, today),
        "is_late": one.on < today,
        "title": _("%(name)s asks to be swapped") % {"name": words.short_name(one.name)},
        "why": f"{_where(one, 1)} · {because}",
        "button": _("Choose somebody else"),
        "url": reverse("office:visit", args=[one.thing_id]),
    }


def _rebook(one: Waiting, today: date) -> Task:
    assert one.on is not None
    because = CANCEL_REASONS[CancelReason(one.more[0])]
    return {
        "when_words": words.day(one.on),
        "is_late": True,
        "title": _("A cancelled visit is to be booked anew"),
        "why": f"{_where(one, 1)} · {because}",
        "button": _("Book it anew"),
        "url": reverse("office:visit-rebook", args=[one.thing_id]),
    }


def _unwritten(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "is_late": True,
        "title": _("Nobody has written how the visit went"),
        "why": _where(one),
        "button": pgettext("button", "Open"),
        "url": reverse("office:series", args=[one.thing_id]),
    }


def _pair(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "title": _("The pair of a visit is not whole"),
        "why": _where(one),
        "button": _("Choose the pair"),
        "url": reverse("office:visit", args=[one.thing_id]),
    }


def _answer(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "title": _("%(name)s has not answered about a visit") % {"name": words.short_name(one.name)},
        "why": _where(one),
        "button": pgettext("button", "Open"),
        "url": reverse("office:visit", args=[one.thing_id]),
    }


def _form(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "is_late": True,
        "title": _("%(form)s has not been answered") % {"form": FORMS[FormAsked(one.more[0])]},
        "why": _where(one, 1),
        "button": _("Give a reason"),
        "url": reverse("office:form-reason", args=[one.thing_id]),
    }


def _lines(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on),
        "title": _("Lines of a group are to be read"),
        "why": _where(one),
        "button": pgettext("button", "Open"),
        "url": reverse("office:visit-lines", args=[one.thing_id]),
    }


def _hours(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": _("Hours of a visit wait for your yes"),
        "why": f"{words.short_name(one.name)} · {_where(one)}",
        "button": pgettext("button", "Open"),
        "url": reverse("office:visit-hours-decide", args=[one.thing_id]),
    }


VISIT_KINDS: dict[str, Callable[[Waiting, date], Task]] = {
    "visit_swap": _swap,
    "visit_hours": _hours,
    "visit_form": _form,
    "visit_lines": _lines,
    "visit_rebook": _rebook,
    "visit_unwritten": _unwritten,
    "visit_pair": _pair,
    "visit_answer": _answer,
    **REQUEST_KINDS,
}
