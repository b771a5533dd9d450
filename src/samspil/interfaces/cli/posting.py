"""What the worker sends: reminders that are due, written and posted, and links that were asked for.

Each letter is three transactions with the carrier in between: claimed, handed over, marked. None is open
while the carrier is talked to.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from samspil.delivery.actions import sending as actions
from samspil.delivery.actions.sending import ToPerson, ToStaff
from samspil.delivery.queries import sending as queries
from samspil.delivery.rules.sending import is_day
from samspil.delivery.terms.sending import Way
from samspil.interfaces.cli import (
    form_letters,
    meeting_letters,
    offer_letters,
    renewals,
    rounds,
    steering_letters,
    visit_letters,
    visit_reminders,
)
from samspil.interfaces.cli.carrying import first_of, looked_after, posted
from samspil.interfaces.cli.rounds import actors
from samspil.interfaces.sending import words
from samspil.interfaces.sending.choosing import sender
from samspil.interfaces.sending.shape import Message, Sender
from samspil.kernel.actor import Actor
from samspil.people.terms import OrganisationKind
from samspil.trust.scope import scope

BATCH_S = 120
SPEAKING = tuple(one for one in OrganisationKind if one != OrganisationKind.AUDITOR)
"""Every kind of organisation that can have a seat in a group."""


def hourly(*, at: datetime, on: date) -> tuple[int, int]:
    """The hourly round: finish moves to other municipalities and issue certificates, then open and close
    measurement windows and put reminders that are due in the queue; drop spreadsheets nobody took in and
    requests for visits whose time is over. How
    many courses, reminders.
    """
    rounds.drop_expired(at=at)
    rounds.drop_unconfirmed(at=at)
    rounds.erase_old_requests(at=at, on=on)
    rounds.settle_moves(at=at, on=on)
    rounds.issue_certificates(at=at, on=on)
    for actor in actors(OrganisationKind.PROGRAMME_OFFICE):
        meeting_letters.close_for(actor, at=at, on=on)
    try:
        tended = rounds.tend(at=at, on=on)
    finally:  # a course that cannot be tended keeps nobody else from being reminded
        reminded = write_reminders(at=at, on=on)
    return tended, reminded


def write_reminders(*, at: datetime, on: date) -> int:
    """Put every reminder that is due in the queue, in batches: of measurements and of visits; how many."""
    done = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        done += write_for(actor, at=at, on=on) + visit_reminders.write_for(actor, at=at, on=on)
    for kind in SPEAKING:
        for actor in actors(kind):
            done += meeting_letters.write_for(actor, at=at, on=on)
            done += steering_letters.write_for(actor, at=at, on=on)
    return done


def write_for(actor: Actor, *, at: datetime, on: date) -> int:
    """The same for one municipality, each batch in its own transaction."""
    with scope(actor, lifetime_s=BATCH_S):
        due = queries.due(actor, on=on)
    done = 0
    for first in range(0, len(due), queries.BATCH):
        with scope(actor, lifetime_s=BATCH_S):
            batch = due[first : first + queries.BATCH]
            done += actions.write_reminders(by=actor, at=at, on=on, due=batch)
    return done


def post(*, at: datetime, on: date) -> int:
    """Send what is queued, and look after what a dead worker left; how many messages were taken.

    Links go at any hour, for somebody asked for them just now; reminders and offers wait for the day.
    """
    sent = 0
    for actor in actors(OrganisationKind.MUNICIPALITY):
        looked_after(actor, at, actions.LETTERS, partial(queries.stranded, actor))
        sent += _links(actor, at, on)
        mail = sender(Way.MAIL)
        if mail is not None:
            sent += visit_letters.post_for(actor, at, on, mail)
        if mail is not None and is_day(at):
            sent += offer_letters.post_for(actor, at, on, mail)
            sent += _reminders(actor, at, on, mail)
            sent += renewals.post_for(actor, at, on, mail)
            sent += visit_reminders.post_for(actor, at, on, mail)
            sent += form_letters.post_for(actor, at, on, mail)
    return sent + post_meetings(at=at, on=on)


def post_meetings(*, at: datetime, on: date) -> int:
    """Send the letters of steering, by day, to every organisation that can have a seat."""
    mail = sender(Way.MAIL)
    if mail is None or not is_day(at):
        return 0
    found = [actor for kind in SPEAKING for actor in actors(kind)]
    kinds = (meeting_letters, steering_letters)
    return sum(one.post_for(actor, at, on, mail) for actor in found for one in kinds)


def _reminders(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    def claim() -> ToStaff | None:
        recipient = first_of(queries.next_recipient(actor))
        return actions.claim_reminders(by=actor, at=at, on=on, recipient_id=recipient)

    def message(found: ToStaff) -> Message:
        subject, text = words.to_staff(found.language)
        return Message(found.letter, found.role, found.language, found.address, subject, text)

    return posted(actor, at, on, actions.LETTERS, claim=claim, message=message, carrier=lambda _found: mail)


def _links(actor: Actor, at: datetime, on: date) -> int:
    def claim() -> ToPerson | None:
        wanted = first_of(queries.next_link(actor))
        return actions.claim_link(by=actor, at=at, on=on, link_letter_id=wanted)

    def message(found: ToPerson) -> Message:
        subject, text = words.to_person(found.language, found.token)
        subject = subject if found.way == Way.MAIL else ""
        return Message(found.letter, "link_holder", found.language, found.address, subject, text)

    return posted(
        actor,
        at,
        on,
        actions.LETTERS,
        claim=claim,
        message=message,
        carrier=lambda found: sender(found.way),
    )
