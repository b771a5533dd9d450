"""Writing how a course ends: the last day, what was said at the end, the end itself, the contact later."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from samspil.delivery.actions.consents import write_yes
from samspil.delivery.actions.courses import move
from samspil.delivery.actions.holding import end_pause, locked, take_from
from samspil.delivery.actions.joining import leave_networks
from samspil.delivery.actions.measurements import close_windows, stop_what_needs
from samspil.delivery.models.courses import Course
from samspil.delivery.models.endings import Closing, FollowUp, GoalAtEnd
from samspil.delivery.models.measurements import Measurement
from samspil.delivery.queries import endings as queries
from samspil.delivery.queries.courses import course_for, goal_ids, live_goal_ids
from samspil.delivery.queries.measurements import consented_keys
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import endings
from samspil.delivery.terms.courses import CourseState, MeasurementState
from samspil.delivery.terms.matching import LeftBecause
from samspil.delivery.terms.work import ENDINGS, FOLLOW_UP_MISSED, ContactOutcome, GoalStatus
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.actions import people
from samspil.people.queries import people as staff
from samspil.people.rules.people import AT_THE_END
from samspil.people.terms import Capacity, ConsentPurpose, Method
from samspil.programme import queries as programme
from samspil.trust import audit, fields, links


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at the end. `goals` holds one status for each goal, by its key."""

    ending: str = ""
    reason: str = ""
    goals: Mapping[uuid.UUID, str] = field(default_factory=dict)
    helped: str = ""


def begin_closing(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID, ended_on: date) -> None:
    """Agree on the last day of a course: the closing measurement opens at once."""
    refuse(endings.may_lead(by, course_for(by, course_id)))
    with audit.acting("delivery.begin_closing", by=by, at=at) as act:
        course = locked(course_id)
        refuse(endings.may_begin_closing(course))
        assert course.person_id is not None
        refuse(endings.must_be_a_last_day(ended_on, queries.newest_opening(course), on))
        end_pause(course=course, on=on)
        course.ended_on = ended_on
        move(course, CourseState.CLOSING, "ended_on")
        Closing.objects.create(tenant_id=by.tenant_id, course=course, person_id=course.person_id, begun_on=on)
        close_windows(by=by, course=course, on=on)
        act.about(course, subject_id=course.person_id)


def write_closing(*, by: Actor, at: datetime, course_id: uuid.UUID, said: Said) -> None:
    """Keep what has been said so far; nothing of it is needed yet."""
    refuse(endings.may_lead(by, course_for(by, course_id)))
    with audit.acting("delivery.write_closing", by=by, at=at) as act:
        course = locked(course_id)
        refuse(endings.may_close(course))
        _write(by, course, said)
        act.about(course, subject_id=course.person_id)


def finish_closing(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    said: Said,
    yeses: frozenset[ConsentPurpose] = frozenset(),
    method: Method = Method.ORAL,
) -> None:
    """End the course: nothing may be open, and all is said. Its mentor or coach no longer sees it.

    `yeses` are those of the closing talk, among `AT_THE_END`; what the person did not say yes to
    then no longer holds, whatever was said before.
    """
    refuse(endings.may_lead(by, course_for(by, course_id)))
    with audit.acting("delivery.finish_closing", by=by, at=at) as act:
        course = locked(course_id)
        refuse(endings.may_close(course))
        refuse(endings.must_have_nothing_open(_has_open(course)))
        closing = _write(by, course, said)
        live = enumerate(live_goal_ids(course), 1)
        numbered = {f"goal_{at_}": said.goals.get(key, "") for at_, key in live}
        refuse(endings.must_be_said(said.ending, said.reason, numbered, said.helped))
        closing.finished_on = on
        closing.save(update_fields=["finished_on"])
        leave_networks(course.id)
        _write_yeses(by=by, course=course, yeses=yeses, method=method, on=on)
        take_from(by=by, course=course, on=on, because=LeftBecause.COURSE_ENDED)
        move(course, CourseState(said.ending))
        act.about(course, subject_id=course.person_id, reason=said.reason)


def note_follow_up(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, contact_on: date, outcome: str
) -> None:
    """Write the one contact after the end, and what came of it. Then nothing more is asked of anybody.

    A follow-up measurement that is still open is missed, with that as its reason, where the person could
    not be reached or said no; otherwise it is taken first, or explained.
    """
    found = course_for(by, course_id)
    refuse(endings.may_follow_up(by, found, queries.is_follow_up_due(by, found)))
    refuse(rules.must_be_one_of(outcome, list(ContactOutcome), "outcome"))
    with audit.acting("delivery.note_follow_up", by=by, at=at) as act:
        course = locked(course_id)
        refuse(endings.may_follow_up(by, course, queries.is_follow_up_due(by, course)))
        assert course.person_id is not None
        assert course.ended_on is not None
        refuse(endings.must_be_a_contact_day(contact_on, course.ended_on, on))
        _explain_follow_up(by, course, ContactOutcome(outcome))
        refuse(endings.must_have_nothing_open(_has_open(course)))
        FollowUp.objects.create(
            tenant_id=by.tenant_id,
            course=course,
            person_id=course.person_id,
            contact_on=contact_on,
            outcome=outcome,
        )
        move(course, CourseState.FOLLOWED_UP)
        act.about(course, subject_id=course.person_id, reason=outcome)


def _write(by: Actor, course: Course, said: Said) -> Closing:
    """Put what was said into the course's closing, as far as it goes."""
    reasons = [one.slug for one in programme.concept(course.concept_id).vocabulary.end_reasons]
    refuse(rules.must_be_one_of(said.ending, ("", *ENDINGS), "ending"))
    refuse(rules.must_be_one_of(said.reason, ("", *reasons), "reason"))
    refuse(rules.must_fit_in(said.helped, 500, "helped"))
    closing: Closing = Closing.objects.get(course_id=course.id)
    closing.ending, closing.reason = said.ending, said.reason
    fields.seal(closing, helped=said.helped)
    closing.save(update_fields=["ending", "reason", "helped"])
    own = set(goal_ids(course))
    GoalAtEnd.objects.filter(closing_id=closing.id).delete()
    for goal_id, status in said.goals.items():
        refuse(rules.must_be_one_of(goal_id, own, "goals"))
        refuse(rules.must_be_one_of(status, list(GoalStatus), "goals"))
        GoalAtEnd.objects.create(
            tenant_id=by.tenant_id,
            closing=closing,
            goal_id=goal_id,
            person_id=closing.person_id,
            status=status,
        )
    return closing


def _write_yeses(
    *, by: Actor, course: Course, yeses: frozenset[ConsentPurpose], method: Method, on: date
) -> None:
    """The answers of the closing talk: a yes is written, no or no answer ends an earlier yes."""
    assert course.person_id is not None
    language = staff.language_of(by, course.person_id)
    for purpose in AT_THE_END:
        if purpose in yeses:
            write_yes(
                by=by,
                course=course,
                person_id=course.person_id,
                purpose=purpose,
                capacity=Capacity.SELF,
                method=method,
                on=on,
                language=language,
            )
        else:
            stop_what_needs(purpose, by=by, course=course, on=on)
            people.withdraw_consents(
                by=by, person_id=course.person_id, on=on, purpose=purpose, capacity=Capacity.SELF
            )


def _explain_follow_up(by: Actor, course: Course, outcome: ContactOutcome) -> None:
    """An open follow-up measurement gets the outcome as its reason, where the concept file has that."""
    known = [one.slug for one in programme.concept(course.concept_id).progression.schedule.missed_reasons]
    reason = FOLLOW_UP_MISSED.get(outcome)
    if reason not in known:
        return
    keys = consented_keys(course, ConsentPurpose.FOLLOW_UP)
    open_ = Measurement.objects.filter(course_id=course.id, key__in=keys, state=MeasurementState.OPEN)
    for measurement_id in open_.values_list("id", flat=True):
        links.revoke(by=by, thing_id=measurement_id)
    open_.update(state=MeasurementState.MISSED, reason=reason)


def _has_open(course: Course) -> bool:
    return bool(Measurement.objects.filter(course_id=course.id, state=MeasurementState.OPEN).exists())
