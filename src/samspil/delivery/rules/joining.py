"""Who may know that two courses are of one family, and when they may be joined."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.terms.courses import UNDER_WAY, Intervention
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role


def may_join_up(actor: Actor) -> Refusal | None:
    """Only the coordinator knows who is of one family."""
    return None if actor.role == Role.COORDINATOR else Refusal(_("Only the coordinator can do this."))


def may_ask_about_joining(course: Course) -> Refusal | None:
    """The question is asked of a person behind a course under way, and tells of nobody else."""
    if course.state in UNDER_WAY:
        return None
    return Refusal(_("Nobody can be asked here any more."))


def may_be_joined(mentored: Course, coached: Course) -> Refusal | None:
    """A mentor course is joined with a parent course, while both are under way."""
    if (mentored.intervention, coached.intervention) != (Intervention.MENTOR, Intervention.PARENT):
        return Refusal(_("A mentor course is joined with a parent course."), "other")
    if mentored.state in UNDER_WAY and coached.state in UNDER_WAY:
        return None
    return Refusal(_("Both courses must be under way."), "other")
