"""Two screens at the same moment, really committed: a group has one form."""

from __future__ import annotations

from typing import Any

import pytest
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting
from tests.delivery.test_moves_raced import at_once
from tests.delivery.test_seats_raced import together
from tests.world import built


@pytest.mark.usefixtures("own_database")
def test_two_of_a_pair_who_show_the_form_at_once_show_the_same_one(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.models.pupils import PupilRound
    from samspil.delivery.queries import pupils

    world = built()
    visit = visiting.held(world, visiting.series(world, "aaby", ground.load(world)), 1, ground.TODAY)
    together(monkeypatch, pupils, "round_of")

    shown = at_once(
        *(
            lambda cast=cast: groups.shown(world, visit, ground.TODAY, cast=cast)
            for cast in ("role_model", "partner")
        )
    )

    assert shown == ["done", "done"]
    with world.as_("coordinator", "aaby"):
        assert PupilRound.objects.count() == 1
