"""Who counts guide cards, who sees the sums, and how small a sum may be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

FEWEST_SHOWN = 5


def may_count(actor: Actor) -> Refusal | None:
    """Mentors and coaches count their own use of the cards."""
    if actor.role in FIELD_ROLES:
        return None
    return Refusal(_("Only mentors and coaches use the cards."))


def may_see_sums(actor: Actor) -> Refusal | None:
    """The municipality's yearly sums are the coordinator's."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator sees this."))
