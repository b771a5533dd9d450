"""Writing moves: proposed here, answered there, and finished here once it was answered.

Each side writes its own rows alone. The receiver's answer and the new course are one transaction; the
sender's side follows in another, by its coordinator or the worker, and can be tried as often as one likes.
"""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime

from django.db.models.functions import Now

from samspil.delivery.actions import joining
from samspil.delivery.actions.consents import ask_again_later, write_yes
from samspil.delivery.actions.courses import free_code
from samspil.delivery.actions.ending_moves import end_move
from samspil.delivery.actions.holding import end_pause, locked, take_from
from samspil.delivery.actions.packets import packed, who_packed
from samspil.delivery.models.courses import Course, Reconsent
from samspil.delivery.models.moves import Arrival, EarlierAnswer, Move, MoveAnswer
from samspil.delivery.queries import moves as queries
from samspil.delivery.rules import courses as rules
from samspil.delivery.rules import moves as needs
from samspil.delivery.rules.consents import HOLDERS, asked_holders
from samspil.delivery.terms.courses import MOVABLE, CourseState, Intervention
from samspil.delivery.terms.matching import LeftBecause, MoveState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, Refused, refuse
from samspil.people.actions.moving import receive_person
from samspil.people.models.people import Consent
from samspil.people.terms import Capacity, ConsentPurpose, Method, PersonKind
from samspil.programme import queries as programme
from samspil.trust import audit, fields


def propose(
    *,
    by: Actor,
    at: datetime,
    on: date,
    course_id: uuid.UUID,
    to_tenant_id: uuid.UUID,
    moves_on: date,
    method: Method,
    language: str = "da",
    takes_answers: bool = False,
    holders_said_yes: bool = False,
) -> Move:
    """The person said yes to going on in another municipality: propose it there, with a small packet.

    The yes is one to sharing with that municipality. Nobody there sees who it is before saying yes.
    """
    refuse(rules.may_coordinate(by))
    with audit.acting("delivery.propose_move", by=by, at=at) as act:
        course = locked(course_id)
        refuse(needs.may_propose(course, queries.open_move_of(course) is not None, on))
        refuse(needs.must_move_soon(moves_on, on))
        known = dict(queries.municipalities_for(by, course.concept_id, on=on))
        refuse(rules.must_be_one_of(to_tenant_id, known, "to"))
        refuse(needs.must_have_asked(course, holders_said_yes))
        assert course.person_id is not None
        for capacity in (*asked_holders(course), Capacity.SELF):
            write_yes(
                by=by,
                course=course,
                person_id=course.person_id,
                purpose=ConsentPurpose.SHARING,
                capacity=capacity,
                method=method,
                on=on,
                language=language,
                recipient=known[to_tenant_id],
            )
        yeses = Consent.objects.filter(
            person_id=course.person_id, purpose=ConsentPurpose.SHARING, capacity=Capacity.SELF
        )
        move = Move(
            tenant_id=by.tenant_id,
            course=course,
            person_id=course.person_id,
            consent=yeses.order_by("recipient_number").last(),
            to_tenant_id=to_tenant_id,
            proposed_on=on,
            moves_on=moves_on,
            open_until=Now() + needs.OPEN_FOR,
        )
        with audit.reading(by=by, purpose=by.purpose, subject=course.person_id, at=at, thing=course):
            packet = packed(course, takes_answers=takes_answers)
            fields.seal(move, packet=packet.told(), who=who_packed(course.person_id))
        move.save(force_insert=True)
        course.series_until = moves_on
        course.save(update_fields=["series_until"])
        act.about(move, subject_id=course.person_id)
    return move


def accept(*, by: Actor, at: datetime, on: date, move_id: uuid.UUID) -> Course:
    """The receiver says yes: a new person behind a new key, and a new course through the table of states.

    Its rounds count from the first start, and are owed here from the day of the move on.
    """
    refuse(needs.may_receive(by))
    with audit.acting("delivery.accept_move", by=by, at=at) as act:
        audit.hold(move_id)
        move = queries.coming_row(by, move_id)
        with audit.reading(by=by, purpose=by.purpose, subject=move.person_id, at=at, thing=move):
            packet = queries.Packet.heard(fields.unseal(move, "packet"))
            who = json.loads(fields.unseal(move, "who"))
        kind = PersonKind.YOUTH if packet.intervention == Intervention.MENTOR else PersonKind.PARENT
        person = receive_person(by=by, at=at, kind=kind, who=who, consents=packet.consents)
        course = Course.objects.create(
            tenant_id=by.tenant_id,
            concept_id=packet.concept_id,
            intervention=packet.intervention,
            source=_source(packet.concept_id),
            offered_month=on.replace(day=1),
        )
        refuse(rules.may_accept(course, CourseState.ACCEPTED))
        course.person, course.code, course.accepted_on = person, free_code(), on
        course.state = CourseState.ACCEPTED
        held = {one["capacity"] for one in packet.consents if one["purpose"] == ConsentPurpose.SUPPORT}
        course.custody_holders = sum(one in held for one in HOLDERS)
        course.series_from, course.series_on = packet.series_from, move.moves_on
        fields.seal(course, purpose=packet.purpose)
        course.save()
        if kind == PersonKind.YOUTH:
            ask_again_later(by=by, course=course, born=who["born"], on=on)
        _keep_what_came(by, course, packet)
        _answer(by, move, on, accepted=True)
        act.about(course, subject_id=person.id)
    return course  # type: ignore[no-any-return]


def decline(*, by: Actor, at: datetime, on: date, move_id: uuid.UUID, because: str) -> None:
    """The receiver says no, with a reason; nothing about anyone is kept there."""
    refuse(needs.may_receive(by))
    refuse(needs.must_decline_with_reason(because))
    with audit.acting("delivery.decline_move", by=by, at=at) as act:
        audit.hold(move_id)
        move = queries.coming_row(by, move_id)
        act.about(_answer(by, move, on, accepted=False, because=because), reason=because)


def settle(*, by: Actor, at: datetime, on: date, move_id: uuid.UUID, take_back: bool = False) -> MoveState:
    """End the sender's side of a move: finished after a yes on its day, declined, run out, or taken back.

    A move that has ended stays as it is, so it can be called again after a crash. Raises Refused where
    there is nothing to end yet.
    """
    refuse(needs.may_settle(by))
    with audit.acting("delivery.settle_move", by=by, at=at) as act:
        move = Move.objects.filter(id=move_id).first()
        if move is None:
            raise Missing
        course = locked(move.course_id)
        audit.hold(move.id)
        move = Move.objects.annotate(has_run_out=queries.has_run_out()).get(id=move_id)
        act.about(move, subject_id=move.person_id, reason=move.state)
        if move.state != MoveState.PROPOSED:
            return MoveState(move.state)
        answer = queries.answer_to(by, move)
        to = needs.where_it_ends(
            answer.accepted if answer else None, move.has_run_out, take_back, move.moves_on, on
        )
        if isinstance(to, Refusal):
            raise Refused(to)
        if to == MoveState.FINISHED:
            _leave(by, course, move)
        end_move(move=move, course=course, to=to, on=on)
        act.about(move, subject_id=move.person_id, reason=to)
    return to


def _leave(by: Actor, course: Course, move: Move) -> None:
    """The course is elsewhere from the day of the move on. One that was stopped meanwhile stays stopped."""
    if course.state not in MOVABLE:
        return
    take_from(by=by, course=course, on=move.moves_on, because=LeftBecause.MOVED)
    end_pause(course=course, on=move.moves_on)
    joining.end_around(by=by, course=course, on=move.moves_on)
    Reconsent.objects.filter(course_id=course.id, answered_on__isnull=True).delete()
    refuse(rules.may_move(course, CourseState.TRANSFERRED))
    course.state, course.ended_on = CourseState.TRANSFERRED, move.moves_on
    course.save(update_fields=["state", "ended_on"])


def _answer(by: Actor, move: Move, on: date, *, accepted: bool, because: str = "") -> MoveAnswer:
    return MoveAnswer.objects.create(  # type: ignore[no-any-return]
        tenant_id=by.tenant_id,
        move_id=move.id,
        from_tenant_id=move.tenant_id,
        accepted=accepted,
        because=because,
        answered_on=on,
    )


def _keep_what_came(by: Actor, course: Course, packet: queries.Packet) -> None:
    """What the person brought, sealed anew: words for the plan, and the answers taken along."""
    assert course.person_id is not None
    arrival = Arrival(tenant_id=by.tenant_id, course=course, person_id=course.person_id)
    brought = {
        "purpose": packet.purpose,
        "agreed_minutes": packet.agreed_minutes,
        "goals": packet.goals,
    }
    fields.seal(arrival, brought=json.dumps(brought))
    arrival.save(force_insert=True)
    for one in packet.answers:
        earlier = EarlierAnswer(
            tenant_id=by.tenant_id,
            course=course,
            person_id=course.person_id,
            key=one["key"],
            instrument=one["instrument"],
            instrument_version=one["instrument_version"],
            answered_on=date.fromisoformat(one["answered_on"]),
            for_mentor=one["for_mentor"],
            for_coordinator=one["for_coordinator"],
        )
        fields.seal(earlier, answers=json.dumps(one["values"]))
        earlier.save(force_insert=True)


def _source(concept_id: uuid.UUID) -> str:
    """The way in of a course that came from elsewhere: the last of the file's list, which is «other»."""
    return str(programme.concept(concept_id).vocabulary.referral_sources[-1].slug)
