"""Reading sets of places and what was offered to them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from samspil.delivery.models.institutions import Institution
from samspil.delivery.models.offer_letters import OfferLetter
from samspil.delivery.models.place_sets import PlaceInSet, PlaceOffer
from samspil.delivery.planning.places import Place
from samspil.delivery.rules.courses import may_coordinate
from samspil.delivery.terms.place_sets import OfferState
from samspil.delivery.terms.sending import LetterState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust.models import GuardedQuerySet


@dataclass(frozen=True, slots=True)
class Offered:
    """What one place of a set was offered, and what it said."""

    id: uuid.UUID
    place: str
    place_id: uuid.UUID
    state: OfferState
    answer_by: date
    term_from: date
    by_themselves: bool
    letter: LetterState | None
    """How far its mail is; None where it had no address."""
    sent_on: date | None


def comparable(actor: Actor, since: date) -> tuple[Place, ...]:
    """Every place that can be offered visits, with what makes two alike, and whether it is what it was when
    the half-year that began `since` did. One query, about none of them.
    """
    refuse(may_coordinate(actor))
    rows = Institution.objects.filter(active=True).order_by("id")
    return tuple(
        Place(
            str(one.id),
            one.kind,
            str(actor.tenant_id),
            one.size_band,
            is_settled=one.alike_since is None or one.alike_since < since,
        )
        for one in rows
    )


def sets(actor: Actor) -> dict[uuid.UUID, dict[str, uuid.UUID]]:
    """Every set there is: for each of its places the row of it. One query."""
    refuse(may_coordinate(actor))
    found: dict[uuid.UUID, dict[str, uuid.UUID]] = defaultdict(dict)
    for one in PlaceInSet.objects.order_by("place_set_id", "institution_id"):
        found[one.place_set_id][str(one.institution_id)] = one.id
    return dict(found)


def offered_for(actor: Actor, term_from: date) -> frozenset[uuid.UUID]:
    """The sets that were offered visits for a half-year."""
    refuse(may_coordinate(actor))
    rows = PlaceOffer.objects.filter(term_from=term_from)
    return frozenset(rows.values_list("place_in_set__place_set_id", flat=True))


def offers(actor: Actor, term_from: date) -> tuple[tuple[Offered, ...], ...]:
    """The offers of a half-year, set by set, each in the order drawn for it. One query."""
    refuse(may_coordinate(actor))
    rows = _with_letters().filter(term_from=term_from)
    by_set: dict[uuid.UUID, list[Offered]] = defaultdict(list)
    for one in rows.order_by("place_in_set__place_set_id", "position"):
        by_set[one.place_in_set.place_set_id].append(_offered(one))
    return tuple(tuple(mine) for mine in by_set.values())


def offer_for(actor: Actor, offer_id: uuid.UUID) -> Offered:
    """One offer. Raises Missing."""
    refuse(may_coordinate(actor))
    found = _with_letters().filter(id=offer_id).first()
    if found is None:
        raise Missing
    return _offered(found)


def _with_letters() -> GuardedQuerySet:
    """Offers with their place, and how far the mail is."""
    letters = OfferLetter.objects.filter(offer_id=OuterRef("id"))
    rows: GuardedQuerySet = PlaceOffer.objects.select_related("place_in_set__institution").annotate(
        letter=Subquery(letters.values("state")), sent_on=Subquery(letters.values("sent_on"))
    )
    return rows


def _offered(one: PlaceOffer) -> Offered:
    place, mail = one.place_in_set.institution, one.__dict__
    return Offered(
        one.id,
        place.name,
        place.id,
        OfferState(one.state),
        one.answer_by,
        one.term_from,
        one.by_themselves,
        LetterState(mail["letter"]) if mail["letter"] else None,
        mail["sent_on"],
    )
