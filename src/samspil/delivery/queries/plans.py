"""Reading plans: as a plan stands today, every version of it, who said yes, and the talk it grew out of."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.models.plans import Clarification, PlanAcceptance, PlanStep, PlanVersion
from samspil.delivery.queries.courses import own_goals
from samspil.delivery.rules.plans import OwnGoal, PlanWords, Step, from_text
from samspil.delivery.terms.work import LifeArea
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Accepted:
    """One yes to a version: in which capacity, how, and when."""

    capacity: str
    method: str
    accepted_on: date


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan, opened, with the yeses it got."""

    id: uuid.UUID
    number: int
    written_on: date
    by_role: str
    replaced_on: date | None
    words: PlanWords
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One live step and the day it was done."""

    id: uuid.UUID
    step: Step
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan as it stands: its words, the keys of its live goals and steps, and when it was written."""

    words: PlanWords | None
    goals: tuple[tuple[uuid.UUID, OwnGoal], ...]
    steps: tuple[ToldStep, ...]
    number: int
    written_on: date | None


NOTHING = Standing(None, (), (), 0, None)


@dataclass(frozen=True, slots=True)
class Area:
    """What was said about one area of everyday life."""

    works: str = ""
    hard: str = ""
    helps: str = ""
    wish: str = ""
    saved_on: date | None = None
    by_role: str = ""


def current(course: Course) -> PlanVersion | None:
    """The version of the plan that holds today, sealed; None where the plan was never written in versions."""
    rows = PlanVersion.objects.filter(course_id=course.id, replaced_on__isnull=True)
    return rows.first()  # type: ignore[no-any-return]


def accepted_for(plan: PlanVersion) -> frozenset[str]:
    """The capacities in which somebody said yes to a version."""
    return frozenset(PlanAcceptance.objects.filter(plan_id=plan.id).values_list("capacity", flat=True))


def standing(actor: Actor, course: Course, *, at: datetime) -> Standing:
    """The plan as it stands, unsealed; the look is logged."""
    goals, steps = _live(course)
    version = current(course)
    if not goals and not _is_written(course):
        return NOTHING
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return _standing(course, goals, steps, version)


def versions(actor: Actor, course: Course, *, at: datetime) -> tuple[Version, ...]:
    """Every version of a plan, newest first, unsealed, with its yeses; one look is logged."""
    return whole(actor, course, at=at)[1]


def whole(actor: Actor, course: Course, *, at: datetime) -> tuple[Standing, tuple[Version, ...]]:
    """The plan as it stands and every version of it, newest first, unsealed; one look is logged."""
    goals, steps = _live(course)
    rows = list(PlanVersion.objects.filter(course_id=course.id).order_by("-number"))
    if not rows and not goals and not _is_written(course):
        return NOTHING, ()
    yes: dict[uuid.UUID, list[Accepted]] = {}
    for one in PlanAcceptance.objects.filter(plan__course_id=course.id).order_by("accepted_on", "id"):
        yes.setdefault(one.plan_id, []).append(Accepted(one.capacity, one.method, one.accepted_on))
    newest = next((one for one in rows if one.replaced_on is None), None)
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        told = tuple(
            Version(
                one.id,
                one.number,
                one.written_on,
                one.by_role,
                one.replaced_on,
                from_text(fields.unseal(one, "content")),
                tuple(yes.get(one.id, ())),
            )
            for one in rows
        )
        return _standing(course, goals, steps, newest), told


def _is_written(course: Course) -> bool:
    """Whether a plan was written here: the purpose alone may have come from another municipality."""
    return bool(bytes(course.tasks))


def _live(course: Course) -> tuple[list[Goal], list[PlanStep]]:
    return (
        list(own_goals(course).filter(retired_on__isnull=True).order_by("number")),
        list(PlanStep.objects.filter(course_id=course.id, retired_on__isnull=True).order_by("number")),
    )


def _standing(
    course: Course, goals: list[Goal], steps: list[PlanStep], version: PlanVersion | None
) -> Standing:
    own = tuple((one.id, _own_goal(one)) for one in goals)
    told = tuple(ToldStep(one.id, _step(one), one.done_on) for one in steps)
    words = PlanWords(
        fields.unseal(course, "purpose"),
        fields.unseal(course, "tasks"),
        course.expected_months or 0,
        course.agreed_minutes or 0,
        tuple(goal for _id, goal in own),
        tuple(one.step for one in told),
        from_text(fields.unseal(version, "content")).helpers if version else (),
        version.review_on if version else None,
    )
    return Standing(
        words, own, told, version.number if version else 0, version.written_on if version else None
    )


def step_for(course: Course, step_id: uuid.UUID) -> PlanStep:
    """One live step of a course. Raises Missing."""
    found = PlanStep.objects.filter(id=step_id, course_id=course.id, retired_on__isnull=True).first()
    if found is None:
        raise Missing
    return found  # type: ignore[no-any-return]


def areas_of(actor: Actor, course: Course, *, at: datetime) -> dict[LifeArea, Area]:
    """What was said about each area that was talked about, unsealed; the look is logged."""
    rows = list(Clarification.objects.filter(course_id=course.id))
    if not rows:
        return {}
    assert course.person_id is not None
    with audit.reading(by=actor, purpose=actor.purpose, subject=course.person_id, at=at, thing=course):
        return {
            LifeArea(one.area): Area(
                fields.unseal(one, "works"),
                fields.unseal(one, "hard"),
                fields.unseal(one, "helps"),
                fields.unseal(one, "wish"),
                one.saved_on,
                one.by_role,
            )
            for one in rows
        }


def _own_goal(one: Goal) -> OwnGoal:
    return OwnGoal(fields.unseal(one, "words"), fields.unseal(one, "notice"), one.now, one.wanted)


def _step(one: PlanStep) -> Step:
    return Step(fields.unseal(one, "who"), fields.unseal(one, "what"), fields.unseal(one, "by_when"))
