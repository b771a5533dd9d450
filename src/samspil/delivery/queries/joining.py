"""Reading joinings: what a helper is told of the other, what the coordinator knows, and the figure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import JSONObject

from samspil.delivery.models.courses import Course
from samspil.delivery.models.joining import Joining, JoiningCount
from samspil.delivery.models.parents import CourseParent
from samspil.delivery.queries.courses import visible
from samspil.delivery.rules import joining as rules
from samspil.delivery.rules.courses import may_see_counts
from samspil.delivery.terms.courses import STARTED, UNDER_WAY, Intervention
from samspil.delivery.terms.families import JoiningStep
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.models.people import Consent
from samspil.people.terms import Capacity, ConsentPurpose


@dataclass(frozen=True, slots=True)
class Helper:
    """The other one who helps in a family: a member of staff, and nothing about whom they help."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Joined:
    """One joining as the coordinator knows it."""

    id: uuid.UUID
    course_id: uuid.UUID
    code: str
    is_open: bool


def own_yes(person: str, *, ever: bool = False) -> Exists:
    """Whether the person in that column has an own yes to joining up that holds, or ever gave one."""
    rows = Consent.objects.filter(
        person_id=OuterRef(person), purpose=ConsentPurpose.JOINING, capacity=Capacity.SELF
    )
    return Exists(rows if ever else rows.filter(withdrawn_on__isnull=True))


def has_own_yes(person_id: uuid.UUID) -> bool:
    """Whether a person's own yes to joining up holds."""
    held = Consent.objects.filter(person_id=person_id, withdrawn_on__isnull=True)
    return bool(held.filter(purpose=ConsentPurpose.JOINING, capacity=Capacity.SELF).exists())


def with_all_yeses(rows: Any) -> Any:
    """The joinings in which the young person and every parent of the course say yes at this moment."""
    seconds = CourseParent.objects.filter(course_id=OuterRef("parent_course_id"), left_on__isnull=True)
    return rows.filter(
        own_yes("mentor_course__person_id"),
        own_yes("parent_course__person_id"),
        ~Exists(seconds.filter(~own_yes("person_id"))),
    )


def open_joinings() -> Any:
    """The joinings that the two helpers are told of now: every yes holds and both courses are under way."""
    return with_all_yeses(Joining.objects.all()).filter(
        mentor_course__state__in=UNDER_WAY,
        parent_course__state__in=UNDER_WAY,
        mentor_course__stopped_on__isnull=True,
        parent_course__stopped_on__isnull=True,
    )


def helpers_of(course_id: Any) -> ArraySubquery:
    """For a query of courses: who else helps in the family, while everybody says yes."""
    rows = open_joinings().filter(Q(mentor_course_id=course_id) | Q(parent_course_id=course_id))

    def other(column: str) -> Case:
        mentored, coached = F(f"mentor_course__{column}"), F(f"parent_course__{column}")
        return Case(When(mentor_course_id=course_id, then=coached), default=mentored)

    rows = rows.annotate(who=other("mentor__account__name"), as_=other("mentor__role"))
    told = rows.filter(who__isnull=False).order_by("who").values(told=JSONObject(name="who", role="as_"))
    return ArraySubquery(told)


def helpers_for(actor: Actor, course: Course) -> tuple[Helper, ...]:
    """Who else helps in the family of one of the actor's courses, while everybody says yes."""
    rows = visible(actor).filter(id=course.id).annotate(helpers=helpers_of(OuterRef("id")))
    found = rows.values_list("helpers", flat=True).first() or []
    return tuple(Helper(**one) for one in found)


def joined_to(actor: Actor, course: Course) -> tuple[Joined, ...]:
    """The courses the coordinator has joined with this one, and whether the helpers are told."""
    refuse(rules.may_join_up(actor))
    here, other = _sides(course)
    told = open_joinings().filter(id=OuterRef("id"))
    rows = (
        Joining.objects.filter(**{f"{here}_course_id": course.id})
        .annotate(is_open=Exists(told))
        .order_by(f"{other}_course__code")
        .values_list("id", f"{other}_course_id", f"{other}_course__code", "is_open")
    )
    return tuple(Joined(*row) for row in rows)


def to_join_with(actor: Actor, course: Course) -> tuple[tuple[uuid.UUID, str], ...]:
    """The courses of the other kind that are under way and not joined with this one yet, by code."""
    refuse(rules.may_join_up(actor))
    here, other = _sides(course)
    kind = Intervention.PARENT if other == "parent" else Intervention.MENTOR
    known = Joining.objects.filter(**{f"{here}_course_id": course.id, f"{other}_course_id": OuterRef("id")})
    rows = visible(actor).filter(~Exists(known), intervention=kind, state__in=UNDER_WAY).order_by("code")
    return tuple(rows.values_list("id", "code"))


def step_of(actor: Actor, course: Course) -> JoiningStep:
    """How far one course is with joining up, as the coordinator sees it."""
    refuse(rules.may_join_up(actor))
    row = _with_steps(visible(actor).filter(id=course.id)).values_list("step", flat=True).first()
    return JoiningStep(row or JoiningStep.NOT_ASKED)


def figures(actor: Actor) -> dict[tuple[str, str], int]:
    """How many running or ended courses are how far, by (intervention, step). The municipality's own."""
    refuse(may_see_counts(actor))
    rows = _with_steps(Course.objects.filter(state__in=STARTED, started_on__isnull=False))
    counted = rows.values("intervention", "step").annotate(count=Count("id"))
    return {(one["intervention"], one["step"]): one["count"] for one in counted}


def ended_count(actor: Actor) -> int:
    """How many joinings with both yeses have ended, in all."""
    refuse(may_see_counts(actor))
    return int(JoiningCount.objects.aggregate(all=Sum("ended_count"))["all"] or 0)


def _with_steps(courses: Any) -> Any:
    """Courses with how far each is, as the column `step`."""
    both = with_all_yeses(Joining.objects.filter(of_course(OuterRef("id"))))
    return courses.order_by().annotate(
        step=Case(
            When(Exists(both), then=Value(JoiningStep.BOTH_YES.value)),
            When(own_yes("person_id"), then=Value(JoiningStep.ONE_YES.value)),
            When(
                Q(own_yes("person_id", ever=True)) | Q(joining_asked_on__isnull=False),
                then=Value(JoiningStep.ASKED.value),
            ),
            default=Value(JoiningStep.NOT_ASKED.value),
        )
    )


def of_course(course_id: Any) -> Q:
    """The joinings of one course, on whichever side it stands."""
    return Q(mentor_course_id=course_id) | Q(parent_course_id=course_id)


def _sides(course: Course) -> tuple[str, str]:
    """This course's side of a joining, and the other."""
    return ("mentor", "parent") if course.intervention == Intervention.MENTOR else ("parent", "mentor")
