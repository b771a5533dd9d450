"""Sending letters about meetings: written once, claimed, handed over and marked, as every letter is.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import Now

from samspil.delivery.actions.letters import Letters
from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.governance.models.letters import MeetingLetter, SteeringLetter
from samspil.governance.queries import letters as queries
from samspil.governance.terms.meetings import MeetingNews
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit

S = LetterState


@dataclass(frozen=True, slots=True)
class ToMember:
    """A letter to somebody who speaks for a member: about which meeting on which day."""

    letter: uuid.UUID
    role: str
    language: str
    meeting_id: uuid.UUID
    on: date
    news: MeetingNews
    address: str = field(repr=False)


def write_letters(*, by: Actor, at: datetime, on: date, due: Sequence[queries.DueLetter]) -> int:
    """Put letters that are due in the queue, each at most once; how many."""
    refuse(may_send(by))
    with audit.acting("governance.write_letters", by=by, at=at) as act:
        rows = [
            MeetingLetter(
                tenant_id=by.tenant_id,
                office_id=one.office_id,
                meeting_id=one.meeting_id,
                news=one.news,
                moves=one.moves,
                recipient_id=one.recipient_id,
                written_on=on,
            )
            for one in due
        ]
        MeetingLetter.objects.bulk_create(rows, ignore_conflicts=True)
        act.about(rows[0])
    return len(rows)


def claim(*, by: Actor, at: datetime, on: date, letter_id: uuid.UUID) -> ToMember | None:
    """Read where a letter goes; None where it is not wanted any more. Raises Missing when another has it."""
    refuse(may_send(by))
    with audit.acting("governance.claim_letter", by=by, at=at) as act:
        rows = MeetingLetter.objects.select_for_update(of=("self",), skip_locked=True)
        row = rows.select_related("recipient__account").filter(id=letter_id, state=S.QUEUED).first()
        if row is None:
            raise Missing
        act.about(row)
        mine = MeetingLetter.objects.filter(id=row.id)
        if not queries.is_still_due(row, on):
            mine.update(state=S.DROPPED, moved_at=Now())
            return None
        account = row.recipient.account
        told = ToMember(
            letter=uuid7(),
            role=row.recipient.role,
            language=account.language,
            meeting_id=row.meeting_id,
            on=queries.day_of(row),
            news=MeetingNews(row.news),
            address=account.email,
        )
        mine.update(state=S.SENDING, letter=told.letter, moved_at=Now())
    return told


class LettersToStaff(Letters):
    """What the mail does with letters that are a row each to somebody at work; none holds a link."""

    def __init__(
        self,
        model: type[MeetingLetter] | type[SteeringLetter],
        is_still_due: Callable[[Any, date], bool],
    ) -> None:
        self.model, self.is_still_due = model, is_still_due

    def hold(self, letter: uuid.UUID, *states: LetterState) -> tuple[Any, list[Any]]:
        rows: Any = self.model.objects.filter(letter=letter, state__in=states)
        row = rows.select_for_update(of=("self",)).select_related("recipient__account").first()
        if row is None:
            raise Missing
        return self.model.objects.filter(id=row.id), [row]

    def is_wanted(self, by: Actor, held: list[Any], on: date) -> bool:
        return self.is_still_due(held[0], on)

    def again(self, by: Actor, at: datetime, rows: Any, held: list[Any], after: timedelta) -> None:
        rows.update(state=S.QUEUED, letter=None, moved_at=Now(), ready_at=Now() + after)


LETTERS = LettersToStaff(MeetingLetter, queries.is_still_due)
