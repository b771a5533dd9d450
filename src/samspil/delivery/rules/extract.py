"""Who prepares what an evaluation may be given."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role


def may_extract(actor: Actor) -> Refusal | None:
    """The municipality's own job, for the evaluation and nothing else: no person at a desk sees the rows,
    because the answers in them were not shared with anyone there.
    """
    if actor.role == Role.OPERATOR and actor.purpose == "evaluation":
        return None
    return Refusal(_("Only the worker does this."))
