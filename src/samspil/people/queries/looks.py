"""Reading who looked at somebody's data and why, for the person the data is about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.rules.people import may_read_own_log
from samspil.trust.models import AuditEvent

OTHER_PARENT = "other_parent"
"""Why a look was taken by somebody on an own page that is not the person's: both were in a meeting."""

DAYS_SHOWN = 14
LINES = 400


@dataclass(frozen=True, slots=True)
class Look:
    """What one role did for one purpose on one day, without anybody's name: looked, or wrote."""

    day: date
    role: str
    purpose: str
    is_read: bool
    times: int
    is_other: bool = False
    """Somebody else on a page of their own: the other parent, at a meeting both were in."""


def looks_at(actor: Actor, person_id: uuid.UUID, *, before: date | None = None) -> tuple[Look, ...]:
    """The newest days on which somebody looked at a person's data or wrote in it, `DAYS_SHOWN` of them.

    With `before` the days before that one. Holds no name and no key; only on the person's own page.
    """
    refuse(may_read_own_log(actor, person_id))
    rows: Any = AuditEvent.objects.filter(subject_id=person_id).annotate(
        day=TruncDate("at", tzinfo=timezone.get_default_timezone()),
        is_read=Case(When(verb="read", then=Value(True)), default=Value(False)),
        is_other=Case(When(reason=OTHER_PARENT, then=Value(True)), default=Value(False)),
    )
    if before is not None:
        rows = rows.filter(day__lt=before)
    grouped = rows.values("day", "role", "purpose", "is_read", "is_other").annotate(times=Count("id"))
    ordered = grouped.order_by("-day", "role", "is_other", "purpose", "-is_read")
    found = [Look(**one) for one in ordered[:LINES]]
    days = sorted({one.day for one in found}, reverse=True)[:DAYS_SHOWN]
    return tuple(one for one in found if one.day in days)
