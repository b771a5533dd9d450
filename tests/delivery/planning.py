"""What is written about a plan: steps, yeses, everyday life, reviews."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground


def step(world: Any, made: ground.Made) -> uuid.UUID:
    """The key of the course's one step."""
    from samspil.delivery.models.plans import PlanStep

    with world.as_("coordinator", made.slug):
        return PlanStep.objects.get(course_id=made.course_id).id  # type: ignore[no-any-return]


def accept(world: Any, made: ground.Made, *, on: date = ground.TODAY, cast: str = "coordinator") -> None:
    """The person's yes to the plan as it stands."""
    from samspil.delivery.actions import plans
    from samspil.people.terms import Method

    with world.as_(cast, made.slug) as by:
        plans.accept_plan(by=by, at=ground.at_day(on), on=on, course_id=made.course_id, method=Method.PAPER)


def clarify(world: Any, made: ground.Made, *, on: date = ground.TODAY, cast: str = "mentor") -> None:
    """What was said about one area of everyday life."""
    from samspil.delivery.actions import plans
    from samspil.delivery.queries.plans import Area

    said = Area(*(made.words[name] for name in ("works", "hard", "helps", "hope")))
    with world.as_(cast, made.slug) as by:
        plans.clarify(by=by, at=ground.at_day(on), on=on, course_id=made.course_id, area="family", said=said)


def impression(
    world: Any,
    made: ground.Made,
    values: tuple[int | None, ...] = (),
    *,
    key: str = "start",
    on: date = ground.TODAY,
    cast: str = "mentor",
) -> uuid.UUID:
    """The mentor's impression beside one round, 6 where nothing is given; gives the measurement's key."""
    from samspil.delivery.actions import impressions
    from samspil.delivery.models.measurements import Measurement
    from samspil.delivery.queries.measurements import instrument_of

    with world.as_(cast, made.slug) as by:
        asked = Measurement.objects.get(course_id=made.course_id, key=key)
        told = {
            item.code: values[place] if place < len(values) else 6
            for place, item in enumerate(instrument_of(asked).items)
        }
        impressions.give(by=by, at=ground.at_day(on), on=on, measurement_id=asked.id, values=told)
        return asked.id  # type: ignore[no-any-return]


def review(
    world: Any, made: ground.Made, *, on: date = ground.TODAY, cast: str = "mentor", **changed: Any
) -> uuid.UUID:
    """One review of a course; gives its key."""
    from samspil.delivery.actions import reviews
    from samspil.delivery.models.courses import Goal
    from samspil.delivery.models.reviews import Review
    from samspil.delivery.rules.reviews import Held as HeldReview

    with world.as_(cast, made.slug) as by:
        live = Goal.objects.filter(course_id=made.course_id, retired_on__isnull=True)
        held = HeldReview(
            held_on=on,
            next_on=on + timedelta(weeks=6),
            present=("person", "mentor"),
            agreed=made.words["review"],
            ratings={str(one): 5 for one in live.values_list("id", flat=True)},
        )
        reviews.hold_review(
            by=by, at=ground.at_day(on), on=on, course_id=made.course_id, held=replace(held, **changed)
        )
        day = changed.get("held_on", on)
        return Review.objects.get(course_id=made.course_id, held_on=day).id  # type: ignore[no-any-return]
