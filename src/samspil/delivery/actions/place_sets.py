"""Offering visits to sets of places. Which place was wished ends in this file and is written nowhere.

No statement that is sent to the database names the wished place apart from the others: all places are read,
and what is written is the set (ADR 0029).
"""

from __future__ import annotations

import random
import uuid
from datetime import date, datetime

from samspil.delivery.models.offer_letters import OfferLetter
from samspil.delivery.models.place_sets import PlaceInSet, PlaceOffer, PlaceSet
from samspil.delivery.planning import places as planning
from samspil.delivery.queries import place_sets as queries
from samspil.delivery.queries.place_contacts import with_address
from samspil.delivery.rules import place_sets as rules
from samspil.delivery.rules.courses import may_coordinate
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refused, refuse
from samspil.trust import audit

DICE = random.SystemRandom()


def form_place_set(
    *, by: Actor, at: datetime, on: date, wished: uuid.UUID, term_from: date, answer_by: date
) -> None:
    """Form the set a wished place belongs to, and offer visits to all of it, in one transaction.

    A place that leads to no new set changes nothing and leaves no event.
    """
    refuse(may_coordinate(by))
    refuse(rules.must_be_an_offer(term_from, answer_by, on))
    with audit.acting("delivery.form_place_set", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        known = [frozenset(one) for one in queries.sets(by).values()]
        places = queries.comparable(by, rules.half_year(on))
        answer = planning.offered(str(wished), places, known, DICE)
        if isinstance(answer, planning.Refused):
            raise Refused(rules.why_no_set(answer))
        refuse(rules.must_be_new(answer.is_new))
        made = PlaceSet.objects.create(tenant_id=by.tenant_id, formed_on=on, count=len(answer.places))
        rows = [
            PlaceInSet(tenant_id=by.tenant_id, place_set=made, institution_id=uuid.UUID(one))
            for one in answer.places
        ]
        PlaceInSet.objects.bulk_create(rows)
        in_set = {str(one.institution_id): one.id for one in rows}
        _offer(by, [answer.order], in_set, term_from, answer_by)
        act.about(made)


def offer_all_again(*, by: Actor, at: datetime, on: date, term_from: date, answer_by: date) -> int:
    """Offer visits for a half-year to every set that has not been offered them; to how many sets."""
    refuse(may_coordinate(by))
    refuse(rules.must_be_an_offer(term_from, answer_by, on))
    with audit.acting("delivery.offer_all_again", by=by, at=at) as act:
        audit.hold(by.tenant_id)
        done, known = queries.offered_for(by, term_from), queries.sets(by)
        left = {key: mine for key, mine in known.items() if key not in done}
        refuse(rules.must_offer_something(len(left)))
        drawn = planning.offered_again(
            queries.comparable(by, rules.half_year(on)), [frozenset(mine) for mine in left.values()], DICE
        )
        in_set = {place: row for mine in left.values() for place, row in mine.items()}
        _offer(by, [one.order for one in drawn], in_set, term_from, answer_by)
        act.about(PlaceSet(id=min(left)), reason=f"sets_{len(left)}")
    return len(left)


def answer_offer(*, by: Actor, at: datetime, on: date, offer_id: uuid.UUID, state: str) -> None:
    """Note what a place has said to its offer."""
    refuse(may_coordinate(by))
    refuse(rules.must_be_an_answer(state))
    with audit.acting("delivery.answer_offer", by=by, at=at) as act:
        row = PlaceOffer.objects.select_for_update(of=("self",)).filter(id=offer_id).first()
        if row is None:
            raise Missing
        refuse(rules.may_be_noted(row))
        row.state, row.answered_on = state, on
        row.save(update_fields=["state", "answered_on"])
        act.about(row, reason=state)


def _offer(
    by: Actor,
    orders: list[tuple[str, ...]],
    in_set: dict[str, uuid.UUID],
    term_from: date,
    answer_by: date,
) -> None:
    """Offer visits to all of these places, and put the mails to those with an address in the queue.

    The mails are ready at one moment, and go in the order of their keys: that drawn by lot.
    """
    offers = [
        PlaceOffer(
            tenant_id=by.tenant_id,
            place_in_set_id=in_set[place],
            term_from=term_from,
            position=position,
            answer_by=answer_by,
        )
        for order in orders
        for position, place in enumerate(order, start=1)
    ]
    PlaceOffer.objects.bulk_create(offers)
    reached = with_address(by, in_set)
    OfferLetter.objects.bulk_create(
        OfferLetter(tenant_id=by.tenant_id, offer=one) for one in offers if one.place_in_set_id in reached
    )
