"""Who puts goals and indicators forward, who signs them when, and whether that was before measuring began."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.governance.rules.milestones import READERS
from samspil.governance.terms.aims import SET_SIGNED_BY, InTime, SetChanged, SetSide
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

# --- who


def may_see_aims(actor: Actor) -> Refusal | None:
    """What a programme is measured by is for those who take part in its steering."""
    return None if actor.role in READERS else Refusal(_("Your role does not give access here."))


def may_put_forward(actor: Actor) -> Refusal | None:
    """Goals and indicators are put forward by the programme office."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office can do this."))


def may_sign_aims(actor: Actor) -> Refusal | None:
    """The programme office and the evaluator sign, each for itself."""
    if actor.role in {str(one) for one in SET_SIGNED_BY}:
        return None
    return Refusal(_("The programme office and the evaluator sign this."))


def side_of(actor: Actor) -> SetSide:
    """Which side somebody signs for."""
    return SET_SIGNED_BY[Role(actor.role)]


# --- in which state


def must_have_aims(has_aims: bool) -> Refusal | None:
    """Only what the concept file says can be put forward."""
    if has_aims:
        return None
    return Refusal(_("The concept file says no goals and indicators. Write them there first."))


def must_be_other(is_same: bool) -> Refusal | None:
    """A new version says something else."""
    if not is_same:
        return None
    return Refusal(_("The concept file says the same as the version that counts now."))


def must_say_why(because: str, number: int) -> Refusal | None:
    """Every version but the first says why it changed."""
    fits = because in list(SetChanged) if number > 1 else because == ""
    return None if fits else Refusal(_("Choose one from the list."), "because")


def must_be_the_last(is_last: bool) -> Refusal | None:
    """What was replaced is not signed any more."""
    return None if is_last else Refusal(_("There is a newer version. Sign that one."))


def must_be_unsigned(has_signed: bool) -> Refusal | None:
    """Each side signs a version once."""
    return Refusal(_("Your side has signed this version.")) if has_signed else None


def must_be_another(is_same_account: bool) -> Refusal | None:
    """Two people sign: nobody signs for both sides."""
    if not is_same_account:
        return None
    return Refusal(_("You have signed for the other side. Somebody else signs for this one."))


def must_be_the_evaluator(
    side: SetSide, organisation_id: uuid.UUID, awarded_to: uuid.UUID | None
) -> Refusal | None:
    """For the evaluator signs the organisation that the work is awarded to now, and no other that evaluates.
    What the one before it signed stays signed.
    """
    if side != SetSide.EVALUATOR or organisation_id == awarded_to:
        return None
    if awarded_to is None:
        return Refusal(
            _("The work is not given to anybody yet. The programme office writes to whom, and then you sign.")
        )
    return Refusal(_("The work is given to another organisation, which signs for the evaluator."))


# --- in time


def in_time(signed_on: date, measured: date | None) -> InTime:
    """How a day lies to the month in which measuring began; days within that month are not told apart."""
    month = signed_on.replace(day=1)
    if measured is None or month < measured:
        return InTime.BEFORE
    return InTime.SAME_MONTH if month == measured else InTime.AFTER
