"""Taking a mentor on loan for exactly one course."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions.holding import let_hold, locked, take_from
from samspil.delivery.queries import gates
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import moves as needs
from samspil.delivery.rules.gates import must_be_certified
from samspil.delivery.terms.courses import CourseState
from samspil.delivery.terms.matching import LeftBecause
from samspil.delivery.terms.training import GateUse
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.actions import staffing
from samspil.trust import audit, fields


def take_loan(
    *, by: Actor, at: datetime, on: date, offer_id: uuid.UUID, course_id: uuid.UUID, why: str
) -> None:
    """The host takes an offered mentor for one course: access to it, and to nothing else, until the end.

    Whoever held the course before hands it over. Meetings, measurements and hours are the host's rows;
    certificate and supervision stay at home.
    """
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.take_loan", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_be_lent_to(course))
        post = staffing.take_up(by=by, on=on, offer_id=offer_id)
        if course.state == CourseState.ACCEPTED:
            refuse(rules.may_move(course, CourseState.MATCHED))
            course.state = CourseState.MATCHED
        else:
            take_from(by=by, course=course, on=on, because=LeftBecause.HANDED_OVER)
        missing = gates.is_missing(by, post.id, GateUse.MATCH, concept_id=course.concept_id, on=on)
        refuse(must_be_certified(missing, GateUse.MATCH))
        let_hold(by=by, course=course, mentor_id=post.id, on=on)
        fields.seal(course, match_reason=why)
        course.save(update_fields=["state", "mentor", "match_reason"])
        act.about(course, subject_id=course.person_id)
