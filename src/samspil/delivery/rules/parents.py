"""What may be done in parent courses, with offers to parents, and without a name."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.models.parents import CourseParent, ParentOffer
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.terms.courses import UNDER_WAY, Intervention
from samspil.delivery.terms.families import Occasion, OfferAnswer, WithWhom
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

# --- who


def may_count_without_a_name(actor: Actor) -> Refusal | None:
    """Whoever is asked for advice may count that it was given."""
    if actor.role in (Role.COORDINATOR, Role.MENTOR, Role.PARENT_COACH):
        return None
    return Refusal(_("Your role counts no talks."))


def may_steer_second(actor: Actor, second: CourseParent, own_person: object | None) -> Refusal | None:
    """The second parent's yeses and leaving are the coordinator's to write down, and the parent's own."""
    if actor.role == Role.PARENT and own_person == second.person_id:
        return None
    return may_coordinate(actor)


# --- in which state


def may_have_practicalities(course: Course) -> Refusal | None:
    """Age band and interpreter are set while the course is under way."""
    if course.state in UNDER_WAY:
        return None
    return Refusal(_("This is set between the yes and the end of the course."))


def may_add_second(course: Course, there: CourseParent | None) -> Refusal | None:
    """A parent course may have a second parent, one at a time, while it is under way."""
    if course.intervention != Intervention.PARENT or course.state not in UNDER_WAY:
        return Refusal(_("A second parent is added to a parent course under way."))
    return None if there is None else Refusal(_("There is a second parent already."))


def may_meet(with_whom: str, second: CourseParent | None, held_on: date) -> Refusal | None:
    """The second parent is met only where there is one, and from the day that parent came in.

    What was held before may have been with another: it must not stand on this one's page.
    """
    if with_whom == WithWhom.FIRST:
        return None
    if second is None:
        return Refusal(_("There is no second parent in this course."), "with_whom")
    if held_on >= second.added_on:
        return None
    return Refusal(
        _("The other parent came into the course on %(day)s. Choose that day or a later one.")
        % {"day": date_format(second.added_on, "j. F Y")},
        "held_on",
    )


def may_offer(occasion: str, mentee_said_yes: bool) -> Refusal | None:
    """Parents of a friend are offered support only after the mentee has said yes to it."""
    if occasion != Occasion.FRIEND_OF_MENTEE or mentee_said_yes:
        return None
    return Refusal(_("Ask the young person first. Without that yes nothing is offered."), "mentee_said_yes")


def may_answer(offer: ParentOffer) -> Refusal | None:
    """An offer is answered once."""
    return None if offer.answer == OfferAnswer.OFFERED else Refusal(_("This offer has its answer already."))


def must_be_a_talk(day: date, minutes: int, on: date) -> Refusal | None:
    """A talk was today or earlier this month or last, and took one minute to ten hours."""
    if day > on:
        return Refusal(_("Choose today or an earlier day."), "day")
    if (on - day).days > 92:
        return Refusal(_("Choose a day within the last three months."), "day")
    return None if 1 <= minutes <= 600 else Refusal(_("Write between 1 and 600 minutes."), "minutes_other")
