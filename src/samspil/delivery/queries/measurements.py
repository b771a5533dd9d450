"""Reading measurements: the board, what is owed and overdue, answers that were shared."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from samspil.delivery.instruments.shape import Given, Instrument
from samspil.delivery.models.courses import Course
from samspil.delivery.models.endings import Closing
from samspil.delivery.models.impressions import Impression
from samspil.delivery.models.measurements import AnswerSheet, Measurement, Sharing
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.models.sending import Reminder
from samspil.delivery.queries.courses import visible
from samspil.delivery.queries.impressions import beside, with_impressions
from samspil.delivery.queries.instruments import instrument
from samspil.delivery.queries.owed_forms import FormProof, prove_forms
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.terms.courses import STARTED, CourseState, MeasurementState, Recipient
from samspil.delivery.terms.sending import LetterState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people
from samspil.people.queries.loans import is_over
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.programme.concept.progression import Round, Survey
from samspil.programme.concept.rounds import SURVEYED_UNDER, Held, Window, windows
from samspil.trust import audit, fields, links
from samspil.trust.prepared import Prepared

ASKED_UNDER = ("follow_up", SURVEYED_UNDER)
"""The purposes that anything owed may depend on."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measurements of one round are in each state. Owed is their sum, by definition."""

    key: str
    done: int = 0
    late: int = 0
    excused: int = 0
    open: int = 0
    missed: int = 0
    stopped: int = 0

    @property
    def owed(self) -> int:
        return self.done + self.late + self.excused + self.open + self.missed + self.stopped


@dataclass(frozen=True, slots=True)
class Due:
    """One measurement that wants something, with its course's code."""

    id: uuid.UUID
    course_id: uuid.UUID
    code: str
    concept_id: uuid.UUID
    key: str
    due_on: date
    done_until: date
    state: MeasurementState
    reason: str
    mentor: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The recount of one organisation: what is owed by dates, what the rows say, whether they agree."""

    owed: int
    done: int
    late: int
    excused: int
    open: int
    missed: int
    stopped: int
    equal: bool
    forms: FormProof = FormProof()
    """Those after visits, counted beside; `equal` holds for both."""

    @property
    def found(self) -> int:
        """How many rows there are, whatever their state."""
        return sum(getattr(self, state.value) for state in MeasurementState)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one measurement, each on its own: a value or None where it was skipped."""

    key: str
    values: dict[str, Given | None]
    instrument: str
    instrument_version: int
    seen: dict[str, Given | None] | None = None
    """The mentor's impression of the same round, a series of its own, where it may be read beside these."""
    answered_on: date | None = None


def board(actor: Actor) -> tuple[Tally, ...]:
    """Every round's tally in the actor's municipality, in the order of the rounds. One query."""
    refuse(may_see_counts(actor))
    found: dict[str, Counter[str]] = {}
    for row in Measurement.objects.values("key", "state").annotate(count=Count("id")):
        found.setdefault(row["key"], Counter())[row["state"]] = row["count"]
    return tuple(Tally(key, **found[key]) for key in sorted(found, key=programme.round_order))


def together(tallies: tuple[Tally, ...], key: str = "") -> Tally:
    """Several tallies as one."""
    names = [state.value for state in MeasurementState]
    return Tally(key, **{name: sum(getattr(one, name) for one in tallies) for name in names})


def overdue(actor: Actor, *, on: date) -> tuple[Due, ...]:
    """Open measurements past their due day, and missed ones without a reason; oldest first."""
    return _due(actor, Q(state="open", due_on__lt=on) | Q(state="missed", reason=""))


def of_course(course: Course) -> tuple[Measurement, ...]:
    """A course's measurements, in the order they were due.

    Each with `has_impression`, and with `reminded_on`: the day on which whoever holds the course now was last
    reminded of it.
    """
    told = Reminder.objects.filter(
        measurement_id=OuterRef("id"), recipient_id=course.mentor_id, state=LetterState.SENT
    )
    rows = Measurement.objects.filter(course_id=course.id).annotate(
        has_impression=Exists(Impression.objects.filter(measurement_id=OuterRef("id"))),
        reminded_on=Subquery(told.order_by("-sent_on").values("sent_on")[:1]),
    )
    return tuple(rows.order_by("due_on", "id"))


def measurement_for(actor: Actor, measurement_id: uuid.UUID) -> Measurement:
    """One measurement of a course the actor may open. Raises Missing."""
    row = (
        Measurement.objects.select_related("course__mentor__account")
        .filter(id=measurement_id, course_id__in=visible(actor).values("id"))
        .first()
    )
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def for_link(actor: Actor) -> Measurement:
    """The one measurement that a link's holder may answer. Raises Missing when the link no longer holds."""
    return _by_id(links.mine(actor).thing_id)


def just_answered(actor: Actor) -> Measurement:
    """The measurement that a link's holder has just answered, for half an hour. Raises Missing."""
    return _by_id(links.just_used(actor).thing_id)


def instrument_of(measurement: Measurement | Answered) -> Instrument:
    """The version of the instrument this measurement was opened with, however old."""
    return instrument(measurement.instrument, measurement.instrument_version)


def draft(actor: Actor, measurement: Measurement, *, at: datetime) -> dict[str, Given | None]:
    """The answers given so far, by statement; the respondent's own look is logged."""
    return _answers(actor, measurement, at=at)


def shared_answers(actor: Actor, course: Course, *, at: datetime) -> tuple[Answered, ...]:
    """The submitted answers the person chose to show this actor's role, oldest first; the look is logged.

    Answers taken along from another municipality come first: one series, whoever asked.
    """
    recipient = {
        Role.COORDINATOR: Recipient.COORDINATOR,
        Role.MENTOR: Recipient.MENTOR,
        Role.PARENT_COACH: Recipient.MENTOR,
    }.get(Role(actor.role))
    if recipient is None or course.person_id is None:
        return ()
    shown = Sharing.objects.filter(
        recipient=recipient, withdrawn_on__isnull=True, measurement__course_id=course.id
    ).values("measurement_id")
    rows = list(
        with_impressions(AnswerSheet.objects.filter(measurement_id__in=shown, submitted_at__isnull=False))
        .select_related("measurement")
        .order_by("measurement__due_on")
    )
    earlier = _taken_along(course, recipient)
    if not earlier and not rows:
        return ()
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        brought = [_answered(one, json.loads(fields.unseal(one, "answers"))) for one in earlier]
        return *brought, *(
            _answered(row.measurement, json.loads(fields.unseal(row, "answers")), beside(actor, row))
            for row in rows
        )


def answered(actor: Actor, measurement: Measurement, *, at: datetime) -> Answered:
    """The answers just given, for the person who gave them."""
    return _answered(measurement, _answers(actor, measurement, at=at))


def shared_with(measurement: Measurement) -> frozenset[str]:
    """To whom the person said yes for this measurement."""
    rows = Sharing.objects.filter(measurement_id=measurement.id, withdrawn_on__isnull=True)
    return frozenset(rows.values_list("recipient", flat=True))


def held_by(course: Course) -> Held:
    """When the own yeses of a course's person held, as far as anything owed depends on them."""
    assert course.person_id is not None
    return people.own_yeses_of(course.person_id, ASKED_UNDER)


def owed_windows(course: Course, *, held: Held, until: date) -> tuple[Window, ...]:
    """The windows of a course that have opened, from its dates, its concept and the person's yeses alone.

    A course that was stopped owes what had opened by then and nothing after: the closing round only where
    its last day had been agreed. One that moved to another municipality owes no closing round: its rounds
    go on there, counted from the first start, and what opens from the day it was taken over is owed there
    (`series_until` here, `series_on` there).
    """
    if course.started_on is None:
        return ()
    concept = programme.concept(course.concept_id)
    until = min(until, course.stopped_on or until)
    first = course.series_from or course.started_on
    last_day = course.ended_on
    if course.stopped_on is not None and not _began_closing(course):
        last_day = None  # nobody had agreed on one: what opened on the very day of the stop is owed
    found = windows(concept, course.intervention, first, last_day, held, until)
    at_the_end = {one.slug for one in concept.progression.schedule.rounds if one.anchor == "end"}
    if course.state == CourseState.TRANSFERRED:
        found = tuple(one for one in found if one.slug not in at_the_end)
    if course.series_on is not None:
        found = tuple(one for one in found if one.opens_on >= course.series_on or one.slug in at_the_end)
    if course.series_until is not None:
        found = tuple(one for one in found if one.opens_on < course.series_until)
    return found


def begun() -> list[Course]:
    """Every course that began, with the dates that what it owes is counted from; one whose closing has begun
    says so as `began_closing`.
    """
    return _BEGUN()


def _begun() -> Any:
    closing = Closing.objects.filter(course_id=OuterRef("id"))
    rows = Course.objects.filter(state__in=STARTED).annotate(began_closing=Exists(closing))
    dates = ("started_on", "ended_on", "stopped_on", "series_from", "series_on", "series_until")
    return rows.only("tenant_id", "concept", "intervention", "state", "person", *dates).order_by("id")


_BEGUN = Prepared(_begun)
_STATES = Prepared(lambda: Measurement.objects.values_list("course_id", "key", "state"))


def _began_closing(course: Course) -> bool:
    known = getattr(course, "began_closing", None)
    return bool(Closing.objects.filter(course_id=course.id).exists() if known is None else known)


def consented_keys(course: Course, purpose: str) -> frozenset[str]:
    """What a course owes only under a yes to this purpose: the follow-up, or the evaluator's surveys."""
    schedule = programme.concept(course.concept_id).progression.schedule
    asked: list[Round | Survey] = [one for one in schedule.rounds if one.needs_consent == purpose]
    if purpose == SURVEYED_UNDER:
        asked += schedule.surveys
    return frozenset(one.slug.replace("_", "-") for one in asked)


def is_survey(measurement: Measurement) -> bool:
    """Whether it is one of the evaluator's surveys, and no round. The course must be there with it."""
    return measurement.key in consented_keys(measurement.course, SURVEYED_UNDER)


def prove(actor: Actor, *, on: date) -> Proof:
    """Count what is owed without reading the measurements, then compare with them row by row."""
    yeses = people.own_yeses(actor, ASKED_UNDER)
    expected: set[tuple[uuid.UUID, str]] = set()
    for course in begun():
        assert course.person_id is not None
        held = yeses.get(course.person_id, {})
        expected |= {(course.id, window.key) for window in owed_windows(course, held=held, until=on)}
    states: Counter[str] = Counter()
    found: list[tuple[uuid.UUID, str]] = []
    for course_id, key, state in _STATES():
        states[state] += 1
        found.append((course_id, key))
    forms = prove_forms(on=on)
    return Proof(
        owed=len(expected),
        equal=set(found) == expected and len(found) == len(expected) and forms.equal,
        forms=forms,
        **{state.value: states[state.value] for state in MeasurementState},
    )


def _answers(actor: Actor, measurement: Measurement, *, at: datetime) -> dict[str, Given | None]:
    sheet = AnswerSheet.objects.filter(measurement_id=measurement.id).first()
    if sheet is None:
        return {}
    with audit.reading(by=actor, purpose="answer", subject=measurement.person_id, at=at, thing=measurement):
        given: dict[str, Given | None] = json.loads(fields.unseal(sheet, "answers") or "{}")
    return given


def _taken_along(course: Course, recipient: Recipient) -> tuple[EarlierAnswer, ...]:
    """Answers the person took along from elsewhere, shown to this recipient; nothing where it began here."""
    if course.series_on is None:
        return ()
    rows = EarlierAnswer.objects.filter(course_id=course.id, **{f"for_{recipient.value}": True})
    return tuple(rows.order_by("answered_on", "id"))


def must_be_held(measurement: Measurement) -> None:
    """Raise Missing where whoever handed the measurement out was on loan and the loan is over."""
    mentor = measurement.course.mentor
    if mentor is not None and is_over(mentor):
        raise Missing


def _answered(
    asked: Measurement | EarlierAnswer,
    values: dict[str, Given | None],
    seen: dict[str, Given | None] | None = None,
) -> Answered:
    return Answered(asked.key, values, asked.instrument, asked.instrument_version, seen, asked.answered_on)


def _by_id(measurement_id: uuid.UUID) -> Measurement:
    row = Measurement.objects.select_related("course__mentor").filter(id=measurement_id).first()
    if row is None:
        raise Missing
    must_be_held(row)
    return row  # type: ignore[no-any-return]


def _due(actor: Actor, which: Q) -> tuple[Due, ...]:
    """Columns, not rows of four tables: a board shows 200, and whole objects take three times as long."""
    rows = (
        Measurement.objects.filter(which, course_id__in=visible(actor).values("id"))
        .order_by("due_on", "course__code")
        .values_list(
            "id",
            "course_id",
            "course__code",
            "course__concept_id",
            "key",
            "due_on",
            "done_until",
            "state",
            "reason",
            "course__mentor__account__name",
        )[:200]
    )
    return tuple(
        Due(row, course, code, concept, key, due_on, until, MeasurementState(state), reason, mentor or "")
        for row, course, code, concept, key, due_on, until, state, reason, mentor in rows
    )
