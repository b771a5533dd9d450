"""Reading which reminders of visits are due, whose turn it is, and which lost their worker."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from samspil.delivery.models.series import Visit, VisitPlace
from samspil.delivery.models.visit_reminders import VisitReminder
from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.delivery.terms.visit_requests import RequestState
from samspil.delivery.terms.visits import LIVE_PLACES, VisitState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.paying import MOST_DAYS_BEFORE

STRANDED = timedelta(minutes=10)
Key = tuple[uuid.UUID, uuid.UUID | None, uuid.UUID | None, int]


@dataclass(frozen=True, slots=True)
class DueVisit:
    """One reminder of a visit that is due and not written: to one of its pair, or to whoever asked."""

    visit_id: uuid.UUID
    place_id: uuid.UUID | None
    request_id: uuid.UUID | None
    days_before: int

    @property
    def key(self) -> Key:
        """What makes it the same as another."""
        return self.visit_id, self.place_id, self.request_id, self.days_before


def step_of(days_before: Sequence[int], ahead: int) -> int | None:
    """At which reminder a visit is that is so many days ahead: the newest whose day has come, or none yet.

    Whoever slept through one is told of the next. On the day itself nobody is reminded any more.
    """
    return min((one for one in days_before if one >= ahead), default=None) if ahead >= 1 else None


def due(actor: Actor, *, on: date) -> tuple[DueVisit, ...]:
    """The reminders of visits that are due on a day and not written. Three questions, whatever the rows."""
    refuse(may_send(actor))
    rows = Visit.objects.filter(
        tenant_id=actor.tenant_id,
        state=VisitState.PLANNED,
        on__gt=on,
        on__lte=on + timedelta(days=MOST_DAYS_BEFORE),
    ).order_by("on", "at", "id")
    steps: dict[uuid.UUID, int] = {}
    askers: list[DueVisit] = []
    told = ("id", "on", "series__concept_id", "series__request_id", "series__request__state")
    for visit_id, day, concept_id, request_id, state in rows.values_list(*told):
        step = step_of(programme.concept(concept_id).visit_reminders, (day - on).days)
        if step is None:
            continue
        steps[visit_id] = step
        if state == RequestState.PLANNED:
            askers.append(DueVisit(visit_id, None, request_id, step))
    pair = [
        DueVisit(visit_id, place_id, None, steps[visit_id]) for place_id, visit_id in _places(list(steps), on)
    ]
    written = _written(list(steps))
    return tuple(one for one in (*pair, *askers) if one.key not in written)


def _places(visits: list[uuid.UUID], on: date) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The live places of these visits whose holder is still here, as place and visit."""
    here = people.in_force((Role.ROLE_MODEL,), on=on).filter(
        id=OuterRef("appointment_id"), account__is_active=True
    )
    rows = VisitPlace.objects.filter(Exists(here), visit_id__in=visits, state__in=LIVE_PLACES)
    return list(rows.order_by("visit_id", "seat").values_list("id", "visit_id"))


def _written(visits: list[uuid.UUID]) -> frozenset[Key]:
    rows = VisitReminder.objects.filter(visit_id__in=visits, overtaken=False)
    rows = rows.exclude(state=LetterState.DROPPED)
    return frozenset(rows.values_list("visit_id", "place_id", "request_id", "days_before"))


def is_still_due(one: VisitReminder, on: date) -> bool:
    """Whether a written reminder is still the one that its visit asks for, and its recipient the right one.

    `one` comes with its visit and series, and with its place's account or its request.
    """
    visit = one.visit
    if one.overtaken or visit.state != VisitState.PLANNED or visit.on is None:
        return False
    days_before = programme.concept(visit.series.concept_id).visit_reminders
    if step_of(days_before, (visit.on - on).days) != one.days_before:
        return False
    if one.request is not None:
        return bool(one.request.state == RequestState.PLANNED)
    if one.place is None or one.place.state not in LIVE_PLACES or not one.place.appointment.account.is_active:
        return False
    return people.in_force((Role.ROLE_MODEL,), on=on, id=one.place.appointment_id).exists()


def next_reminder(actor: Actor) -> uuid.UUID | None:
    """A reminder of a visit that is queued and may be tried now, by the database's clock."""
    refuse(may_send(actor))
    rows = VisitReminder.objects.filter(Q(ready_at__lte=Now()), state=LetterState.QUEUED)
    found: uuid.UUID | None = rows.order_by("ready_at", "id").values_list("id", flat=True).first()
    return found


def stranded(actor: Actor) -> tuple[uuid.UUID, ...]:
    """Letters whose worker seems to have died: claimed a while ago, and not marked since."""
    refuse(may_send(actor))
    rows = VisitReminder.objects.filter(
        state__in=(LetterState.SENDING, LetterState.HANDING), moved_at__lt=Now() - STRANDED
    )
    return tuple(rows.order_by("letter").values_list("letter", flat=True))
