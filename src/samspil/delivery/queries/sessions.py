"""Reading one session: what it says, what it said before, for the one who wrote it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.models.sessions import Session, SessionChange, SessionGoal, SessionMethod
from samspil.delivery.queries.courses import visible
from samspil.delivery.rules.courses import FIELD_ROLES
from samspil.delivery.rules.sessions import Held, held_of
from samspil.delivery.terms.families import WithWhom
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that was corrected, and when."""

    version: int
    until: datetime
    held: Held


@dataclass(frozen=True, slots=True)
class Told:
    """A session with its versions, newest of the earlier ones first, and the words of the course's goals."""

    version: int
    held: Held
    earlier: tuple[Earlier, ...]
    goals: tuple[tuple[uuid.UUID, str], ...]

    def at_version(self, version: int) -> Held | None:
        """What the session said in a version; None where there is no such version."""
        known = {self.version: self.held} | {one.version: one.held for one in self.earlier}
        return known.get(version)


def own_session(actor: Actor, session_id: uuid.UUID) -> tuple[Session, Course]:
    """A session of one of the actor's own courses. Raises Missing for every other."""
    own = (
        visible(actor).select_related("mentor__account")
        if actor.role in FIELD_ROLES
        else Course.objects.none()
    )
    session = Session.objects.filter(id=session_id, course_id__in=own.values("id")).first()
    if session is None:
        raise Missing
    session.course = own.get(id=session.course_id)
    return session, session.course


def goal_ids_of(session: Session) -> tuple[uuid.UUID, ...]:
    """The keys of the goals of whom a session was with, without opening what they say."""
    own = Goal.objects.filter(course_id=session.course_id, person_id=session.person_id).order_by("number")
    return tuple(own.values_list("id", flat=True))


def told_session(actor: Actor, session: Session, *, at: datetime) -> Told:
    """What a session says and said, unsealed; one look is logged."""
    own = Goal.objects.filter(course_id=session.course_id, person_id=session.person_id)
    goals = list(own.order_by("number"))
    second = session.course.person_id != session.person_id
    touched = tuple(
        SessionGoal.objects.filter(session_id=session.id)
        .order_by("goal_id")
        .values_list("goal_id", flat=True)
    )
    methods = tuple(
        SessionMethod.objects.filter(session_id=session.id)
        .order_by("method")
        .values_list("method", flat=True)
    )
    changes = list(SessionChange.objects.filter(session_id=session.id).order_by("-version"))
    with audit.reading(by=actor, purpose=actor.purpose, subject=session.person_id, at=at, thing=session):
        return Told(
            session.version,
            Held(
                kind=session.kind,
                minutes=session.minutes,
                held_on=session.held_on,
                next_on=session.next_on,
                agreed=fields.unseal(session, "agreed"),
                goal_ids=touched,
                methods=methods,
                did=fields.unseal(session, "did"),
                place=session.place,
                for_record=session.for_record,
                with_whom=WithWhom.BOTH
                if session.joint_with_id
                else WithWhom.SECOND
                if second
                else WithWhom.FIRST,
                with_interpreter=session.with_interpreter,
            ),
            tuple(
                Earlier(one.version - 1, one.changed_at, held_of(json.loads(fields.unseal(one, "before"))))
                for one in changes
            ),
            tuple((goal.id, fields.unseal(goal, "words")) for goal in goals),
        )
