"""Reading the supervision and network days that were written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from samspil.delivery.models.supervision import Supervised, Supervision
from samspil.delivery.rules.gates import may_tend_the_corps
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Held:
    """One supervision or network day; with a day and a reason where it was struck out."""

    id: uuid.UUID
    kind: str
    on: date
    minutes: int
    themes: tuple[str, ...]
    count: int
    struck_on: date | None
    struck_because: str


def supervisions(actor: Actor) -> tuple[Held, ...]:
    """What was held, the newest first; what was struck out stays among it."""
    refuse(may_tend_the_corps(actor))
    there = Supervised.objects.filter(supervision_id=OuterRef("id")).values("supervision_id")
    count = Coalesce(Subquery(there.annotate(n=Count("id")).values("n")), 0)
    rows = Supervision.objects.annotate(n=count).order_by("-on", "-id")
    return tuple(
        Held(
            one.id,
            one.kind,
            one.on,
            one.minutes,
            tuple(one.themes),
            one.n,
            one.struck_on,
            one.struck_because,
        )
        for one in rows[:SHOWN]
    )


def supervision_for(actor: Actor, supervision_id: uuid.UUID, *, to_change: bool = False) -> Supervision:
    """One of the own municipality's; held until the transaction ends if it is to change. Raises Missing."""
    refuse(may_tend_the_corps(actor))
    rows = Supervision.objects.filter(id=supervision_id)
    row = (rows.select_for_update() if to_change else rows).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def who_was_there(actor: Actor, row: Supervision) -> tuple[tuple[uuid.UUID, str], ...]:
    """Which of the staff were there, by name."""
    refuse(may_tend_the_corps(actor))
    rows = Supervised.objects.filter(supervision_id=row.id).order_by("appointment__account__name", "id")
    return tuple(rows.values_list("appointment_id", "appointment__account__name"))
