"""Writing sessions: what a mentor logs in under a minute, corrects in the open, and strikes out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from samspil.delivery.models.courses import Goal
from samspil.delivery.models.sessions import Session, SessionChange, SessionGoal, SessionMethod
from samspil.delivery.queries.courses import course_for
from samspil.delivery.queries.parents import second_of, second_there
from samspil.delivery.queries.sessions import own_session, told_session
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import sessions as session_rules
from samspil.delivery.rules.parents import may_meet
from samspil.delivery.rules.sessions import Held
from samspil.delivery.terms.families import WithWhom
from samspil.delivery.terms.work import StruckBecause
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.trust import audit, fields
from samspil.trust.prepared import Prepared

__all__ = ["Held", "correct_session", "log_session", "strike_session"]


_BY_KEY = Prepared(lambda key: Session.objects.filter(id=key), key=uuid.UUID)


def log_session(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, held: Held, key: uuid.UUID | None = None
) -> Session:
    """Log a contact in the actor's own running course.

    The same `key` again, because an answer was lost on the way, writes nothing more; said otherwise
    than the first time it is refused, so that nothing is lost unseen.
    """
    course = course_for(by, course_id)
    key = key or uuid7()
    audit.hold(key)
    written: Session | None = _BY_KEY.first(key=key)
    if written is not None:
        if written.course_id != course.id:
            raise Missing
        first = told_session(by, written, at=at).at_version(1)
        assert first is not None
        refuse(session_rules.must_say_the_same(held, first))
        return written
    refuse(rules.may_log(by, course))
    refuse(session_rules.must_be_whole(held, course, programme.concept(course.concept_id), on))
    assert course.person_id is not None
    second = second_of(course)
    refuse(may_meet(held.with_whom, second, held.held_on))
    whose = second.person_id if second and held.with_whom == WithWhom.SECOND else course.person_id
    with audit.acting("delivery.log_session", by=by, at=at) as act:
        session = Session(id=key, tenant_id=by.tenant_id, course=course, person_id=whose, written_at=at)
        session.joint_with_id = second.person_id if second and held.with_whom == WithWhom.BOTH else None
        _put(session, held)
        session.save(force_insert=True)
        _touch(by, session, held)
        act.about(session, subject_id=whose)
    return session


def correct_session(
    *,
    by: Actor,
    at: datetime,
    on: date,
    session_id: uuid.UUID,
    based_on: int,
    held: Held,
    key: uuid.UUID | None = None,
) -> Session:
    """Correct a contact while its course runs; the version before is kept and the day of it is seen.

    `based_on` is the version the correction was made from: where another came first nothing is
    written. The same `key` again writes nothing more. With whom it was does not change, and goals of the
    other parent that a joint meeting touched stay.
    """
    own_session(by, session_id)
    session = Session.objects.select_for_update(of=("self",)).get(id=session_id)
    course = session.course = course_for(by, session.course_id)
    told = told_session(by, session, at=at)
    own = {one for one, _words in told.goals}
    others = tuple(one for one in told.held.goal_ids if one not in own)
    held = replace(held, with_whom=told.held.with_whom, goal_ids=(*held.goal_ids, *others))
    done = SessionChange.objects.filter(id=key).first() if key else None
    if done is not None:
        now = told.at_version(done.version) if done.session_id == session.id else None
        refuse(session_rules.must_say_the_same(held, now) if now else None)
        if now is None:
            raise Missing
        return session  # type: ignore[no-any-return]
    refuse(session_rules.may_change(by, course, session))
    refuse(session_rules.must_be_whole(held, course, programme.concept(course.concept_id), on))
    refuse(session_rules.must_build_on(session.version, based_on))
    refuse(may_meet(held.with_whom, second_there(session), held.held_on))
    if not session_rules.differing(held, told.held):
        return session  # type: ignore[no-any-return]
    with audit.acting("delivery.correct_session", by=by, at=at) as act:
        _keep(by, at, session, told.held, key or uuid7())
        session.version += 1
        session.changed_at = at
        _put(session, held)
        session.save(force_update=True)
        SessionGoal.objects.filter(session_id=session.id).delete()
        SessionMethod.objects.filter(session_id=session.id).delete()
        _touch(by, session, held)
        act.about(session, subject_id=session.person_id)
    return session  # type: ignore[no-any-return]


def strike_session(*, by: Actor, at: datetime, session_id: uuid.UUID, because: str) -> None:
    """Strike out a contact that was written by mistake. It stays visible and counts nowhere."""
    _session, course = own_session(by, session_id)
    session = Session.objects.select_for_update(of=("self",)).get(id=session_id)
    refuse(session_rules.must_have_a_reason(because))
    refuse(session_rules.may_change(by, course, session))
    with audit.acting("delivery.strike_session", by=by, at=at) as act:
        session.struck_at, session.struck_because = at, StruckBecause(because)
        session.save(update_fields=["struck_at", "struck_because"])
        act.about(session, subject_id=session.person_id, reason=because)


def _put(session: Session, held: Held) -> None:
    session.kind, session.minutes, session.place = held.kind, held.minutes, held.place
    session.held_on, session.next_on, session.for_record = held.held_on, held.next_on, held.for_record
    session.with_interpreter = held.with_interpreter
    fields.seal(session, agreed=held.agreed, did=held.did)


def _keep(by: Actor, at: datetime, session: Session, before: Held, key: uuid.UUID) -> None:
    """Keep what a session says now, before it becomes the next version."""
    change = SessionChange(
        id=key,
        tenant_id=by.tenant_id,
        session=session,
        person_id=session.person_id,
        version=session.version + 1,
        changed_at=at,
    )
    fields.seal(change, before=json.dumps(session_rules.told(before), ensure_ascii=False))
    change.save(force_insert=True)


def _touch(by: Actor, session: Session, held: Held) -> None:
    """The goals and methods of a session, each goal of whom it was with."""
    goals = Goal.objects.filter(course_id=session.course_id)
    goals = goals.filter(person_id__in=[session.person_id, session.joint_with_id])
    own = set(goals.values_list("id", flat=True)) if held.goal_ids else set()
    for one in held.goal_ids:
        refuse(rules.must_be_one_of(one, own, "goals"))
    SessionGoal.objects.bulk_create(
        SessionGoal(tenant_id=by.tenant_id, session=session, goal_id=one) for one in _once(held.goal_ids)
    )
    SessionMethod.objects.bulk_create(
        SessionMethod(tenant_id=by.tenant_id, session=session, method=one) for one in _once(held.methods)
    )


def _once(items: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(items))
