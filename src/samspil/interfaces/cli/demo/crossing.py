"""What crosses in the demo: a caseload handed over, a course that moved, and a mentor on loan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from samspil.delivery.actions import moves
from samspil.delivery.actions.handover import hand_over
from samspil.delivery.actions.loans import take_loan
from samspil.delivery.queries import courses, handover, measurements
from samspil.delivery.queries.caseload import caseload
from samspil.delivery.terms.courses import MOVABLE
from samspil.kernel.actor import Actor
from samspil.people.actions import staffing
from samspil.people.terms import Method
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.people.models.people import Appointment

WHY = "Taler somali og kender kvarteret"


def cross(actor: Callable[[str], Actor], post: Callable[[str], Appointment], *, today: date) -> None:
    """What goes from one to another, when all days are done."""
    hand_a_caseload_over(actor("coordinator-aarhus"), post("mentor-3-aarhus"), today=today)
    move_a_course(
        actor("coordinator-odense"), actor("coordinator-aarhus"), actor("mentor-5-odense"), today=today
    )
    lend_a_mentor(
        actor("coordinator-koebenhavn"),
        actor("coordinator-aarhus"),
        post("mentor-2-koebenhavn"),
        today=today,
    )


def hand_a_caseload_over(coordinator: Actor, leaver: Appointment, *, today: date) -> None:
    """Somebody goes on leave: the colleagues with most room take over, one after the other."""
    with scope(coordinator):
        holder = handover.holder(coordinator, leaver.id)
        able = [
            one for one in handover.able_to_take(coordinator, holder.role, on=today) if one.id != holder.id
        ]
        places = [one.id for one in able for _place in range(one.capacity - one.load)]
        if not holder.courses or len(places) < len(holder.courses):
            return
        hand_over(
            by=coordinator,
            at=_at(today),
            on=today,
            appointment_id=leaver.id,
            takers={one.id: places[number] for number, one in enumerate(holder.courses)},
            because="leave",
        )


def move_a_course(sender: Actor, receiver: Actor, mentor: Actor, *, today: date) -> None:
    """Somebody moved today: proposed a week ago, accepted, and finished."""
    proposed, answered = today - timedelta(days=7), today - timedelta(days=5)
    course_id = _one_to_move(sender, mentor, proposed, today)
    if course_id is None:
        return
    with scope(sender):
        move = moves.propose(
            by=sender,
            at=_at(proposed),
            on=proposed,
            course_id=course_id,
            to_tenant_id=receiver.tenant_id,
            moves_on=today,
            method=Method.ORAL,
            takes_answers=True,
            holders_said_yes=True,
        )
    with scope(receiver):
        moves.accept(by=receiver, at=_at(answered), on=answered, move_id=move.id)
    with scope(sender):
        moves.settle(by=sender, at=_at(today), on=today, move_id=move.id)


def lend_a_mentor(home: Actor, host: Actor, mentor: Appointment, *, today: date) -> None:
    """A mentor helps in another municipality for five months, in one course."""
    offered = today - timedelta(days=3)
    with scope(home):
        offer = staffing.offer_loan(
            by=home,
            at=_at(offered),
            on=offered,
            appointment_id=mentor.id,
            to_tenant_id=host.tenant_id,
            until_on=today + timedelta(days=150),
            certified_until=today.replace(year=today.year + 1),
        )
    with scope(host):
        able = handover.to_lend_for(host)
        if able:
            take_loan(by=host, at=_at(today), on=today, offer_id=offer.id, course_id=able[0].id, why=WHY)


def _one_to_move(sender: Actor, mentor: Actor, proposed: date, today: date) -> uuid.UUID | None:
    """A running course of the mentor's that began before, and in which nothing opened on the last day."""
    with scope(mentor):
        cards, _more = caseload(mentor, on=today)
    with scope(sender):
        rows = [courses.course_for(sender, one.id) for one in cards]
        for one in sorted(rows, key=lambda row: (row.started_on or today, row.code)):
            began = one.started_on is not None and one.started_on < proposed
            owed = measurements.of_course(one)
            if one.state in MOVABLE and began and all(each.opens_on < today for each in owed):
                return uuid.UUID(str(one.id))
    return None


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))
