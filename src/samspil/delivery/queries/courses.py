"""Reading courses: the caseload, one course, and what waits for the coordinator."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject, Now

from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.sessions import Session, SessionGoal
from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.delivery.terms.courses import HELD, CourseState, MeasurementState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.terms import Role
from samspil.trust import audit, fields, scope
from samspil.trust.prepared import Prepared

PAGE = 25


@dataclass(frozen=True, slots=True)
class Contact:
    """One session as a list shows it; `agreed` and `did` are empty unless read with a purpose."""

    kind: str
    minutes: int
    held_on: date
    next_on: date | None
    agreed: str = ""
    goals: tuple[str, ...] = ()
    did: str = ""
    place: str = ""
    for_record: bool = False
    id: uuid.UUID | None = None
    written_at: datetime | None = None
    changed_at: datetime | None = None
    struck_because: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a course is for, unsealed after the look was logged."""

    purpose: str
    tasks: str
    goals: tuple[tuple[uuid.UUID, str], ...]
    need: str = ""
    match_reason: str = ""
    """Why the one who has the course was chosen, for the coordinator; empty where nobody said."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the law asks for beside the yeses, unsealed after the look was logged."""

    need: str
    decision: str
    childs_view: str


@dataclass(frozen=True, slots=True)
class Row:
    """One course in a list, without anything sealed."""

    id: uuid.UUID
    code: str
    intervention: str
    state: CourseState
    offered_month: date
    source: str
    mentor: str
    started_on: date | None
    concept_id: uuid.UUID
    last: Contact | None
    due_on: date | None
    due_key: str | None
    due_id: uuid.UUID | None


def visible(actor: Actor):  # type: ignore[no-untyped-def]
    """The courses an actor may open: all of the own municipality for its coordinator, own for a mentor.

    A course that has ended, was stopped or has moved is no longer its mentor's to see, and one held on loan
    only while the loan lasts.
    """
    rows = Course.objects.filter(tenant_id=actor.tenant_id)
    if actor.role == Role.COORDINATOR:
        return rows
    if actor.role in FIELD_ROLES:
        own = rows.filter(mentor__account_id=actor.account_id, mentor__role=actor.role, state__in=HELD)
        # Whether the home has ended a loan was asked at the door; here, that an earlier one opens nothing.
        on_loan = Q(mentor__loan_until__gt=Now(), mentor__ended_at__isnull=True)
        return own.filter(Q(mentor__loan_until__isnull=True) | on_loan)
    return rows.none()


def course_for(actor: Actor, course_id: uuid.UUID) -> Course:
    """One course with its mentor. Raises Missing when it is not there for this actor."""
    scope.must_be_of(actor)
    found: list[Course] = []
    if actor.role == Role.COORDINATOR:
        found = _OFFICE_COURSE(course=course_id)
    elif actor.role in FIELD_ROLES:
        found = _FIELD_COURSE(role=actor.role, account=actor.account_id, course=course_id)
    if not found:
        raise Missing
    return found[0]


def seen_by(role: str, account: uuid.UUID | None = None) -> Any:
    """What somebody of the open scope's organisation may open, for a read that is prepared."""
    tenant_id = scope.current().actor.tenant_id
    return visible(Actor(tenant_id=tenant_id, role=role, purpose="", account_id=account))


_OFFICE_COURSE = Prepared(
    lambda course: seen_by(Role.COORDINATOR).select_related("mentor__account").filter(id=course),
    course=uuid.UUID,
)
_FIELD_COURSE = Prepared(
    lambda role, account, course: seen_by(role, account).select_related("mentor__account").filter(id=course),
    shape=("role",),
    account=uuid.UUID,
    course=uuid.UUID,
)


def courses(actor: Actor, *, page: int = 1) -> tuple[tuple[Row, ...], int]:
    """A page of all the actor's courses that were not declined; and how many in all."""
    return _rows(visible(actor).exclude(state=CourseState.DECLINED), first=(page - 1) * PAGE)


def counts(actor: Actor) -> dict[tuple[str, str], int]:
    """How many courses are in each state, by (intervention, state). The municipality's own figures."""
    rows = visible(actor).values("intervention", "state").annotate(count=Count("id"))
    return {(row["intervention"], row["state"]): row["count"] for row in rows}


def load_of_mentors(actor: Actor) -> dict[uuid.UUID, int]:
    """How many unfinished courses each mentor's appointment has in the actor's municipality."""
    states = HELD
    rows = Course.objects.filter(state__in=states).values("mentor_id").annotate(count=Count("id"))
    return {row["mentor_id"]: row["count"] for row in rows}


def running_under(actor: Actor, programme: str) -> int:
    """How many unfinished courses of a programme the organisation has."""
    rows = Course.objects.filter(concept__programme__slug=programme, state__in=HELD)
    return int(rows.count())


def own_goals(course: Course) -> QuerySet[Goal]:
    """The goals of the person a course is for; another parent's on the same course are never among them."""
    rows: QuerySet[Goal] = Goal.objects.filter(course_id=course.id, person_id=course.person_id)
    return rows


def plan_of(actor: Actor, course: Course, *, at: datetime) -> tuple[Plan, tuple[Contact, ...]]:
    """A course's plan and its newest contacts, unsealed; one look is logged.

    Only what is about the person of the course: a second parent has a thread of their own.
    """
    assert course.person_id is not None
    goals = list(own_goals(course).order_by("number"))
    touched = SessionGoal.objects.filter(session_id=OuterRef("id")).order_by("goal__number")
    sessions = (
        Session.objects.filter(course_id=course.id, person_id=course.person_id)
        .annotate(touched=ArraySubquery(touched.values("goal_id")))
        .order_by("-held_on", "-id")[:20]
    )
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        words = {goal.id: fields.unseal(goal, "words") for goal in goals}
        plan = Plan(
            purpose=fields.unseal(course, "purpose"),
            tasks=fields.unseal(course, "tasks"),
            goals=tuple((goal.id, words[goal.id]) for goal in goals if goal.retired_on is None),
            need=fields.unseal(course, "need"),
            match_reason=fields.unseal(course, "match_reason") if actor.role == Role.COORDINATOR else "",
        )
        contacts = tuple(unsealed(one, words) for one in sessions)
    return plan, contacts


def unsealed(one: Any, words: dict[uuid.UUID, str]) -> Contact:
    """A session with the goals it touched, opened. Called while a look at its person is logged."""
    return Contact(
        one.kind,
        one.minutes,
        one.held_on,
        one.next_on,
        fields.unseal(one, "agreed"),
        tuple(words[goal] for goal in one.touched if goal in words),
        fields.unseal(one, "did"),
        one.place,
        one.for_record,
        one.id,
        one.written_at,
        one.changed_at,
        one.struck_because,
    )


def basis_of(actor: Actor, course: Course, *, at: datetime) -> Basis:
    """The need, the decision's number and the young person's own view; the look is logged."""
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return Basis(
            fields.unseal(course, "need"),
            fields.unseal(course, "decision"),
            fields.unseal(course, "childs_view"),
        )


def last_session(course: Course) -> tuple[Session | None, frozenset[uuid.UUID]]:
    """The newest session with the person of a course that counts and the goals it touched, for presets."""
    last = (
        Session.objects.filter(course_id=course.id, person_id=course.person_id, struck_at__isnull=True)
        .order_by("-held_on", "-id")
        .first()
    )
    if last is None:
        return None, frozenset()
    return last, frozenset(SessionGoal.objects.filter(session_id=last.id).values_list("goal_id", flat=True))


def goal_ids(course: Course) -> tuple[uuid.UUID, ...]:
    """The keys of a course's goals in order, without opening what they say; retired ones too, because a
    meeting may be written after its goal was replaced. The second parent's own are not among them.
    """
    return tuple(_GOAL_IDS(course=course.id, person=course.person_id))


_GOAL_IDS = Prepared(
    lambda course, person: (
        Goal.objects.filter(course_id=course, person_id=person)
        .order_by("number")
        .values_list("id", flat=True)
    ),
    course=uuid.UUID,
    person=uuid.UUID,
)


def live_goal_ids(course: Course) -> tuple[uuid.UUID, ...]:
    """The keys of the goals that hold, in the order of `goals_of`, without opening what they say."""
    live = own_goals(course).filter(retired_on__isnull=True)
    return tuple(live.order_by("number").values_list("id", flat=True))


def goals_of(actor: Actor, course: Course, *, at: datetime) -> tuple[tuple[uuid.UUID, str], ...]:
    """The goals of a course in the person's words; the look is logged."""
    assert course.person_id is not None
    live = own_goals(course).filter(retired_on__isnull=True)
    goals = list(live.order_by("number"))
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return tuple((goal.id, fields.unseal(goal, "words")) for goal in goals)


def _rows(rows, *, first: int) -> tuple[tuple[Row, ...], int]:  # type: ignore[no-untyped-def]
    """One page of courses with the next due measurement and the newest contact; and how many in all.

    Two queries for a page of courses with something due, three where the page reaches those without:
    open measurements are read in the order of their index, and only as many as the page needs.
    """
    keys = _page_keys(rows, first)
    newest = Session.objects.filter(course_id=OuterRef("id"), struck_at__isnull=True).order_by(
        "-held_on", "-id"
    )
    contact = JSONObject(kind="kind", minutes="minutes", held_on="held_on", next_on="next_on")
    everything = rows.order_by().annotate(one=Value(1)).values("one").annotate(all=Count("*")).values("all")
    shown = rows.select_related("mentor__account").annotate(
        last=Subquery(newest.values(contact=contact)[:1]), total=Subquery(everything)
    )
    found = shown.in_bulk(list(keys))
    total = next((one.total for one in found.values()), 0) or (rows.count() if first else 0)
    return tuple(_row(found[key], *due) for key, due in keys.items()), total


def _page_keys(rows, first: int) -> dict[uuid.UUID, tuple[Any, ...]]:  # type: ignore[no-untyped-def]
    """The courses of one page, in order, each with its earliest open measurement if it has one."""
    wanted, step = first + PAGE, first + 2 * PAGE
    open_ = Measurement.objects.filter(state=MeasurementState.OPEN)
    in_order = (
        open_.filter(course_id__in=rows.order_by().values("id"))
        .order_by("due_on", "id")
        .values_list("course_id", "due_on", "key", "id")
    )
    due: dict[uuid.UUID, tuple[Any, ...]] = {}
    read, more = 0, True
    while more and len(due) < wanted:
        for course_id, *rest in (chunk := list(in_order[read : read + step])):
            due.setdefault(course_id, tuple(rest))
        read, more = read + step, len(chunk) == step
    page = dict(list(due.items())[first:wanted])
    if len(due) < wanted:
        skip = max(0, first - len(due))
        without = rows.filter(~Exists(open_.filter(course_id=OuterRef("id"))))
        ids = without.order_by("code", "offered_month", "id").values_list("id", flat=True)
        page |= dict.fromkeys(ids[skip : skip + wanted - max(first, len(due))], (None, None, None))
    return page


def contact(told: dict[str, Any]) -> Contact:
    """A contact as the database tells it in JSON: its days as text."""
    following = told["next_on"]
    return Contact(
        told["kind"],
        told["minutes"],
        date.fromisoformat(told["held_on"]),
        date.fromisoformat(following) if following else None,
    )


def _row(
    one: Course,
    due_on: date | None = None,
    due_key: str | None = None,
    due_id: uuid.UUID | None = None,
) -> Row:
    told = getattr(one, "last", None)
    return Row(
        id=one.id,
        code=one.code,
        intervention=one.intervention,
        state=CourseState(one.state),
        offered_month=one.offered_month,
        source=one.source,
        mentor=one.mentor.account.name if one.mentor else "",
        started_on=one.started_on,
        concept_id=one.concept_id,
        last=contact(told) if told else None,
        due_on=due_on,
        due_key=due_key,
        due_id=due_id,
    )
