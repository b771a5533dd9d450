"""What the worker sends to places that are offered visits."""

from __future__ import annotations

from datetime import date, datetime

from samspil.delivery.actions import offer_letters as actions
from samspil.delivery.actions.offer_letters import ToPlace
from samspil.delivery.queries import offers as queries
from samspil.interfaces.cli.carrying import STRANDED, first_of, looked_after, posted
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.people.terms import Role


def look_after(actor: Actor, at: datetime) -> None:
    """See to the mails that a dead worker left."""
    looked_after(actor, at, actions.LETTERS, lambda: queries.stranded(actor, STRANDED))


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one municipality, one after the other in the order drawn by lot; how many."""
    look_after(actor, at)

    def claim() -> ToPlace | None:
        wanted = first_of(queries.next_letter(actor))
        return actions.claim(by=actor, at=at, on=on, letter_id=wanted)

    def message(found: ToPlace) -> Message:
        subject, text = words.to_place(found.language, found.token, found.code, found.answer_by)
        return Message(found.letter, Role.REQUESTER, found.language, found.address, subject, text)

    return posted(actor, at, on, actions.LETTERS, claim=claim, message=message, carrier=lambda _found: mail)
