"""What the worker does for whoever answers and whoever sees to something: neutral letters, each sent once."""

from __future__ import annotations

from datetime import date, datetime

from samspil.governance.actions import steering_letters as actions
from samspil.governance.actions.steering_letters import ToSpeaker
from samspil.governance.queries import steering_letters as queries
from samspil.interfaces.cli.carrying import first_of, looked_after, posted
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.trust.scope import scope


def write_for(actor: Actor, *, at: datetime, on: date) -> int:
    """Put the letters of one organisation that are due in the queue; how many."""
    with scope(actor):
        due = queries.due(actor, on=on)
        return actions.write_letters(by=actor, at=at, on=on, due=due) if due else 0


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one organisation, and look after what a dead worker left; how many were taken."""
    looked_after(actor, at, actions.LETTERS, lambda: queries.stranded(actor))

    def claim() -> ToSpeaker | None:
        wanted = first_of(queries.next_letter(actor))
        return actions.claim(by=actor, at=at, on=on, letter_id=wanted)

    def message(found: ToSpeaker) -> Message:
        subject, text = words.to_speaker(found.language, found.by_day, found.page_id, news=found.news)
        return Message(found.letter, found.role, found.language, found.address, subject, text)

    return posted(actor, at, on, actions.LETTERS, claim=claim, message=message, carrier=lambda _found: mail)
