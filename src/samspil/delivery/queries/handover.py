"""Reading for a hand-over: who holds what, who could take it, and which course has nobody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from samspil.delivery.queries.courses import load_of_mentors, visible
from samspil.delivery.terms.courses import HELD, CourseState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.models.people import Appointment
from samspil.people.queries import people as staff
from samspil.people.queries.loans import still_holds
from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Held:
    """One course somebody holds. Nothing sealed."""

    id: uuid.UUID
    code: str
    state: CourseState
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A member of staff with all the courses they hold now."""

    id: uuid.UUID
    name: str
    role: Role
    is_loan: bool
    to_on: date | None
    courses: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff who holds courses or could, with how many of how many."""

    id: uuid.UUID
    name: str
    role: Role
    load: int
    capacity: int


def holder(actor: Actor, appointment_id: uuid.UUID) -> Holder:
    """One mentor or coach with the whole caseload, whether the appointment still holds or not.

    Raises Missing where there is none in the actor's municipality.
    """
    rows = Appointment.objects.select_related("account").filter(role__in=(Role.MENTOR, Role.PARENT_COACH))
    found = rows.filter(id=appointment_id).first()
    if found is None:
        raise Missing
    courses = visible(actor).filter(mentor_id=found.id, state__in=HELD).order_by("code", "id")
    return Holder(
        found.id,
        found.account.name,
        Role(found.role),
        found.loan_until is not None,
        found.to_on,
        tuple(Held(one.id, one.code, CourseState(one.state)) for one in courses.only("code", "state")),
    )


def able_to_take(actor: Actor, role: Role, *, on: date) -> tuple[Colleague, ...]:
    """The own staff in a role today, those with the most room first."""
    load = load_of_mentors(actor)
    found = (
        Colleague(one.id, one.name, one.role, load.get(one.id, 0), one.capacity)
        for one in staff.staff_for(actor, role, on=on)
    )
    return tuple(sorted(found, key=lambda one: (one.load - one.capacity, one.name)))


def colleagues(actor: Actor, *, on: date) -> tuple[Colleague, ...]:
    """Everyone who can hold courses in the actor's municipality today, by name."""
    load = load_of_mentors(actor)
    posts = staff.field_staff(actor, on=on)
    return tuple(
        Colleague(one.id, one.name, one.role, load.get(one.id, 0), one.capacity)
        for one in posts
        if not one.is_loan
    )


def without_anybody(actor: Actor, on: date):  # type: ignore[no-untyped-def]
    """Courses under way whose mentor or coach works here no more, or was on loan and is so no more."""
    ended = Q(mentor__to_on__lt=on) | ~still_holds("mentor__")
    return visible(actor).filter(ended, state__in=HELD)


def to_lend_for(actor: Actor) -> tuple[Held, ...]:
    """The mentor courses a mentor on loan could take: with their yes, matched or running."""
    states = (CourseState.ACCEPTED, CourseState.MATCHED, CourseState.ACTIVE, CourseState.PAUSED)
    rows = visible(actor).filter(intervention="mentor", state__in=states)
    first = sorted(rows.only("code", "state"), key=lambda one: (one.state != CourseState.ACCEPTED, one.code))
    return tuple(Held(one.id, one.code, CourseState(one.state)) for one in first)
