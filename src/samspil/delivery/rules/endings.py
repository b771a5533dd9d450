"""Who may pause, end and follow up a course, and what each of these needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.rules.courses import is_own, may_coordinate, may_move, must_fit_in
from samspil.delivery.terms.courses import AFTER_THE_END, CourseState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

LONGEST_PAUSE = timedelta(days=366)

# --- who


def may_lead(actor: Actor, course: Course) -> Refusal | None:
    """A course is paused and ended by its coordinator, or by its own mentor or coach."""
    if actor.role == Role.COORDINATOR or is_own(actor, course):
        return None
    return Refusal(_("Only the coordinator and the one who has the course can do this."))


# --- in which state


def may_pause(course: Course) -> Refusal | None:
    """Only a running course pauses."""
    return may_move(course, CourseState.PAUSED)


def may_resume(course: Course) -> Refusal | None:
    """Only a paused course goes on; one that was matched starts with its plan."""
    if course.state == CourseState.PAUSED:
        return None
    return Refusal(_("The course is not paused."))


def may_pause_or_resume(course: Course) -> Refusal | None:
    """The page about a pause is there while a course runs or rests."""
    return may_resume(course) if course.state == CourseState.PAUSED else may_pause(course)


def must_be_a_pause(from_on: date, planned_on: date, started_on: date, on: date) -> Refusal | None:
    """A pause has begun, and is meant to end on a day to come, within a year."""
    if not started_on <= from_on <= on:
        return Refusal(_("Choose a day between the course's start and today."), "from_on")
    if planned_on <= on:
        return Refusal(_("Choose a day to come."), "planned_on")
    if planned_on - from_on > LONGEST_PAUSE:
        return Refusal(_("Choose a day within a year."), "planned_on")
    return None


def may_begin_closing(course: Course) -> Refusal | None:
    """A course that runs or rests can be ended."""
    return may_move(course, CourseState.CLOSING)


def must_be_a_last_day(ended_on: date, opened_on: date, on: date) -> Refusal | None:
    """The last day has been, and lies after the day on which the newest measurement opened: what was
    owed stays owed.
    """
    if ended_on > on:
        return Refusal(_("Choose today or an earlier day."), "ended_on")
    if ended_on <= opened_on:
        return Refusal(
            _("A measurement opened on %(day)s. The last day comes after it.")
            % {"day": date_format(opened_on, "j. F Y")},
            "ended_on",
        )
    return None


def may_close(course: Course) -> Refusal | None:
    """What is said at the end is written while the course is closing."""
    if course.state == CourseState.CLOSING:
        return None
    return Refusal(_("The course is not being closed."))


def must_have_nothing_open(is_open: bool) -> Refusal | None:
    """A course ends when its final measurement was taken, or has a reason."""
    return Refusal(_("The final measurement is open: take it, or give a reason.")) if is_open else None


def must_be_said(ending: str, reason: str, goals: Mapping[str, str], helped: str) -> Refusal | None:
    """A closing says how the course ended and why, and how each goal stands."""
    if not ending:
        return Refusal(_("Choose how the course ended."), "ending")
    if not reason:
        return Refusal(_("Choose why."), "reason")
    for field, status in goals.items():
        if not status:
            return Refusal(_("Choose how the goal stands, or that it was not asked."), field)
    return must_fit_in(helped, 500, "helped")


def may_follow_up(actor: Actor, course: Course, is_due: bool) -> Refusal | None:
    """One contact, by the coordinator, once the time has come, and only with the person's yes to it."""
    refusal = may_coordinate(actor)
    if refusal is not None:
        return refusal
    if course.state not in AFTER_THE_END or not is_due:
        return Refusal(_("Nobody is to be contacted here."))
    return None


def must_be_a_contact_day(contact_on: date, ended_on: date, on: date) -> Refusal | None:
    """The contact was after the end, and not in the future."""
    if ended_on < contact_on <= on:
        return None
    return Refusal(_("Choose a day between the end of the course and today."), "contact_on")
