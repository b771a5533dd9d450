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

from samspil.delivery.actions.letters import ENOUGH, Letters
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


def _address(by: Actor, at: datetime, request: VisitRequest) -> str:
    """Where to write. Raises KeyGone where that was erased."""
    with audit.reading(
        by=by, purpose=by.purpose, subject=request.id, at=at, thing=request, reason="send_link"
    ):
        return fields.unseal(request, "mail")


def _queued(letter_id: uuid.UUID) -> tuple[VisitLetter, VisitRequest]:
    """The mail, held behind its request, as everything that writes both does. Raises Missing."""
    request = _held(VisitLetter.objects.filter(id=letter_id))
    rows = VisitLetter.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(id=letter_id, state=S.QUEUED).first()
    if row is None or request is None:
        raise Missing
    return row, request


def _held(letters: Any) -> VisitRequest | None:
    request_id = letters.values_list("request_id", flat=True).first()
    rows = VisitRequest.objects.select_for_update(of=("self",))
    found: VisitRequest | None = rows.filter(id=request_id).first()
    return found


class _VisitLetters(Letters):
    """Mails to those who asked, each held behind its request, as everything that writes both does."""

    def hold(self, letter: uuid.UUID, *states: LetterState) -> tuple[Any, list[Any]]:
        _held(VisitLetter.objects.filter(letter=letter))
        rows = VisitLetter.objects.filter(letter=letter, state__in=states)
        first = rows.select_for_update(of=("self",)).select_related("request").first()
        if first is None:
            raise Missing
        return VisitLetter.objects.filter(id=first.id), [first]

    def about(self, first: VisitLetter) -> tuple[VisitLetter, uuid.UUID]:
        return first, first.request_id

    def is_wanted(self, by: Actor, held: list[VisitLetter], on: date) -> bool:
        return held[0].request.state in WANTED[News(held[0].news)]

    def again(self, by: Actor, at: datetime, rows: Any, held: list[VisitLetter], after: timedelta) -> None:
        """Back into the queue; where a newer one waits there, that one is enough. A mail that surely did not
        leave is none of those that may be written to its address today.
        """
        request = held[0].request
        with suppress(fields.KeyGone):
            throttle.give_back("visit_letter", _address(by, at, request))
        waits = VisitLetter.objects.filter(request_id=request.id, state=S.QUEUED).exists()
        to = S.DROPPED if waits else S.QUEUED
        rows.update(state=to, letter=None, moved_at=Now(), ready_at=Now() + after)


LETTERS = _VisitLetters()
