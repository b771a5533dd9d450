"""Reading what was counted without a name: numbers and hours, of the own municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

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


def counselling_by_asker(actor: Actor, *, on: date) -> tuple[Talks, ...]:
    """Talks without a name, by who asked."""
    return _counted(actor, Counselling, "asker", on)


def counselling_by_topic(actor: Actor, *, on: date) -> tuple[Talks, ...]:
    """Talks without a name, by what they were about."""
    return _counted(actor, Counselling, "topic", on)


def consultation_by_profession(actor: Actor, *, on: date) -> tuple[Talks, ...]:
    """Talks with other professionals, by profession."""
    return _counted(actor, Consultation, "profession", on)


def _counted(actor: Actor, model: Any, column: str, on: date) -> tuple[Talks, ...]:
    refuse(may_see_counts(actor))
    year = Q(day__year=on.year)
    rows = (
        model.objects.order_by()
        .values(column)
        .annotate(
            number=Count("id"),
            total=Sum("minutes"),
            number_year=Count("id", filter=year),
            total_year=Sum("minutes", filter=year),
        )
    )
    return tuple(
        sorted(
            (
                Talks(one[column], one["number"], one["total"], one["number_year"], one["total_year"] or 0)
                for one in rows
            ),
            key=lambda one: one.code,
        )
    )
