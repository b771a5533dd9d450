"""Writing calendar feeds: a secret address for one appointment, replaced or taken back at any time."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.people.queries import people as queries
from samspil.people.queries.feeds import FEED
from samspil.people.rules import feeds as rules
from samspil.trust import audit, links

LIFETIME = timedelta(days=180)


def make_feed(*, by: Actor, at: datetime, on: date, appointment_id: uuid.UUID) -> links.Made:
    """Make the address of the actor's own feed; an earlier one stops working at once.

    It works for half a year by the database's clock, and only as long as the appointment holds.
    """
    refuse(rules.may_have_feed(by))
    post = _own(by, appointment_id, on)
    with audit.acting("people.make_feed", by=by, at=at) as act:
        audit.hold(post.id)  # two taps make one address after the other, never both
        made = links.make(by=by, kind=FEED, thing_id=post.id, lifetime=LIFETIME, with_code=False)
        act.about(made.link)
    return made


def revoke_feed(*, by: Actor, at: datetime, on: date, appointment_id: uuid.UUID) -> None:
    """Take the actor's own feed back: the calendar's next question finds nothing."""
    post = _own(by, appointment_id, on)
    with audit.acting("people.revoke_feed", by=by, at=at) as act:
        links.revoke(by=by, thing_id=post.id, kind=FEED)
        act.about(queries.appointment(by, post.id))


def _own(by: Actor, appointment_id: uuid.UUID, on: date) -> queries.Post:
    """The actor's own appointment in the role that acts. Raises Missing."""
    if by.account_id is None:
        raise Missing
    post = queries.post(appointment_id, account_id=by.account_id, on=on)
    if post.role != by.role:
        raise Missing
    return post
