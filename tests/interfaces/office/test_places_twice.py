"""Places read twice over, first without a number, then from the register; and which own visits are shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground, visiting
from tests.interfaces.office.test_visit_pages import REGISTER, bring, places, words_of


def test_the_register_takes_over_a_place_that_was_written_without_its_number(world: Any) -> None:
    office = world.client("coordinator", "aaby")
    plain = "Navn;Type af sted;Postnummer;Institutionsnummer\nENGSKOLEN;Skole;5000;\nAndetsteds;Skole;5000;\n"
    first = bring(office, plain).headers["Location"]
    assert office.post(first, {"take": "yes"}).status_code == 302
    twin = "990009;Engskolen;Enkeltstående;Vej 9;5000;00000000;Folkeskoler;990;Åby Kommune\r\n"

    read = bring(office, REGISTER + twin).headers["Location"]
    told = words_of(office.get(read))
    assert office.post(read, {"take": "yes"}).status_code == 302

    assert ("3 steder er nye. Ét er her i forvejen" in told, "4 steder i din kommune" in told) == (
        True,
        True,
    ), told
    assert sorted(one for one in places(world) if one[3] == "5000") == [
        ("", "Andetsteds", "school", "5000"),
        ("990001", "Engskolen", "school", "5000"),
        ("990002", "Åby Gymnasium", "youth_education", "5000"),
        ("990009", "Engskolen", "school", "5000"),
    ]


def test_what_lies_ahead_is_shown_before_what_was_held_however_much_that_is(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.queries import own_visits

    concept_id = ground.load(world)
    made = visiting.series(world, "aaby", concept_id)
    days = [ground.TODAY + timedelta(days=days) for days in (-9, -7, 14)]
    for position in (1, 2):
        visiting.held(world, made, position, days[position - 1])
    visiting.planned(world, made, 3, days[2])
    monkeypatch.setattr(own_visits, "MOST", 2)

    with world.as_("role_model", "aaby") as by:
        found = [one.visit.on for one in own_visits.own_visits(by, on=ground.TODAY)]

    assert found == [days[2], days[1]]
