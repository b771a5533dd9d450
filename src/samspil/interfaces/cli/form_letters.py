"""What the worker sends to those who have not answered a form after a visit or a course: once, by day."""

from __future__ import annotations

from datetime import date, datetime

from samspil.delivery.actions import form_reminders as actions
from samspil.delivery.actions.form_reminders import ToAsked
from samspil.delivery.queries import form_reminders as queries
from samspil.interfaces.cli.carrying import STRANDED, first_of, looked_after, posted
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Remind everyone in one municipality who is to be reminded; how many messages were taken.

    What a dead worker left is looked after first.
    """
    looked_after(actor, at, actions.LETTERS, lambda: queries.stranded(actor, STRANDED))

    def of_staff() -> ToAsked | None:
        wanted = first_of(queries.next_of_staff(actor, on=on))
        return actions.claim_for_staff(by=actor, at=at, on=on, appointment_id=wanted)

    def of_teachers() -> ToAsked | None:
        wanted = first_of(queries.next_of_teachers(actor, on=on))
        return actions.claim_for_teacher(by=actor, at=at, on=on, form_id=wanted)

    return sum(
        posted(actor, at, on, actions.LETTERS, claim=claim, message=_message, carrier=lambda _found: mail)
        for claim in (of_staff, of_teachers)
    )


def _message(found: ToAsked) -> Message:
    is_link = bool(found.token)
    subject, text = (
        words.to_teacher(found.language, found.token) if is_link else words.to_staff(found.language)
    )
    return Message(found.letter, found.role, found.language, found.address, subject, text)
