"""What the worker sends to those who asked for visits."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from functools import partial

from samspil.delivery.actions import visit_letters as actions
from samspil.delivery.queries import visit_requests as queries
from samspil.delivery.terms.visit_requests import News
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


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one municipality, and look after what a dead worker left; how many were taken.

    At any hour: somebody asked just now, or waits for an answer.
    """
    _look_after(actor, at)
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
        subject, text = words.to_requester(
            found.language, found.token, found.code, confirms=found.news == News.CONFIRM
        )
        message = Message(found.letter, Role.REQUESTER, found.language, found.address, subject, text)
        taken = carried(actor, at, on, mail, message, actions)
        sent, failed = sent + taken, 0 if taken else failed + 1
    return sent


def _look_after(actor: Actor, at: datetime) -> None:
    with scope(actor):
        found = queries.stranded(actor, STRANDED)
    for letter in found:
        again = settled(actor, partial(actions.look_after, by=actor, at=at, letter=letter))
        log.warning("sending: letter %s was left behind; %s", letter, "queued" if again else "not sent again")
