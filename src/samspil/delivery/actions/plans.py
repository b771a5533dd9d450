"""Writing plans: a version each time, yeses to it, steps that are done; and the talk about everyday life."""

from __future__ import annotations

import uuid
from dataclasses import asdict, replace
from datetime import date, datetime

from samspil.delivery.actions.holding import locked
from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.models.plans import Clarification, PlanAcceptance, PlanStep, PlanVersion
from samspil.delivery.queries import plans as queries
from samspil.delivery.queries.consents import own_person
from samspil.delivery.queries.courses import own_goals
from samspil.delivery.queries.reviews import held_days
from samspil.delivery.rules import courses as common
from samspil.delivery.rules import plans as rules
from samspil.delivery.rules.plans import OwnGoal, PlanWords, Step
from samspil.delivery.rules.reviews import due_day, here_since, must_come_later
from samspil.delivery.terms.work import LifeArea
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused, refuse
from samspil.people.terms import Capacity, Method, Role
from samspil.programme import queries as programme
from samspil.programme.concept.model import Practice
from samspil.trust import audit, fields


def write_plan(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, plan: PlanWords) -> None:
    """Write the plan or revise it: a new version, which is to be said yes to anew."""
    with audit.acting("delivery.write_plan", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_write_plan(by, course))
        if not put_plan(by=by, at=at, on=on, course=course, plan=plan):
            raise Refused(rules.NOTHING_NEW)
        course.save(update_fields=["purpose", "tasks", "expected_months", "agreed_minutes", "review_due_on"])
        act.about(course, subject_id=course.person_id)


def put_plan(*, by: Actor, at: datetime, on: date, course: Course, plan: PlanWords) -> bool:
    """Make a plan the one that holds; whether it says anything new. Called by an action that is open.

    The caller saves the course. What a plan of old said is kept as its first version.
    """
    refuse(rules.must_be_whole(plan))
    refuse(must_come_later(plan.review_on, on, practice_of(course).review_every_weeks))
    assert course.person_id is not None
    before = queries.standing(by, course, at=at)
    if before.words is not None and not rules.changes(_without_a_past_day(before.words, on), plan):
        return False
    number = before.number
    if before.words is not None and number == 0:
        number = 1
        since = course.started_on or course.accepted_on or on
        _version(by, course, before.words, number, since, Role.COORDINATOR)
    PlanVersion.objects.filter(course_id=course.id, replaced_on__isnull=True).update(replaced_on=on)
    _version(by, course, plan, number + 1, on, by.role)
    fields.seal(course, purpose=plan.purpose, tasks=plan.tasks)
    course.expected_months, course.agreed_minutes = plan.expected_months, plan.agreed_minutes
    _put_goals(by, course, before.goals, plan.goals, on)
    _put_steps(by, course, before.steps, plan.steps, on)
    set_due(course)
    return True


def _without_a_past_day(plan: PlanWords, on: date) -> PlanWords:
    """A review day that has passed is no part of what a new version changes."""
    is_past = plan.review_on is not None and plan.review_on <= on
    return replace(plan, review_on=None) if is_past else plan


def practice_of(course: Course) -> Practice:
    """How the course's concept file says its intervention is carried out."""
    return programme.concept(course.concept_id).intervention(course.intervention).practice


def set_due(course: Course) -> None:
    """Say anew by which day the next review is held. The open action saves the course."""
    if course.started_on is None:
        return
    plan = queries.current(course)
    course.review_due_on = due_day(
        here_since(course.started_on, course.series_on),
        held_days(course),
        plan.review_on if plan else None,
        practice_of(course).review_every_weeks,
    )


def _version(by: Actor, course: Course, plan: PlanWords, number: int, on: date, role: str) -> None:
    assert course.person_id is not None
    version = PlanVersion(
        tenant_id=by.tenant_id,
        course=course,
        person_id=course.person_id,
        number=number,
        written_on=on,
        by_role=role,
        review_on=plan.review_on,
    )
    fields.seal(version, content=rules.as_text(plan))
    version.save(force_insert=True)


def _put_goals(
    by: Actor,
    course: Course,
    before: tuple[tuple[uuid.UUID, OwnGoal], ...],
    after: tuple[OwnGoal, ...],
    on: date,
) -> None:
    """Goals with the same words stay the same goals; others are retired, and what touched them keeps them."""
    assert course.person_id is not None
    known = {goal.words.strip(): key for key, goal in before}
    wanted = {goal.words.strip(): goal for goal in after}
    live = {one.id: one for one in own_goals(course).filter(retired_on__isnull=True)}
    gone = [key for words, key in known.items() if words not in wanted]
    Goal.objects.filter(id__in=gone).update(retired_on=on)
    free = iter(sorted({1, 2, 3} - {one.number for key, one in live.items() if key not in gone}))
    for words, goal in wanted.items():
        if words in known:
            row = live[known[words]]
            row.now, row.wanted = goal.now, goal.wanted
            fields.seal(row, notice=goal.notice)
            row.save(update_fields=["now", "wanted", "notice"])
            continue
        row = Goal(
            tenant_id=by.tenant_id,
            course=course,
            person_id=course.person_id,
            number=next(free),
            now=goal.now,
            wanted=goal.wanted,
        )
        fields.seal(row, words=words, notice=goal.notice)
        row.save(force_insert=True)


def _put_steps(
    by: Actor, course: Course, before: tuple[queries.ToldStep, ...], after: tuple[Step, ...], on: date
) -> None:
    """Steps that say the same stay, done or not; the others are retired."""
    assert course.person_id is not None
    known = {one.step: one.id for one in before}
    PlanStep.objects.filter(id__in=[key for step, key in known.items() if step not in after]).update(
        retired_on=on
    )
    for number, step in enumerate(dict.fromkeys(after), start=1):
        if step in known:
            PlanStep.objects.filter(id=known[step]).update(number=number)
            continue
        row = PlanStep(tenant_id=by.tenant_id, course=course, person_id=course.person_id, number=number)
        fields.seal(row, **asdict(step))
        row.save(force_insert=True)


def accept_plan(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    method: Method,
    capacity: Capacity = Capacity.SELF,
    accepted_on: date | None = None,
) -> None:
    """Somebody said yes to the plan as it stands: written down here, or given on the own page."""
    with audit.acting("delivery.accept_plan", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_accept_plan(by, course, capacity, method, own_person(by)))
        plan = queries.current(course)
        if plan is None:
            raise Refused(rules.NO_PLAN)
        refuse(rules.must_be_accepted_once(queries.accepted_for(plan), capacity))
        said_on = accepted_on or on
        refuse(rules.must_be_said_between(said_on, plan.written_on, on))
        PlanAcceptance.objects.create(
            tenant_id=by.tenant_id,
            plan=plan,
            person_id=plan.person_id,
            capacity=capacity,
            method=method,
            accepted_on=said_on,
            by_role=by.role,
        )
        act.about(plan, subject_id=plan.person_id, reason=capacity)


def tick_step(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, step_id: uuid.UUID, done: bool
) -> None:
    """A step was done, or is open after all."""
    with audit.acting("delivery.tick_step", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_tick(by, course))
        step = queries.step_for(course, step_id)
        PlanStep.objects.filter(id=step.id).update(done_on=(step.done_on or on) if done else None)
        act.about(step, subject_id=course.person_id)


def clarify(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, area: str, said: queries.Area
) -> None:
    """Keep what was said about one area of everyday life. Everything may be left empty."""
    with audit.acting("delivery.clarify", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_clarify(by, course))
        refuse(common.must_be_one_of(area, list(LifeArea), "area"))
        texts = {"works": said.works, "hard": said.hard, "helps": said.helps, "wish": said.wish}
        for name, text in texts.items():
            refuse(common.must_fit_in(text, rules.LONG, name))
        assert course.person_id is not None
        row = Clarification.objects.filter(course_id=course.id, area=area).first()
        if row is None:
            row = Clarification(tenant_id=by.tenant_id, course=course, person_id=course.person_id, area=area)
        row.saved_on, row.by_role = on, by.role
        fields.seal(row, **texts)
        row.save(force_insert=row._state.adding)
        act.about(row, subject_id=course.person_id, reason=area)
