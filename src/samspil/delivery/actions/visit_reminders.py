"""Reminding of visits: written once, claimed, handed over and marked, as every letter is.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models.functions import Now

from samspil.delivery.actions.letters import ENOUGH, Letters
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


class _VisitReminders(Letters):
    """Reminders of visits; none holds a link."""

    def hold(self, letter: uuid.UUID, *states: LetterState) -> tuple[Any, list[Any]]:
        rows = VisitReminder.objects.filter(letter=letter, state__in=states)
        row = rows.select_for_update(of=("self",)).select_related(*WITH).first()
        if row is None:
            raise Missing
        return VisitReminder.objects.filter(id=row.id), [row]

    def is_wanted(self, by: Actor, held: list[VisitReminder], on: date) -> bool:
        return queries.is_still_due(held[0], on)

    def again(self, by: Actor, at: datetime, rows: Any, held: list[VisitReminder], after: timedelta) -> None:
        """Back into the queue; where the visit is another day by now, it is told of no more."""
        row = held[0]
        if row.request is not None:
            with suppress(fields.KeyGone):
                throttle.give_back("visit_letter", _address(by, at, row.request))
        to = S.DROPPED if row.overtaken else S.QUEUED
        rows.update(state=to, letter=None, moved_at=Now(), ready_at=Now() + after)


LETTERS = _VisitReminders()
