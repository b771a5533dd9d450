"""Who may freeze a month and who may see it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

READERS = (Role.PROGRAMME_OFFICE, Role.STEERING_MEMBER, Role.EVALUATOR)

# --- who


def may_freeze(actor: Actor) -> Refusal | None:
    """Only the worker freezes a month."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker freezes a month."))


def may_read_totals(actor: Actor) -> Refusal | None:
    """The frozen totals are for the programme office, the steering group and the evaluator."""
    return None if actor.role in READERS else Refusal(_("Your role does not see the programme's totals."))


# --- in which state


def may_freeze_month(month: date, on: date) -> Refusal | None:
    """A month is frozen once it has ended."""
    ended = (month.year, month.month) < (on.year, on.month)
    return None if ended else Refusal(_("The month has not ended yet."))
