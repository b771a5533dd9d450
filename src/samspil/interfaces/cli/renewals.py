"""What the worker sends to those whose training certificate ends soon: one mail, and only by day."""

from __future__ import annotations

import logging
import uuid
from datetime import date, datetime

from samspil.delivery.actions import renewals as actions
from samspil.delivery.queries.renewals import to_tell
from samspil.interfaces.cli.carrying import MOST_IN_A_ROW
from samspil.interfaces.sending import words
from samspil.interfaces.sending.shape import Message, NotNow, Sender
from samspil.kernel.actor import Actor
from samspil.trust.scope import scope

log = logging.getLogger("samspil.worker")


def post_for(actor: Actor, at: datetime, on: date, mail: Sender) -> int:
    """Tell everyone in one municipality who is to be told; how many messages were taken.

    It is written down before it is sent. So nobody is told twice, and whoever the carrier lost still finds
    it on their own page, and their coordinator on the list.
    """
    with scope(actor):
        waiting = to_tell(actor, on=on)
    sent = failed = 0
    for certificate_id in waiting:
        if failed >= MOST_IN_A_ROW:
            break
        taken = _told(actor, at, on, mail, certificate_id)
        sent, failed = sent + taken, 0 if taken else failed + 1
    return sent


def _told(actor: Actor, at: datetime, on: date, mail: Sender, certificate_id: uuid.UUID) -> bool:
    with scope(actor):
        found = actions.tell_of_renewal(by=actor, at=at, on=on, certificate_id=certificate_id)
    if found is None:
        return False
    subject, text = words.to_holder(found.language)
    message = Message(certificate_id, found.role, found.language, found.address, subject, text)
    try:
        mail.send(message, leaving=lambda: None)
    except NotNow:
        log.warning("sending: letter %s waits (NotNow)", certificate_id)
        with scope(actor):
            actions.not_told(by=actor, at=at, certificate_id=certificate_id)
        return False
    except Exception as problem:  # whatever it was, it is not sent again
        log.error("sending: letter %s was not taken (%s)", certificate_id, type(problem).__name__)
        return False
    return True
