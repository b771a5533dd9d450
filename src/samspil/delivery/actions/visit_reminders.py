"""Reminding of visits: written once, claimed, handed over and marked, as every letter is.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models.functions import Now

from samspil.delivery.actions.sending import AGAIN
from samspil.delivery.models.series import Visit
from samspil.delivery.models.visit_reminders import VisitReminder
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.delivery.queries import visit_reminders as queries
from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.sending import LetterState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.people.queries import people
from samspil.people.terms import Role
from samspil.trust import audit, fields, throttle

S = LetterState
ENOUGH = timedelta(hours=6)
"""How long a reminder waits whose address was written to often enough today."""

WITH = ("visit__series", "place__appointment__account", "request")


@dataclass(frozen=True, slots=True)
class ToRemind:
    """A letter to one of a visit's pair or to whoever asked for it: when it is, and nothing more."""

    letter: uuid.UUID
    role: str
    language: str
    on: date
    at: time
    address: str = field(repr=False)


def write_visit_reminders(*, by: Actor, at: datetime, on: date, due: Sequence[queries.DueVisit]) -> int:
    """Put reminders of visits that are due in the queue, each at most once; how many.

    One that was dropped and is due again, as when a place says yes after all, goes back into the queue.
    """
    refuse(may_send(by))
    with audit.acting("delivery.write_visit_reminders", by=by, at=at) as act:
        now = datetime.fromtimestamp(people.seconds_now(), UTC)
        VisitReminder.objects.bulk_create(
            [
                VisitReminder(
                    tenant_id=by.tenant_id,
                    visit_id=one.visit_id,
                    place_id=one.place_id,
                    request_id=one.request_id,
                    days_before=one.days_before,
                    written_on=on,
                    moved_at=now,
                    ready_at=now,
                )
                for one in due
            ],
            ignore_conflicts=True,
        )
        wanted = {one.key for one in due}
        dropped = VisitReminder.objects.filter(
            state=S.DROPPED, overtaken=False, visit_id__in={one.visit_id for one in due}
        )
        told = dropped.values_list("id", "visit_id", "place_id", "request_id", "days_before")
        again = [key for key, *what in told if tuple(what) in wanted]
        dropped.filter(id__in=again).update(state=S.QUEUED, moved_at=Now(), ready_at=Now(), written_on=on)
        act.about(Visit(id=due[0].visit_id))
    return len(wanted)


def claim(*, by: Actor, at: datetime, on: date, reminder_id: uuid.UUID) -> ToRemind | None:
    """Read where a reminder goes; None where it is not wanted any more, or waits for its address.

    Raises Missing when another worker has it.
    """
    refuse(may_send(by))
    with audit.acting("delivery.claim_visit_reminder", by=by, at=at) as act:
        rows = VisitReminder.objects.select_for_update(of=("self",), skip_locked=True)
        row = rows.select_related(*WITH).filter(id=reminder_id, state=S.QUEUED).first()
        if row is None:
            raise Missing
        act.about(row)
        mine = VisitReminder.objects.filter(id=row.id)
        told = _told(by, at, on, row)
        if told is None:
            mine.update(state=S.DROPPED, moved_at=Now())
            return None
        if row.request is not None and not throttle.allowed("visit_letter", told.address):
            mine.update(ready_at=Now() + ENOUGH)
            return None
        mine.update(state=S.SENDING, letter=told.letter, moved_at=Now())
    return told


def hand_over(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The last moment before the message leaves: from here on it is never sent again."""
    refuse(may_send(by))
    with audit.acting("delivery.hand_over_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING)
        act.about(row)
        if not queries.is_still_due(row, on):
            raise Missing
        VisitReminder.objects.filter(id=row.id).update(state=S.HANDING, moved_at=Now())


def mark_sent(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The message was taken."""
    refuse(may_send(by))
    with audit.acting("delivery.mark_sent", by=by, at=at) as act:
        row = _letter(letter, S.HANDING)
        VisitReminder.objects.filter(id=row.id).update(state=S.SENT, sent_on=on, moved_at=Now())
        act.about(row)


def give_back(*, by: Actor, at: datetime, letter: uuid.UUID) -> None:
    """The message was surely not taken, for now: it waits and is tried again."""
    refuse(may_send(by))
    with audit.acting("delivery.give_back_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING, S.HANDING)
        act.about(row)
        _again(by, at, row, AGAIN)


def give_up(*, by: Actor, at: datetime, letter: uuid.UUID, is_known: bool) -> None:
    """The message was refused for good, or nobody can say whether it was taken: it is not sent again."""
    refuse(may_send(by))
    with audit.acting("delivery.give_up_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING, S.HANDING)
        VisitReminder.objects.filter(id=row.id).update(state=S.FAILED, moved_at=Now())
        act.about(row, reason="refused" if is_known else "not_known")


def look_after(*, by: Actor, at: datetime, letter: uuid.UUID) -> bool:
    """A worker died with this letter. Whether it is tried again: only if it was surely not handed over."""
    refuse(may_send(by))
    with audit.acting("delivery.look_after_letter", by=by, at=at) as act:
        row = _letter(letter, S.SENDING, S.HANDING)
        act.about(row)
        again: bool = row.state == S.SENDING
        if again:
            _again(by, at, row, timedelta())
        else:
            VisitReminder.objects.filter(id=row.id).update(state=S.FAILED, moved_at=Now())
    return again


def _told(by: Actor, at: datetime, on: date, row: VisitReminder) -> ToRemind | None:
    """Who is told and where; None where nobody is to be told, or whose address was erased."""
    if not queries.is_still_due(row, on):
        return None
    when = {"letter": uuid7(), "on": row.visit.on, "at": row.visit.at}
    if row.place is not None:
        account = row.place.appointment.account
        return ToRemind(role=Role.ROLE_MODEL, language=account.language, address=account.email, **when)
    try:
        address = _address(by, at, row.request)
    except fields.KeyGone:
        return None
    return ToRemind(role=Role.REQUESTER, language=row.request.language, address=address, **when)


def _address(by: Actor, at: datetime, request: VisitRequest) -> str:
    """Where to write. Raises KeyGone where that was erased."""
    with audit.reading(
        by=by, purpose=by.purpose, subject=request.id, at=at, thing=request, reason="send_link"
    ):
        return fields.unseal(request, "mail")


def _again(by: Actor, at: datetime, row: VisitReminder, after: timedelta) -> None:
    """Back into the queue; where the visit is another day by now, it is told of no more."""
    if row.request is not None:
        with suppress(fields.KeyGone):
            throttle.give_back("visit_letter", _address(by, at, row.request))
    to = S.DROPPED if row.overtaken else S.QUEUED
    VisitReminder.objects.filter(id=row.id).update(
        state=to, letter=None, moved_at=Now(), ready_at=Now() + after
    )


def _letter(letter: uuid.UUID, *states: LetterState) -> VisitReminder:
    """The reminder with this letter's key in one of these states, held. Raises Missing."""
    rows = VisitReminder.objects.filter(letter=letter, state__in=states)
    row = rows.select_for_update(of=("self",)).select_related(*WITH).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]
