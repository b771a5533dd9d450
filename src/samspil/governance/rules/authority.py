"""Who may propose that another authority takes over, who may take over, and when."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.agreements import must_be_cvr
from samspil.governance.terms.authority import MOST_AUTHORITY, AuthorityBecause, AuthorityState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

MOST_DAYS_AHEAD = 366

# --- who


def may_move(actor: Actor) -> Refusal | None:
    """Only the programme office hands the programme over, and only it takes it over."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office hands over the programme."))


def may_take_over(account_id: uuid.UUID | None, proposed_by: uuid.UUID) -> Refusal | None:
    """Four eyes: somebody of the new authority, never who proposed it."""
    if account_id is not None and account_id != proposed_by:
        return None
    return Refusal(_("Somebody of the new authority takes over, never who proposed it."))


# --- in which state


def must_be_an_authority(
    name: str, former: str, cvr: str, because: str, from_on: date, on: date
) -> Refusal | None:
    """A name on one line that is another, a CVR number that adds up, a reason, and a day within a year."""
    if not 1 <= len(name) <= MOST_AUTHORITY or not name.isprintable():
        return Refusal(_("Write the name of the authority on one line."), "name")
    if name.casefold() == former.casefold():
        return Refusal(_("This is the authority that has the programme now."), "name")
    wrong = must_be_cvr(cvr, "cvr")
    if wrong is not None:
        return wrong
    if because not in list(AuthorityBecause):
        return Refusal(_("Choose why."), "because")
    if not on <= from_on <= on + timedelta(days=MOST_DAYS_AHEAD):
        return Refusal(_("Choose a day from today and within a year."), "from_on")
    return None


def must_be_proposed(state: str) -> Refusal | None:
    """What was taken over or withdrawn stays as it is."""
    return None if state == AuthorityState.PROPOSED else Refusal(_("It is over already."))


def must_be_the_day(from_on: date, on: date) -> Refusal | None:
    """Nobody takes over before the day."""
    return None if from_on <= on else Refusal(_("It can be taken over from the day that was agreed."))


def must_be_alone(others: int) -> Refusal | None:
    """One change of authority at a time."""
    return None if others == 0 else Refusal(_("There is a proposal already. Withdraw it first."))
