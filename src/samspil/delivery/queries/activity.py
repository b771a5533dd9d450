"""How much was done in courses in a municipality by year, for what it cost: counts and minutes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from samspil.delivery.models.sessions import Session
from samspil.delivery.rules.hours import may_see_sums
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done of one intervention in one calendar year: how many, and minutes in all.

    `count` is of courses in which people met in the year, or of visits that were held.
    """

    count: int
    minutes: int


def activity(actor: Actor) -> dict[tuple[str, int], Activity]:
    """The municipality's activity in courses by intervention and calendar year. One query."""
    refuse(may_see_sums(actor))
    met = Session.objects.filter(struck_at__isnull=True).annotate(year=ExtractYear("held_on"))
    rows = met.order_by().values("course__intervention", "year")
    return {
        (row["course__intervention"], row["year"]): Activity(row["courses"], row["spent"])
        for row in rows.annotate(courses=Count("course_id", distinct=True), spent=Sum("minutes"))
    }
