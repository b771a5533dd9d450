"""Writing courses: offer, yes or no, second consent, match, plan and start."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery import rules
from samspil.delivery.actions.measurements import open_windows
from samspil.delivery.models import Course, Goal
from samspil.delivery.queries.courses import load_of_mentors
from samspil.delivery.terms import CUSTODY, CourseState, Intervention
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.people import actions as people
from samspil.people import queries as staff
from samspil.people.models import Appointment
from samspil.people.terms import Capacity, Method, PersonKind, Role
from samspil.programme import queries as programme
from samspil.trust import audit, fields

CODE_WORDS = (
    "Ahorn",
    "Ask",
    "Avnbøg",
    "Birk",
    "Bøg",
    "Bævreasp",
    "Eg",
    "El",
    "Elm",
    "Enebær",
    "Fyr",
    "Gran",
    "Hassel",
    "Hyld",
    "Kastanje",
    "Kirsebær",
    "Kvalkved",
    "Lind",
    "Lærk",
    "Løn",
    "Mirabel",
    "Navr",
    "Pil",
    "Poppel",
    "Pære",
    "Røn",
    "Slåen",
    "Spidsløn",
    "Taks",
    "Tjørn",
    "Valnød",
    "Æble",
)
"""Trees: a code says nothing about anyone."""

FIELD_ROLE = {Intervention.MENTOR: Role.MENTOR, Intervention.PARENT: Role.PARENT_COACH}


@dataclass(frozen=True, slots=True)
class Yes:
    """What is written down when a person says yes: who they are and what they said yes to."""

    name: str
    channel: str
    contact: str
    born: str
    custody: str
    method: Method
    evaluation: bool


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The plan a course starts with. Purpose, tasks and expected duration may not be empty."""

    basis: str
    purpose: str
    tasks: str
    expected_months: int
    agreed_minutes: int
    goals: tuple[str, ...]


def record_offer(
    *,
    by: Actor,
    at: datetime,
    on: date,
    concept_id: uuid.UUID,
    intervention: str,
    source: str,
    key: uuid.UUID | None = None,
) -> Course:
    """Write down that a course was offered: month, source and intervention, nobody's name.

    The same `key` again, because an answer was lost on the way, writes nothing more.
    """
    refuse(rules.may_coordinate(by))
    vocabulary = programme.concept(concept_id).vocabulary
    refuse(rules.must_be_one_of(intervention, list(Intervention), "intervention"))
    refuse(rules.must_be_one_of(source, [one.slug for one in vocabulary.referral_sources], "source"))
    key = key or uuid7()
    audit.hold(key)
    known = Course.objects.filter(id=key).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    with audit.acting("delivery.record_offer", by=by, at=at) as act:
        course = Course.objects.create(
            id=key,
            tenant_id=by.tenant_id,
            concept_id=concept_id,
            intervention=intervention,
            source=source,
            offered_month=on.replace(day=1),
        )
        act.about(course)
    return course  # type: ignore[no-any-return]


def decline_offer(*, by: Actor, at: datetime, course_id: uuid.UUID) -> None:
    """The offer was declined. Only month, source and intervention remain."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.decline_offer", by=by, at=at) as act:
        course = _locked(course_id)
        _move(course, CourseState.DECLINED)
        act.about(course)


def accept_offer(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, yes: Yes) -> Course:
    """The person said yes. Identity is sealed, consents are written, the course gets its code.

    With an answer outstanding from a custody holder the course waits for it.
    """
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.accept_offer", by=by, at=at) as act:
        course = _locked(course_id)
        to = CourseState.AWAITING_CONSENT if yes.custody == "awaited" else CourseState.ACCEPTED
        refuse(rules.may_accept(course, to))
        refuse(rules.must_be_one_of(yes.custody, list(CUSTODY), "custody"))
        concept = programme.concept(course.concept_id)
        kind = PersonKind.YOUTH if course.intervention == Intervention.MENTOR else PersonKind.PARENT
        person = people.register_person(
            by=by, at=at, kind=kind, name=yes.name, channel=yes.channel, contact=yes.contact, born=yes.born
        )
        versions: dict[str, int] = {one.slug: one.version for one in concept.consents}
        given = [("support", Capacity.SELF)]
        given += [("evaluation", Capacity.SELF)] if yes.evaluation else []
        given += [("support", Capacity.CUSTODY_HOLDER)] if yes.custody == "given" else []
        for purpose, capacity in given:
            people.give_consent(
                by=by,
                person_id=person.id,
                purpose=purpose,
                text_version=versions[purpose],
                capacity=capacity,
                method=yes.method,
                given_on=on,
            )
        course.person, course.code, course.state, course.accepted_on = person, _free_code(), to, on
        course.save(update_fields=["person", "code", "state", "accepted_on"])
        act.about(course, subject_id=person.id)
    return course


def record_second_consent(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, method: Method) -> None:
    """The custody holder answered yes as well; the course may go on."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.record_second_consent", by=by, at=at) as act:
        course = _locked(course_id)
        refuse(rules.may_receive_consent(course))
        assert course.person_id is not None
        version = next(
            one.version for one in programme.concept(course.concept_id).consents if one.slug == "support"
        )
        people.give_consent(
            by=by,
            person_id=course.person_id,
            purpose="support",
            text_version=version,
            capacity=Capacity.CUSTODY_HOLDER,
            method=method,
            given_on=on,
        )
        _move(course, CourseState.ACCEPTED)
        act.about(course, subject_id=course.person_id)


def choose_mentor(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, mentor_id: uuid.UUID, why: str
) -> None:
    """The coordinator chooses a mentor or coach who has a place left, and writes why."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.choose_mentor", by=by, at=at) as act:
        course = _locked(course_id)
        refuse(rules.may_move(course, CourseState.MATCHED))
        role = FIELD_ROLE[Intervention(course.intervention)]
        Appointment.objects.select_for_update().filter(id=mentor_id).first()  # places are counted one by one
        able = {one.id: one for one in staff.staff_for(by, role, on=on)}
        refuse(rules.must_be_one_of(mentor_id, able, "mentor"))
        chosen = able[mentor_id]
        refuse(rules.may_take_on(load_of_mentors(by).get(mentor_id, 0) < chosen.capacity))
        course.mentor_id = mentor_id
        fields.seal(course, match_reason=why)
        _move(course, CourseState.MATCHED, "mentor", "match_reason")
        act.about(course, subject_id=course.person_id)


def start_course(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, started_on: date, plan: PlanWords
) -> Course:
    """Write the plan and start: the first measurement is owed from the day its window opens."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.start_course", by=by, at=at) as act:
        course = _locked(course_id)
        refuse(rules.may_plan(course))
        refuse(
            rules.must_be_whole(
                plan.purpose, plan.tasks, plan.expected_months, plan.agreed_minutes, len(plan.goals)
            )
        )
        assert course.accepted_on is not None
        assert course.person_id is not None
        refuse(rules.may_start(started_on, course.accepted_on, on))
        bases = [one.slug for one in programme.concept(course.concept_id).vocabulary.legal_bases]
        refuse(rules.must_be_one_of(plan.basis, bases, "basis"))
        course.started_on, course.legal_basis = started_on, plan.basis
        course.expected_months, course.agreed_minutes = plan.expected_months, plan.agreed_minutes
        fields.seal(course, purpose=plan.purpose, tasks=plan.tasks)
        _move(
            course,
            CourseState.ACTIVE,
            "started_on",
            "legal_basis",
            "expected_months",
            "agreed_minutes",
            "purpose",
            "tasks",
        )
        for number, words in enumerate(plan.goals, start=1):
            goal = Goal(tenant_id=by.tenant_id, course=course, person_id=course.person_id, number=number)
            fields.seal(goal, words=words)
            goal.save(force_insert=True)
        open_windows(by=by, course=course, on=on)
        act.about(course, subject_id=course.person_id)
    return course


def _locked(course_id: uuid.UUID) -> Course:
    """The course, held until the transaction ends, so that two people cannot move it at once."""
    course = Course.objects.select_for_update(of=("self",)).filter(id=course_id).first()
    if course is None:
        raise Missing
    return course  # type: ignore[no-any-return]


def _move(course: Course, to: CourseState, *also: str) -> None:
    refuse(rules.may_move(course, to))
    course.state = to
    course.save(update_fields=["state", *also])


def _free_code() -> str:
    """A code that no other course of the municipality has, drawn at random."""
    used = set(Course.objects.exclude(code="").values_list("code", flat=True))
    free = [f"{word}-{number:02}" for word in CODE_WORDS for number in range(1, 100)]
    left = [one for one in free if one not in used]
    if left:
        return secrets.choice(left)
    return f"{secrets.choice(CODE_WORDS)}-{secrets.randbelow(9_000_000) + 1_000_000}"
