"""Who takes the journal out, and when an entry counts as late."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.rules.courses import may_coordinate
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal


def may_export(actor: Actor, course: Course) -> Refusal | None:
    """The coordinator takes the journal of a course out, once there is a person behind it."""
    if course.person_id is None:
        return Refusal(_("There is no journal before a yes."))
    return may_coordinate(actor)


def must_hold_entries(count: int) -> Refusal | None:
    """An export holds something."""
    return None if count else Refusal(_("There is nothing to take out."), "part")


def days_late(held_on: date, written_on: date, most: int) -> int:
    """How many days after the meeting an entry was written, where that is more than allowed; else 0."""
    days = (written_on - held_on).days
    return days if days > most else 0
