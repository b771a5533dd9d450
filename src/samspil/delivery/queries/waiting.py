"""What waits for somebody, as one list read with one question, however many kinds of thing there are.

Each kind is a source: a function that gives the rows of its own table in the same shape. A new kind is
one more function in `SOURCES`, and a sentence for it at the door that shows it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Func,
    Min,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from samspil.delivery.models.courses import Reconsent
from samspil.delivery.models.hours import StaffMonth
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries.courses import visible
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.terms import UNDER_WAY, CourseState, MeasurementState, MonthState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.terms import Role

SHOWN = 200
SOON = timedelta(days=7)
BEFORE_18 = timedelta(days=183)
"""How long before the 18th year the change of help is to be planned (domain.md 2.1, step 6)."""

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


@dataclass(frozen=True, slots=True)
class Counted:
    """How many things of one kind wait in a municipality, and since when: no code and no name."""

    kind: str
    part: str
    """What tells the things of a kind apart, such as a state; empty for most kinds."""
    count: int
    oldest: date | None


TOLD_APART = {"measurement": 2}
"""Which of a kind's further codes says what it is about, for kinds that are not one thing."""


def counted(actor: Actor, *, on: date) -> tuple[Counted, ...]:
    """How much waits in the actor's municipality, by kind, and the oldest of each. Two questions.

    For the lead: the same sources as the coordinator's list, added up before anything leaves the database.
    """
    refuse(may_see_counts(actor))
    everyone = replace(actor, role=Role.COORDINATOR)  # whose rows are counted, not who may read them
    first, *others = (_added_up(one(everyone, on)) for one in SOURCES if one is not next_steps)
    found = [
        Counted(row["w_kind"], row["w_part"], row["w_count"], row["w_oldest"])
        for row in first.union(*others, all=True)
    ]
    return (*_steps(everyone), *sorted(found, key=lambda one: (one.kind, one.part)))


def _added_up(rows: Rows) -> Rows:
    kind = Case(
        *(
            When(w_kind=kind, then=Func(F("w_more"), Value("|"), Value(place), function="split_part"))
            for kind, place in TOLD_APART.items()
        ),
        default=Value(""),
        output_field=TextField(),
    )
    told: Rows = rows.annotate(w_part=kind).values("w_kind", "w_part")
    added: Rows = told.annotate(w_count=Count("pk"), w_oldest=Min("w_on"))
    return added


def _steps(actor: Actor) -> tuple[Counted, ...]:
    """Courses that cannot go on, by where they stand, since the yes or, before it, the month of the offer."""
    states = (CourseState.OFFERED, CourseState.AWAITING_CONSENT, CourseState.ACCEPTED, CourseState.MATCHED)
    since = Coalesce("accepted_on", "offered_month")
    rows = visible(actor).filter(state__in=states).values("state").annotate(n=Count("id"), oldest=Min(since))
    found = {row["state"]: row for row in rows}
    return tuple(
        Counted("step", state, found[state]["n"], found[state]["oldest"])
        for state in states
        if state in found
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
    """Open measurements due by the end of next week, and missed ones nobody has given a reason for."""
    rows = Measurement.objects.filter(
        Q(state=MeasurementState.OPEN, due_on__lte=on + SOON) | Q(state=MeasurementState.MISSED, reason=""),
        course_id__in=visible(actor).values("id"),
    )
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


def hours_handed_in(actor: Actor, on: date) -> Rows:
    """Months that were handed in and wait for a yes or a reason."""
    return shaped(
        StaffMonth.objects.filter(tenant_id=actor.tenant_id, state=MonthState.HANDED_IN),
        "hours",
        on="handed_in_on",
        name="appointment__account__name",
        more=("month",),
    )


SOURCES: tuple[Source, ...] = (
    late_and_due,
    next_steps,
    new_yeses,
    hours_handed_in,
)
