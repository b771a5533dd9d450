"""Packing what goes along with a person who moves. Inside `trust.audit.reading` for that person only."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from samspil.delivery.models.courses import Course
from samspil.delivery.models.measurements import AnswerSheet, Sharing
from samspil.delivery.models.moves import EarlierAnswer, Move
from samspil.delivery.queries.courses import own_goals
from samspil.delivery.queries.moves import Packet
from samspil.delivery.terms.courses import Recipient
from samspil.delivery.terms.matching import MoveState
from samspil.kernel.actor import Actor
from samspil.people.actions.moving import CARRIED
from samspil.people.models.people import Consent, Identity
from samspil.trust import audit, fields


def packed(course: Course, *, takes_answers: bool) -> Packet:
    """Purpose, own goals, agreed minutes, language, start of the series, yeses; answers if the person wants.

    No meeting, no tasks, no need, no decision, and nobody's name.
    """
    assert course.person_id is not None
    assert course.started_on is not None
    goals = own_goals(course).order_by("number")
    yeses = Consent.objects.filter(
        person_id=course.person_id, purpose__in=CARRIED, withdrawn_on__isnull=True
    ).order_by("purpose", "capacity")
    return Packet(
        concept_id=course.concept_id,
        intervention=course.intervention,
        purpose=fields.unseal(course, "purpose"),
        goals=tuple(
            {
                "words": fields.unseal(one, "words"),
                "notice": fields.unseal(one, "notice"),
                "now": one.now,
                "wanted": one.wanted,
            }
            for one in goals
        ),
        agreed_minutes=course.agreed_minutes,
        language=_language(course.person_id),
        series_from=course.series_from or course.started_on,
        consents=tuple(
            {
                "purpose": one.purpose,
                "capacity": one.capacity,
                "text_version": one.text_version,
                "language": one.language,
                "method": one.method,
                "given_on": one.given_on.isoformat(),
            }
            for one in yeses
        ),
        answers=_answers(course) if takes_answers else (),
    )


def repack(*, by: Actor, at: datetime, course: Course) -> None:
    """Pack anew for a move that is open: the person decided something else about what goes along.

    Called by an action that is open. Where the other municipality has said yes, it holds the packet already.
    """
    move = Move.objects.filter(course_id=course.id, state=MoveState.PROPOSED).first()
    if move is None:
        return
    assert course.person_id is not None
    with audit.reading(by=by, purpose=by.purpose, subject=course.person_id, at=at, thing=move):
        before = Packet.heard(fields.unseal(move, "packet"))
        fields.seal(move, packet=packed(course, takes_answers=bool(before.answers)).told())
    move.save(update_fields=["packet"])


def who_packed(person_id: uuid.UUID) -> str:
    """Who the person is and how to reach them, for the municipality that says yes."""
    row = Identity.objects.get(person_id=person_id)
    return json.dumps(
        {
            "name": fields.unseal(row, "name"),
            "channel": row.channel,
            "contact": fields.unseal(row, "contact"),
            "born": fields.unseal(row, "born"),
            "language": row.language,
        }
    )


def _answers(course: Course) -> tuple[dict[str, Any], ...]:
    """Every sheet that was handed in, those from still further back first, with whom it was shown to."""
    shown = set(
        Sharing.objects.filter(person_id=course.person_id, withdrawn_on__isnull=True).values_list(
            "measurement_id", "recipient"
        )
    )
    earlier = [
        _told(one, one.answered_on, fields.unseal(one, "answers"), one.for_mentor, one.for_coordinator)
        for one in EarlierAnswer.objects.filter(course_id=course.id).order_by("answered_on", "id")
    ]
    sheets = AnswerSheet.objects.filter(
        measurement__course_id=course.id, submitted_at__isnull=False
    ).select_related("measurement")
    own = [
        _told(
            one.measurement,
            one.measurement.answered_on,
            fields.unseal(one, "answers"),
            (one.measurement_id, Recipient.MENTOR.value) in shown,
            (one.measurement_id, Recipient.COORDINATOR.value) in shown,
        )
        for one in sheets.order_by("measurement__due_on", "id")
    ]
    return (*earlier, *own)


def _told(asked: Any, day: Any, values: str, for_mentor: bool, for_coordinator: bool) -> dict[str, Any]:
    return {
        "key": asked.key,
        "instrument": asked.instrument,
        "instrument_version": asked.instrument_version,
        "answered_on": day.isoformat(),
        "values": json.loads(values),
        "for_mentor": for_mentor,
        "for_coordinator": for_coordinator,
    }


def _language(person_id: uuid.UUID) -> str:
    row = Identity.objects.filter(person_id=person_id).values_list("language", flat=True).first()
    return row or "da"
