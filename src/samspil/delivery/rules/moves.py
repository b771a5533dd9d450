"""Who may hand courses over or move them away, and when."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.terms.courses import MOVABLE, Intervention
from samspil.delivery.terms.courses import CourseState as S
from samspil.delivery.terms.matching import HandOverBecause, MoveDeclined, MoveState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

OPEN_FOR = timedelta(days=14)
"""How long a proposed move can be answered, by the database's clock; its day lies within as well."""

# --- handing over


def taker_field(course_id: uuid.UUID) -> str:
    """The field of a course on the page of a hand-over."""
    return f"taker-{course_id}"


def must_hand_over_all(takers: Collection[object], held: Collection[object]) -> Refusal | None:
    """A hand-over names the courses held now: if one came or went meanwhile, it is to be seen first."""
    if not held:
        return Refusal(_("There is nothing to hand over."))
    if set(takers) == set(held):
        return None
    return Refusal(_("The courses have changed meanwhile. Look at them once more."))


def must_move_something(takers: Mapping[uuid.UUID, uuid.UUID | None], ends: bool) -> Refusal | None:
    """At least one course is handed over; all of them where the appointment ends."""
    stays = next((one for one, taker in takers.items() if taker is None), None)
    if ends and stays is not None:
        return Refusal(_("The appointment ends, so somebody takes over this course too."), taker_field(stays))
    if all(taker is None for taker in takers.values()):
        return Refusal(_("Choose who takes over at least one course."))
    return None


def must_say_why(because: str) -> Refusal | None:
    """Why a caseload is handed over is one of a few codes."""
    return None if because in list(HandOverBecause) else Refusal(_("Choose one from the list."), "because")


def must_be_another(taker: uuid.UUID, holder: uuid.UUID, course_id: uuid.UUID) -> Refusal | None:
    """Who takes over is not who hands over."""
    if taker != holder:
        return None
    return Refusal(_("Choose somebody else."), taker_field(course_id))


# --- loans


def may_be_lent_to(course: Course) -> Refusal | None:
    """A mentor on loan takes one mentor course that has its yes and has not ended."""
    fits = course.intervention == Intervention.MENTOR
    fits = fits and course.state in (S.ACCEPTED, S.MATCHED, S.ACTIVE, S.PAUSED)
    return None if fits else Refusal(_("Choose one from the list."), "course")


# --- moves


def may_propose(course: Course, is_open: bool, on: date) -> Refusal | None:
    """A running course can move, from the day after its start, to one municipality at a time."""
    if is_open:
        return Refusal(_("A move is proposed already. Take it back first."))
    if course.state not in MOVABLE or course.started_on is None or on < course.started_on:
        return Refusal(_("Only a running course can move to another municipality."))
    return None


def must_move_soon(moves_on: date, on: date) -> Refusal | None:
    """The day of a move lies after today and within the time in which it can be answered."""
    if moves_on <= on:
        return Refusal(_("Choose a day after today."), "moves_on")
    if moves_on > on + OPEN_FOR:
        return Refusal(_("Choose a day within the next 14 days."), "moves_on")
    return None


def must_have_asked(course: Course, holders_said_yes: bool) -> Refusal | None:
    """Where the legal basis asks custody holders, they say yes to the move as well."""
    if not course.custody_holders or holders_said_yes:
        return None
    return Refusal(_("With this legal basis the custody holders say yes to the move as well."), "holders")


def may_receive(actor: Actor) -> Refusal | None:
    """The coordinator there says yes or no."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def must_decline_with_reason(because: str) -> Refusal | None:
    """A no says why, by a code."""
    return None if because in list(MoveDeclined) else Refusal(_("Choose one from the list."), "because")


def may_settle(actor: Actor) -> Refusal | None:
    """The sender's coordinator or the worker ends the sender's side."""
    if actor.role in (Role.COORDINATOR, Role.OPERATOR):
        return None
    return Refusal(_("Only the coordinator can do this."))


def where_it_ends(
    accepted: bool | None, has_run_out: bool, take_back: bool, moves_on: date, on: date
) -> MoveState | Refusal:
    """To what an open move ends now, on its sender's side; or why it does not end yet."""
    if accepted:
        if on >= moves_on:
            return MoveState.FINISHED
        return Refusal(_("The other municipality has said yes. The move is finished on its day."))
    if accepted is False:
        return MoveState.DECLINED
    if take_back:
        return MoveState.TAKEN_BACK
    if has_run_out:
        return MoveState.EXPIRED
    return Refusal(_("The other municipality has not answered yet."))
