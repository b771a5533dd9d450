"""Sending the mails to those who asked for visits: claimed, handed over, marked, as every letter is.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import Now

from samspil.delivery.actions.sending import AGAIN
from samspil.delivery.models.visit_requests import VisitLetter, VisitRequest
from samspil.delivery.rules import sending as rules
from samspil.delivery.terms.sending import LetterState
from samspil.delivery.terms.visit_requests import UNCONFIRMED, News, RequestState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit, fields, links, throttle
from samspil.trust.terms import LinkKind

S = LetterState
ENOUGH = timedelta(hours=6)
"""How long a mail waits whose address was written to often enough today."""

WANTED = {
    News.CONFIRM: (RequestState.ASKED,),
    News.ANSWER: (RequestState.PLANNED, RequestState.DECLINED, RequestState.MOVED),
}


@dataclass(frozen=True, slots=True)
class ToRequester:
    """A mail with a link to a request. Token and code exist only here and in the message."""

    letter: uuid.UUID
    news: News
    language: str
    address: str = field(repr=False)
    token: str = field(repr=False)
    code: str = field(repr=False)


def claim(*, by: Actor, at: datetime, on: date, letter_id: uuid.UUID) -> ToRequester | None:
    """Make the link that is to be sent and read where to; None where nothing goes now.

    An address that was written to often enough today waits; one that was erased is written to no more.
    Raises Missing when another worker has it.
    """
    refuse(rules.may_send(by))
    with audit.acting("delivery.claim_visit_letter", by=by, at=at) as act:
        row, request = _queued(letter_id)
        act.about(row, subject_id=request.id)
        mine = VisitLetter.objects.filter(id=row.id)
        if request.state not in WANTED[News(row.news)]:
            mine.update(state=S.DROPPED, moved_at=Now())
            return None
        try:
            address = _address(by, at, request)
        except fields.KeyGone:  # nobody can be written to; what else waits is not held up
            mine.update(state=S.DROPPED, moved_at=Now())
            return None
        if not throttle.allowed("visit_letter", address):
            mine.update(ready_at=Now() + ENOUGH)
            return None
        letter = uuid7()
        lifetime = UNCONFIRMED if row.news == News.CONFIRM else links.LASTS
        made = links.make(by=by, kind=LinkKind.VISIT_REQUEST, thing_id=request.id, lifetime=lifetime)
        mine.update(state=S.SENDING, letter=letter, link_id=made.link.id, moved_at=Now())
    return ToRequester(letter, News(row.news), request.language, address, made.token, made.code)


def hand_over(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The last moment before the message leaves: from here on it is never sent again."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.hand_over_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING)
        act.about(first, subject_id=first.request_id)
        if first.request.state not in WANTED[News(first.news)]:
            raise Missing
        rows.update(state=S.HANDING, moved_at=Now())


def mark_sent(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The message was taken."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.mark_sent", by=by, at=at) as act:
        rows, first = _letter(letter, S.HANDING)
        rows.update(state=S.SENT, sent_on=on, moved_at=Now())
        act.about(first, subject_id=first.request_id)


def give_back(*, by: Actor, at: datetime, letter: uuid.UUID) -> None:
    """The message was surely not taken, for now: it waits and is tried again."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.give_back_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING, S.HANDING)
        act.about(first, subject_id=first.request_id)
        _uncount(by, at, first)
        _again(rows, first, AGAIN)


def give_up(*, by: Actor, at: datetime, letter: uuid.UUID, is_known: bool) -> None:
    """The message was refused for good, or nobody can say whether it was taken: it is not sent again."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.give_up_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING, S.HANDING)
        if is_known:
            _close(first)
        rows.update(state=S.FAILED, moved_at=Now())
        act.about(first, subject_id=first.request_id)


def look_after(*, by: Actor, at: datetime, letter: uuid.UUID) -> bool:
    """A worker died with this letter. Whether it is tried again: only if it was surely not handed over."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.look_after_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING, S.HANDING)
        act.about(first, subject_id=first.request_id)
        again: bool = first.state == S.SENDING
        if again:
            _uncount(by, at, first)
            _again(rows, first, timedelta())
        else:
            rows.update(state=S.FAILED, moved_at=Now())
    return again


def _address(by: Actor, at: datetime, request: VisitRequest) -> str:
    """Where to write. Raises KeyGone where that was erased."""
    with audit.reading(
        by=by, purpose=by.purpose, subject=request.id, at=at, thing=request, reason="send_link"
    ):
        return fields.unseal(request, "mail")


def _uncount(by: Actor, at: datetime, first: VisitLetter) -> None:
    """A mail that surely did not leave is none of those that may be written to its address today."""
    with suppress(fields.KeyGone):
        throttle.give_back("visit_letter", _address(by, at, first.request))


def _close(first: VisitLetter) -> None:
    """Close the link of a message that never left."""
    if first.link_id is not None:
        links.close(first.link_id)


def _again(rows: Any, first: VisitLetter, after: timedelta) -> None:
    """Back into the queue, with its link closed; where a newer one waits there, that one is enough."""
    _close(first)
    waits = VisitLetter.objects.filter(request_id=first.request_id, state=S.QUEUED).exists()
    to = S.DROPPED if waits else S.QUEUED
    rows.update(state=to, letter=None, moved_at=Now(), ready_at=Now() + after)


def _queued(letter_id: uuid.UUID) -> tuple[VisitLetter, VisitRequest]:
    """The mail, held behind its request, as everything that writes both does. Raises Missing."""
    request = _held(VisitLetter.objects.filter(id=letter_id))
    rows = VisitLetter.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(id=letter_id, state=S.QUEUED).first()
    if row is None or request is None:
        raise Missing
    return row, request


def _letter(letter: uuid.UUID, *states: LetterState) -> tuple[Any, VisitLetter]:
    """The mail with this letter's key in one of these states, held behind its request. Raises Missing."""
    _held(VisitLetter.objects.filter(letter=letter))
    rows = VisitLetter.objects.filter(letter=letter, state__in=states)
    first = rows.select_for_update(of=("self",)).select_related("request").first()
    if first is None:
        raise Missing
    return VisitLetter.objects.filter(id=first.id), first


def _held(letters: Any) -> VisitRequest | None:
    request_id = letters.values_list("request_id", flat=True).first()
    rows = VisitRequest.objects.select_for_update(of=("self",))
    found: VisitRequest | None = rows.filter(id=request_id).first()
    return found
