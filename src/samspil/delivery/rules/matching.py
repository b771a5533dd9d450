"""Who may be matched with whom, and what wishes must be."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.rules.courses import FIELD_ROLES, must_be_one_of, must_fit_in
from samspil.delivery.terms.courses import RUNNING, UNDER_WAY, CourseState
from samspil.delivery.terms.matching import (
    MOST_INTERESTS,
    RE_MATCH,
    ConflictReason,
    LeftBecause,
    WaitsFor,
    WithoutCertificate,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.rules.staff import must_be_an_area
from samspil.people.terms import SPOKEN, PartOfWeek, Role, Strength


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wishes for, as codes and two sentences, and why nobody has been found yet."""

    interests: tuple[str, ...] = ()
    language: str = ""
    area: str = ""
    times: tuple[str, ...] = ()
    line: str = ""
    about_them: str = ""
    waits_for: str = ""


# --- who


def may_mark_conflict(actor: Actor, course: Course) -> Refusal | None:
    """The coordinator marks any, and whoever holds the course may say it of themselves."""
    if actor.role == Role.COORDINATOR:
        return None
    mine = course.mentor is not None and course.mentor.account_id == actor.account_id
    if actor.role in FIELD_ROLES and mine and course.mentor.role == actor.role:
        return None
    return Refusal(_("Only the coordinator can do this."))


# --- in which state


def may_wish(course: Course) -> Refusal | None:
    """Wishes are written from the yes until the end of the course: somebody else may have to be found."""
    if course.state in UNDER_WAY:
        return None
    return Refusal(_("Wishes are written between the yes and the end of the course."))


def may_let_go(course: Course, because: str) -> Refusal | None:
    """Before the start, a course may go back to those who wait, for one of two reasons."""
    if course.state != CourseState.MATCHED:
        return Refusal(_("Only a course that is matched and has not started can wait again."))
    return must_be_one_of(because, [one.value for one in RE_MATCH], "because")


def may_take_over(course: Course, because: str) -> Refusal | None:
    """While a course runs, somebody else may take it over, for one of two reasons."""
    if course.state not in RUNNING:
        return Refusal(_("Only a course that runs can be taken over."))
    return must_be_one_of(because, [one.value for one in RE_MATCH], "because")


def must_be_another(course: Course, mentor_id: uuid.UUID) -> Refusal | None:
    """Who takes over is somebody else than who has it."""
    return None if mentor_id != course.mentor_id else Refusal(_("Choose somebody else."), "mentor")


def may_hold(
    *, apart: bool, left_because: Collection[str], speaks: bool, missing: Collection[str], override: str
) -> Refusal | None:
    """What rules a match out, whoever asks for it. Only a missing certificate can be set aside, by a code."""
    if apart:
        return Refusal(_("There is a conflict of interest. Choose another."), "mentor")
    if LeftBecause.NO_CHEMISTRY in left_because:
        return Refusal(_("It did not work between these two before. Choose another."), "mentor")
    if not speaks:
        return Refusal(_("This one does not speak the language that was wished for."), "mentor")
    if missing and not override:
        return Refusal(
            _("A certificate is missing. Choose another, or say why it may be set aside."), "override"
        )
    return must_be_one_of(override, ["", *(one.value for one in WithoutCertificate)], "override")


# --- what it must be


def must_be_wishes(wishes: Wishes) -> Refusal | None:
    """Codes of the lists, at most five interests, an area of digits, and two sentences that fit."""
    if len(wishes.interests) > MOST_INTERESTS:
        return Refusal(_("Choose at most five."), "interests")
    known: list[tuple[Collection[str], Collection[str], str]] = [
        (wishes.interests, [one.value for one in Strength], "interests"),
        (wishes.times, [one.value for one in PartOfWeek], "times"),
        ([wishes.language], ["", *SPOKEN], "language"),
        ([wishes.waits_for], ["", *(one.value for one in WaitsFor)], "waits_for"),
    ]
    for chosen, codes, field in known:
        for one in chosen:
            refusal = must_be_one_of(one, codes, field)
            if refusal is not None:
                return refusal
    return (
        must_be_an_area(wishes.area)
        or must_fit_in(wishes.line, 300, "line")
        or must_fit_in(wishes.about_them, 200, "about_them")
    )


def must_be_a_conflict(because: str) -> Refusal | None:
    """A conflict has one of the reasons of the list."""
    return must_be_one_of(because, [one.value for one in ConflictReason], "because")


def must_choose_some(count: int) -> Refusal | None:
    """Matching together needs somebody to match."""
    return None if count else Refusal(_("Choose at least one."), "chosen")


def must_say_why(why: str) -> Refusal | None:
    """A match is chosen by somebody, who writes why."""
    return None if why.strip() else Refusal(_("Write why."), "why")
