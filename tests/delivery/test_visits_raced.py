"""Two coordinators at the same moment, really committed: nobody is on two visits at one time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground, visiting
from tests.delivery.test_moves_raced import at_once
from tests.delivery.test_seats_raced import together
from tests.world import built

LATER = ground.TODAY + timedelta(days=14)


@pytest.mark.usefixtures("own_database")
def test_one_pair_put_on_two_visits_at_once_goes_on_one_of_them(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.models.series import VisitPlace
    from samspil.delivery.queries import pairs

    world = built()
    concept_id = ground.load(world)
    both = [visiting.series(world, "aaby", concept_id) for _each in range(2)]
    who = visiting.pair(world)
    together(monkeypatch, pairs, "busy_at")

    done = at_once(*(lambda one=one: visiting.planned(world, one, 1, LATER, who=who) for one in both))

    with world.as_("coordinator", "aaby"):
        places = list(VisitPlace.objects.values_list("visit__series_id", flat=True))
    (won,) = (one.id for one, came in zip(both, done, strict=True) if came == "done")
    assert (sorted(done), places) == (["Refused", "done"], [won, won])
