"""Two who wish in one class at the same moment, really committed: their sets never share a place."""

from __future__ import annotations

from typing import Any

import pytest
from tests.delivery import ground, place_sets
from tests.delivery.test_moves_raced import at_once
from tests.delivery.test_seats_raced import together
from tests.world import built


@pytest.mark.proves("S8")
@pytest.mark.usefixtures("own_database")
def test_two_wishes_in_one_class_at_once_form_no_overlapping_sets(server: Any) -> None:
    from samspil.delivery.models.place_sets import PlaceInSet, PlaceOffer, PlaceSet

    world = built()
    ground.load(world)
    for round_, size in enumerate(("small", "medium", "large"), start=1):
        keys = place_sets.places(world, "aaby", 8, size=size)

        outcome = at_once(
            lambda keys=keys: place_sets.wish(world, keys[0]),
            lambda keys=keys: place_sets.wish(world, keys[7]),
        )

        assert set(outcome) <= {"done", "Refused"}
        assert "done" in outcome
        with world.as_("coordinator", "aaby"):
            mine = list(
                PlaceInSet.objects.filter(institution_id__in=keys).values_list("institution_id", flat=True)
            )
            assert len(mine) == len(set(mine)) == 4 * outcome.count("done")
            assert PlaceSet.objects.count() >= round_
            assert PlaceOffer.objects.count() == PlaceInSet.objects.count()


@pytest.mark.usefixtures("own_database")
def test_two_who_offer_all_again_at_once_offer_once(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from samspil.delivery.actions.place_sets import offer_all_again
    from samspil.delivery.models.place_sets import PlaceOffer
    from samspil.delivery.queries import place_sets as queries

    world = built()
    ground.load(world)
    place_sets.one_set(world, "aaby")
    together(monkeypatch, queries, "offered_for")

    def offer() -> None:
        with world.as_("coordinator", "aaby") as by:
            again = {"term_from": place_sets.NEXT, "answer_by": place_sets.BY}
            offer_all_again(by=by, at=world.at, on=ground.TODAY, **again)

    assert sorted(at_once(offer, offer)) == ["Refused", "done"]
    with world.as_("coordinator", "aaby"):
        assert PlaceOffer.objects.filter(term_from=place_sets.NEXT).count() == 4
