"""Visits that were held, by day alone; beside no table of courses (ADR 0029)."""

from __future__ import annotations

from typing import Any

from django.db.models import Value

from samspil.delivery.models.series import Visit
from samspil.delivery.terms.visits import VisitState
from samspil.governance.queries.happened_shape import shaped

ROLE_MODEL = "role_model"


def visits(slug: str) -> Any:
    """Visits of a programme that were held, on their day."""
    rows = Visit.objects.filter(state=VisitState.HELD, series__concept__programme__slug=slug)
    return shaped(rows, "visit", key=Value(ROLE_MODEL), from_on="on", thing="series_id")
