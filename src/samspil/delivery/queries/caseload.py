"""The mentor's caseload with what is due first on each course, and which courses have gone quiet."""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, JSONObject

from samspil.delivery.models.measurements import Measurement
from samspil.delivery.models.plans import PlanAcceptance, PlanVersion
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries.courses import PAGE, Contact, contact, seen_by
from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.delivery.rules.plans import accept_by, missing_for_plan
from samspil.delivery.terms.courses import HELD, CourseState, MeasurementState
from samspil.delivery.terms.work import ATTEMPT
from samspil.kernel.actor import Actor
from samspil.people.terms import Capacity
from samspil.trust import scope
from samspil.trust.links import live_for
from samspil.trust.prepared import Prepared

NO_DAY = date.max


@dataclass(frozen=True, slots=True)
class FirstDue:
    """What a course wants first: a measurement, a review, a yes to the plan, contact, or a plan at all."""

    kind: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """One course in a caseload, without anything sealed."""

    id: uuid.UUID
    code: str
    state: CourseState
    concept_id: uuid.UUID
    last: Contact | None
    measurement_id: uuid.UUID | None
    is_handed_out: bool
    """Whether a link to the open measurement still opens it."""
    review_due_on: date | None
    first: FirstDue | None


def caseload(actor: Actor, *, on: date, page: int = 1) -> tuple[tuple[Card, ...], bool]:
    """A page of the actor's courses from the match to the end, what is due first at the top; and if there are
    more.

    Pages follow the earliest measurement or review; within a page a missing yes to a plan and a long
    silence count as well. Three queries, however many rows.
    """
    scope.must_be_of(actor)
    if actor.role not in FIELD_ROLES:
        return (), False
    first = (page - 1) * PAGE
    keys = _keys_until(actor, first + PAGE + 1)[first:]
    keys, more = keys[:PAGE], len(keys) > PAGE
    found = {one.id: one for one in _CARDS(role=actor.role, account=actor.account_id, keys=keys)}
    cards = [_card(found[key], on) for key in keys]
    cards.sort(key=lambda one: (one.first.on or NO_DAY) if one.first else NO_DAY)
    return tuple(cards), more


def _told(role: str, account: uuid.UUID, keys: list[uuid.UUID]) -> Any:
    """These courses with all that a card says."""
    rows = seen_by(role, account).filter(state__in=HELD)
    newest = Session.objects.filter(course_id=OuterRef("id"), struck_at__isnull=True).order_by(
        "-held_on", "-id"
    )
    open_ = Measurement.objects.filter(course_id=OuterRef("id"), state=MeasurementState.OPEN)
    plans = PlanVersion.objects.filter(course_id=OuterRef("id"), replaced_on__isnull=True)
    yes = PlanAcceptance.objects.filter(plan_id=OuterRef("id")).values("capacity")
    return (
        with_last_contact(rows)
        .annotate(
            last=Subquery(
                newest.values(
                    told=JSONObject(kind="kind", minutes="minutes", held_on="held_on", next_on="next_on")
                )[:1]
            ),
            open=Subquery(
                open_.order_by("due_on", "id").values(
                    told=JSONObject(id="id", due_on="due_on", handed=Exists(live_for(OuterRef("id"))))
                )[:1]
            ),
            plan=Subquery(plans.values(told=JSONObject(written_on="written_on", yes=ArraySubquery(yes)))),
        )
        .filter(id__one_of=keys)
    )


_CARDS = Prepared(_told, shape=("role",), account=uuid.UUID, keys=list)


def with_last_contact(rows: Any) -> Any:
    """Courses with the day of their last contact; where there is none, of their start or being taken in."""
    contacts = Session.objects.filter(course_id=OuterRef("id"), struck_at__isnull=True).exclude(kind=ATTEMPT)
    last = contacts.order_by("-held_on").values("held_on")[:1]
    return rows.annotate(last_contact=Coalesce(Subquery(last), Greatest("started_on", "series_on")))


def gone_quiet(rows: Any, on: date) -> Any:
    """Those of the courses without contact for as many days as their concept file says."""
    since = ExpressionWrapper(Value(on, DateField()) - F("quiet_days"), output_field=DateField())
    return with_last_contact(rows).filter(last_contact__lte=since)


def not_accepted(plans: Any) -> Any:
    """Those of the current plan versions to which somebody who is asked has not said yes."""

    def missing(capacity: Capacity) -> Any:
        return ~Exists(PlanAcceptance.objects.filter(plan_id=OuterRef("id"), capacity=capacity))

    return plans.filter(
        Q(missing(Capacity.SELF))
        | Q(missing(Capacity.CUSTODY_HOLDER), course__custody_holders__gte=1)
        | Q(missing(Capacity.SECOND_CUSTODY_HOLDER), course__custody_holders__gte=2),
        replaced_on__isnull=True,
    )


def _keys_until(actor: Actor, wanted: int) -> list[uuid.UUID]:
    """The first `wanted` courses by their earliest measurement or review, and last those without either.

    Two lists in order are merged, each read from its index and only as far as the page needs: open
    measurements, and all courses by their review.
    """
    reviews = _BY_REVIEW(role=actor.role, account=actor.account_id, wanted=wanted)
    by_review = ((day or NO_DAY, key) for day, key in reviews)
    order = heapq.merge(_by_measurement(actor, wanted), by_review, key=itemgetter(0))
    return list(dict.fromkeys(key for _day, key in order))[:wanted]


def _by_measurement(actor: Actor, wanted: int) -> Iterator[tuple[date, uuid.UUID]]:
    """The first `wanted` courses with an open measurement, in the order of the index."""
    seen: set[uuid.UUID] = set()
    read, step, more = 0, wanted + PAGE, True
    while more and len(seen) < wanted:
        chunk = _BY_MEASUREMENT(role=actor.role, account=actor.account_id, first=read, last=read + step)
        for day, course_id in chunk:
            if course_id not in seen:
                seen.add(course_id)
                yield day, course_id
        read, more = read + step, len(chunk) == step


_BY_REVIEW = Prepared(
    lambda role, wanted, account: (
        seen_by(role, account)
        .filter(state__in=HELD)
        .order_by("review_due_on", "id")
        .values_list("review_due_on", "id")[:wanted]
    ),
    shape=("role", "wanted"),
    account=uuid.UUID,
)
_BY_MEASUREMENT = Prepared(
    lambda role, first, last, account: (
        Measurement.objects.filter(
            state=MeasurementState.OPEN,
            course_id__in=seen_by(role, account).filter(state__in=HELD).order_by().values("id"),
        )
        .order_by("due_on", "id")
        .values_list("due_on", "course_id")[first:last]
    ),
    shape=("role", "first", "last"),
    account=uuid.UUID,
)


def _card(one: Any, on: date) -> Card:
    return Card(
        id=one.id,
        code=one.code,
        state=CourseState(one.state),
        concept_id=one.concept_id,
        last=contact(one.last) if one.last else None,
        measurement_id=uuid.UUID(one.open["id"]) if one.open else None,
        is_handed_out=bool(one.open and one.open["handed"]),
        review_due_on=one.review_due_on if one.state == CourseState.ACTIVE else None,
        first=_first(one, on),
    )


def _first(one: Any, on: date) -> FirstDue | None:
    """The earliest of what a course wants. Silence is something only once it has lasted too long."""
    if one.state == CourseState.MATCHED and one.plan is None:
        return FirstDue("write_plan", None)
    wants = []
    if one.open:
        wants.append(FirstDue("measurement", date.fromisoformat(one.open["due_on"])))
    if one.plan and missing_for_plan(one, one.plan["yes"]):
        wants.append(FirstDue("plan", accept_by(date.fromisoformat(one.plan["written_on"]))))
    if one.state == CourseState.ACTIVE:
        if one.review_due_on:
            wants.append(FirstDue("review", one.review_due_on))
        if one.quiet_days is not None and one.last_contact <= on - timedelta(days=one.quiet_days):
            wants.append(FirstDue("quiet", one.last_contact + timedelta(days=one.quiet_days)))
    return min(wants, key=lambda each: each.on or NO_DAY, default=None)
