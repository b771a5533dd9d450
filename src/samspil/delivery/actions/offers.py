"""A place answers an offer of visits by its own link, without signing in."""

from __future__ import annotations

from datetime import date, datetime

from samspil.delivery.models.place_sets import PlaceOffer
from samspil.delivery.queries import offers as queries
from samspil.delivery.rules import place_sets as rules
from samspil.delivery.rules.visit_requests import may_ask
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, links
from samspil.trust.terms import LinkKind


def open_offer(*, by: Actor, at: datetime) -> str:
    """Open the mail's link, which consumes nothing; what tells this opening from every other."""
    refuse(may_ask(by))
    assert by.link_id is not None
    with audit.acting("delivery.open_offer", by=by, at=at) as act:
        link = links.live(by.link_id)
        rows = PlaceOffer.objects.filter(id=link.thing_id) if link.kind == LinkKind.PLACE_OFFER else None
        found = rows.first() if rows is not None else None
        if found is None:
            raise Missing
        act.about(found)
        return links.opened(link)


def answer_own_offer(*, by: Actor, at: datetime, on: date, state: str) -> None:
    """The place says yes or no, once: its link is used up. What the office noted first holds."""
    refuse(may_ask(by))
    refuse(rules.must_be_an_answer(state))
    with audit.acting("delivery.answer_own_offer", by=by, at=at) as act:
        found = queries.of_link(by)
        row = PlaceOffer.objects.select_for_update(of=("self",)).get(id=found.offer.id)
        refuse(rules.may_answer_itself(row))
        assert by.link_id is not None
        if not links.use(by.link_id, by.opening):
            raise Missing
        row.state, row.answered_on, row.by_themselves = state, on, True
        row.save(update_fields=["state", "answered_on", "by_themselves"])
        act.about(row, reason=state)
