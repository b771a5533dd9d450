"""What waits of descriptions, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.interfaces.web.shared import words
from samspil.programme import queries as programme

Task = dict[str, Any]


def _back(one: Waiting, today: date) -> Task:
    intervention = one.more[1]
    what = _("The preparedness plan")
    if intervention and one.concept_id is not None:
        concept = programme.concept(one.concept_id)
        what = words.said(concept.intervention(intervention).title)
    return {
        "when_words": _("Sent back"),
        "title": _("A description was sent back"),
        "why": _("%(what)s. The programme office has written what is missing.") % {"what": what},
        "button": pgettext("button", "Open"),
        "url": reverse("office:description", args=[one.thing_id]),
    }


def _revise(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "is_late": one.on < today,
        "title": _("The preparedness plan is to be revised"),
        "why": _("By %(day)s. Begin a new version and hand it in.") % {"day": words.day_and_year(one.on)},
        "button": pgettext("button", "Open"),
        "url": reverse("office:description", args=[one.thing_id]),
    }


DESCRIPTION_KINDS: dict[str, Callable[[Waiting, date], Task]] = {
    "description_back": _back,
    "plan_revise": _revise,
}
