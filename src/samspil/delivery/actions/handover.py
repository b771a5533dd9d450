"""Writing a hand-over: a whole caseload at once, or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from samspil.delivery.actions.holding import give_to, take_from
from samspil.delivery.models.courses import Course
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import moves as needs
from samspil.delivery.terms.courses import HELD
from samspil.delivery.terms.matching import LeftBecause
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal, Refused, refuse
from samspil.people.actions import staffing
from samspil.people.queries import people as staff
from samspil.trust import audit


def hand_over(
    *,
    by: Actor,
    at: datetime,
    on: date,
    appointment_id: uuid.UUID,
    takers: Mapping[uuid.UUID, uuid.UUID | None],
    because: str,
    ends_on: date | None = None,
) -> None:
    """Give the courses one member of staff holds to others, each to the appointment named, all at once.

    None leaves a course where it is. From the next request on who held a course before sees nothing of
    it, and links made for it are closed. With `ends_on` the appointment ends after that day.

    Raises Refused with the field of the course that does not fit; then nothing was handed over.
    """
    refuse(rules.may_coordinate(by))
    refuse(needs.must_say_why(because))
    with audit.acting("delivery.hand_over", by=by, at=at) as act:
        holder = staff.appointment(by, appointment_id)
        rows = Course.objects.select_for_update(of=("self",)).filter(mentor_id=holder.id, state__in=HELD)
        held = {one.id: one for one in rows.order_by("id")}
        refuse(needs.must_hand_over_all(takers, held))
        refuse(needs.must_move_something(takers, ends_on is not None))
        left = LeftBecause.LOAN_ENDED if holder.loan_until is not None else LeftBecause.HANDED_OVER
        for course_id, taker in takers.items():
            if taker is not None:
                refuse(needs.must_be_another(taker, holder.id, course_id))
                _pass_on(by=by, on=on, course=held[course_id], taker=taker, because=left)
        if ends_on is not None:
            staffing.let_end(by=by, appointment=holder, last_on=ends_on, on=on)
        act.about(holder, reason=because)


def _pass_on(*, by: Actor, on: date, course: Course, taker: uuid.UUID, because: LeftBecause) -> None:
    take_from(by=by, course=course, on=on, because=because)
    try:
        give_to(by=by, course=course, mentor_id=taker, on=on)
    except Refused as refused:
        raise Refused(Refusal(refused.refusal.sentence, needs.taker_field(course.id))) from None
    course.match_reason = b""  # it told why the one before was chosen
    course.save(update_fields=["mentor", "match_reason"])
