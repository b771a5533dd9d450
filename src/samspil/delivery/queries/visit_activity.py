"""How much was done in visits in a municipality by year, for what it cost: counts and minutes."""

from __future__ import annotations

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from samspil.delivery.models.series import Visit
from samspil.delivery.rules.hours import may_see_sums
from samspil.delivery.terms.visits import VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse


def held(actor: Actor) -> dict[int, tuple[int, int]]:
    """How many visits were held in each calendar year, and their minutes in all. One query."""
    refuse(may_see_sums(actor))
    rows = Visit.objects.filter(state=VisitState.HELD, on__isnull=False).annotate(year=ExtractYear("on"))
    summed = rows.order_by().values("year").annotate(count=Count("id"), spent=Sum("minutes"))
    return {row["year"]: (row["count"], row["spent"]) for row in summed}
