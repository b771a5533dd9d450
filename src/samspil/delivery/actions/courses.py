"""Writing courses: offer, yes or no, second consent, match, plan and start."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.actions.consents import ask_again_later, write_yes
from samspil.delivery.actions.holding import give_to, locked
from samspil.delivery.actions.measurements import open_windows
from samspil.delivery.actions.plans import practice_of, put_plan, set_due
from samspil.delivery.models.courses import Course
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules.consents import (
    HOLDERS,
    must_ask_custody,
    must_have_what_the_basis_asks,
    needs_custody,
)
from samspil.delivery.rules.matching import must_say_why
from samspil.delivery.rules.plans import PlanWords
from samspil.delivery.terms.courses import DECIDERS, CourseState, Custody, Intervention
from samspil.delivery.terms.families import AgeBand
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.queries import people as queries_of_people
from samspil.people.terms import LANGUAGES, Capacity, ConsentPurpose, Method, PersonKind, least_age
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
    custody_2: str = Custody.NONE
    basis: str = "none"
    decided_by: str = "coordinator"
    need: str = ""
    language: str = "da"
    purposes: tuple[str, ...] = ()
    """Further purposes said yes to, beside support and evaluation."""
    age_band: str = ""
    """In a parent course: how old the young one is, as a band. Never a name."""


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
        course = locked(course_id)
        move(course, CourseState.DECLINED)
        act.about(course)


def accept_offer(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, yes: Yes) -> Course:
    """The person said yes. Identity is sealed, consents are written, the course gets its code.

    With an answer outstanding from a custody holder the course waits for it.
    """
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.accept_offer", by=by, at=at) as act:
        course = locked(course_id)
        waits = Custody.AWAITED in (yes.custody, yes.custody_2)
        to = CourseState.AWAITING_CONSENT if waits else CourseState.ACCEPTED
        refuse(rules.may_accept(course, to))
        _must_be_a_whole_yes(by, course, yes, on)
        kind = PersonKind.YOUTH if course.intervention == Intervention.MENTOR else PersonKind.PARENT
        person = people.register_person(
            by=by,
            at=at,
            kind=kind,
            name=yes.name,
            channel=yes.channel,
            contact=yes.contact,
            born=yes.born,
            language=yes.language,
        )
        holders = (yes.custody, yes.custody_2)
        given = [(ConsentPurpose.SUPPORT, Capacity.SELF)]
        given += [(ConsentPurpose.EVALUATION, Capacity.SELF)] if yes.evaluation else []
        given += [(ConsentPurpose(one), Capacity.SELF) for one in yes.purposes]
        given += [
            (ConsentPurpose.SUPPORT, capacity)
            for capacity, answer in zip(HOLDERS, holders, strict=True)
            if answer == Custody.GIVEN
        ]
        for purpose, capacity in dict.fromkeys(given):
            write_yes(
                by=by,
                course=course,
                person_id=person.id,
                purpose=purpose,
                capacity=capacity,
                method=yes.method,
                language=yes.language,
                on=on,
            )
        course.person, course.code, course.state, course.accepted_on = person, free_code(), to, on
        course.legal_basis, course.decided_by = yes.basis, yes.decided_by
        course.child_age_band = yes.age_band
        course.custody_holders = sum(one != Custody.NONE for one in holders)
        fields.seal(course, need=yes.need)
        course.save()
        if kind == PersonKind.YOUTH:
            ask_again_later(by=by, course=course, born=yes.born, on=on)
        act.about(course, subject_id=person.id, reason=yes.basis)
    return course


def _must_be_a_whole_yes(by: Actor, course: Course, yes: Yes, on: date) -> None:
    """Everything in the yes is one of what there is to choose, and the basis gets what it asks for."""
    vocabulary = programme.concept(course.concept_id).vocabulary
    bases = [one.slug for one in vocabulary.legal_bases]
    refuse(rules.must_be_one_of(yes.custody, list(Custody), "custody"))
    refuse(rules.must_be_one_of(yes.custody_2, list(Custody), "custody_2"))
    refuse(rules.must_be_one_of(yes.basis, bases, "basis"))
    refuse(rules.must_be_one_of(yes.decided_by, list(DECIDERS), "decided_by"))
    refuse(rules.must_be_one_of(yes.language, list(LANGUAGES), "language"))
    refuse(rules.must_fit_in(yes.need, 500, "need"))
    bands = list(AgeBand) if course.intervention == Intervention.PARENT else []
    refuse(rules.must_be_one_of(yes.age_band, ["", *bands], "age_band"))
    needed = needs_custody(
        yes.basis, course.intervention, least_age(yes.born, on), queries_of_people.own_yes_from(by)
    )
    refuse(must_ask_custody(needed, yes.custody, yes.custody_2))


def choose_mentor(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    mentor_id: uuid.UUID,
    why: str,
    override: str = "",
) -> None:
    """The coordinator chooses a mentor or coach whom nothing rules out, and writes why.

    A missing certificate can be set aside with a code, which is logged.
    """
    refuse(rules.may_coordinate(by))
    refuse(must_say_why(why))
    with audit.acting("delivery.choose_mentor", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_move(course, CourseState.MATCHED))
        give_to(by=by, course=course, mentor_id=mentor_id, on=on, override=override)
        fields.seal(course, match_reason=why)
        move(course, CourseState.MATCHED, "mentor", "match_reason")
        act.about(course, subject_id=course.person_id, reason=f"without_{override}" if override else "")


def start_course(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, started_on: date, plan: PlanWords
) -> Course:
    """Write the plan and start: the first measurement is owed from the day its window opens."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.start_course", by=by, at=at) as act:
        course = locked(course_id)
        refuse(rules.may_plan(course))
        assert course.accepted_on is not None
        assert course.person_id is not None
        refuse(rules.may_start(started_on, course.accepted_on, on))
        refuse(rules.may_begin_here(course.series_on, on))
        refuse(rules.may_go_on(started_on, course.series_on))
        refuse(must_have_what_the_basis_asks(course))
        course.started_on = started_on
        course.quiet_days = practice_of(course).quiet_days
        if not put_plan(by=by, at=at, on=on, course=course, plan=plan):
            set_due(course)
        move(
            course,
            CourseState.ACTIVE,
            "started_on",
            "expected_months",
            "agreed_minutes",
            "purpose",
            "tasks",
            "review_due_on",
            "quiet_days",
        )
        open_windows(by=by, course=course, on=on)
        act.about(course, subject_id=course.person_id)
    return course


def move(course: Course, to: CourseState, *also: str) -> None:
    """Move a course along the table of states and save it, with the fields named. Raises Refused."""
    refuse(rules.may_move(course, to))
    course.state = to
    course.save(update_fields=["state", *also])


def free_code() -> str:
    """A code that no other course of the municipality has, drawn at random."""
    used = set(Course.objects.exclude(code="").values_list("code", flat=True))
    free = [f"{word}-{number:02}" for word in CODE_WORDS for number in range(1, 100)]
    left = [one for one in free if one not in used]
    if left:
        return secrets.choice(left)
    return f"{secrets.choice(CODE_WORDS)}-{secrets.randbelow(9_000_000) + 1_000_000}"
