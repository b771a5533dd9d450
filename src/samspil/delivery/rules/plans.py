"""What a plan says and must hold, what differs between two, and who may write it and say yes to it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspil.delivery.models.courses import Course
from samspil.delivery.rules.consents import asked_holders
from samspil.delivery.rules.courses import is_own
from samspil.delivery.terms.courses import HELD
from samspil.delivery.terms.work import ACCEPT_WITHIN_DAYS, MOST_GOALS, MOST_STEPS
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import TAKEN_DOWN, Capacity, Method, Role

LONG, SHORT, ON_A_BUTTON = 500, 200, 40
TOP = 10
"""The scale of a goal goes from 0 to 10."""


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """One goal in the person's words, how they will notice it, and where they stand and want to stand."""

    words: str
    notice: str = ""
    now: int | None = None
    wanted: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what by when; who is a role, never a third person's name."""

    who: str
    what: str
    by_when: str = ""


@dataclass(frozen=True, slots=True)
class PlanWords:
    """A whole plan. Purpose, tasks, expected duration and one goal may not be missing."""

    purpose: str
    tasks: str
    expected_months: int
    agreed_minutes: int
    goals: tuple[OwnGoal, ...]
    steps: tuple[Step, ...] = ()
    helpers: tuple[str, ...] = ()
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a plan that differs: the part's code, what it said and what it says."""

    part: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]


def as_text(plan: PlanWords) -> str:
    """A plan as the text that is sealed."""
    return json.dumps(asdict(plan), ensure_ascii=False, default=date.isoformat)


def from_text(text: str) -> PlanWords:
    """The plan that `as_text` wrote."""
    told = json.loads(text)
    day = told["review_on"]
    return PlanWords(
        told["purpose"],
        told["tasks"],
        told["expected_months"],
        told["agreed_minutes"],
        tuple(OwnGoal(**one) for one in told["goals"]),
        tuple(Step(**one) for one in told["steps"]),
        tuple(told["helpers"]),
        date.fromisoformat(day) if day else None,
    )


def changes(before: PlanWords, after: PlanWords) -> tuple[Change, ...]:
    """What differs between two plans, part by part, in the order of the plan; what stayed is left out."""
    found = []
    for one in fields(PlanWords):
        old, new = (_listed(getattr(plan, one.name)) for plan in (before, after))
        if old != new:
            gone, come = (
                tuple(item for item in here if item not in there) for here, there in ((old, new), (new, old))
            )
            found.append(Change(one.name, gone, come) if gone or come else Change(one.name, old, new))
    return tuple(found)


def _listed(value: Any) -> tuple[Any, ...]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, tuple) else (value,)


# --- who


def may_write_plan(actor: Actor, course: Course) -> Refusal | None:
    """The coordinator and the course's own mentor or coach write the plan, from the match to the end."""
    if actor.role != Role.COORDINATOR and not is_own(actor, course):
        return Refusal(_("The plan is written by the course's own mentor and the coordinator."))
    if course.state not in HELD:
        return Refusal(_("A plan is written from the match until the course ends."))
    return None


def may_accept_plan(
    actor: Actor, course: Course, capacity: str, method: str, own_person: object | None
) -> Refusal | None:
    """The coordinator and the own mentor write down a yes to the plan; on the own page the person gives it,
    for themselves and for nobody else.
    """
    if course.state not in HELD:
        return Refusal(_("A plan is written from the match until the course ends."))
    if actor.role in (Role.MENTEE, Role.PARENT):
        is_theirs = own_person is not None and own_person == course.person_id
        if is_theirs and (capacity, method) == (Capacity.SELF, Method.OWN_PAGE):
            return None
    elif actor.role == Role.COORDINATOR or is_own(actor, course):
        if method not in TAKEN_DOWN:
            return Refusal(_("Choose one from the list."), "method")
        if capacity not in asked_for_plan(course):
            return Refusal(_("Choose one from the list."), "capacity")
        return None
    return Refusal(_("Only the person, the own mentor and the coordinator can do this."))


def asked_for_plan(course: Course) -> tuple[Capacity, ...]:
    """Whose yes a plan needs: the person's, and that of every custody holder the course's basis asks."""
    return (Capacity.SELF, *asked_holders(course))


def missing_for_plan(course: Course, accepted: Collection[str]) -> tuple[Capacity, ...]:
    """Whose yes to the plan is still missing."""
    return tuple(one for one in asked_for_plan(course) if one not in accepted)


def accept_by(written_on: date) -> date:
    """The day by which a plan should have every yes."""
    return written_on + timedelta(days=ACCEPT_WITHIN_DAYS)


# --- what a plan must hold


def must_be_whole(plan: PlanWords) -> Refusal | None:
    """A plan has purpose, tasks, an expected duration, agreed minutes and one to three goals."""
    if not plan.purpose.strip():
        return Refusal(_("Write what the course is for."), "purpose")
    if not plan.tasks.strip():
        return Refusal(_("Write what the mentor does."), "tasks")
    if not 1 <= plan.expected_months <= 36:
        return Refusal(_("Expect between one month and three years."), "expected_months")
    if not 15 <= plan.agreed_minutes <= 600:
        return Refusal(_("Agree on 15 to 600 minutes a week."), "agreed_minutes")
    if not 1 <= len(plan.goals) <= MOST_GOALS:
        return Refusal(_("Write one, two or three goals."), "goal_1")
    return must_fit_the_page(plan)


def must_fit_the_page(plan: PlanWords) -> Refusal | None:
    """Every goal has its words once and stands on the scale; texts keep within what the page promises."""
    seen: set[str] = set()
    for number, goal in enumerate(plan.goals, start=1):
        words = goal.words.strip()
        if not words or len(words) > ON_A_BUTTON or words.casefold() in seen:
            return Refusal(_("Write each goal once, in a few words."), f"goal_{number}")
        seen.add(words.casefold())
        for name, value in (("now", goal.now), ("wanted", goal.wanted)):
            if value is not None and not 0 <= value <= TOP:
                return Refusal(_("Choose a number from 0 to 10."), f"goal_{number}_{name}")
    if len(plan.steps) > MOST_STEPS:
        return Refusal(_("Write at most %(most)d steps.") % {"most": MOST_STEPS}, f"step_{MOST_STEPS}_what")
    for number, step in enumerate(plan.steps, start=1):
        if not step.what.strip() or not step.who.strip():
            return Refusal(_("Write who does it and what is done."), f"step_{number}_what")
    texts = (
        ("purpose", plan.purpose, LONG),
        ("tasks", plan.tasks, LONG),
        ("helpers", "\n".join(plan.helpers), SHORT),
        *((f"goal_{n}_notice", one.notice, SHORT) for n, one in enumerate(plan.goals, start=1)),
        *((f"step_{n}_who", one.who, ON_A_BUTTON) for n, one in enumerate(plan.steps, start=1)),
        *((f"step_{n}_what", one.what, SHORT) for n, one in enumerate(plan.steps, start=1)),
        *((f"step_{n}_by_when", one.by_when, ON_A_BUTTON) for n, one in enumerate(plan.steps, start=1)),
    )
    for field, text, most in texts:
        if len(text) > most:
            return Refusal(_("Write at most %(most)d characters.") % {"most": most}, field)
    return None


NOTHING_NEW = Refusal(_("Nothing has been changed yet."))
NO_PLAN = Refusal(_("There is no plan yet."))


def must_be_accepted_once(accepted: Collection[str], capacity: str) -> Refusal | None:
    """One yes in one capacity is enough for a version."""
    if capacity in accepted:
        return Refusal(_("This yes has been written down already."), "capacity")
    return None


def must_be_said_between(accepted_on: date, written_on: date, on: date) -> Refusal | None:
    """A yes to a plan is said between the day it was written and today."""
    if written_on <= accepted_on <= on:
        return None
    return Refusal(_("Choose a day between the day the plan was written and today."), "accepted_on")


def may_tick(actor: Actor, course: Course) -> Refusal | None:
    """A step is marked as done by whoever may write the plan."""
    return may_write_plan(actor, course)


# --- the clarification


def may_clarify(actor: Actor, course: Course) -> Refusal | None:
    """What is said about everyday life is written by the own mentor or the coordinator."""
    if actor.role != Role.COORDINATOR and not is_own(actor, course):
        return Refusal(_("This is written by the course's own mentor and the coordinator."))
    if course.state not in HELD:
        return Refusal(_("This is written from the match until the course ends."))
    return None
