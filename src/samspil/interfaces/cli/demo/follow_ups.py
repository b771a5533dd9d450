"""What happens around an invented course's plan: yeses, reviews, a new goal, a talk about everyday life.

It draws from a random source of its own, so that the rest of the population stays as it was.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from samspil.delivery.actions import plans, reviews
from samspil.delivery.queries.courses import course_for
from samspil.delivery.queries.plans import Area, standing
from samspil.delivery.rules.plans import OwnGoal, PlanWords, Step, asked_for_plan
from samspil.delivery.rules.reviews import Held, may_review
from samspil.delivery.terms.courses import Intervention
from samspil.interfaces.cli.demo.words import AGREED, EVERYDAY, GOALS, HELPERS, NOTICES, PARENT_STEPS, STEPS
from samspil.kernel.actor import Actor
from samspil.people.terms import TAKEN_DOWN
from samspil.trust.scope import scope

Work = Callable[[date], object]
RESPONDS = 0.85
"""How many say yes to the plan, and how many reviews are held in time."""


class FollowUps:
    """The days around a plan, made through the actions."""

    def __init__(self, source: random.Random) -> None:
        self.random = source

    def plan(
        self, kind: Intervention, purpose: str, tasks: str, months: int, goals: Sequence[str]
    ) -> PlanWords:
        """A plan with these goals, each with how it is noticed and two numbers."""
        pick = self.random
        steps = STEPS if kind == Intervention.MENTOR else PARENT_STEPS
        return PlanWords(
            purpose=purpose,
            tasks=tasks,
            expected_months=months,
            agreed_minutes=60,
            goals=tuple(
                OwnGoal(one, pick.choice(NOTICES), pick.randint(1, 5), pick.randint(6, 9)) for one in goals
            ),
            steps=tuple(Step(*one) for one in pick.sample(steps, 2)),
            helpers=tuple(pick.sample(HELPERS, pick.choice((1, 2)))),
        )

    def days(
        self, mentor: Actor, course_id: uuid.UUID, plan: PlanWords, started: date, until: date
    ) -> Iterator[tuple[date, Work]]:
        """What happens on which day, up to `until`."""
        pick = self.random
        if pick.random() < RESPONDS:
            yield self._later(started, 0, 9), lambda on: self._accept(mentor, course_id, on)
        if pick.random() < 0.4:
            yield self._later(started, 5, 30), lambda on: self._talk(mentor, course_id, on)
        yield self._later(started, 8, 20), lambda on: self._first_step(mentor, course_id, on)
        day = self._later(started, 30, 41)
        while day <= until:
            if pick.random() < RESPONDS:
                yield day, lambda on: self._review(mentor, course_id, on)
            day = self._later(day, 30, 41)
        if pick.random() < 0.3:
            yield self._later(started, 60, 120), lambda on: self._revise(mentor, course_id, plan, on)

    def _accept(self, mentor: Actor, course_id: uuid.UUID, on: date) -> None:
        with scope(mentor):
            for capacity in asked_for_plan(course_for(mentor, course_id)):
                plans.accept_plan(
                    by=mentor,
                    at=_at(on),
                    on=on,
                    course_id=course_id,
                    capacity=capacity,
                    method=self.random.choice(TAKEN_DOWN),
                )

    def _talk(self, mentor: Actor, course_id: uuid.UUID, on: date) -> None:
        with scope(mentor):
            for area, said in EVERYDAY.items():
                plans.clarify(by=mentor, at=_at(on), on=on, course_id=course_id, area=area, said=Area(*said))

    def _first_step(self, mentor: Actor, course_id: uuid.UUID, on: date) -> None:
        with scope(mentor):
            steps = standing(mentor, course_for(mentor, course_id), at=_at(on)).steps
            plans.tick_step(by=mentor, at=_at(on), on=on, course_id=course_id, step_id=steps[0].id, done=True)

    def _review(self, mentor: Actor, course_id: uuid.UUID, on: date) -> None:
        pick = self.random
        with scope(mentor):
            course = course_for(mentor, course_id)
            if may_review(mentor, course) is not None:
                return
            goals = standing(mentor, course, at=_at(on)).goals
            numbers = {str(key): min(10, (goal.now or 3) + pick.randint(0, 3)) for key, goal in goals}
            with_office = pick.random() < 0.5
            reviews.hold_review(
                by=mentor,
                at=_at(on),
                on=on,
                course_id=course_id,
                held=Held(
                    held_on=on,
                    next_on=on + timedelta(days=pick.choice((35, 42))),
                    present=("person", "mentor", "coordinator") if with_office else ("person", "mentor"),
                    agreed=pick.choice(AGREED),
                    ratings=numbers,
                ),
            )

    def _revise(self, mentor: Actor, course_id: uuid.UUID, plan: PlanWords, on: date) -> None:
        """The first goal is reached, or another matters more: a new version."""
        other = next(one for one in GOALS[::-1] if one not in [goal.words for goal in plan.goals])
        goal = OwnGoal(other, self.random.choice(NOTICES), self.random.randint(1, 5), 8)
        with scope(mentor):
            plans.write_plan(
                by=mentor,
                at=_at(on),
                on=on,
                course_id=course_id,
                plan=replace(plan, goals=(goal, *plan.goals[1:])),
            )
        if self.random.random() < RESPONDS:
            self._accept(mentor, course_id, on)

    def _later(self, day: date, least: int, most: int) -> date:
        return day + timedelta(days=self.random.randint(least, most))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))
