"""Who tells sums of a grant, of which month, and when a sum would say what somebody was paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.economy.terms.told import PAID_AT_LEAST
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role


def may_tell(actor: Actor) -> Refusal | None:
    """Only the worker writes sums down: nobody types a figure that the books know."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker writes sums down."))


def month_end(on: date) -> date:
    """The last day of the newest month that is over on a day."""
    return on.replace(day=1) - timedelta(days=1)


def says_somebodys_pay(people: Iterable[int]) -> bool:
    """Whether new sums would say what one or two people were paid. `people` is how many were paid on each
    line and year since sums were told last.
    """
    return any(0 < count < PAID_AT_LEAST for count in people)
