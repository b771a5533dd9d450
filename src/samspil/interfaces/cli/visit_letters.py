"""What the worker sends to those who asked for visits."""

from __future__ import annotations

from datetime import date, datetime

from samspil.delivery.actions import visit_letters as actions
from samspil.delivery.actions.visit_letters import ToRequester
from samspil.delivery.queries import visit_requests as queries
from samspil.delivery.terms.visit_requests import News
from samspil.interfaces.cli.carrying import STRANDED, first_of, looked_after, posted
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.people.terms import Role


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Send what waits in one municipality, and look after what a dead worker left; how many were taken.

    At any hour: somebody asked just now, or waits for an answer.
    """
    looked_after(actor, at, actions.LETTERS, lambda: queries.stranded(actor, STRANDED))

    def claim() -> ToRequester | None:
        wanted = first_of(queries.next_letter(actor))
        return actions.claim(by=actor, at=at, on=on, letter_id=wanted)

    def message(found: ToRequester) -> Message:
        confirms = found.news == News.CONFIRM
        subject, text = words.to_requester(found.language, found.token, found.code, confirms=confirms)
        return Message(found.letter, Role.REQUESTER, found.language, found.address, subject, text)

    return posted(actor, at, on, actions.LETTERS, claim=claim, message=message, carrier=lambda _found: mail)
