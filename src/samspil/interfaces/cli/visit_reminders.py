"""What the worker sends before a visit: to those who go, and to the one who asked for it."""

from __future__ import annotations

import logging
from datetime import date, datetime
from functools import partial

from samspil.delivery.actions import visit_reminders as actions
from samspil.delivery.queries import visit_reminders as queries
from samspil.interfaces.cli.carrying import carried, settled
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.terms import Role
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")
MOST_IN_A_ROW = 3


def write_for(actor: Actor, *, at: datetime, on: date) -> int:
    """Put the reminders of visits that are due in one municipality in the queue; how many."""
    with scope(actor):
        due = queries.due(actor, on=on)
        return actions.write_visit_reminders(by=actor, at=at, on=on, due=due) if due else 0


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one municipality, and look after what a dead worker left; how many were taken."""
    _look_after(actor, at)
    sent = failed = 0
    while failed < MOST_IN_A_ROW:
        with scope(actor):
            wanted = queries.next_reminder(actor)
        if wanted is None:
            return sent
        try:
            with scope(actor):
                found = actions.claim(by=actor, at=at, on=on, reminder_id=wanted)
        except Missing:
            return sent  # another worker has it
        if found is None:
            continue
        say = words.to_visitor if found.role == Role.ROLE_MODEL else words.to_visited
        subject, text = say(found.language, found.on, found.at)
        message = Message(found.letter, found.role, found.language, found.address, subject, text)
        taken = carried(actor, at, on, mail, message, actions)
        sent, failed = sent + taken, 0 if taken else failed + 1
    return sent


def _look_after(actor: Actor, at: datetime) -> None:
    with scope(actor):
        found = queries.stranded(actor)
    for letter in found:
        again = settled(actor, partial(actions.look_after, by=actor, at=at, letter=letter))
        log.warning("sending: letter %s was left behind; %s", letter, "queued" if again else "not sent again")
