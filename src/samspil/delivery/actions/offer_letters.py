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

from samspil.delivery.actions.letters import Letters
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


def _queued(letter_id: uuid.UUID) -> tuple[OfferLetter, PlaceOffer]:
    """The mail, held behind its offer, as everything that writes both does. Raises Missing."""
    offer = _held(OfferLetter.objects.filter(id=letter_id))
    rows = OfferLetter.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(id=letter_id, state=S.QUEUED).first()
    if row is None or offer is None:
        raise Missing
    return row, offer


def _held(letters: Any) -> PlaceOffer | None:
    offer_id = letters.values_list("offer_id", flat=True).first()
    rows = PlaceOffer.objects.select_for_update(of=("self",)).select_related("place_in_set")
    found: PlaceOffer | None = rows.filter(id=offer_id).first()
    return found


class _OfferLetters(Letters):
    """Mails to places, each held behind its offer, as everything that writes both does."""

    def hold(self, letter: uuid.UUID, *states: LetterState) -> tuple[Any, list[Any]]:
        _held(OfferLetter.objects.filter(letter=letter))
        rows = OfferLetter.objects.filter(letter=letter, state__in=states)
        first = rows.select_for_update(of=("self",)).select_related("offer").first()
        if first is None:
            raise Missing
        return OfferLetter.objects.filter(id=first.id), [first]

    def is_wanted(self, by: Actor, held: list[OfferLetter], on: date) -> bool:
        return _is_wanted(held[0].offer, on)

    def again(self, by: Actor, at: datetime, rows: Any, held: list[OfferLetter], after: timedelta) -> None:
        rows.update(state=S.QUEUED, letter=None, moved_at=Now(), ready_at=Now() + after)


LETTERS = _OfferLetters()
