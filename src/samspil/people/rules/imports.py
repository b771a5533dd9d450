"""Who may bring a spreadsheet, and who may be invited by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.models.people import Account
from samspil.people.terms import INVITABLE, Role

MOST_ROWS = 2000
MOST_NAME, MOST_EMAIL = 100, 254
MOST_COURSES = 20


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody who is to get a role: as typed on the page, or as row `number` of a file says."""

    name: str
    email: str
    role: str
    capacity: int
    from_on: date
    number: int = 0


# --- who


def may_import(actor: Actor) -> Refusal | None:
    """Only the coordinator brings the municipality's own staff and running courses."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_sweep(actor: Actor) -> Refusal | None:
    """What has expired is removed by the worker."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker does this."))


def may_invite(actor: Actor, role: str) -> Refusal | None:
    """A coordinator invites those who meet people, into the own municipality, and gives no other role."""
    if actor.role != Role.COORDINATOR:
        return Refusal(_("Only the coordinator can do this."))
    if role not in INVITABLE:
        return Refusal(_("Choose one from the list. The operator gives every other role."), "role")
    return None


# --- in which state


def must_be_staff(staff: NewStaff, on: date) -> Refusal | None:
    """Name, address, places and first day are what they should be."""
    if not 1 <= len(staff.name.strip()) <= MOST_NAME or not staff.name.isprintable():
        return Refusal(_("Write a name of at most 100 characters."), "name")
    try:
        validate_email(staff.email)
    except ValidationError:
        return Refusal(_("Write an e-mail address, for example name@municipality.example."), "email")
    if len(staff.email) > MOST_EMAIL:
        return Refusal(_("Write an e-mail address, for example name@municipality.example."), "email")
    if not 1 <= staff.capacity <= MOST_COURSES:
        return Refusal(_("Write how many courses at a time: 1 to 20."), "capacity")
    if staff.from_on > on:
        return Refusal(_("Choose today or an earlier day."), "from_on")
    return None


def may_get_role(known: bool, here: bool, has_role: bool) -> Refusal | None:
    """An address that is in use elsewhere is the operator's matter; a role is given once.

    So nobody gets at another municipality's account, or learns whose it is, by typing its address.
    """
    if has_role:
        return Refusal(_("They have that role here already."), "email")
    if known and not here:
        return Refusal(_("This address is in use elsewhere. Ask the operator to give the role."), "email")
    return None


def may_set_first_password(account: Account) -> Refusal | None:
    """An invitation opens an account that was never used; it never changes one that was."""
    if account.is_active and account.last_login is None and not account.has_usable_password():
        return None
    return Refusal(_("This account is in use already. Sign in instead."))
