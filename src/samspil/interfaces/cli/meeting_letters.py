"""What the worker does for the groups: letters about meetings, and proposals whose time is over."""

from __future__ import annotations

import logging
from datetime import date, datetime
from functools import partial

from samspil.governance.actions import letters as actions
from samspil.governance.actions.ballots import close_ballot
from samspil.governance.queries import ballots
from samspil.governance.queries import letters as queries
from samspil.interfaces.cli.carrying import carried, settled
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")
MOST_IN_A_ROW = 3


def close_for(actor: Actor, *, at: datetime, on: date) -> int:
    """Close the office's proposals whose time is over or that everybody has answered; how many."""
    with scope(actor):
        found = ballots.to_close(actor, on=on)
    done = 0
    for one in found:
        try:
            with scope(actor):
                close_ballot(by=actor, at=at, on=on, ballot_id=one)
        except Refused:  # somebody closed it meanwhile
            continue
        done += 1
    return done


def write_for(actor: Actor, *, at: datetime, on: date) -> int:
    """Put the letters of one organisation that are due in the queue; how many."""
    with scope(actor):
        due = queries.due(actor, on=on)
        return actions.write_letters(by=actor, at=at, on=on, due=due) if due else 0


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one organisation, and look after what a dead worker left; how many were taken."""
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
        subject, text = words.to_member(found.language, found.on, found.meeting_id, invites=found.invites)
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
