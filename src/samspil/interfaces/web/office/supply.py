"""What waits between the programme office and the training provider, in a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from samspil.delivery.queries import deliverables
from samspil.people.terms import Role


def waiting_words(actor: Any) -> str:
    """How many deliverables wait for whoever reads; nothing where none does or the role has no part in it."""
    if actor.role not in (Role.TRAINING_PROVIDER, Role.PROGRAMME_OFFICE):
        return ""
    count = deliverables.waiting_for(actor)
    if not count:
        return ""
    if actor.role == Role.TRAINING_PROVIDER:
        words = ngettext(
            "%(count)d deliverable is to be delivered.", "%(count)d deliverables are to be delivered.", count
        )
    else:
        words = ngettext(
            "%(count)d delivery waits for your answer.", "%(count)d deliveries wait for your answer.", count
        )
    return words % {"count": count}
