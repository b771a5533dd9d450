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
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from samspil.delivery.models.courses import Reconsent
from samspil.delivery.models.endings import CoursePause
from samspil.delivery.models.hours import StaffMonth
from samspil.delivery.models.journal import JournalEntry
from samspil.delivery.models.matching import Conflict
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.moves import Move
from samspil.delivery.models.parents import ParentOffer
from samspil.delivery.models.plans import PlanVersion
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries import handover, moves
from samspil.delivery.queries.caseload import gone_quiet, not_accepted
from samspil.delivery.queries.courses import visible
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.terms import (
    ACCEPT_WITHIN_DAYS,
    EXPORT_DAYS,
    RUNNING,
    UNDER_WAY,
    CourseState,
    MeasurementState,
    MonthState,
    MoveState,
    OfferAnswer,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Consent
from samspil.people.models.staff import StaffCertificate
from samspil.people.queries import loans
from samspil.people.terms import EXPIRES_SOON_DAYS, Capacity, ConsentPurpose, Role

SHOWN = 200
SOON = timedelta(days=7)
NEWS = timedelta(days=30)
"""How long a stop that nobody has seen stays on the list."""

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


def hours_handed_in(actor: Actor, on: date) -> Rows:
    """Months that were handed in and wait for a yes or a reason."""
    return shaped(
        StaffMonth.objects.filter(tenant_id=actor.tenant_id, state=MonthState.HANDED_IN),
        "hours",
        on="handed_in_on",
        name="appointment__account__name",
        more=("month",),
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


def stopped(actor: Actor, on: date) -> Rows:
    """Courses that their person stopped lately, and nobody here has seen it yet."""
    rows = visible(actor).filter(stopped_on__gte=on - NEWS, stop_seen_on__isnull=True)
    return shaped(rows, "stopped", on="stopped_on", course="id", code="code", concept="concept_id")


def parent_offers(actor: Actor, on: date) -> Rows:
    """Offers to parents that have waited for an answer since an earlier month."""
    rows = ParentOffer.objects.filter(
        tenant_id=actor.tenant_id, answer=OfferAnswer.OFFERED, month__lt=on.replace(day=1)
    )
    return shaped(rows, "parent_offer", on=None, more=("occasion",))


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
            course_id__in=visible(actor).filter(state__in=(CourseState.MATCHED, *RUNNING)).values("id"),
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


def certificates(actor: Actor, on: date) -> Rows:
    """The last certificate of a kind that somebody has, where it ends within two months or has ended."""
    later = StaffCertificate.objects.filter(
        appointment_id=OuterRef("appointment_id"),
        kind=OuterRef("kind"),
        valid_until__gt=OuterRef("valid_until"),
    )
    rows = StaffCertificate.objects.filter(
        Q(appointment__to_on__isnull=True) | Q(appointment__to_on__gte=on),
        ~Exists(later),
        valid_until__lte=on + timedelta(days=EXPIRES_SOON_DAYS),
    )
    return shaped(
        rows,
        "certificate",
        on="valid_until",
        thing="appointment_id",
        name="appointment__account__name",
        more=("kind",),
    )


def own_conflicts(actor: Actor, on: date) -> Rows:
    """Courses whose mentor or coach has said that somebody else should have them."""
    rows = Conflict.objects.filter(
        course_id__in=visible(actor).filter(state__in=(CourseState.MATCHED, *RUNNING)).values("id"),
        course__mentor_id=F("mentor_id"),
    )
    return shaped(
        rows,
        "conflict",
        on=None,
        course="course_id",
        code="course__code",
        concept="course__concept_id",
        name="mentor__account__name",
        more=("because", "course__state"),
    )


def without_anybody(actor: Actor, on: date) -> Rows:
    """Courses under way whose mentor or coach works here no more, or whose loan is over."""
    return shaped(
        handover.without_anybody(actor, on),
        "without_anybody",
        on=None,
        thing="mentor_id",
        course="id",
        code="code",
        concept="concept_id",
        name="mentor__account__name",
        more=("state",),
    )


def arrivals(actor: Actor, on: date) -> Rows:
    """Courses that another municipality proposes to move here."""
    return shaped(moves.coming_rows(actor), "arrival", on="moves_on", name="sender")


def moves_that_failed(actor: Actor, on: date) -> Rows:
    """Moves that came to nothing in the last week: declined there, or not answered in time."""
    rows = Move.objects.filter(
        state__in=(MoveState.DECLINED, MoveState.EXPIRED),
        ended_on__gte=on - SOON,
        course_id__in=visible(actor).values("id"),
    )
    return shaped(
        rows, "move_failed", on=None, course="course_id", code="course__code", more=("state", "ended_on")
    )


def loans_offered(actor: Actor, on: date) -> Rows:
    """Mentors another municipality offers, and nobody has taken yet."""
    return shaped(loans.untaken_rows(actor), "loan_offer", on=None, name="account__name", more=("until_on",))


SOURCES: tuple[Source, ...] = (
    without_anybody,
    arrivals,
    moves_that_failed,
    loans_offered,
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
    pauses_over,
    closings_to_finish,
    contacts_to_make,
    journals_to_export,
    hours_handed_in,
)
