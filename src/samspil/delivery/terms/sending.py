"""The words of what goes out by mail or text message: how far it is, and by which way."""

from __future__ import annotations

from enum import StrEnum

from samspil.delivery.terms.courses import RUNNING, CourseState


class LetterState(StrEnum):
    """How far something that goes out is. What is handed over is never sent a second time."""

    QUEUED = "queued"
    SENDING = "sending"
    HANDING = "handing"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


CLAIMED = (LetterState.SENDING, LetterState.HANDING, LetterState.SENT, LetterState.FAILED)
"""It has a letter of its own, whose key is the message's own id."""

UNDER_WAY = (LetterState.QUEUED, LetterState.SENDING, LetterState.HANDING)


class Way(StrEnum):
    """By which way a link goes to the person."""

    MAIL = "mail"
    SMS = "sms"


WAY_OF = {"email": Way.MAIL, "text_message": Way.SMS}
"""The way that goes with what the person chose (the concept file's contact channels); no other has one."""


REMINDED_BY_HOLDER = tuple(state for state in RUNNING if state != CourseState.PAUSED)
"""Where whoever holds the course is reminded. A course that rests is left in peace."""
