"""What the worker does for the groups: letters about meetings, and proposals whose time is over."""

from __future__ import annotations

from datetime import date, datetime

from samspil.governance.actions import letters as actions
from samspil.governance.actions.ballots import close_ballot
from samspil.governance.actions.letters import ToMember
from samspil.governance.queries import ballots
from samspil.governance.queries import letters as queries
from samspil.interfaces.cli.carrying import first_of, looked_after, posted
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refused
from samspil.trust.scope import scope


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
    looked_after(actor, at, actions.LETTERS, lambda: queries.stranded(actor))

    def claim() -> ToMember | None:
        wanted = first_of(queries.next_letter(actor))
        return actions.claim(by=actor, at=at, on=on, letter_id=wanted)

    def message(found: ToMember) -> Message:
        subject, text = words.to_member(found.language, found.on, found.meeting_id, news=found.news)
        return Message(found.letter, found.role, found.language, found.address, subject, text)

    return posted(actor, at, on, actions.LETTERS, claim=claim, message=message, carrier=lambda _found: mail)
