"""In which step the seconds of a registration are counted."""

from __future__ import annotations

from bisect import bisect_left

from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.efforts import STEPS
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role


def may_count(actor: Actor) -> Refusal | None:
    """Only the worker counts how long registering takes, and only as sums."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker does this."))


def step_of(seconds: float) -> int | None:
    """The upper end of the step that so many seconds lie in; None under a second or over half an hour."""
    if not 1 <= seconds <= STEPS[-1]:
        return None
    step: int = STEPS[bisect_left(STEPS, seconds)]
    return step
