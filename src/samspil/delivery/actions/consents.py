"""Writing yeses and what follows from them: given, taken back, asked for anew; the basis; and stop."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions import joining
from samspil.delivery.actions.ending_moves import end_move_without_yes
from samspil.delivery.actions.holding import end_pause, locked, take_from
from samspil.delivery.actions.measurements import stop_open, stop_what_needs
from samspil.delivery.models.courses import Course, Reconsent
from samspil.delivery.models.measurements import Sharing
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.queries.consents import given_for, own_person
from samspil.delivery.rules import consents as needs
from samspil.delivery.rules import courses as rules
from samspil.delivery.terms.courses import OF_AGE, OWN_SAY, CourseState
from samspil.delivery.terms.matching import LeftBecause
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.people.actions import people
from samspil.people.queries import people as staff
from samspil.people.terms import (
    LANGUAGES,
    Capacity,
    ConsentPurpose,
    Method,
    Role,
    least_age,
    month_of_turning,
)
from samspil.programme import queries as programme
from samspil.trust import audit, fields, links


def write_yes(
    *,
    by: Actor,
    course: Course,
    person_id: uuid.UUID,
    purpose: str,
    capacity: Capacity,
    method: Method,
    on: date,
    language: str = "da",
    recipient: str = "",
) -> None:
    """Write one yes to the text that holds in the course's concept. Called by an action that is open."""
    texts = {str(one.slug): one.version for one in programme.concept(course.concept_id).consents}
    refuse(rules.must_be_one_of(purpose, list(texts), "purpose"))
    refuse(rules.must_be_one_of(language, list(LANGUAGES), "language"))
    people.give_consent(
        by=by,
        person_id=person_id,
        purpose=purpose,
        text_version=texts[purpose],
        capacity=capacity,
        method=method,
        given_on=on,
        language=language,
        recipient=recipient,
    )


def record_consent(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    purpose: str,
    method: Method,
    capacity: Capacity = Capacity.SELF,
    language: str = "da",
    recipient: str = "",
) -> None:
    """One more yes: the person's own to one more purpose, or a custody holder's to the support.

    When nobody's yes is missing any more, a course that waited goes on.
    """
    with audit.acting("delivery.record_consent", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_withdraw(by, course, own_person(by)))
        refuse(needs.may_be_asked(course))
        refuse(needs.must_speak_for_oneself(by, capacity))
        refuse(needs.must_name_a_recipient(purpose, recipient))
        assert course.person_id is not None
        write_yes(
            by=by,
            course=course,
            person_id=course.person_id,
            purpose=purpose,
            capacity=capacity,
            method=method,
            on=on,
            language=language,
            recipient=recipient,
        )
        is_whole = not needs.missing_holders(course, given_for(course))
        if course.state == CourseState.AWAITING_CONSENT and is_whole:
            course.state = CourseState.ACCEPTED
            course.save(update_fields=["state"])
        act.about(course, subject_id=course.person_id, reason=purpose)


def record_second_consent(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    method: Method,
    capacity: Capacity = Capacity.CUSTODY_HOLDER,
) -> None:
    """A custody holder answered yes; the course goes on when nobody else is awaited."""
    refuse(rules.may_coordinate(by))
    refuse(rules.may_receive_consent(locked(course_id)))
    record_consent(
        by=by,
        at=at,
        on=on,
        course_id=course_id,
        purpose=ConsentPurpose.SUPPORT,
        capacity=capacity,
        method=method,
    )


def withdraw_consent(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    purpose: str,
    capacity: Capacity = Capacity.SELF,
    recipient_number: int | None = None,
) -> None:
    """Take a yes back. It needs no reason and holds from the next request on, everywhere.

    Taking back the yes to the support, or a custody holder's that the basis asks for, stops the course;
    before a mentor is chosen, a custody holder's only makes it wait again.
    """
    with audit.acting("delivery.withdraw_consent", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_withdraw(by, course, own_person(by)))
        refuse(rules.must_be_one_of(purpose, list(ConsentPurpose), "purpose"))
        refuse(needs.must_speak_for_oneself(by, capacity))
        assert course.person_id is not None
        if purpose == ConsentPurpose.JOINING:
            joining.dissolve(by=by, course_id=course.id, person_id=course.person_id, on=on)
        if capacity == Capacity.SELF:
            stop_what_needs(purpose, by=by, course=course, on=on)
        people.withdraw_consents(
            by=by,
            person_id=course.person_id,
            on=on,
            purpose=purpose,
            capacity=capacity,
            recipient_number=recipient_number,
        )
        holder = purpose == ConsentPurpose.SHARING and capacity != Capacity.SELF
        end_move_without_yes(by=by, course=course, on=on, holder=holder)
        if needs.stops_the_course(course, purpose, capacity):
            _stop(by=by, course=course, on=on)
        elif course.state == CourseState.ACCEPTED and needs.missing_holders(course, given_for(course)):
            course.state = CourseState.AWAITING_CONSENT
            course.save(update_fields=["state"])
        act.about(course, subject_id=course.person_id, reason=purpose)


def stop(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID) -> None:
    """The person says stop: the course ends today, every yes with it. No reason is asked for."""
    with audit.acting("delivery.stop", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_withdraw(by, course, own_person(by)))
        refuse(rules.may_stop(course))
        _stop(by=by, course=course, on=on)
        act.about(course, subject_id=course.person_id)


def _stop(*, by: Actor, course: Course, on: date) -> None:
    """End a course at once: yeses, shared answers, open measurements and links all end with it."""
    assert course.person_id is not None
    had_last_day = course.state == CourseState.CLOSING
    on = stop_open(by=by, course=course, on=on)
    joining.end_around(by=by, course=course, on=on)
    people.withdraw_consents(by=by, person_id=course.person_id, on=on)
    Sharing.objects.filter(person_id=course.person_id, withdrawn_on__isnull=True).update(withdrawn_on=on)
    take_from(by=by, course=course, on=on, because=LeftBecause.COURSE_ENDED)
    end_pause(course=course, on=on)
    links.revoke_of(by=by, person_id=course.person_id)
    Reconsent.objects.filter(course_id=course.id, answered_on__isnull=True).delete()
    course.state, course.stopped_on = CourseState.ENDED_EARLY, on
    course.ended_on = course.ended_on if had_last_day else on  # what opened at the agreed one stays owed
    course.stop_seen_on = on if by.role == Role.COORDINATOR else None
    course.save(update_fields=["state", "ended_on", "stopped_on", "stop_seen_on"])
    end_move_without_yes(by=by, course=course, on=on)
    EarlierAnswer.objects.filter(person_id=course.person_id).update(for_mentor=False, for_coordinator=False)


def change_basis(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    basis: str,
    custody_holders: int,
    decision: str,
    childs_view: str,
    childs_view_on: date | None,
) -> None:
    """Choose the legal basis anew, with what it asks for. The choice is logged.

    A basis that asks for a yes nobody has given makes a course wait; one that asks for none lets a
    waiting course go on.
    """
    refuse(rules.may_coordinate(by))
    refuse(needs.must_have_a_day(childs_view, childs_view_on, on))
    with audit.acting("delivery.change_basis", by=by, at=at) as act:
        course = locked(course_id)
        known = [one.slug for one in programme.concept(course.concept_id).vocabulary.legal_bases]
        refuse(rules.must_be_one_of(basis, known, "basis"))
        refuse(rules.must_be_one_of(custody_holders, (0, 1, 2), "custody_holders"))
        assert course.person_id is not None
        with audit.reading(by=by, purpose=by.purpose, subject=course.person_id, at=at, thing=course):
            born = staff.born_of(by, course.person_id)
        age = least_age(born, on)
        needed = needs.needs_custody(basis, course.intervention, age, staff.own_yes_from(by))
        course.custody_holders = max(custody_holders, 1) if needed else 0
        missing = bool(needs.missing_holders(course, given_for(course)))
        refuse(needs.may_change_basis(course, missing))
        course.legal_basis, course.childs_view_on = basis, childs_view_on
        fields.seal(course, decision=decision, childs_view=childs_view)
        if course.state in (CourseState.ACCEPTED, CourseState.AWAITING_CONSENT):
            course.state = CourseState.AWAITING_CONSENT if missing else CourseState.ACCEPTED
        course.save()
        act.about(course, subject_id=course.person_id, reason=basis)


def ask_again_later(*, by: Actor, course: Course, born: str, on: date) -> None:
    """Note the months in which the person turns 15 and 18. Called by an action that is open."""
    assert course.person_id is not None
    months = {age: month_of_turning(born, age) for age in (OWN_SAY, OF_AGE)}
    Reconsent.objects.bulk_create(
        Reconsent(
            tenant_id=by.tenant_id,
            course_id=course.id,
            person_id=course.person_id,
            age=age,
            due_month=month,
        )
        for age, month in months.items()
        if month is not None and month > on.replace(day=1)
    )


def renew_consent(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, age: int, method: Method, language: str
) -> None:
    """The person turned 15 or 18 and was asked anew: the yes is now their own.

    At 18 the custody holders' yeses end; nobody but the person has a say any more.
    """
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.renew_consent", by=by, at=at) as act:
        course = locked(course_id)
        due = Reconsent.objects.filter(course_id=course.id, age=age, answered_on__isnull=True)
        refuse(needs.may_renew(course, due.first(), on))
        assert course.person_id is not None
        person_id = course.person_id
        people.withdraw_consents(
            by=by, person_id=person_id, on=on, purpose=ConsentPurpose.SUPPORT, capacity=Capacity.SELF
        )
        write_yes(
            by=by,
            course=course,
            person_id=person_id,
            purpose=ConsentPurpose.SUPPORT,
            capacity=Capacity.SELF,
            method=method,
            language=language,
            on=on,
        )
        if age == OF_AGE:
            for capacity in needs.HOLDERS:
                people.withdraw_consents(by=by, person_id=person_id, on=on, capacity=capacity)
            course.custody_holders = 0
            course.save(update_fields=["custody_holders"])
        due.update(answered_on=on)
        act.about(course, subject_id=person_id, reason=f"age_{age}")
