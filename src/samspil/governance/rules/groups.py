"""Who founds the groups, takes part in them and speaks for an organisation."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.groups import SPEAK_FOR, TAKE_PART, GroupKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

NOT_YOURS = _("Your role does not give access here.")
OF_THE_OFFICE = (Role.PROGRAMME_OFFICE, Role.STEERING_MEMBER)
RAISE = (Role.MUNICIPAL_LEAD, Role.COORDINATOR)


def may_steer(actor: Actor) -> Refusal | None:
    """The groups, their meetings and what follows from a decision are the programme office's to write."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office can do this."))


def may_take_part(actor: Actor) -> Refusal | None:
    """Reading, proposing for the agenda, and what an organisation says of itself."""
    return None if actor.role in TAKE_PART else Refusal(NOT_YOURS)


def may_speak(actor: Actor, kind: str) -> Refusal | None:
    """Answering for one's organisation in a group."""
    return None if actor.role in SPEAK_FOR[GroupKind(kind)] else Refusal(NOT_YOURS)


def may_act_for_a_municipality(actor: Actor) -> Refusal | None:
    """What a municipality says it has done is said by its lead or coordinator."""
    return None if actor.role in RAISE else Refusal(NOT_YOURS)


def must_be_a_seat(title: str, has_seat: bool, from_on: date, on: date) -> Refusal | None:
    """A title, once for each organisation, from a day that has come."""
    if not title.strip():
        return Refusal(_("Write something here."), "title")
    if has_seat:
        return Refusal(_("This organisation has a seat already."), "organisations")
    if from_on > on:
        return Refusal(_("Choose today or an earlier day."), "from_on")
    return None


def must_end_in_order(from_on: date, to_on: date, on: date, chairs: bool) -> Refusal | None:
    """A seat ends when it has begun, and not before the day has come; the chair's does not end."""
    if chairs:
        return Refusal(_("The group needs its chair."))
    if not from_on <= to_on <= on:
        return Refusal(_("Choose a day from the first day of the seat to today."), "to_on")
    return None
