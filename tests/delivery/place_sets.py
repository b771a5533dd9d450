"""Places alike and sets of them for the tests, made through the actions."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground

TERM, BY = date(2014, 7, 1), ground.TODAY + timedelta(days=14)
BEFORE = date(2014, 6, 30)
NEXT = date(2015, 1, 1)


def places(
    world: Any, slug: str, count: int, *, kind: str = "club", size: str = "large", on: date = BEFORE
) -> list[uuid.UUID]:
    """So many places of one kind and size, there since before the half-year; the keys of their rows."""
    from samspil.delivery.actions import institutions
    from samspil.delivery.rules.institutions import Place

    with world.as_("coordinator", slug) as by:
        return [
            institutions.write_institution(
                by=by,
                at=world.at,
                on=on,
                place=Place("", f"Klubben {uuid.uuid4().hex[:10]}", kind, "5000", size_band=size),
            ).id
            for _number in range(count)
        ]


def wish(world: Any, wished: uuid.UUID, slug: str = "aaby", **said: Any) -> None:
    """Wish a place, as the page does."""
    from samspil.delivery.actions import place_sets as actions

    with world.as_("coordinator", slug) as by:
        actions.form_place_set(
            by=by,
            at=world.at,
            wished=wished,
            **{"on": ground.TODAY, "term_from": TERM, "answer_by": BY, **said},
        )


def one_set(world: Any, slug: str) -> uuid.UUID:
    """A set of four with its offers, one of them answered; the key of that offer."""
    from samspil.delivery.actions import place_sets as actions
    from samspil.delivery.models.place_sets import PlaceOffer

    wish(world, places(world, slug, 4)[0], slug)
    with world.as_("coordinator", slug) as by:
        first = PlaceOffer.objects.order_by("-id").first()
        actions.answer_offer(by=by, at=world.at, on=ground.TODAY, offer_id=first.id, state="yes")
        return first.id  # type: ignore[no-any-return]
