"""Sending letters about decisions in writing and barriers: written once, claimed, handed over and marked.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models.functions import Now

from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.governance.actions.letters import LettersToStaff
from samspil.governance.models.letters import SteeringLetter
from samspil.governance.queries import steering_letters as queries
from samspil.governance.terms.letters import SteeringNews
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit

S = LetterState


@dataclass(frozen=True, slots=True)
class ToSpeaker:
    """A letter to somebody who speaks for an organisation: what it tells, by which day, on which page."""

    letter: uuid.UUID
    role: str
    language: str
    news: SteeringNews
    page_id: uuid.UUID
    by_day: date
    address: str = field(repr=False)


def write_letters(*, by: Actor, at: datetime, on: date, due: Sequence[queries.DueNotice]) -> int:
    """Put letters that are due in the queue, each at most once; how many."""
    refuse(may_send(by))
    with audit.acting("governance.write_letters", by=by, at=at) as act:
        rows = [
            SteeringLetter(
                tenant_id=by.tenant_id,
                office_id=one.office_id,
                about_id=one.about_id,
                news=one.news,
                recipient_id=one.recipient_id,
                written_on=on,
            )
            for one in due
        ]
        SteeringLetter.objects.bulk_create(rows, ignore_conflicts=True)
        act.about(rows[0])
    return len(rows)


def claim(*, by: Actor, at: datetime, on: date, letter_id: uuid.UUID) -> ToSpeaker | None:
    """Read where a letter goes; None where it is not wanted any more. Raises Missing when another has it."""
    refuse(may_send(by))
    with audit.acting("governance.claim_letter", by=by, at=at) as act:
        rows = SteeringLetter.objects.select_for_update(of=("self",), skip_locked=True)
        row = rows.select_related("recipient__account").filter(id=letter_id, state=S.QUEUED).first()
        if row is None:
            raise Missing
        act.about(row)
        mine = SteeringLetter.objects.filter(id=row.id)
        about = queries.wanted(row, on)
        if about is None:
            mine.update(state=S.DROPPED, moved_at=Now())
            return None
        account = row.recipient.account
        told = ToSpeaker(
            letter=uuid7(),
            role=row.recipient.role,
            language=account.language,
            news=about.news,
            page_id=about.page_id,
            by_day=about.by_day,
            address=account.email,
        )
        mine.update(state=S.SENDING, letter=told.letter, moved_at=Now())
    return told


LETTERS = LettersToStaff(SteeringLetter, lambda row, on: queries.wanted(row, on) is not None)
