"""Who leads a network, who is in it, and what may be written about it."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.models.networks import NetworkMeeting, ParentNetwork
from samspil.delivery.terms.courses import UNDER_WAY, Intervention
from samspil.delivery.terms.families import MeetingState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

POINTS_AT_SOMEBODY = re.compile(r"@|[0-9][0-9 .-]{2,}[0-9]")
"""An address, or a number long enough to call or to look up. The database keeps the same."""
MOST_DAYS_AHEAD = 366

# --- who


def must_be_a_new_name(is_taken: bool) -> Refusal | None:
    """Two networks that meet do not have one name."""
    return Refusal(_("There is a network with that name already."), "name") if is_taken else None


def must_be_a_new_day(is_taken: bool) -> Refusal | None:
    """A network meets once a day."""
    return Refusal(_("A meeting on that day has been written already."), "held_on") if is_taken else None


def may_lead(actor: Actor, accounts: Collection[object]) -> Refusal | None:
    """Meetings are written, and names seen, by the coaches who lead the network, and by nobody else."""
    if actor.role == Role.PARENT_COACH and actor.account_id in accounts:
        return None
    return Refusal(_("Only those who lead the network can do this."))


def may_say_for_member(
    actor: Actor, course: Course, person_id: object, own_person: object | None
) -> Refusal | None:
    """Joining and leaving are written by the parent's own coach or the coordinator, or done by the parent."""
    if actor.role == Role.COORDINATOR:
        return None
    is_coach = actor.role == Role.PARENT_COACH and course.mentor is not None
    if is_coach and course.mentor.account_id == actor.account_id:
        return None
    if actor.role == Role.PARENT and own_person == person_id:
        return None
    return Refusal(_("Only the parent's own coach can do this."))


# --- in which state


def may_be_member(course: Course, network: ParentNetwork) -> Refusal | None:
    """A parent whose course is under way may be in a network that is not closed."""
    if course.intervention != Intervention.PARENT or course.state not in UNDER_WAY:
        return Refusal(_("Only somebody in a parent course can be in a network."), "network")
    return None if network.closed_on is None else Refusal(_("That network has closed."), "network")


def must_be_about_nobody(text: str, field: str) -> Refusal | None:
    """What a network is called and agrees on holds no address and no number of anyone."""
    if POINTS_AT_SOMEBODY.search(text) is None:
        return None
    return Refusal(_("No numbers and no addresses here. This text is about nobody."), field)


def must_have_a_lead(coaches: Collection[object]) -> Refusal | None:
    """A network is led by somebody."""
    return None if coaches else Refusal(_("Choose who leads it."), "coaches")


def may_be_written(meeting: NetworkMeeting | None) -> Refusal | None:
    """A meeting that was held or called off stays as it is."""
    if meeting is None or meeting.state == MeetingState.PLANNED:
        return None
    return Refusal(_("This meeting has been written already."))


def must_be_a_meeting(
    state: str, held_on: date, minutes: int | None, attended_count: int | None, on: date
) -> Refusal | None:
    """A held meeting has been, with minutes and a number of people; a planned one is yet to come."""
    if state == MeetingState.PLANNED:
        if held_on < on:
            return Refusal(_("That day has passed. Say whether the meeting was held."), "state")
        if (held_on - on).days > MOST_DAYS_AHEAD:
            return Refusal(_("Choose a day within a year."), "held_on")
        return None
    if state == MeetingState.CANCELLED:
        return None
    if held_on > on:
        return Refusal(_("Choose today or an earlier day."), "held_on")
    if minutes is None or not 1 <= minutes <= 600:
        return Refusal(_("Write between 1 and 600 minutes."), "minutes")
    if attended_count is None or not 0 <= attended_count <= 100:
        return Refusal(_("Write how many came, from 0 to 100."), "attended_count")
    return None
