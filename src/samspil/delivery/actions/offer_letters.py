"""Sending the mails that offer visits to places: claimed, handed over, marked, as every letter is.

What becomes of one when the worker dies in between is settled in docs/decisions/0020-reminders.md.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils.timezone import get_current_timezone

from samspil.delivery.actions.sending import AGAIN
from samspil.delivery.models.offer_letters import OfferLetter
from samspil.delivery.models.place_contacts import PlaceContact
from samspil.delivery.models.place_sets import PlaceOffer
from samspil.delivery.rules import sending as rules
from samspil.delivery.terms.place_sets import OfferState
from samspil.delivery.terms.sending import LetterState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.kernel.ids import uuid7
from samspil.trust import audit, fields, links
from samspil.trust.terms import LinkKind

S = LetterState
LANGUAGE = "da"
"""A place has said no language. Its page can be read in others."""


@dataclass(frozen=True, slots=True)
class ToPlace:
    """A mail with a link to an offer. Token and code exist only here and in the message."""

    letter: uuid.UUID
    language: str
    answer_by: date
    address: str = field(repr=False)
    token: str = field(repr=False)
    code: str = field(repr=False)


def claim(*, by: Actor, at: datetime, on: date, letter_id: uuid.UUID) -> ToPlace | None:
    """Make the link that is to be sent and read where to; None where nothing goes.

    Nothing goes where the offer was answered or its day has passed, or where the place has no address any
    more. Raises Missing when another worker has it.
    """
    refuse(rules.may_send(by))
    with audit.acting("delivery.claim_offer_letter", by=by, at=at) as act:
        row, offer = _queued(letter_id)
        act.about(row)
        mine = OfferLetter.objects.filter(id=row.id)
        address = _address(by, at, offer) if _is_wanted(offer, on) else ""
        if not address:
            mine.update(state=S.DROPPED, moved_at=Now())
            return None
        letter = uuid7()
        made = links.make(
            by=by, kind=LinkKind.PLACE_OFFER, thing_id=offer.id, lifetime=_lasts(at, offer.answer_by)
        )
        mine.update(state=S.SENDING, letter=letter, link_id=made.link.id, moved_at=Now())
    return ToPlace(letter, LANGUAGE, offer.answer_by, address, made.token, made.code)


def hand_over(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The last moment before the message leaves: from here on it is never sent again."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.hand_over_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING)
        act.about(first)
        if not _is_wanted(first.offer, on):
            raise Missing
        rows.update(state=S.HANDING, moved_at=Now())


def mark_sent(*, by: Actor, at: datetime, on: date, letter: uuid.UUID) -> None:
    """The message was taken."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.mark_sent", by=by, at=at) as act:
        rows, first = _letter(letter, S.HANDING)
        rows.update(state=S.SENT, sent_on=on, moved_at=Now())
        act.about(first)


def give_back(*, by: Actor, at: datetime, letter: uuid.UUID) -> None:
    """The message was surely not taken, for now: it waits and is tried again."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.give_back_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING, S.HANDING)
        act.about(first)
        _again(rows, first, AGAIN)


def give_up(*, by: Actor, at: datetime, letter: uuid.UUID, is_known: bool) -> None:
    """The message was refused for good, or nobody can say whether it was taken: it is not sent again."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.give_up_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING, S.HANDING)
        if is_known:
            _close(first)
        rows.update(state=S.FAILED, moved_at=Now())
        act.about(first)


def look_after(*, by: Actor, at: datetime, letter: uuid.UUID) -> bool:
    """A worker died with this letter. Whether it is tried again: only if it was surely not handed over."""
    refuse(rules.may_send(by))
    with audit.acting("delivery.look_after_letter", by=by, at=at) as act:
        rows, first = _letter(letter, S.SENDING, S.HANDING)
        act.about(first)
        again: bool = first.state == S.SENDING
        if again:
            _again(rows, first, timedelta())
        else:
            rows.update(state=S.FAILED, moved_at=Now())
    return again


def _is_wanted(offer: PlaceOffer, on: date) -> bool:
    """Whether a mail is still to go: nobody has answered, and there is a day left to do so."""
    return offer.state == OfferState.OFFERED and on <= offer.answer_by


def _lasts(at: datetime, answer_by: date) -> timedelta:
    """Until the last day for the answer is over, where the place is."""
    over = datetime.combine(answer_by + timedelta(days=1), datetime.min.time(), get_current_timezone())
    return over - at


def _address(by: Actor, at: datetime, offer: PlaceOffer) -> str:
    """Where to write, or "" for nowhere: none is known, it was erased, or the place was put away."""
    rows = PlaceContact.objects.filter(institution_id=offer.place_in_set.institution_id)
    found = rows.filter(institution__active=True).first()
    if found is None:
        return ""
    try:
        with audit.reading(
            by=by, purpose=by.purpose, subject=found.id, at=at, thing=found, reason="send_link"
        ):
            return fields.unseal(found, "mail")
    except fields.KeyGone:
        return ""


def _close(first: OfferLetter) -> None:
    """Close the link of a message that never left."""
    if first.link_id is not None:
        links.close(first.link_id)


def _again(rows: Any, first: OfferLetter, after: timedelta) -> None:
    _close(first)
    rows.update(state=S.QUEUED, letter=None, moved_at=Now(), ready_at=Now() + after)


def _queued(letter_id: uuid.UUID) -> tuple[OfferLetter, PlaceOffer]:
    """The mail, held behind its offer, as everything that writes both does. Raises Missing."""
    offer = _held(OfferLetter.objects.filter(id=letter_id))
    rows = OfferLetter.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(id=letter_id, state=S.QUEUED).first()
    if row is None or offer is None:
        raise Missing
    return row, offer


def _letter(letter: uuid.UUID, *states: LetterState) -> tuple[Any, OfferLetter]:
    """The mail with this letter's key in one of these states, held behind its offer. Raises Missing."""
    _held(OfferLetter.objects.filter(letter=letter))
    rows = OfferLetter.objects.filter(letter=letter, state__in=states)
    first = rows.select_for_update(of=("self",)).select_related("offer").first()
    if first is None:
        raise Missing
    return OfferLetter.objects.filter(id=first.id), first


def _held(letters: Any) -> PlaceOffer | None:
    offer_id = letters.values_list("offer_id", flat=True).first()
    rows = PlaceOffer.objects.select_for_update(of=("self",)).select_related("place_in_set")
    found: PlaceOffer | None = rows.filter(id=offer_id).first()
    return found
