"""A course together with what stands beside it, in the one question its page asks anyway."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from samspil.delivery.models.courses import Course
from samspil.delivery.models.parents import CourseParent
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.joining import Helper, helpers_of
from samspil.delivery.queries.networks import Upcoming, upcoming_of
from samspil.delivery.queries.reviews import held_minutes, rested_days
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class Beside:
    """The other helper while every yes holds, the networks, and whether there is a second parent."""

    helpers: tuple[Helper, ...]
    networks: tuple[Upcoming, ...]
    has_second: bool
    had_second: bool
    """Whether a second parent has left: the coordinator still answers for what was written."""


def course_beside(actor: Actor, course_id: uuid.UUID, *, on: date) -> tuple[Course, Beside]:
    """One course with its mentor, and what stands beside it. Raises Missing as `course_for` does."""
    second = CourseParent.objects.filter(course_id=OuterRef("id"), left_on__isnull=True)
    found = (
        visible(actor)
        .select_related("mentor__account")
        .filter(id=course_id)
        .annotate(
            helpers=helpers_of(OuterRef("id")),
            networks=upcoming_of(OuterRef("id"), on=on),
            has_second=Exists(second),
            had_second=Exists(CourseParent.objects.filter(course_id=OuterRef("id"), left_on__isnull=False)),
            held=held_minutes(),
            rested=rested_days(on=on),
        )
        .first()
    )
    if found is None:
        raise Missing
    networks = tuple(
        Upcoming(
            one["network"],
            date.fromisoformat(one["held_on"]) if one["held_on"] else None,
            one["place"] or "",
        )
        for one in found.networks
    )
    return found, Beside(
        tuple(Helper(**one) for one in found.helpers), networks, found.has_second, found.had_second
    )
