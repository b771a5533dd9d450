"""What waits around steering, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.governance.terms.groups import GroupKind
from samspil.interfaces.web.shared import words
from samspil.interfaces.web.shared.addresses import to


def instruction(one: Waiting, today: date) -> dict[str, Any]:
    """An instruction that the municipality has said nothing about."""
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "is_late": one.on < today,
        "title": _("An instruction: %(heading)s") % {"heading": one.name},
        "why": _("Say what your municipality did. The other municipalities can see it."),
        "button": pgettext("button", "Open"),
        "url": to("office:steering-confirm", one.thing_id),
    }


def task(one: Waiting, today: date) -> dict[str, Any]:
    """A task from a meeting that the municipality has."""
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "is_late": one.on < today,
        "title": _("A task from a meeting: %(heading)s") % {"heading": one.name},
        "why": _("Your municipality has taken it on."),
        "button": pgettext("button", "Open"),
        "url": to("office:steering-done", one.thing_id),
    }


def answer(one: Waiting, today: date) -> dict[str, Any]:
    """A proposal in writing that the municipality has not answered."""
    assert one.on is not None
    by_lead = one.more[0] == GroupKind.STEERING
    return {
        "when_words": words.until(one.on, today),
        "title": _("Decision in writing: %(heading)s") % {"heading": one.name},
        "why": _("Your lead answers it. Silence is not consent.")
        if by_lead
        else _("Answer for your municipality. Silence is not consent."),
        "button": pgettext("button", "Open"),
        "url": to("office:steering-decision", one.thing_id),
    }


STEERING_KINDS: dict[str, Callable[[Waiting, date], dict[str, Any]]] = {
    "instruction": instruction,
    "steering_task": task,
    "answer": answer,
}
