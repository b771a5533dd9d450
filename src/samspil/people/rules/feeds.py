"""Who may have a calendar feed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

WITH_FEED = (Role.MENTOR, Role.PARENT_COACH, Role.ROLE_MODEL, Role.COORDINATOR)
"""Whose days are in Samspil: who holds courses or goes on visits, and who sees to what is due."""


def may_have_feed(actor: Actor) -> Refusal | None:
    """A feed is for those whose days are in Samspil."""
    return None if actor.role in WITH_FEED else Refusal(_("Your role has no days to show."))
