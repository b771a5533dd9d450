"""Who writes, hands in and decides about hours, and when."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.hours import StaffMonth
from samspil.delivery.terms.work import IN_MINUTES, STILL_WRITTEN, MonthState, ReturnReason
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.models.people import Appointment
from samspil.people.terms import INVITABLE, Role

MOST_MINUTES, MOST_KILOMETRES = 44_640, 5_000
"""A month has no more minutes than that; the kilometres are far beyond what anybody drives for this."""


# --- who


def may_write_hours(actor: Actor) -> Refusal | None:
    """Those who meet people write their own hours."""
    return None if actor.role in INVITABLE else Refusal(_("Only those who meet people write hours here."))


def may_see_hours(actor: Actor) -> Refusal | None:
    """The coordinator sees the sums of the own municipality's staff."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_see_sums(actor: Actor) -> Refusal | None:
    """Sums of hours without a name are read by whoever answers for the municipality's grant, or audits it."""
    if actor.role in (Role.COORDINATOR, Role.MUNICIPAL_LEAD, Role.AUDITOR):
        return None
    return Refusal(_("Your role does not give access here."))


def may_decide(actor: Actor, holder: Appointment, month: StaffMonth) -> Refusal | None:
    """The coordinator decides about what was handed in, and never about the own hours."""
    if actor.role != Role.COORDINATOR:
        return Refusal(_("Only the coordinator can do this."))
    if holder.account_id == actor.account_id:
        return Refusal(_("These are your own hours. Let another coordinator decide."))
    if month.state != MonthState.HANDED_IN:
        return Refusal(_("These hours do not wait for a decision."))
    return None


# --- in which state


def may_change(month: StaffMonth) -> Refusal | None:
    """A month is written until it is handed in, and again when it was returned."""
    if month.state in STILL_WRITTEN:
        return None
    return Refusal(_("This month is handed in. It can be changed if the coordinator returns it."))


def must_be_over(month: date, on: date) -> Refusal | None:
    """A month is handed in when it is over."""
    return None if month < on.replace(day=1) else Refusal(_("The month is not over yet."))


def must_have_begun(month: date, first: date, on: date) -> Refusal | None:
    """Hours are written for months in which one held the role, up to this one."""
    if first.replace(day=1) <= month <= on.replace(day=1):
        return None
    return Refusal(_("You did not have the role in that month."))


def must_be_an_amount(kind: str, amount: int) -> Refusal | None:
    """A sum that fits into a month."""
    if kind in IN_MINUTES and not 0 <= amount <= MOST_MINUTES:
        return Refusal(_("Write minutes that fit into a month."), kind)
    if kind not in IN_MINUTES and not 0 <= amount <= MOST_KILOMETRES:
        return Refusal(_("Write at most 5,000 kilometres."), kind)
    return None


def must_say_why(outcome: str, reason: str) -> Refusal | None:
    """What is returned has a reason; what is approved needs none."""
    if outcome == MonthState.RETURNED and reason not in list(ReturnReason):
        return Refusal(_("Choose why it goes back."), "reason")
    if outcome not in (MonthState.APPROVED, MonthState.RETURNED):
        return Refusal(_("Choose one from the list."), "outcome")
    return None
