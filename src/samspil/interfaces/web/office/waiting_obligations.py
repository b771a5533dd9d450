"""Obligations that are behind, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.governance.rules.obligations import words_of
from samspil.governance.terms.obligations import OBLIGATION_STATES, ObligationState
from samspil.programme import queries as programme


def obligation(one: Waiting, today: date) -> dict[str, Any]:
    """An obligation that is late or not met, in the file's own words."""
    assert one.concept_id is not None
    key, state = one.more
    return {
        "when_words": OBLIGATION_STATES[ObligationState(state)],
        "is_late": True,
        "title": words_of(programme.concept(one.concept_id), key),
        "why": _("An obligation of your municipality's. The page shows what it is counted from."),
        "button": pgettext("button", "Open"),
        "url": f"{reverse('office:obligations')}#obligation-{key}",
    }
