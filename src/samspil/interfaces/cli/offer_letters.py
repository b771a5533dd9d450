"""What the worker sends to places that are offered visits."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from functools import partial

from samspil.delivery.actions import offer_letters as actions
from samspil.delivery.queries import offers as queries
from samspil.interfaces.cli.carrying import carried, settled
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.terms import Role
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")
MOST_IN_A_ROW = 3
STRANDED = timedelta(minutes=10)


def look_after(actor: Actor, at: datetime) -> None:
    """See to the mails that a dead worker left."""
    with scope(actor):
        found = queries.stranded(actor, STRANDED)
    for letter in found:
        again = settled(actor, partial(actions.look_after, by=actor, at=at, letter=letter))
        log.warning("sending: letter %s was left behind; %s", letter, "queued" if again else "not sent again")


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one municipality, one after the other in the order drawn by lot; how many."""
    look_after(actor, at)
    sent = failed = 0
    while failed < MOST_IN_A_ROW:
        with scope(actor):
            wanted = queries.next_letter(actor)
        if wanted is None:
            return sent
        try:
            with scope(actor):
                found = actions.claim(by=actor, at=at, on=on, letter_id=wanted)
        except Missing:
            return sent  # another worker has it
        if found is None:
            continue
        subject, text = words.to_place(found.language, found.token, found.code, found.answer_by)
        message = Message(found.letter, Role.REQUESTER, found.language, found.address, subject, text)
        taken = carried(actor, at, on, mail, message, actions)
        sent, failed = sent + taken, 0 if taken else failed + 1
    return sent
