"""Who may hand staff on: deputies, loans, and the end of an appointment."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.models.people import Appointment
from samspil.people.terms import (
    CONTROLLERS,
    DEPUTABLE,
    MOST_DEPUTY_DAYS,
    MOST_LOAN_DAYS,
    DeputyBecause,
    Role,
)

# --- who


def may_name_deputy(actor: Actor, proper: bool) -> Refusal | None:
    """Only a coordinator names a deputy, and nobody gives what they only have for a while."""
    if actor.role != Role.COORDINATOR:
        return Refusal(_("Only the coordinator can do this."))
    return None if proper else Refusal(_("A deputy cannot name another deputy. Ask the coordinator."))


def may_end_deputy(actor: Actor) -> Refusal | None:
    """A coordinator ends a deputy's time, a deputy the own one."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_stand_in(actor: Actor, account_id: uuid.UUID, roles: Collection[str]) -> Refusal | None:
    """One of the own staff, not oneself, nobody who coordinates already, and never a log controller."""
    if account_id == actor.account_id:
        return Refusal(_("You cannot be your own deputy. Choose somebody else."), "deputy")
    if any(one in roles for one in CONTROLLERS):
        return Refusal(_("Who controls the log cannot coordinate as well. Choose somebody else."), "deputy")
    if Role.COORDINATOR in roles:
        return Refusal(_("They coordinate already in those days. Choose other days, or another."), "deputy")
    if not any(one in roles for one in DEPUTABLE):
        return Refusal(_("Choose one from the list."), "deputy")
    return None


def may_lend(actor: Actor) -> Refusal | None:
    """Offering, taking and ending a loan is the coordinator's, each on the own side."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_end_post(actor: Actor, role: str) -> Refusal | None:
    """A coordinator lets the appointment of a mentor or coach end; every other is the operator's."""
    if actor.role == Role.COORDINATOR and role in (Role.MENTOR, Role.PARENT_COACH):
        return None
    return Refusal(_("Only the operator can give a role."))


# --- in which state


def must_be_a_while(from_on: date, to_on: date, on: date) -> Refusal | None:
    """A deputy begins today or later, and stands in for ninety days at most, the last included."""
    if from_on < on:
        return Refusal(_("Choose today or a later day."), "from_on")
    if to_on < from_on:
        return Refusal(_("The last day comes before the first. Choose another."), "to_on")
    if (to_on - from_on).days >= MOST_DEPUTY_DAYS:
        return Refusal(_("A deputy stands in for 90 days at most. Choose an earlier last day."), "to_on")
    return None


def must_have_a_reason(because: str) -> Refusal | None:
    """Why somebody stands in is one of a few codes."""
    known = because in list(DeputyBecause)
    return None if known else Refusal(_("Choose one from the list."), "because")


def may_be_lent(post: Appointment | None, other_live: bool, until_on: date, on: date) -> Refusal | None:
    """An own mentor, not on loan already, until a day within a year."""
    if post is None or post.role != Role.MENTOR or post.loan_until is not None:
        return Refusal(_("Choose one from the list."), "mentor")
    if other_live:
        return Refusal(_("This mentor is offered already. End that offer first."), "mentor")
    if until_on <= on:
        return Refusal(_("Choose a day after today."), "until_on")
    if (until_on - on).days > MOST_LOAN_DAYS:
        return Refusal(_("A loan lasts a year at most. Choose an earlier day."), "until_on")
    if post.to_on is not None and until_on > post.to_on:
        return Refusal(_("The mentor's own appointment ends before that. Choose an earlier day."), "until_on")
    return None


def must_be_there(known: bool) -> Refusal | None:
    """The other side is one of the municipalities there are."""
    return None if known else Refusal(_("Choose one from the list."), "to")


def may_be_taken(taken: bool, has_post: bool) -> Refusal | None:
    """An offer is taken once, for one course, and only by who does not work there anyway."""
    if taken:
        return Refusal(_("This loan is taken already. It covers one course."))
    return Refusal(_("This mentor works here already.")) if has_post else None


def must_end_later(last_on: date, from_on: date, on: date) -> Refusal | None:
    """An appointment ends today at the earliest."""
    if last_on >= max(from_on, on):
        return None
    return Refusal(_("Choose today or a later day."), "ends_on")
