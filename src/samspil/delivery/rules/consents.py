"""Which yeses a course needs, who may take one back, and what the legal basis asks for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course, Reconsent
from samspil.delivery.terms.courses import (
    BASES,
    HELD,
    OF_AGE,
    STRICTEST,
    UNDER_WAY,
    CourseState,
    Custody,
    CustodyNeed,
    Demands,
    Intervention,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Capacity, ConsentPurpose, Role

HOLDERS = (Capacity.CUSTODY_HOLDER, Capacity.SECOND_CUSTODY_HOLDER)


def demands_of(basis: str) -> Demands:
    """What a legal basis demands; a basis nobody knows demands the most."""
    return BASES.get(basis, STRICTEST)


def needs_custody(basis: str, intervention: str, age: int | None, own_yes_from: int) -> bool:
    """Whether a custody holder's yes is needed before the course may start.

    `age` is the least the person has reached; where it is not known the person counts as a child.
    Parents get support for themselves, so nobody is asked for them.
    """
    if intervention != Intervention.MENTOR:
        return False
    match demands_of(basis).custody:
        case CustodyNeed.NEVER:
            return False
        case CustodyNeed.LOCAL:
            return age is None or age < own_yes_from
        case CustodyNeed.UNDER_18:
            return age is None or age < OF_AGE


def asked_holders(course: Course) -> tuple[Capacity, ...]:
    """The custody holders whose yes this course waits for or has."""
    return HOLDERS[: course.custody_holders or 0]


def missing_holders(course: Course, given: Collection[tuple[str, str]]) -> tuple[Capacity, ...]:
    """The custody holders who were asked and whose yes does not hold; `given` is (purpose, capacity)."""
    return tuple(one for one in asked_holders(course) if (ConsentPurpose.SUPPORT, one) not in given)


# --- who


def may_withdraw(actor: Actor, course: Course, own_person: object | None) -> Refusal | None:
    """The coordinator writes a withdrawal down; on the own page the person withdraws, and nobody else."""
    if actor.role == Role.COORDINATOR:
        return None
    if actor.role in (Role.MENTEE, Role.PARENT) and own_person == course.person_id:
        return None
    return Refusal(_("Only the person and the coordinator can do this."))


def must_speak_for_oneself(actor: Actor, capacity: str) -> Refusal | None:
    """On the own page a person says yes and takes it back for themselves, never for a custody holder."""
    if actor.role == Role.COORDINATOR or capacity == Capacity.SELF:
        return None
    return Refusal(_("Only the person and the coordinator can do this."))


# --- in which state


def must_ask_custody(needed: bool, first: str, second: str) -> Refusal | None:
    """Where a custody holder's yes is needed, it is asked for; and the first stands before the second."""
    if needed and first == Custody.NONE:
        return Refusal(
            _("With this legal basis a custody holder is asked as well. Say whether the answer has come."),
            "custody",
        )
    if first == Custody.NONE and second != Custody.NONE:
        return Refusal(_("Write the one custody holder first, then the other."), "custody")
    return None


def may_change_basis(course: Course, missing: bool) -> Refusal | None:
    """The basis is changed while the course is under way. One that asks for a yes nobody has given can
    only be chosen while the course can still wait for it.
    """
    if course.state not in UNDER_WAY:
        return Refusal(_("The legal basis is chosen between the yes and the end of the course."))
    if missing and course.state not in (CourseState.ACCEPTED, CourseState.AWAITING_CONSENT):
        return Refusal(_("Write the custody holder's yes first. Then the basis can be changed."), "basis")
    return None


def must_have_what_the_basis_asks(course: Course) -> Refusal | None:
    """Before a course starts, its basis has all that the law asks for (barnets lov §§ 5, 32)."""
    demands = demands_of(course.legal_basis)
    if course.legal_basis == "":
        return Refusal(_("Choose the legal basis first."))
    if demands.decision and not bytes(course.decision):
        return Refusal(
            _(
                "Section 32 needs a decision. Write its number in the municipality's own system"
                " under «Legal basis»."
            )
        )
    if demands.childs_view and course.childs_view_on is None:
        return Refusal(
            _("Section 32 needs the young person's own view. Write it, with the day, under «Legal basis».")
        )
    return None


def must_have_a_day(childs_view: str, childs_view_on: date | None, on: date) -> Refusal | None:
    """A view is written with the day it was said, and that day has been."""
    if childs_view.strip() and childs_view_on is None:
        return Refusal(_("Write the day the view was said."), "childs_view_on")
    if childs_view_on is not None and childs_view_on > on:
        return Refusal(_("Choose today or an earlier day."), "childs_view_on")
    return None


def must_name_a_recipient(purpose: str, recipient: str) -> Refusal | None:
    """A yes to sharing names with whom."""
    if purpose == ConsentPurpose.SHARING and not recipient.strip():
        return Refusal(_("Write with whom it may be shared."), "recipient")
    return None


def may_be_asked(course: Course) -> Refusal | None:
    """A yes is written down while a person is behind the course."""
    if course.state in UNDER_WAY or (course.person_id is not None and course.stopped_on is None):
        return None
    return Refusal(_("Nobody can be asked here any more."))


def may_renew(course: Course, due: Reconsent | None, on: date) -> Refusal | None:
    """A new yes is asked for from the month the person reaches the age, while the course is under way."""
    if course.state not in UNDER_WAY or due is None:
        return Refusal(_("No new yes is due here."))
    return None if due.due_month <= on else Refusal(_("It is too early to ask. The month has not come yet."))


def stops_the_course(course: Course, purpose: str, capacity: str) -> bool:
    """Whether a withdrawn yes ends the course: the person's own to the support, or a custody holder's
    that the basis asks for.
    """
    if purpose != ConsentPurpose.SUPPORT or course.state not in UNDER_WAY:
        return False
    if capacity == Capacity.SELF:
        return True
    return capacity in asked_holders(course) and course.state in HELD
