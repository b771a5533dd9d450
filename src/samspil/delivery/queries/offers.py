"""Reading one place's offer of visits: what the place itself sees, and which mails wait to be sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models.functions import Now

from samspil.delivery.models.offer_letters import OfferLetter
from samspil.delivery.models.place_sets import PlaceOffer
from samspil.delivery.rules.sending import may_send
from samspil.delivery.terms.place_sets import OfferState
from samspil.delivery.terms.sending import LetterState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import links
from samspil.trust.terms import LinkKind


@dataclass(frozen=True, slots=True)
class Own:
    """An offer as its place sees it."""

    offer: PlaceOffer
    place: str
    state: OfferState
    answer_by: date


def of_link(actor: Actor) -> Own:
    """The offer that the link opens on which somebody stands. Raises Missing."""
    link = links.mine(actor)
    if link.kind != LinkKind.PLACE_OFFER:
        raise Missing
    rows = PlaceOffer.objects.filter(id=link.thing_id).select_related("place_in_set__institution")
    found = rows.first()
    if found is None:
        raise Missing
    return Own(found, found.place_in_set.institution.name, OfferState(found.state), found.answer_by)


# --- the worker


def next_letter(actor: Actor) -> uuid.UUID | None:
    """A mail that waits and may be tried now: those of one offering in the order drawn by lot."""
    refuse(may_send(actor))
    rows = OfferLetter.objects.filter(state=LetterState.QUEUED, ready_at__lte=Now())
    found: uuid.UUID | None = rows.order_by("ready_at", "id").values_list("id", flat=True).first()
    return found


def stranded(actor: Actor, after: timedelta) -> tuple[uuid.UUID, ...]:
    """Mails whose worker seems to have died: claimed a while ago, and not marked since."""
    refuse(may_send(actor))
    rows = OfferLetter.objects.filter(state__in=(LetterState.SENDING, LetterState.HANDING))
    return tuple(rows.filter(moved_at__lt=Now() - after).order_by("id").values_list("letter", flat=True))
