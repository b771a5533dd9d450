"""What an offer of visits says, to every place the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samspil.interfaces.web.shared import words


def letter(concept: Any, by: date) -> list[str]:
    """What is offered, about what, and until when to answer."""
    intervention = concept.intervention("role_model")
    told = {
        "count": intervention.dosage.visits or 1,
        "themes": ", ".join(intervention.themes),
        "day": words.day(by),
    }
    return [
        _("We offer one of your groups %(count)d visits by two young adults who talk with the group.") % told,
        _("The visits can be about: %(themes)s.") % told,
        _("Please answer by %(day)s, yes or no. Several places get this letter.") % told,
    ]
