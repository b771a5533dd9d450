"""Ending a move on the sender's side: the packet is erased with it. Called by actions that are open."""

from __future__ import annotations

from datetime import date

from django.db.models import Value
from django.db.models.functions import Greatest, Least, Now

from samspil.delivery.models.courses import Course
from samspil.delivery.models.moves import Move
from samspil.delivery.queries.moves import answer_to
from samspil.delivery.terms.courses import MOVABLE
from samspil.delivery.terms.matching import MoveState
from samspil.kernel.actor import Actor
from samspil.trust import audit


def end_move(*, move: Move, course: Course, to: MoveState, on: date) -> None:
    """End an open move and erase its packet; unless it is finished, the rounds stay owed here."""
    Move.objects.filter(id=move.id).update(
        state=to,
        ended_on=Greatest("proposed_on", Value(on)),
        open_until=Least("open_until", Now()),
        packet=b"",
        who=b"",
    )
    if to != MoveState.FINISHED:
        course.series_until = None
        course.save(update_fields=["series_until"])


def end_move_without_yes(*, by: Actor, course: Course, on: date, holder: bool = False) -> None:
    """End the open move of a course whose person, or a custody holder, took the yes to it back, or stopped.

    `holder` says that a custody holder took a yes to sharing back.

    Where the other municipality has said yes already, the course is there: what opens from the day of
    the move on is owed there, and this side is finished as any other.
    """
    move = (
        Move.objects.filter(course_id=course.id, state=MoveState.PROPOSED).select_related("consent").first()
    )
    if move is None or (move.consent.withdrawn_on is None and course.state in MOVABLE and not holder):
        return
    audit.hold(move.id)
    answer = answer_to(by, move)
    if answer is None or not answer.accepted:
        end_move(move=move, course=course, to=MoveState.TAKEN_BACK, on=on)
