"""Two who wish in one class at the same moment, really committed: their sets never share a place."""

from __future__ import annotations

from typing import Any

import pytest
from tests.delivery import ground, place_sets
from tests.delivery.test_moves_raced import at_once
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
