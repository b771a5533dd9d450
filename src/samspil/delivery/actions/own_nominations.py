"""What somebody who was named for an event says of it: that they cannot come."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from samspil.delivery.actions.seat_turns import count_wish, save_nomination, wait_for_turn
from samspil.delivery.queries import training
from samspil.delivery.rules import seats as rules
from samspil.delivery.terms.training import NominationState, SeatGivenUp
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.trust import audit


def say_cannot_come(*, by: Actor, at: datetime, on: date, nomination_id: uuid.UUID) -> None:
    """Somebody gives up their own nomination, with or without a seat. Why is not asked.

    It waits for the coordinator until they have seen it; the provider's list names nobody without a seat.
    """
    with audit.acting("delivery.say_cannot_come", by=by, at=at) as act:
        wait_for_turn(training.own_nomination(by, nomination_id)[1])
        row, event = training.own_nomination(by, nomination_id, to_change=True)
        refuse(rules.may_say_no(row, event.state, event.first_on, on))
        row.state, row.because, row.said_on = NominationState.WITHDRAWN, SeatGivenUp.CANNOT_COME, on
        save_nomination(row)
        count_wish(by, row.event_id)
        act.about(row)
