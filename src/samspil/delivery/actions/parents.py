"""Parent courses: practicalities, the question about joining up, the second parent; offers to parents."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from samspil.delivery.actions import joining
from samspil.delivery.actions.consents import write_yes
from samspil.delivery.actions.holding import locked
from samspil.delivery.models.courses import Course, Goal
from samspil.delivery.models.parents import CourseParent, ParentOffer
from samspil.delivery.queries.consents import own_person
from samspil.delivery.queries.parents import second_of
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import joining as joins
from samspil.delivery.rules import parents as needs
from samspil.delivery.terms.courses import Intervention
from samspil.delivery.terms.families import INTERPRETERS, AgeBand, Occasion, OfferAnswer
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.actions import people
from samspil.people.queries import people as staff
from samspil.people.terms import LANGUAGES, Capacity, ConsentPurpose, Method, PersonKind
from samspil.programme import queries as programme
from samspil.trust import audit, fields


@dataclass(frozen=True, slots=True)
class SecondYes:
    """The second parent's yes: who it is, how to reach them, and the own goals, up to three."""

    name: str
    channel: str
    contact: str
    method: Method
    language: str = "da"
    purposes: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()


def set_practicalities(
    *, by: Actor, at: datetime, course_id: uuid.UUID, interpreter: str, age_band: str = ""
) -> None:
    """Set the interpreter's language, and in a parent course the band of the young one's age."""
    refuse(rules.may_coordinate(by))
    refuse(rules.must_be_one_of(interpreter, ["", *INTERPRETERS], "interpreter"))
    with audit.acting("delivery.set_practicalities", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_have_practicalities(course))
        bands = list(AgeBand) if course.intervention == Intervention.PARENT else []
        refuse(rules.must_be_one_of(age_band, ["", *bands], "age_band"))
        course.interpreter_language, course.child_age_band = interpreter, age_band
        course.save(update_fields=["interpreter_language", "child_age_band"])
        act.about(course, subject_id=course.person_id)


def ask_about_joining(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, says_yes: bool, method: Method
) -> None:
    """Write down what one person answered about joining up. A no takes an earlier yes back.

    The question and the answer are the same whether or not anybody else gets support.
    """
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.ask_about_joining", by=by, at=at) as act:
        course = locked(course_id)
        refuse(joins.may_ask_about_joining(course))
        assert course.person_id is not None
        purpose, capacity = ConsentPurpose.JOINING, Capacity.SELF
        if says_yes:
            write_yes(
                by=by,
                course=course,
                person_id=course.person_id,
                purpose=purpose,
                capacity=capacity,
                method=method,
                on=on,
                language=staff.language_of(by, course.person_id),
            )
        else:
            joining.dissolve(by=by, course_id=course.id, person_id=course.person_id, on=on)
            people.withdraw_consents(
                by=by, person_id=course.person_id, on=on, purpose=purpose, capacity=capacity
            )
        course.joining_asked_on = on
        course.save(update_fields=["joining_asked_on"])
        act.about(course, subject_id=course.person_id, reason=purpose)


def add_second_parent(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, yes: SecondYes
) -> CourseParent:
    """A second parent said yes: an own identity, own key, own yeses and own goals in the same course."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.add_second_parent", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_add_second(course, second_of(course)))
        channels = [one.slug for one in programme.concept(course.concept_id).vocabulary.contact_channels]
        refuse(rules.must_be_one_of(yes.channel, channels, "channel"))
        refuse(rules.must_be_one_of(yes.language, list(LANGUAGES), "language"))
        person = people.register_person(
            by=by,
            at=at,
            kind=PersonKind.PARENT,
            name=yes.name,
            channel=yes.channel,
            contact=yes.contact,
            born="",
            language=yes.language,
        )
        second = CourseParent.objects.create(
            tenant_id=by.tenant_id, course=course, person=person, added_on=on
        )
        for purpose in dict.fromkeys((ConsentPurpose.SUPPORT, *yes.purposes)):
            _give(by, course, second, str(purpose), yes.method, yes.language, on)
        for number, words in enumerate(yes.goals[:3], start=1):
            goal = Goal(tenant_id=by.tenant_id, course=course, person=person, number=number)
            fields.seal(goal, words=words)
            goal.save(force_insert=True)
        act.about(second, subject_id=person.id)
    return second  # type: ignore[no-any-return]


def set_second_yeses(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, purposes: Collection[str], method: Method
) -> None:
    """What the second parent says yes to from now on, beside the support; what is left out is taken back."""
    with audit.acting("delivery.set_second_yeses", by=by, at=at) as act:
        course, second = _second(course_id)
        refuse(needs.may_steer_second(by, second, own_person(by)))
        texts = [str(one.slug) for one in programme.concept(course.concept_id).consents]
        language = staff.language_of(by, second.person_id)
        for purpose in purposes:
            refuse(rules.must_be_one_of(purpose, texts, "purposes"))
        for purpose in texts:
            if purpose in (ConsentPurpose.SUPPORT, ConsentPurpose.SHARING):
                continue
            if purpose in purposes:
                _give(by, course, second, purpose, method, language, on)
                continue
            _take_back(by, course, second, purpose, on)
        act.about(second, subject_id=second.person_id)


def set_second_yes(
    *, by: Actor, at: datetime, on: date, course_id: uuid.UUID, purpose: str, gives: bool, method: Method
) -> None:
    """One yes of the second parent beside the support, given or taken back; every other stays as it is."""
    with audit.acting("delivery.set_second_yes", by=by, at=at) as act:
        course, second = _second(course_id)
        refuse(needs.may_steer_second(by, second, own_person(by)))
        texts = [str(one.slug) for one in programme.concept(course.concept_id).consents]
        own = [one for one in texts if one not in (ConsentPurpose.SUPPORT, ConsentPurpose.SHARING)]
        refuse(rules.must_be_one_of(purpose, own, "purpose"))
        if gives:
            _give(by, course, second, purpose, method, staff.language_of(by, second.person_id), on)
        else:
            _take_back(by, course, second, purpose, on)
        act.about(second, subject_id=second.person_id, reason=purpose)


def second_parent_leaves(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID) -> None:
    """The second parent says stop: every yes ends, the course goes on with the first."""
    with audit.acting("delivery.second_parent_leaves", by=by, at=at) as act:
        _course, second = _second(course_id)
        refuse(needs.may_steer_second(by, second, own_person(by)))
        joining.leave(by=by, second=second, on=on)
        act.about(second, subject_id=second.person_id)


def offer_to_parents(
    *,
    by: Actor,
    at: datetime,
    on: date,
    occasion: str,
    mentee_said_yes: bool = False,
    key: uuid.UUID | None = None,
) -> ParentOffer:
    """Support was offered to parents: a month and an occasion, and never of whom.

    That the mentee said yes to asking a friend's parents is asked for and not kept.
    """
    refuse(rules.may_coordinate(by))
    refuse(rules.must_be_one_of(occasion, list(Occasion), "occasion"))
    refuse(needs.may_offer(occasion, mentee_said_yes))
    row_id = without_moment(key)
    audit.hold(row_id)
    known = ParentOffer.objects.filter(id=row_id).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    with audit.acting("delivery.offer_to_parents", by=by, at=at) as act:
        offer = ParentOffer.objects.create(
            id=row_id, tenant_id=by.tenant_id, month=on.replace(day=1), occasion=occasion
        )
        act.about(offer)
    return offer  # type: ignore[no-any-return]


def answer_parent_offer(
    *,
    by: Actor,
    at: datetime,
    on: date,
    offer_id: uuid.UUID,
    answer: str,
    concept_id: uuid.UUID | None = None,
) -> Course | None:
    """What the parents answered. A yes records an ordinary offer of a parent course, which has no tie to
    this one; every other answer leaves the count alone.
    """
    refuse(rules.may_coordinate(by))
    refuse(rules.must_be_one_of(answer, [one for one in OfferAnswer if one != OfferAnswer.OFFERED], "answer"))
    with audit.acting("delivery.answer_parent_offer", by=by, at=at) as act:
        offer = ParentOffer.objects.select_for_update().filter(id=offer_id).first()
        if offer is None:
            raise Missing
        refuse(needs.may_answer(offer))
        offer.answer, offer.answered_month = answer, on.replace(day=1)
        offer.save(update_fields=["answer", "answered_month"])
        act.about(offer)
        if answer != OfferAnswer.YES or concept_id is None:
            return None
        sources = [one.slug for one in programme.concept(concept_id).vocabulary.referral_sources]
        return Course.objects.create(  # type: ignore[no-any-return]
            tenant_id=by.tenant_id,
            concept_id=concept_id,
            intervention=Intervention.PARENT,
            source="family" if "family" in sources else sources[0],
            offered_month=on.replace(day=1),
        )


def without_moment(key: uuid.UUID | None) -> uuid.UUID:
    """A row's key that tells no moment: the same for the same form, else drawn at random."""
    return uuid.uuid5(key, "counted") if key else uuid.uuid4()


def _second(course_id: uuid.UUID) -> tuple[Course, CourseParent]:
    course = locked(course_id)
    second = second_of(course)
    if second is None:
        raise Missing
    return course, second


def _take_back(by: Actor, course: Course, second: CourseParent, purpose: str, on: date) -> None:
    if purpose == ConsentPurpose.JOINING:
        joining.dissolve(by=by, course_id=course.id, person_id=second.person_id, on=on)
    people.withdraw_consents(by=by, person_id=second.person_id, on=on, purpose=purpose)


def _give(
    by: Actor, course: Course, second: CourseParent, purpose: str, method: Method, language: str, on: date
) -> None:
    write_yes(
        by=by,
        course=course,
        person_id=second.person_id,
        purpose=purpose,
        capacity=Capacity.SELF,
        method=method,
        language=language,
        on=on,
    )
