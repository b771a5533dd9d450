"""Who may do what in delivery, and in which state it may happen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.terms.courses import (
    COURSE_STATES,
    ENDED,
    RUNNING,
    UNDER_WAY,
    CourseState,
    MeasurementState,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

FIELD_ROLES = (Role.MENTOR, Role.PARENT_COACH)


def may_coordinate(actor: Actor) -> Refusal | None:
    """Offers, consents, matches and plans are the coordinator's."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_log(actor: Actor, course: Course) -> Refusal | None:
    """Only the course's own mentor or coach logs a session, and only while the course runs."""
    if not is_own(actor, course):
        return Refusal(_("Only the one who has the course can do this."))
    if course.state in ENDED:
        return Refusal(_("The course has ended, so its meetings can no longer be written or changed."))
    if course.state not in RUNNING:
        return Refusal(_("Sessions can be logged once the course has started."))
    return None


def may_hand_out(actor: Actor, course: Course, measurement: Measurement, on: date) -> Refusal | None:
    """The course's own mentor or coach hands out a measurement that is open; after the end, when nobody
    holds the course any more, the coordinator does.
    """
    by_coordinator = actor.role == Role.COORDINATOR and course.state in ENDED
    if not by_coordinator and not is_own(actor, course):
        return Refusal(_("Only the one who has the course can do this."))
    if measurement.state != MeasurementState.OPEN or is_past(measurement, on):
        return Refusal(_("This measurement is no longer open."))
    return None


def may_answer(actor: Actor, measurement: Measurement, on: date) -> Refusal | None:
    """The holder of the link answers while the measurement is open and its last day has not passed."""
    if actor.role != Role.LINK_HOLDER:
        return Refusal(_("Only the person asked can answer."))
    if measurement.state != MeasurementState.OPEN:
        return Refusal(_("This measurement is no longer open."))
    if is_past(measurement, on):
        return Refusal(_("The time for these answers has passed. The next ones come soon."))
    return None


def may_see_counts(actor: Actor) -> Refusal | None:
    """The board of the own municipality is for its coordinator and its lead."""
    if actor.role in (Role.COORDINATOR, Role.MUNICIPAL_LEAD):
        return None
    return Refusal(_("Your role does not see this board."))


def may_tend(actor: Actor) -> Refusal | None:
    """The nightly round of opening and closing windows is the worker's."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker does this."))


def may_move(course: Course, to: CourseState) -> Refusal | None:
    """A course moves only along the table of states, and does not end while it is about to move away."""
    here = CourseState(course.state)
    if course.series_until is not None and to in (CourseState.CLOSING, CourseState.ENDED_EARLY):
        return Refusal(_("The course is about to move to another municipality. Take that back first."))
    return None if to in COURSE_STATES[here].leads_to else _cannot_become(here, to)


def may_accept(course: Course, to: CourseState) -> Refusal | None:
    """A yes answers an offer, once: it never stands in for a custody holder's yes that is awaited."""
    here = CourseState(course.state)
    return None if here == CourseState.OFFERED else _cannot_become(here, to)


def may_receive_consent(course: Course) -> Refusal | None:
    """A custody holder's yes is written only while the course waits for it."""
    here = CourseState(course.state)
    return None if here == CourseState.AWAITING_CONSENT else _cannot_become(here, CourseState.ACCEPTED)


def may_stop(course: Course) -> Refusal | None:
    """A course is stopped while it is under way; to stop needs nothing else."""
    here = CourseState(course.state)
    return None if here in UNDER_WAY else _cannot_become(here, CourseState.ENDED_EARLY)


def may_plan(course: Course) -> Refusal | None:
    """A plan is written once, on a matched course, and starts it; a paused one is taken up otherwise."""
    here = CourseState(course.state)
    return None if here == CourseState.MATCHED else _cannot_become(here, CourseState.ACTIVE)


def _cannot_become(here: CourseState, to: CourseState) -> Refusal:
    if here == to:
        return Refusal(_("This has been done already."))
    return Refusal(
        _("The course is «%(here)s» and cannot become «%(there)s».")
        % {"here": COURSE_STATES[here].title, "there": COURSE_STATES[to].title}
    )


def may_take_on(has_place: bool) -> Refusal | None:
    """A mentor is chosen only while there is a place left."""
    return None if has_place else Refusal(_("They have no place left. Choose somebody else."), "mentor")


def may_start(started_on: date, accepted_on: date, on: date) -> Refusal | None:
    """A course starts on the day of the yes at the earliest, and not in the future."""
    if started_on < accepted_on:
        return Refusal(_("The course cannot start before the yes was given."), "started_on")
    if started_on > on:
        return Refusal(_("Choose today or an earlier day."), "started_on")
    return None


def may_begin_here(series_on: date | None, on: date) -> Refusal | None:
    """A course that came from elsewhere is planned and started here once the day has come."""
    if series_on is None or series_on <= on:
        return None
    return Refusal(
        _("Until %(day)s the course runs in the other municipality. Write the plan then.")
        % {"day": date_format(series_on, "j. F Y")}
    )


def may_go_on(started_on: date, series_on: date | None) -> Refusal | None:
    """A course that came from elsewhere starts here on the day it came at the earliest."""
    if series_on is None or started_on >= series_on:
        return None
    return Refusal(
        _("The course runs here from %(day)s. Choose that day or a later one.")
        % {"day": date_format(series_on, "j. F Y")},
        "started_on",
    )


def may_hold(held_on: date, started_on: date, on: date) -> Refusal | None:
    """A session lies between the course's start and today."""
    if started_on <= held_on <= on:
        return None
    return Refusal(_("Choose a day between the course's start and today."), "held_on")


def is_past(measurement: Measurement, on: date) -> bool:
    """Whether the last day on which a measurement could be made late has passed."""
    return measurement.late_until is not None and on > measurement.late_until


def may_explain(measurement: Measurement) -> Refusal | None:
    """A reason is given for one that was missed without, or for an open one that will not be made."""
    if measurement.state == MeasurementState.OPEN:
        return None
    if measurement.state == MeasurementState.MISSED and not measurement.reason:
        return None
    return Refusal(_("This measurement already has an answer or a reason."))


def must_fit(accepted: bool) -> Refusal | None:
    """An answer is of its item's kind, or skipped."""
    return (
        None
        if accepted
        else Refusal(_("This answer does not fit the question. Change it, or skip."), "value")
    )


def must_hold_something(has_sheet: bool) -> Refusal | None:
    """Answers are handed in once something was answered or skipped."""
    return None if has_sheet else Refusal(_("Answer at least one statement, or skip each one."))


def must_be_a_session(minutes: int, agreed: str) -> Refusal | None:
    """A session takes one minute to ten hours, and says what was agreed in 500 characters."""
    if not 1 <= minutes <= 600:
        return Refusal(_("Write between 1 and 600 minutes."), "minutes_other")
    return None if len(agreed) <= 500 else Refusal(_("Write at most 500 characters."), "line")


def must_fit_in(text: str, most: int, field: str) -> Refusal | None:
    """A text keeps within what its page promises."""
    if len(text) <= most:
        return None
    return Refusal(_("Write at most %(most)d characters.") % {"most": most}, field)


def must_be_one_of(value: object, known: Collection[object], field: str) -> Refusal | None:
    """A code must be one that the course's concept file knows."""
    return None if value in known else Refusal(_("Choose one from the list."), field)


def is_own(actor: Actor, course: Course) -> bool:
    """Whether the actor is the mentor or coach who holds the course today."""
    return (
        actor.role in FIELD_ROLES
        and course.mentor is not None
        and course.mentor.account_id == actor.account_id
        and course.mentor.role == actor.role
    )
