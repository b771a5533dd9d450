"""Reading days for a calendar: when, and whether it is a meeting or something due. Never with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef

from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.own_visits import days_of_visits
from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.delivery.terms.courses import RUNNING, MeasurementState
from samspil.kernel.actor import Actor
from samspil.people.terms import Role
from samspil.trust import fields

BEFORE, AFTER = timedelta(days=30), timedelta(days=180)
MEETING, TASK = "meeting", "task"


@dataclass(frozen=True, slots=True)
class Day:
    """One whole day in a calendar. `key` stays the same for the same thing, and tells nothing."""

    kind: str
    on: date
    key: str


def days_of(actor: Actor, *, on: date) -> tuple[Day, ...]:
    """What lies ahead in the actor's running courses, and a month back: what is due, and for whoever holds
    the courses the next meetings; for a role model the own visits. What was moved stands on its new day only.
    """
    span = (on - BEFORE, on + AFTER)
    if actor.role == Role.ROLE_MODEL:
        days = days_of_visits(actor, span=span)
        return tuple(sorted((Day(MEETING, day, _key(MEETING, key)) for day, key in days), key=_by_day))
    running = visible(actor).filter(state__in=RUNNING).values("id")
    due = Measurement.objects.filter(
        course_id__in=running, state=MeasurementState.OPEN, due_on__range=span
    ).values_list("due_on", "id")
    found = [Day(TASK, day, _key(TASK, key)) for day, key in due]
    if actor.role in FIELD_ROLES:
        moved = Session.objects.filter(
            course_id=OuterRef("course_id"),
            next_on__isnull=False,
            held_on__gt=OuterRef("held_on"),
            held_on__lt=OuterRef("next_on"),
            struck_at__isnull=True,
        )
        meetings = Session.objects.filter(
            ~Exists(moved),
            course_id__in=running,
            next_on__range=span,
            next_on__gt=F("held_on"),
            struck_at__isnull=True,
        )
        found += [Day(MEETING, day, _key(MEETING, key)) for day, key in meetings.values_list("next_on", "id")]
    return tuple(sorted(found, key=_by_day))


def _by_day(one: Day) -> tuple[date, str, str]:
    return one.on, one.kind, one.key


def _key(kind: str, row_id: object) -> str:
    return fields.keyed_hash("calendar", f"{kind}|{row_id}".encode())[:32]
