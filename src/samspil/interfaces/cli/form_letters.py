"""What the worker sends to those who have not answered a form after a visit or a course: once, by day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from samspil.delivery.actions import form_reminders as actions
from samspil.delivery.actions.form_reminders import ToAsked
from samspil.delivery.queries import form_reminders as queries
from samspil.interfaces.cli.carrying import carried, settled
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")
MOST_IN_A_ROW = 3
STRANDED = timedelta(minutes=10)


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Remind everyone in one municipality who is to be reminded; how many messages were taken.

    What a dead worker left is looked after first.
    """
    with scope(actor):
        found = queries.stranded(actor, STRANDED)
    for letter in found:
        again = settled(actor, partial(actions.look_after, by=actor, at=at, letter=letter))
        log.warning("sending: letter %s was left behind; %s", letter, "queued" if again else "not sent again")

    def of_staff() -> ToAsked | None:
        appointment_id = queries.next_of_staff(actor, on=on)
        if appointment_id is None:
            raise Missing
        return actions.claim_for_staff(by=actor, at=at, on=on, appointment_id=appointment_id)

    def of_teachers() -> ToAsked | None:
        form_id = queries.next_of_teachers(actor, on=on)
        if form_id is None:
            raise Missing
        return actions.claim_for_teacher(by=actor, at=at, on=on, form_id=form_id)

    return sum(_posted(actor, at, on, mail, claim) for claim in (of_staff, of_teachers))


def _posted(actor: Actor, at: datetime, on: date, mail: Sender, claim: Callable[[], ToAsked | None]) -> int:
    """Claim and send until nothing is left, another worker has it, or the carrier takes nothing."""
    sent = failed = 0
    while failed < MOST_IN_A_ROW:
        try:
            with scope(actor):
                found = claim()
        except Missing:
            break
        if found is None:
            continue
        subject, text = (
            words.to_teacher(found.language, found.token) if found.token else words.to_staff(found.language)
        )
        message = Message(found.letter, found.role, found.language, found.address, subject, text)
        taken = carried(actor, at, on, mail, message, actions)
        sent, failed = sent + taken, 0 if taken else failed + 1
    return sent
