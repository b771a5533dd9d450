"""Who may open a door to somebody's own page, and who stands on one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.delivery.terms.courses import CourseState, Intervention
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

OWN_ROLE = {Intervention.MENTOR: Role.MENTEE, Intervention.PARENT: Role.PARENT}
"""As whom the person of a course stands on the own page."""


def has_own_page(course: Course) -> bool:
    """Whether somebody is behind the course who may look at what is written about them here."""
    return (
        course.person_id is not None and course.stopped_on is None and course.state != CourseState.TRANSFERRED
    )


def may_open_own_page(actor: Actor, course: Course) -> Refusal | None:
    """The course's own mentor or coach, or the coordinator, while somebody is behind the course."""
    if actor.role not in (Role.COORDINATOR, *FIELD_ROLES):
        return Refusal(_("Only the coordinator and the one who has the course can do this."))
    return None if has_own_page(course) else Refusal(_("There is nobody here to open a page for."))


def may_own(actor: Actor, course: Course, person_id: object) -> Refusal | None:
    """Whose page it is, on the own page, and nobody else: the person of the course or the second parent."""
    if actor.role == OWN_ROLE[Intervention(course.intervention)] and actor.person_id == person_id:
        return None
    return Refusal(_("Only the person can do this."))


def may_see_stop(course: Course) -> Refusal | None:
    """A stop is seen once, by the coordinator."""
    if course.stopped_on is not None and course.stop_seen_on is None:
        return None
    return Refusal(_("Nothing was stopped here that you have not seen."))
