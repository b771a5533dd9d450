"""Sending letters about meetings: written once, claimed, handed over and marked, as every letter is.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models.functions import Now

from samspil.delivery.actions.sending import AGAIN
from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.governance.models.letters import MeetingLetter
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

    @property
    def invites(self) -> bool:
        """Whether it is the invitation and not the reminder."""
        return self.news == MeetingNews.INVITATION


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


def hand_over(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The last moment before the message leaves: from here on it is never sent again."""
    refuse(may_send(by))
    with audit.acting("governance.hand_over_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING)
        act.about(row)
        if not queries.is_still_due(row, on):
            raise Missing
        MeetingLetter.objects.filter(id=row.id).update(state=S.HANDING, moved_at=Now())


def mark_sent(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The message was taken."""
    refuse(may_send(by))
    with audit.acting("governance.mark_sent", by=by, at=at) as act:
        row = _letter(letter, S.HANDING)
        MeetingLetter.objects.filter(id=row.id).update(state=S.SENT, sent_on=on, moved_at=Now())
        act.about(row)


def give_back(*, by: Actor, at: datetime, letter: uuid.UUID) -> None:
    """The message was surely not taken, for now: it waits and is tried again."""
    refuse(may_send(by))
    with audit.acting("governance.give_back_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING, S.HANDING)
        act.about(row)
        _again(row, AGAIN)


def give_up(*, by: Actor, at: datetime, letter: uuid.UUID, is_known: bool) -> None:
    """The message was refused for good, or nobody can say whether it was taken: it is not sent again."""
    refuse(may_send(by))
    with audit.acting("governance.give_up_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING, S.HANDING)
        MeetingLetter.objects.filter(id=row.id).update(state=S.FAILED, moved_at=Now())
        act.about(row, reason="refused" if is_known else "not_known")


def look_after(*, by: Actor, at: datetime, letter: uuid.UUID) -> bool:
    """A worker died with this letter. Whether it is tried again: only if it was surely not handed over."""
    refuse(may_send(by))
    with audit.acting("governance.look_after_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING, S.HANDING)
        act.about(row)
        again: bool = row.state == S.SENDING
        if again:
            _again(row, timedelta())
        else:
            MeetingLetter.objects.filter(id=row.id).update(state=S.FAILED, moved_at=Now())
    return again


def _again(row: MeetingLetter, after: timedelta) -> None:
    rows = MeetingLetter.objects.filter(id=row.id)
    rows.update(state=S.QUEUED, letter=None, moved_at=Now(), ready_at=Now() + after)


def _letter(letter: uuid.UUID, *states: LetterState) -> MeetingLetter:
    """The letter with this key in one of these states, held. Raises Missing."""
    rows = MeetingLetter.objects.filter(letter=letter, state__in=states)
    row = rows.select_for_update(of=("self",)).select_related("recipient__account").first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]
