"""What waits around training, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.interfaces.web.shared import words
from samspil.people.terms import ROLES, Role


def training_end(one: Waiting, today: date) -> dict[str, Any]:
    """A training certificate that ends soon or has ended."""
    assert one.on is not None
    past = one.on < today
    names = {"name": one.name, "track": str(ROLES[Role(one.more[0])].title).lower()}
    return {
        "when_words": words.until(one.on, today),
        "is_late": past,
        "title": (
            _("%(name)s: the certificate as %(track)s has ended")
            if past
            else _("%(name)s: the certificate as %(track)s ends soon")
        )
        % names,
        "why": _("A course that renews it is named on the page of training."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:staff-training", args=[one.thing_id]),
    }


def course_forms(one: Waiting, today: date) -> dict[str, Any]:
    """A course that some of the staff who came have not answered about."""
    assert one.on is not None
    return {
        "when_words": words.day(one.on),
        "is_late": True,
        "title": _("%(title)s: forms are missing") % {"title": one.name},
        "why": _("Somebody who came has not answered the form about the course."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:training-event", args=[one.thing_id]),
    }


def cannot_come(one: Waiting, today: date) -> dict[str, Any]:
    """Somebody who was named for an event and said that they cannot come."""
    assert one.on is not None
    told = {"name": words.short_name(one.name), "title": one.more[0]}
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": _("%(name)s cannot come to %(title)s") % told,
        "why": _("Somebody else can have the seat, if there was one."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:nomination-said", args=[one.thing_id]),
    }


def seats(one: Waiting, today: date) -> dict[str, Any]:
    """Seats that the municipality has and has not filled."""
    first = words.day(date.fromisoformat(one.more[0]))
    return {
        "when_words": first,
        "title": _("%(title)s: say who gets the seats") % {"title": one.name},
        "why": _("Your municipality was given seats, and staff wait for them."),
        "button": pgettext("button", "Fill"),
        "url": reverse("office:fill-seats", args=[one.thing_id]),
    }
