"""Reading reviews, and the hours that were agreed beside those that were held."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from samspil.delivery.models.courses import Course
from samspil.delivery.models.endings import CoursePause
from samspil.delivery.models.reviews import Review
from samspil.delivery.models.sessions import Session
from samspil.delivery.queries.courses import PAGE, own_goals, visible
from samspil.delivery.rules.reviews import agreed_minutes, here_since
from samspil.delivery.terms.courses import RUNNING
from samspil.delivery.terms.work import ATTEMPT
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class ToldReview:
    """One review, opened: the person's own numbers stand by the goal's words, each by itself."""

    id: uuid.UUID
    held_on: date
    next_on: date
    present: tuple[str, ...]
    agreed: str
    ratings: dict[str, int]
    said: tuple[tuple[str, int], ...]
    by_role: str


@dataclass(frozen=True, slots=True)
class Hours:
    """One running course: minutes agreed for the weeks that have passed, and minutes held."""

    course_id: uuid.UUID
    code: str
    mentor: str
    per_week: int
    started_on: date
    agreed: int
    held: int


def reviews_of(actor: Actor, course: Course, *, at: datetime) -> tuple[ToldReview, ...]:
    """The reviews of a course, newest first, unsealed; one look is logged. Two queries."""
    rows = list(Review.objects.filter(course_id=course.id).order_by("-held_on"))
    if not rows:
        return ()
    goals = list(own_goals(course).order_by("number", "id"))
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        words = {str(one.id): fields.unseal(one, "words") for one in goals}
        return tuple(_told(one, words) for one in rows)


def goals_to_rate(actor: Actor, course: Course, review: ToldReview, *, at: datetime) -> list[tuple[str, str]]:
    """The goals a review gave a number to, and those that are live: key and words; the look is logged."""
    goals = own_goals(course).order_by("number", "id")
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return [
            (str(one.id), fields.unseal(one, "words"))
            for one in goals
            if one.retired_on is None or str(one.id) in review.ratings
        ]


def review_for(course: Course, review_id: uuid.UUID) -> Review:
    """One review of a course, sealed. Raises Missing."""
    found = Review.objects.filter(id=review_id, course_id=course.id).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def held_days(course: Course) -> tuple[tuple[date, date], ...]:
    """The reviews of a course as (day, next day agreed), oldest first."""
    return tuple(
        Review.objects.filter(course_id=course.id).order_by("held_on").values_list("held_on", "next_on")
    )


def hours_of(course: Course, *, on: date) -> tuple[int, int]:
    """The minutes agreed for a course until a day or its end, and those held.

    The course is one that was read with `held` and `rested`.
    """
    if course.started_on is None:
        return 0, 0
    until = min(on, course.ended_on or on)
    since = here_since(course.started_on, course.series_on)
    agreed = agreed_minutes(course.agreed_minutes, since, until, course.rested)  # type: ignore[attr-defined]
    return agreed, course.held  # type: ignore[attr-defined]


def held_minutes() -> Coalesce:
    """The minutes of a course's sessions; an attempt without contact is none."""
    held = (
        Session.objects.filter(course_id=OuterRef("id"), struck_at__isnull=True)
        .exclude(kind=ATTEMPT)
        .order_by()
        .values("course_id")
        .annotate(all=Sum("minutes"))
        .values("all")
    )
    return Coalesce(Subquery(held), 0)


def rested_days(*, on: date) -> Coalesce:
    """How long a course has rested until a day or its end, as a span of days; no time is agreed for it."""
    last = Least(Coalesce("to_on", Value(on)), Value(on), OuterRef("ended_on"))
    until = Greatest(last, F("from_on"))
    rests = (
        CoursePause.objects.filter(course_id=OuterRef("id"), from_on__lte=on)
        .order_by()
        .values("course_id")
        .annotate(all=Sum(ExpressionWrapper(until - F("from_on"), DurationField())))
        .values("all")
    )
    return Coalesce(Subquery(rests), timedelta(0))


def hours(actor: Actor, *, on: date, page: int = 1) -> tuple[tuple[Hours, ...], Hours | None, int]:
    """A page of the running courses by code, all of them as one line, and how many. One query.

    In the order of the codes and no other: the list compares a course with its own plan, not people.
    """
    rows = (
        visible(actor)
        .filter(state__in=RUNNING)
        .order_by("code", "id")
        .annotate(held=held_minutes(), rested=rested_days(on=on))
        .values_list(
            *("id", "code", "mentor__account__name", "agreed_minutes", "started_on", "series_on"),
            *("ended_on", "rested", "held"),
        )
    )
    found = tuple(
        Hours(
            *(key, code, mentor, per_week or 0, start),
            agreed_minutes(per_week, here_since(start, taken_in), min(on, ended or on), rested),
            minutes,
        )
        for key, code, mentor, per_week, start, taken_in, ended, rested, minutes in rows
    )
    if not found:
        return (), None, 0
    together = Hours(
        uuid.UUID(int=0),
        "",
        "",
        sum(one.per_week for one in found),
        min(one.started_on for one in found),
        sum(one.agreed for one in found),
        sum(one.held for one in found),
    )
    return found[(page - 1) * PAGE : page * PAGE], together, len(found)


def _told(one: Review, words: dict[str, str]) -> ToldReview:
    ratings: dict[str, int] = json.loads(fields.unseal(one, "ratings") or "{}")
    return ToldReview(
        one.id,
        one.held_on,
        one.next_on,
        tuple(one.present),
        fields.unseal(one, "agreed"),
        ratings,
        tuple((words[goal], ratings[goal]) for goal in words if goal in ratings),
        one.by_role,
    )
