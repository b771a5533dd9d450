"""What visits come to by person and month; beside no table of courses (ADR 0029)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import TruncMonth

from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.terms.visit_hours import HoursState


def paid_by_month(before: date) -> Any:
    """By appointment and month before a day: approved minutes, fee, travel (øre), and minutes that wait."""
    approved = Q(state=HoursState.APPROVED)
    rows = VisitHours.objects.filter(visited_on__lt=before).annotate(month=TruncMonth("visited_on"))
    return (
        rows.values("appointment_id", "month")
        .annotate(
            spent=Sum("minutes", filter=approved),
            paid=Sum("fee", filter=approved),
            travel=Sum(F("kilometres") * F("per_km"), filter=approved),
            claimed=Sum("minutes", filter=Q(state=HoursState.CLAIMED)),
        )
        .order_by()
    )
