"""Who is reminded of what on a day, and when a link may be sent to the person."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspil.delivery.terms.courses import AFTER_THE_END, MeasurementState
from samspil.delivery.terms.sending import REMINDED_BY_HOLDER, WAY_OF, Way
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role
from samspil.programme.concept.progression import ReminderStep
from samspil.programme.concept.reminding import step_on

FIRST_HOUR, LAST_HOUR = 7, 19
"""Staff are reminded between these hours of the installation's day, never at night."""

ADDRESS = {
    Way.MAIL: re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}"),
    Way.SMS: re.compile(r"(?:\+|00)?[0-9][0-9 ]{6,18}"),
}
"""What an address must look like to be sent to; everything else is answered with a sentence, not tried."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one measurement and its course stand, as far as a reminder asks."""

    state: str
    reason: str
    due_on: date
    course_state: str


@dataclass(frozen=True, slots=True)
class Call:
    """What one measurement asks for on a day: which step, and whether the coordinator is told."""

    step: ReminderStep
    to_office: bool


def call_of(steps: Sequence[ReminderStep], one: Standing, on: date) -> Call | None:
    """The one reminder a measurement asks for on a day, or None where it is left in peace.

    One that is open is at the newest step. One that was missed and has no reason yet cannot be made any
    more, so only the step that asks for a reason is left. Where a course rests, moved away or is over with
    its follow-up, nobody is reminded; after the end nobody holds it, so every step is the coordinator's.
    """
    step = step_on(steps, one.due_on, on)
    if step is None:
        return None
    is_over = one.course_state in AFTER_THE_END
    if not is_over and one.course_state not in REMINDED_BY_HOLDER:
        return None
    if one.state == MeasurementState.MISSED and not one.reason:
        return Call(step, to_office=True) if step.needs_reason else None
    if one.state != MeasurementState.OPEN:
        return None
    return Call(step, to_office=is_over or step.to == "coordinator")


def is_day(at: datetime) -> bool:
    """Whether staff may be reminded at this moment of the installation's own clock."""
    return FIRST_HOUR <= timezone.localtime(at).hour < LAST_HOUR


def may_send(actor: Actor) -> Refusal | None:
    """Writing and sending what goes out is the worker's."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker does this."))


def may_send_link(consents: bool, channel: str, is_under_way: bool, ways: Collection[Way]) -> Refusal | None:
    """A link goes only with a yes to contact, by the way the person chose, and one at a time.

    `ways` are those the installation can send by.
    """
    if not consents:
        return Refusal(_("There is no yes to contact, so nothing is sent. Let them scan the code instead."))
    way = WAY_OF.get(channel)
    if way is None:
        return Refusal(_("They have not chosen mail or text message. Let them scan the code instead."))
    if way not in ways:
        return Refusal(
            _("It cannot be sent from here in the way they chose. Let them scan the code instead.")
        )
    if is_under_way:
        return Refusal(_("It is already on its way."))
    return None


def is_address(way: Way, address: str) -> bool:
    """Whether something can be sent to what was written down as the contact."""
    return ADDRESS[way].fullmatch(address.strip()) is not None
