"""Reading what others may see without a link: courses that are to move, mentors on loan, answers shown.

Together with the list of open links this is all that is open beyond the municipality's own staff.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count
from django.db.models.functions import Now

from samspil.delivery.models.measurements import Sharing
from samspil.delivery.queries import moves
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.terms.courses import Recipient
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import loans


class Opened(StrEnum):
    """What is open to another organisation."""

    MOVE = "move"
    AGREED = "agreed"
    """A move the other side said yes to: it holds what went along, until the day and after it."""
    LOAN = "loan"


@dataclass(frozen=True, slots=True)
class OpenToOther:
    """One thing another organisation may see or use, until when; `id` is the move's or the offer's."""

    kind: Opened
    id: uuid.UUID
    what: str
    """The course's code, or the name of the mentor."""
    other: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """How many rounds of answers, of how many courses, the people themselves let one recipient see now."""

    recipient: Recipient
    rounds: int
    courses: int


def open_to_others(actor: Actor) -> tuple[OpenToOther, ...]:
    """What is open to other organisations now, by the database's clock, the earliest end first."""
    refuse(may_coordinate(actor))
    found = [
        OpenToOther(
            Opened.AGREED if one.accepted else Opened.MOVE,
            one.id,
            one.course.code,
            one.to or "",
            one.open_until,
        )
        for one in moves.open_moves().filter(open_until__gt=Now())
    ]
    found += [
        OpenToOther(Opened.LOAN, one.id, one.name, one.other, one.until_at)
        for one in loans.lent(actor, live=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.until, one.id)))


def shown_now(actor: Actor) -> tuple[Shown, ...]:
    """Whom people let see their answers now, as counts: each can be taken back by whoever gave it."""
    refuse(may_coordinate(actor))
    rows = (
        Sharing.objects.filter(withdrawn_on__isnull=True)
        .values("recipient")
        .annotate(rounds=Count("measurement_id", distinct=True))
        .annotate(courses=Count("measurement__course_id", distinct=True))
        .order_by("recipient")
    )
    return tuple(Shown(Recipient(one["recipient"]), one["rounds"], one["courses"]) for one in rows)
