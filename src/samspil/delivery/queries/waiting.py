"""What waits for somebody, as one list read with one question, however many kinds of thing there are.

Each kind is a source: a function that gives the rows of its own table in the same shape. A new kind is
one more function in `SOURCES`, and a sentence for it at the door that shows it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Concat

from samspil.delivery.models.courses import Reconsent
from samspil.delivery.models.endings import CoursePause
from samspil.delivery.models.journal import JournalEntry
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries.courses import visible
from samspil.delivery.terms import EXPORT_DAYS, UNDER_WAY, CourseState, MeasurementState
from samspil.kernel.actor import Actor
from samspil.people.models.people import Consent
from samspil.people.terms import Capacity, ConsentPurpose

SHOWN = 200
SOON = timedelta(days=7)
BEFORE_18 = timedelta(days=183)
"""How long before the 18th year the change of help is to be planned (domain.md 2.1, step 6)."""

AFTER_THE_END = (CourseState.COMPLETED, CourseState.ENDED_EARLY)

Rows = QuerySet[Any]
Source = Callable[[Actor, date], Rows]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: which kind, about what, since or until when. Nothing sealed."""

    kind: str
    thing_id: uuid.UUID
    course_id: uuid.UUID | None
    code: str
    on: date | None
    concept_id: uuid.UUID | None
    name: str
    more: tuple[str, ...]
    """What the kind's sentence needs beside that, as codes."""


def waiting_for(actor: Actor, *, on: date, sources: tuple[Source, ...] | None = None) -> tuple[Waiting, ...]:
    """Everything that waits for a coordinator, earliest first, at most `SHOWN`. One query."""
    first, *others = (one(actor, on) for one in (SOURCES if sources is None else sources))
    rows = first.union(*others, all=True).order_by("w_on", "w_kind", "w_code", "w_thing")[:SHOWN]
    return tuple(
        Waiting(
            row["w_kind"],
            row["w_thing"],
            row["w_course"],
            row["w_code"] or "",
            row["w_on"],
            row["w_concept"],
            row["w_name"] or "",
            tuple(row["w_more"].split("|")),
        )
        for row in rows
    )


def shaped(
    rows: Rows,
    kind: str,
    *,
    on: Any,
    thing: str = "id",
    course: Any = None,
    code: Any = None,
    concept: Any = None,
    name: Any = None,
    more: tuple[Any, ...] = (),
) -> Rows:
    """The rows of one source in the shape all share. `more` are columns whose codes the sentence needs."""

    def as_(value: Any, field: Any) -> Any:
        return Cast(F(value) if isinstance(value, str) else value, field)

    parts: list[Any] = [Value("")]
    for one in more:
        parts += [as_(one, TextField()), Value("|")]
    told = Concat(*parts[:-1], output_field=TextField()) if len(parts) > 2 else as_(Value(""), TextField())
    return rows.order_by().values(
        w_kind=as_(Value(kind), TextField()),
        w_thing=F(thing),
        w_course=as_(course or Value(None), UUIDField()),
        w_code=as_(code or Value(""), TextField()),
        w_on=as_(on if on is not None else Value(None), DateField()),
        w_concept=as_(concept or Value(None), UUIDField()),
        w_name=as_(name or Value(""), TextField()),
        w_more=told,
    )


def late_and_due(actor: Actor, on: date) -> Rows:
    """Open measurements due by the end of next week, and missed ones nobody has given a reason for.

    One that is open after the end belongs to the contact that waits by itself.
    """
    rows = Measurement.objects.filter(
        Q(state=MeasurementState.OPEN, due_on__lte=on + SOON) | Q(state=MeasurementState.MISSED, reason=""),
        course_id__in=visible(actor).values("id"),
    ).exclude(state=MeasurementState.OPEN, course__state__in=AFTER_THE_END)
    return shaped(
        rows,
        "measurement",
        on="due_on",
        course="course_id",
        code="course__code",
        concept="course__concept_id",
        name="course__mentor__account__name",
        more=("key", "state"),
    )


def next_steps(actor: Actor, on: date) -> Rows:
    """Courses that cannot go on without the coordinator: offered, waiting, to be matched, to be started."""
    states = (CourseState.OFFERED, CourseState.AWAITING_CONSENT, CourseState.ACCEPTED, CourseState.MATCHED)
    return shaped(
        visible(actor).filter(state__in=states),
        "step",
        on=None,
        course="id",
        code="code",
        concept="concept_id",
        more=("state", "intervention", "source", "offered_month"),
    )


def new_yeses(actor: Actor, on: date) -> Rows:
    """People who turn 15 this month or turn 18 within half a year, and are to be asked anew."""
    rows = Reconsent.objects.filter(
        Q(due_month__lte=on) | Q(age=18, due_month__lte=on + BEFORE_18),
        answered_on__isnull=True,
        course_id__in=visible(actor).filter(state__in=UNDER_WAY).values("id"),
    )
    return shaped(
        rows,
        "new_yes",
        on="due_month",
        course="course_id",
        code="course__code",
        concept="course__concept_id",
        more=("age",),
    )


def pauses_over(actor: Actor, on: date) -> Rows:
    """Courses that rest past the day on which they were meant to go on."""
    rows = CoursePause.objects.filter(
        to_on__isnull=True, planned_on__lte=on, course_id__in=visible(actor).values("id")
    )
    return shaped(
        rows,
        "pause",
        on="planned_on",
        course="course_id",
        code="course__code",
        concept="course__concept_id",
        name="course__mentor__account__name",
    )


def closings_to_finish(actor: Actor, on: date) -> Rows:
    """Courses that are being closed and have nothing open any more."""
    open_ = Measurement.objects.filter(course_id=OuterRef("id"), state=MeasurementState.OPEN)
    return shaped(
        visible(actor).filter(~Exists(open_), state=CourseState.CLOSING),
        "closing",
        on=None,
        course="id",
        code="code",
        concept="concept_id",
        name="mentor__account__name",
    )


def contacts_to_make(actor: Actor, on: date) -> Rows:
    """People to be contacted once, some months after the end: only those whose yes to it holds."""
    later = Measurement.objects.filter(course_id=OuterRef("id"), opens_on__gt=OuterRef("ended_on"))
    yes = Consent.objects.filter(
        person_id=OuterRef("person_id"),
        purpose=ConsentPurpose.FOLLOW_UP,
        capacity=Capacity.SELF,
        withdrawn_on__isnull=True,
    )
    return shaped(
        visible(actor).filter(Exists(later), Exists(yes), state__in=AFTER_THE_END),
        "follow_up",
        on=Subquery(later.order_by("due_on").values("due_on")[:1]),
        course="id",
        code="code",
        concept="concept_id",
    )


def journals_to_export(actor: Actor, on: date) -> Rows:
    """Courses with entries for the journal that were written a week ago or more and never went out."""
    entries = Session.objects.filter(
        ~Exists(JournalEntry.objects.filter(session_id=OuterRef("id"))),
        course_id=OuterRef("id"),
        for_record=True,
        written_at__date__lte=on - timedelta(days=EXPORT_DAYS),
    )
    oldest = entries.order_by("written_at").values("written_at__date")[:1]
    return shaped(
        visible(actor).filter(Exists(entries)),
        "journal",
        on=Subquery(oldest),
        course="id",
        code="code",
        concept="concept_id",
    )


SOURCES: tuple[Source, ...] = (
    late_and_due,
    next_steps,
    new_yeses,
    pauses_over,
    closings_to_finish,
    contacts_to_make,
    journals_to_export,
)
