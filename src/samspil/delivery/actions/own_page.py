"""Writing what opens somebody's own page, and what the person decides there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model

from samspil.delivery.actions.holding import locked
from samspil.delivery.actions.measurements import share
from samspil.delivery.actions.packets import repack
from samspil.delivery.models.measurements import AnswerSheet, Measurement
from samspil.delivery.models.moves import EarlierAnswer
from samspil.delivery.queries.courses import course_for
from samspil.delivery.queries.own_page import owner_waiting
from samspil.delivery.queries.parents import second_of
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import own_page as pages
from samspil.delivery.terms.courses import Intervention, Recipient
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.actions import own_codes
from samspil.people.queries.own_codes import has_code
from samspil.people.terms import Tried
from samspil.trust import audit, links


@dataclass(frozen=True, slots=True)
class Handed:
    """A new link to an own page, and a new own code where the person had none that opens."""

    made: links.Made
    code: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What typing the own code came to; with the right one, as whom the person now stands there."""

    tried: Tried
    role: str = ""
    person_id: uuid.UUID | None = None
    code_id: uuid.UUID | None = None
    opening: str = ""


def hand_out_own_page(*, by: Actor, at: datetime, course_id: uuid.UUID, second: bool = False) -> Handed:
    """Make the link to the own page of a course's person; the one before stops working at once.

    Somebody without a code that opens gets one in the same step. With `second` it is the page of the
    second parent, whose link is to that parent's place in the course.
    """
    with audit.acting("delivery.hand_out_own_page", by=by, at=at) as act:
        thing, person_id = _held_for(by, course_id, second)
        made = links.make(by=by, kind=links.OWN_PAGE, thing_id=thing.pk, person_id=person_id)
        code = ""
        if not has_code(by, person_id):
            code, _key = own_codes.make_code(by=by, person_id=person_id)
        act.about(thing, subject_id=person_id)
    return Handed(made, code)


def replace_own_code(*, by: Actor, at: datetime, course_id: uuid.UUID, second: bool = False) -> str:
    """Make a new own code for somebody; the old one, and whoever came in with it, is out."""
    with audit.acting("delivery.replace_own_code", by=by, at=at) as act:
        thing, person_id = _held_for(by, course_id, second)
        code, _key = own_codes.make_code(by=by, person_id=person_id)
        act.about(thing, subject_id=person_id)
    return code


def choose_own_code(*, by: Actor, at: datetime, course_id: uuid.UUID) -> tuple[str, uuid.UUID]:
    """The person makes a code that nobody else has seen; it and the key of its row."""
    with audit.acting("delivery.choose_own_code", by=by, at=at) as act:
        course = locked(course_id)
        second = second_of(course)
        whose = {course.person_id, second.person_id if second else None} & {by.person_id}
        refuse(pages.may_own(by, course, next(iter(whose), None)))
        assert by.person_id is not None
        made = own_codes.make_code(by=by, person_id=by.person_id, is_known_to_one=True)
        act.about(course, subject_id=by.person_id)
    return made


def enter_own_page(*, by: Actor, at: datetime, typed: str) -> Entered:
    """Link and own code together open the page, and end every earlier opening of it.

    A wrong code is counted and logged; the caller must let the transaction stand. Raises Missing when
    the link opens nothing any more.
    """
    assert by.link_id is not None
    with audit.acting("delivery.enter_own_page", by=by, at=at) as act:
        link, whose = links.live(by.link_id), owner_waiting(by)
        tried, code_id = own_codes.try_code(by=by, person_id=whose.person_id, typed=typed)
        act.about(whose.course, subject_id=whose.person_id, reason=tried)
        if tried != Tried.FITS:
            return Entered(tried)
        opening = links.opened(link, lasts=links.LASTS)
    role = pages.OWN_ROLE[Intervention(whose.course.intervention)]
    return Entered(tried, role, whose.person_id, code_id, opening)


def change_sharing(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    measurement_id: uuid.UUID,
    chosen: dict[Recipient, bool | None],
) -> None:
    """The person decides anew who may see the answers to one round, at any time; also those brought along."""
    with audit.acting("delivery.change_sharing", by=by, at=at) as act:
        course = locked(course_id)
        refuse(pages.may_own(by, course, course.person_id))
        brought = EarlierAnswer.objects.filter(id=measurement_id, course_id=course.id).first()
        if brought is not None:
            brought.for_mentor = bool(chosen.get(Recipient.MENTOR, brought.for_mentor))
            brought.for_coordinator = bool(chosen.get(Recipient.COORDINATOR, brought.for_coordinator))
            brought.save(update_fields=["for_mentor", "for_coordinator"])
            repack(by=by, at=at, course=course)
            act.about(brought, subject_id=course.person_id)
            return
        own = Measurement.objects.filter(course_id=course.id, person_id=course.person_id)
        measurement = own.filter(id=measurement_id).first()
        sent = AnswerSheet.objects.filter(measurement_id=measurement_id, submitted_at__isnull=False)
        if measurement is None or not sent.exists():
            raise Missing
        share(by=by, on=on, measurement=measurement, chosen=chosen)
        repack(by=by, at=at, course=course)
        act.about(measurement, subject_id=course.person_id)


def see_stop(*, by: Actor, at: datetime, on: date, course_id: uuid.UUID) -> None:
    """The coordinator has seen that somebody stopped."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.see_stop", by=by, at=at) as act:
        course = locked(course_id)
        refuse(pages.may_see_stop(course))
        assert course.stopped_on is not None
        course.stop_seen_on = max(on, course.stopped_on)
        course.save(update_fields=["stop_seen_on"])
        act.about(course, subject_id=course.person_id)


def revoke_link(*, by: Actor, at: datetime, link_id: uuid.UUID) -> None:
    """The coordinator closes one link of the municipality, whatever it opens."""
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.revoke_link", by=by, at=at) as act:
        link = links.revoke_one(link_id)
        act.about(link, subject_id=link.person_id)


def _held_for(by: Actor, course_id: uuid.UUID, second: bool) -> tuple[Model, uuid.UUID]:
    """What a link to an own page is to, and whose page it is: a course's own person or the second parent.

    The course is one the actor may open, held until the transaction ends. Raises Missing or Refused.
    """
    course_for(by, course_id)
    course = locked(course_id)
    refuse(pages.may_open_own_page(by, course))
    assert course.person_id is not None
    if not second:
        return course, course.person_id
    other = second_of(course)
    if other is None:
        raise Missing
    return other, other.person_id
