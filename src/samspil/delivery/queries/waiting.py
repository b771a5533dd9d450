"""What waits for somebody, as one list read with one question, however many kinds of thing there are.

Each kind is a source: a function that gives the rows of its own table in the same shape. A new kind is
one more function in `SOURCES`, and a sentence for it at the door that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from samspil.delivery.models.courses import Reconsent
from samspil.delivery.models.endings import CoursePause
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.parents import CourseParent
from samspil.delivery.models.plans import PlanVersion
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries.caseload import gone_quiet, not_accepted
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.journal import for_the_journal
from samspil.delivery.queries.waiting_around import (
    arrivals,
    certificates,
    hours_handed_in,
    loans_offered,
    moves_that_failed,
    own_conflicts,
    parent_offers,
    without_anybody,
)
from samspil.delivery.queries.waiting_reasons import asked_for_a_reason, reasons_missing
from samspil.delivery.queries.waiting_shape import (
    APART,
    BEFORE_18,
    GONE,
    NEWS,
    SHOWN,
    SOON,
    Rows,
    Source,
    Waiting,
    shaped,
)
from samspil.delivery.queries.waiting_training import (
    cannot_come,
    course_forms,
    seats_to_fill,
    training_certificates,
)
from samspil.delivery.queries.waiting_visits import VISIT_SOURCES
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.terms.courses import AFTER_THE_END, HELD, UNDER_WAY, CourseState, MeasurementState
from samspil.delivery.terms.work import ACCEPT_WITHIN_DAYS, EXPORT_DAYS
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Consent
from samspil.people.terms import Capacity, ConsentPurpose, Role
from samspil.trust import scope
from samspil.trust.prepared import Prepared


def waiting_for(
    actor: Actor, *, on: date, sources: tuple[Source, ...] | None = None, more: tuple[Source, ...] = ()
) -> tuple[Waiting, ...]:
    """Everything that waits for a coordinator, earliest first, at most `SHOWN`. One query; `more` are the
    sources of rooms above this one.
    """
    if sources is None and actor.role == Role.COORDINATOR:
        rows: Iterable[dict[str, Any]] = _prepared(more)(on=on)
    else:
        rows = _together(actor, on, (*(SOURCES if sources is None else sources), *more))
    return tuple(
        Waiting(
            row["w_kind"],
            row["w_thing"],
            row["w_course"],
            row["w_code"] or "",
            row["w_on"],
            row["w_concept"],
            row["w_name"] or "",
            tuple(row["w_more"].split(APART)),
        )
        for row in rows
    )


def _together(actor: Actor, on: date, sources: tuple[Source, ...]) -> Rows:
    first, *others = (one(actor, on) for one in sources)
    rows: Rows = first.union(*others, all=True).order_by("w_on", "w_kind", "w_code", "w_thing")[:SHOWN]
    return rows


@cache
def _prepared(more: tuple[Source, ...]) -> Prepared:
    """The statement of one day for any coordinator: building it takes longer than asking it."""

    def build(on: date) -> Rows:
        whoever = Actor(tenant_id=scope.current().actor.tenant_id, role=Role.COORDINATOR, purpose="")
        return _together(whoever, on, (*SOURCES, *more))

    return Prepared(build, shape=("on",))


_prepared(())


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


def counted(actor: Actor, *, on: date, more: tuple[Source, ...] = ()) -> tuple[Counted, ...]:
    """How much waits in the actor's municipality, by kind, and the oldest of each. Two questions.

    For the lead: the same sources as the coordinator's list, added up before anything leaves the database.
    """
    refuse(may_see_counts(actor))
    everyone = replace(actor, role=Role.COORDINATOR)  # whose rows are counted, not who may read them
    first, *others = (_added_up(one(everyone, on)) for one in (*SOURCES, *more) if one is not next_steps)
    found = [
        Counted(row["w_kind"], row["w_part"], row["w_count"], row["w_oldest"])
        for row in first.union(*others, all=True)
    ]
    return (*_steps(everyone), *sorted(found, key=lambda one: (one.kind, one.part)))


def _added_up(rows: Rows) -> Rows:
    kind = Case(
        *(
            When(w_kind=kind, then=Func(F("w_more"), Value(APART), Value(place), function="split_part"))
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


def late_and_due(actor: Actor, on: date) -> Rows:
    """Open measurements due by the end of next week, and missed ones nobody has given a reason for.

    One that is open after the end belongs to the contact that waits by itself, and one that has come to the
    step at which a reason is asked for waits as that.
    """
    rows = Measurement.objects.filter(
        ~asked_for_a_reason() | Q(course__state=CourseState.PAUSED),
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
    """Courses with entries for the journal that have waited for a week or more to go out."""
    sessions = Session.objects.filter(course_id=OuterRef("id"), person_id=OuterRef("person_id"))
    entries = for_the_journal(sessions).filter(waits_since__date__lte=on - timedelta(days=EXPORT_DAYS))
    oldest = entries.order_by("waits_since").annotate(day=TruncDate("waits_since")).values("day")[:1]
    return shaped(
        visible(actor).filter(Exists(entries)),
        "journal",
        on=Subquery(oldest),
        course="id",
        code="code",
        concept="concept_id",
    )


def stopped(actor: Actor, on: date) -> Rows:
    """Courses that their person stopped lately, and nobody here has seen it yet."""
    rows = visible(actor).filter(stopped_on__gte=on - NEWS, stop_seen_on__isnull=True)
    return shaped(rows, "stopped", on="stopped_on", course="id", code="code", concept="concept_id")


def second_parents_gone(actor: Actor, on: date) -> Rows:
    """Second parents who left lately, whose course did not end by that."""
    courses = visible(actor).filter(stopped_on__isnull=True).exclude(state=CourseState.TRANSFERRED)
    rows = CourseParent.objects.filter(left_on__gte=on - GONE, course_id__in=courses.values("id"))
    return shaped(
        rows,
        "second_gone",
        on="left_on",
        course="course_id",
        code="course__code",
        concept="course__concept_id",
    )


def reviews_due(actor: Actor, on: date) -> Rows:
    """Running courses whose review is due by the end of next week, or is past its day."""
    rows = visible(actor).filter(state=CourseState.ACTIVE, review_due_on__lte=on + SOON)
    return shaped(
        rows,
        "review",
        on="review_due_on",
        course="id",
        code="code",
        concept="concept_id",
        name="mentor__account__name",
    )


def quiet_courses(actor: Actor, on: date) -> Rows:
    """Running courses without contact for as many days as their concept file says; an attempt is none."""
    rows = gone_quiet(visible(actor).filter(state=CourseState.ACTIVE), on)
    return shaped(
        rows,
        "quiet",
        on="last_contact",
        course="id",
        code="code",
        concept="concept_id",
        name="mentor__account__name",
    )


def plans_without_a_yes(actor: Actor, on: date) -> Rows:
    """Current plans of two weeks and more to which somebody who is asked has not said yes."""
    rows = not_accepted(
        PlanVersion.objects.filter(
            written_on__lte=on - timedelta(days=ACCEPT_WITHIN_DAYS),
            course_id__in=visible(actor).filter(state__in=HELD).values("id"),
        )
    )
    return shaped(
        rows,
        "plan",
        on="written_on",
        course="course_id",
        code="course__code",
        concept="course__concept_id",
        name="course__mentor__account__name",
    )


SOURCES: tuple[Source, ...] = (
    without_anybody,
    arrivals,
    moves_that_failed,
    loans_offered,
    reasons_missing,
    late_and_due,
    next_steps,
    new_yeses,
    certificates,
    own_conflicts,
    reviews_due,
    quiet_courses,
    plans_without_a_yes,
    parent_offers,
    stopped,
    second_parents_gone,
    pauses_over,
    closings_to_finish,
    contacts_to_make,
    journals_to_export,
    hours_handed_in,
    *VISIT_SOURCES,
    training_certificates,
    seats_to_fill,
    course_forms,
    cannot_come,
)
