"""Writing reviews: one that was held, and what was written wrongly about it."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime

from samspil.delivery.actions.holding import locked
from samspil.delivery.actions.plans import practice_of, set_due
from samspil.delivery.models.courses import Course
from samspil.delivery.models.reviews import Review
from samspil.delivery.queries.courses import own_goals
from samspil.delivery.queries.reviews import held_days, review_for
from samspil.delivery.rules import reviews as rules
from samspil.delivery.rules.reviews import Held
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit, fields


def hold_review(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, held: Held) -> None:
    """Write down a review that was held; the next one is due within the weeks of the concept file."""
    with audit.acting("delivery.hold_review", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_review(by, course))
        _must_be_right(course, held, on)
        refuse(rules.must_have_a_day_of_its_own(held.held_on, [day for day, _next in held_days(course)]))
        live = own_goals(course).filter(retired_on__isnull=True)
        refuse(rules.must_be_own_numbers(held, {str(one) for one in live.values_list("id", flat=True)}))
        assert course.person_id is not None
        review = Review(
            tenant_id=by.tenant_id,
            course=course,
            person_id=course.person_id,
            by_role=by.role,
            written_at=at,
        )
        _put(review, held)
        review.save(force_insert=True)
        _due_again(course)
        act.about(review, subject_id=course.person_id)


def correct_review(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, review_id: uuid.UUID, held: Held
) -> None:
    """Put right what was written about a review. It keeps its place among the others, so that correcting
    an older one never moves the day on which the next is due.
    """
    with audit.acting("delivery.correct_review", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_review(by, course))
        review = review_for(course, review_id)
        _must_be_right(course, held, on)
        others = [day for day, _next in held_days(course) if day != review.held_on]
        before = max((one for one in others if one < review.held_on), default=None)
        after = min((one for one in others if one > review.held_on), default=None)
        refuse(rules.must_keep_its_place(held.held_on, before, after))
        known = own_goals(course)  # one of old may have been retired since
        refuse(rules.must_be_own_numbers(held, {str(one) for one in known.values_list("id", flat=True)}))
        _put(review, held)
        review.save(update_fields=["held_on", "next_on", "present", "ratings", "agreed"])
        _due_again(course)
        act.about(review, subject_id=course.person_id)


def _must_be_right(course: Course, held: Held, on: date) -> None:
    assert course.started_on is not None
    weeks = practice_of(course).review_every_weeks
    refuse(rules.must_be_a_review(held, course.started_on, on, weeks))


def _put(review: Review, held: Held) -> None:
    review.held_on, review.next_on = held.held_on, held.next_on
    review.present = list(dict.fromkeys(held.present))
    fields.seal(review, agreed=held.agreed, ratings=json.dumps(dict(held.ratings)) if held.ratings else "")


def _due_again(course: Course) -> None:
    set_due(course)
    course.save(update_fields=["review_due_on"])
