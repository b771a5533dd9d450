"""Reading what was counted without a name: numbers and hours, of the own municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from samspil.delivery.models.nameless import Consultation, Counselling
from samspil.delivery.rules.courses import may_see_counts
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse


@dataclass(frozen=True, slots=True)
class Talks:
    """How many talks of one kind there were, and how long they took; in all and this year."""

    code: str
    number: int
    minutes: int
    number_this_year: int
    minutes_this_year: int


def talks(actor: Actor, *, on: date) -> dict[str, tuple[Talks, ...]]:
    """Talks without a name by `asker` and by `topic`, and talks with professionals by `profession`.

    One query. Each talk is in each of its tables once.
    """
    refuse(may_see_counts(actor))
    columns = ((Counselling, "asker"), (Counselling, "topic"), (Consultation, "profession"))
    first, *others = (_counted(model, column, on) for model, column in columns)
    found: dict[str, tuple[Talks, ...]] = {column: () for _model, column in columns}
    for column, *told in first.union(*others, all=True).order_by("w_column", "w_code"):
        found[column] += (Talks(*told),)
    return found


def _counted(model: Any, column: str, on: date) -> Any:
    year = Q(day__year=on.year)
    return (
        model.objects.order_by()
        .values(w_column=Value(column), w_code=F(column))
        .annotate(
            w_number=Count("id"),
            w_minutes=Sum("minutes"),
            w_number_year=Count("id", filter=year),
            w_minutes_year=Coalesce(Sum("minutes", filter=year), 0),
        )
        .values_list("w_column", "w_code", "w_number", "w_minutes", "w_number_year", "w_minutes_year")
    )
