"""What the worker sends before a visit: to those who go, and to the one who asked for it."""

from __future__ import annotations

from datetime import date, datetime

from samspil.delivery.actions import visit_reminders as actions
from samspil.delivery.actions.visit_reminders import ToRemind
from samspil.delivery.queries import visit_reminders as queries
from samspil.interfaces.cli.carrying import first_of, looked_after, posted
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.people.terms import Role
from samspil.trust.scope import scope


def write_for(actor: Actor, *, at: datetime, on: date) -> int:
    """Put the reminders of visits that are due in one municipality in the queue; how many."""
    with scope(actor):
        due = queries.due(actor, on=on)
        return actions.write_visit_reminders(by=actor, at=at, on=on, due=due) if due else 0


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one municipality, and look after what a dead worker left; how many were taken."""
    looked_after(actor, at, actions.LETTERS, lambda: queries.stranded(actor))

    def claim() -> ToRemind | None:
        wanted = first_of(queries.next_reminder(actor))
        return actions.claim(by=actor, at=at, on=on, reminder_id=wanted)

    def message(found: ToRemind) -> Message:
        say = words.to_visitor if found.role == Role.ROLE_MODEL else words.to_visited
        subject, text = say(found.language, found.on, found.at)
        return Message(found.letter, found.role, found.language, found.address, subject, text)

    return posted(actor, at, on, actions.LETTERS, claim=claim, message=message, carrier=lambda _found: mail)
