"""A group's form at its edges: when its lines are read, and what a group is never asked."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting
from tests.delivery.test_pupils import DAY, rows


@pytest.fixture
def made(world: Any) -> Any:
    return visiting.series(world, "aaby", ground.load(world))


@pytest.fixture
def visit(world: Any, made: Any) -> Any:
    return visiting.held(world, made, 1, DAY)


def test_a_line_is_screened_when_its_form_has_closed_and_by_its_own_visit(world, made, visit):
    from samspil.delivery.actions.pupils import screen_line
    from samspil.delivery.models.pupils import PupilWords
    from samspil.kernel.errors import Missing, Refused

    other = visiting.held(world, made, 2, DAY + timedelta(days=7))
    groups.answered(world, visit, 5, line="Tak")
    groups.answered(world, other, 5)
    with world.as_("coordinator", "aaby"):
        line_id = PupilWords.objects.get().id

    def withhold(of: Any, line: uuid.UUID = line_id) -> None:
        with world.as_("coordinator", "aaby") as by:
            screen_line(by=by, at=world.at, visit_id=of.id, line_id=line, to="withheld")

    with pytest.raises(Refused):
        withhold(visit)
    assert rows(world, visit)["words"] == [("own_words", "waiting", "Tak")]
    groups.tend(world, other.on + groups.AFTER)
    for of, line in ((other, line_id), (visit, uuid.uuid4())):
        with pytest.raises(Missing):
            withhold(of, line)
    withhold(visit)
    assert rows(world, visit)["words"] == [("own_words", "withheld", "")]


def test_a_group_is_asked_for_no_number_and_nothing_of_it_is_kept(world, visit, monkeypatch):
    from dataclasses import replace

    from samspil.delivery.instruments.shape import Item, Number
    from samspil.delivery.instruments.shipped import SHIPPED
    from samspil.kernel.errors import Refused

    plain = SHIPPED["pupil", 1]
    number = replace(plain, items=(*plain.items, Item("times", {"da": "Hvor tit?"}, {}, Number())))
    monkeypatch.setitem(SHIPPED, ("pupil", 1), number)
    with pytest.raises(Refused, match="et tal"):
        groups.shown(world, visit, DAY)
    assert rows(world, visit)["round"] == []
    monkeypatch.setitem(SHIPPED, ("pupil", 1), plain)
    groups.shown(world, visit, DAY)
    assert rows(world, visit)["round"] == [(0, None)]
