"""What happened in one municipality, by day, as its own rows tell it: read once for all its obligations."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Subquery, Value

from samspil.delivery.models.attendance import Completion
from samspil.delivery.models.courses import Course
from samspil.delivery.models.forms import OwedForm
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.seats import Nomination
from samspil.delivery.models.training import TrainingDay, TrainingEvent, WorkshopPresence
from samspil.delivery.terms.courses import MeasurementState
from samspil.delivery.terms.training import EventState, NominationState
from samspil.governance.queries.descriptions import accepted
from samspil.governance.queries.happened_shape import shaped
from samspil.governance.queries.happened_visits import ROLE_MODEL, visits
from samspil.governance.queries.interviews import asked_of
from samspil.governance.queries.meetings import attended
from samspil.governance.rules.standing import Happened, Owed, Spell
from samspil.governance.terms.obligations import MeetingKind, Tool
from samspil.kernel.actor import Actor
from samspil.programme.concept.model import Concept

MADE = (MeasurementState.DONE.value, MeasurementState.LATE.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing with a day: a workshop, a member of staff named or trained, a course, a visit."""

    what: str
    key: str
    from_on: date
    until: date | None
    thing_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows behind the states, and what they come to."""

    rows: tuple[Row, ...]
    happened: Happened

    def of(self, what: str, *, on: date) -> tuple[Row, ...]:
        """The rows of one kind by a day, oldest first."""
        found = [one for one in self.rows if one.what == what and one.from_on <= on]
        return tuple(sorted(found, key=lambda one: (one.from_on, one.key, one.thing_id)))


def evidence(actor: Actor, concept: Concept, *, from_on: date, on: date) -> Evidence:
    """What happened in the actor's municipality in a programme; everything that an obligation is told by.

    Six queries however much happened, beside those of meetings and descriptions.
    """
    rows = tuple(_dated(actor, concept.slug))
    sent: dict[str, date] = {}
    spells: dict[str, list[Spell]] = defaultdict(list)
    for one in rows:
        if one.what == "sent":
            sent[one.key] = min(sent.get(one.key, one.from_on), one.from_on)
        elif one.what == "course":
            spells[one.key].append((one.from_on, one.until))
        elif one.what == "visit":
            spells[ROLE_MODEL].append((one.from_on, one.from_on))
    happened = Happened(
        workshops=tuple(sorted(one.from_on for one in rows if one.what == "workshop")),
        sent=sent,
        spells={key: tuple(value) for key, value in spells.items()},
        owed=tuple(_owed(concept, from_on)),
        meetings={
            kind: tuple(attended(actor, actor.tenant_id, kind, from_on, on, programme=concept.slug))
            for kind in MeetingKind
        },
        interviews=asked_of(actor, concept.slug),
        anchored=accepted(actor, actor.tenant_id, on, slug=concept.slug),
    )
    return Evidence(rows, happened)


def _dated(actor: Actor, slug: str) -> list[Row]:
    first, *others = (
        _workshops(actor, slug),
        _named(slug),
        _sent(actor, slug),
        _courses(slug),
        visits(slug),
    )
    return [
        Row(row["w_what"], row["w_key"], row["w_from"], row["w_until"], row["w_thing"])
        for row in first.union(*others, all=True)
        if row["w_from"] is not None
    ]


def _workshops(actor: Actor, slug: str) -> Any:
    """The workshops that the municipality took part in, on their last day."""
    rows = WorkshopPresence.objects.presented().filter(
        municipality_id=actor.tenant_id,
        event__concept__programme__slug=slug,
        event__state=EventState.CLOSED,
    )
    last = (
        TrainingDay.objects.presented()
        .filter(event_id=OuterRef("event_id"))
        .order_by()
        .values("event_id")
        .annotate(last=Max("on"))
        .values("last")
    )
    return shaped(rows, "workshop", key="event__title", from_on=Subquery(last), thing="event_id")


def _events(slug: str) -> Any:
    return TrainingEvent.objects.presented().filter(id=OuterRef("event_id"), concept__programme__slug=slug)


def _named(slug: str) -> Any:
    """Staff who were chosen, on the day they were named; not those who were said no to, or who withdrew."""
    rows = Nomination.objects.exclude(state__in=(NominationState.DECLINED, NominationState.WITHDRAWN))
    rows = rows.annotate(track=Subquery(_events(slug).values("track")[:1])).filter(track__isnull=False)
    return shaped(rows, "named", key="track", from_on="asked_on", thing="event_id")


def _sent(actor: Actor, slug: str) -> Any:
    """Staff who came on a day of a course, as the provider's last word says, on the day it was closed."""
    every = Completion.objects.presented().filter(municipality_id=actor.tenant_id)
    same = every.filter(event_id=OuterRef("event_id"), nomination_id=OuterRef("nomination_id"))
    first = same.order_by().values("nomination_id").annotate(day=Min("closed_on")).values("day")
    rows = (
        every.filter(event__concept__programme__slug=slug, attended__gte=1)
        .annotate(last=Subquery(same.order_by("-number").values("number")[:1]))
        .filter(number=F("last"))
    )
    return shaped(rows, "sent", key="event__track", from_on=Subquery(first), thing="event_id")


def _courses(slug: str) -> Any:
    """Courses that began, from their first to their last day; no code and nobody behind them."""
    rows = Course.objects.filter(concept__programme__slug=slug, started_on__isnull=False)
    return shaped(rows, "course", key="intervention", from_on="started_on", until="ended_on")


def _owed(concept: Concept, from_on: date) -> list[Owed]:
    """Every measurement and form that is owed: days and state alone, in one query.

    A form says nothing of its programme: what was owed before the municipality came in is another's.
    """
    columns = ("w_key", "opens_on", "done_until", "late_until", "state", "reason", "answered_on")
    surveys = {one.slug.replace("_", "-") for one in concept.progression.schedule.surveys}
    measured = Measurement.objects.filter(course__concept__programme__slug=concept.slug)
    rows = (
        measured.order_by()
        .annotate(w_key=F("key"))
        .values_list(*columns)
        .union(
            OwedForm.objects.filter(opens_on__gte=from_on)
            .order_by()
            .annotate(w_key=Value("form"))
            .values_list(*columns),
            all=True,
        )
    )
    return [_owed_of(row, surveys) for row in rows]


def _owed_of(row: tuple[Any, ...], surveys: set[str]) -> Owed:
    key, opens_on, done_until, late_until, state, reason, answered_on = row
    is_over = state not in (*MADE, MeasurementState.OPEN)
    if state == MeasurementState.STOPPED or (is_over and late_until is None):
        late_until = done_until
    # What is accounted for without an answer: nobody is pressed to answer (decisions: "registers").
    accounted = state == MeasurementState.EXCUSED or (
        state == MeasurementState.MISSED and reason == "declined"
    )
    return Owed(
        tool=Tool.EVALUATION if key == "form" or key in surveys else Tool.PROGRESSION,
        opens_on=opens_on,
        in_time_until=done_until,
        possible_until=late_until or date.max,
        made_on=done_until + timedelta(days=1) if accounted else answered_on,
    )
