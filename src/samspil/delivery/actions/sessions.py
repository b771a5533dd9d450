"""Writing sessions: what a mentor logs in under a minute."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.models.courses import Goal
from samspil.delivery.models.sessions import Session, SessionGoal, SessionMethod
from samspil.delivery.queries.courses import course_for
from samspil.delivery.queries.parents import second_of
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import parents as needs
from samspil.delivery.terms import WithWhom
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Held:
    """One contact as it was logged. `did` and `agreed` are at most 500 characters each."""

    kind: str
    minutes: int
    held_on: date
    next_on: date | None
    agreed: str
    goal_ids: tuple[uuid.UUID, ...]
    methods: tuple[str, ...]
    did: str = ""
    place: str = ""
    for_record: bool = False
    with_whom: str = WithWhom.FIRST
    """Which parent it was with, where a course has two; `both` is sealed with the first one's key."""
    with_interpreter: bool = False


def log_session(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, held: Held, key: uuid.UUID | None = None
) -> Session:
    """Log a contact in the actor's own running course.

    The same `key` again, because an answer was lost on the way, writes nothing more.
    """
    course = course_for(by, course_id)
    refuse(rules.may_log(by, course))
    assert course.started_on is not None
    assert course.person_id is not None
    refuse(rules.may_hold(held.held_on, course.started_on, on))
    concept = programme.concept(course.concept_id)
    known = {one.slug for one in concept.intervention(course.intervention).practice.methods}
    refuse(rules.must_be_one_of(held.kind, [one.slug for one in concept.vocabulary.session_kinds], "kind"))
    for method in held.methods:
        refuse(rules.must_be_one_of(method, known, "methods"))
    refuse(rules.must_be_a_session(held.minutes, held.agreed))
    refuse(rules.must_be_one_of(held.with_whom, list(WithWhom), "with_whom"))
    second = second_of(course)
    refuse(needs.may_meet(held.with_whom, second is not None))
    whose = second.person_id if second and held.with_whom == WithWhom.SECOND else course.person_id
    key = key or uuid7()
    audit.hold(key)
    written = Session.objects.filter(id=key).first()
    if written is not None:
        if written.course_id != course.id:
            raise Missing
        return written  # type: ignore[no-any-return]
    with audit.acting("delivery.log_session", by=by, at=at) as act:
        session = Session(
            id=key,
            tenant_id=by.tenant_id,
            course=course,
            person_id=whose,
            joint=held.with_whom == WithWhom.BOTH,
            with_interpreter=held.with_interpreter,
            kind=held.kind,
            minutes=held.minutes,
            held_on=held.held_on,
            next_on=held.next_on,
            place=held.place,
            for_record=held.for_record,
            written_at=at,
        )
        fields.seal(session, agreed=held.agreed, did=held.did)
        session.save(force_insert=True)
        _note_goals(by, session, course.id, held.goal_ids)
        SessionMethod.objects.bulk_create(
            SessionMethod(tenant_id=by.tenant_id, session=session, method=one) for one in held.methods
        )
        act.about(session, subject_id=whose)
    return session


def _note_goals(by: Actor, session: Session, course_id: uuid.UUID, goal_ids: tuple[uuid.UUID, ...]) -> None:
    if not goal_ids:
        return
    goals = Goal.objects.filter(course_id=course_id)
    if not session.joint:
        goals = goals.filter(person_id=session.person_id)
    own = set(goals.values_list("id", flat=True))
    for one in goal_ids:
        refuse(rules.must_be_one_of(one, own, "goals"))
    SessionGoal.objects.bulk_create(
        SessionGoal(tenant_id=by.tenant_id, session=session, goal_id=one) for one in goal_ids
    )
