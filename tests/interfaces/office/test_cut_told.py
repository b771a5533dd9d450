"""The boards say up to which day anything is owed, where the concept file names one."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from tests.delivery import ground

TOLD = "Tallene gøres op 30. november 2015:"


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("cast", "name"),
    [
        ("coordinator", "office:measurements"),
        ("municipal_lead", "office:measurements"),
        ("mentor", "field:measurements"),
    ],
)
def test_the_board_tells_of_the_data_cut(world: Any, cast: str, name: str, named: bool) -> None:
    concept = ground.the_concept()
    if not named:
        schedule = replace(concept.progression.schedule, data_cut=None)
        concept = replace(concept, progression=replace(concept.progression, schedule=schedule))
    ground.course(world, "aaby", ground.load(world, concept))

    html = unescape(world.client(cast, "aaby").get(reverse(name)).content.decode())

    assert html.count(TOLD) == int(named)
    assert "Start" in html
