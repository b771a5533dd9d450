"""What is closed stays closed: links of forms that were explained or missed, and a form that is full."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import asking_groups as groups
from tests.delivery import ground, visiting

DAY = ground.TODAY - timedelta(days=60)


@pytest.fixture
def visit(world: Any) -> Any:
    return visiting.held(world, visiting.series(world, "aaby", ground.load(world)), 1, DAY)


def handed_out(world: Any, visit: Any) -> Any:
    """The teacher's link, made on the day of the visit."""
    from samspil.delivery.actions.forms import hand_out_form

    with world.as_("coordinator", "aaby") as by:
        return hand_out_form(by=by, at=ground.at_day(DAY), on=DAY, visit_id=visit.id)


def opens(world: Any, made: Any) -> bool:
    """Whether a link still opens something, by the clock of the database."""
    from samspil.trust import links

    with world.as_("coordinator", "aaby"):
        return links.is_live(links.Link.objects.get(id=made.link.id))


def explained(world: Any, made: Any, on: date) -> None:
    from samspil.delivery.actions.forms import explain_form

    with world.as_("coordinator", "aaby") as by:
        form_id = made.link.thing_id
        explain_form(by=by, at=world.at, on=on, form_id=form_id, outcome="excused", reason="technical")


def test_the_link_of_a_form_that_was_explained_opens_nothing_any_more(world, visit):
    made = handed_out(world, visit)
    assert opens(world, made)

    explained(world, made, DAY + timedelta(days=20))

    assert not opens(world, made)


def test_the_link_of_a_form_that_was_missed_opens_nothing_any_more(world, visit):
    made = handed_out(world, visit)
    groups.tend(world, DAY + timedelta(days=42))
    assert opens(world, made)

    groups.tend(world, DAY + timedelta(days=43))

    assert not opens(world, made)


def test_a_group_sends_no_more_forms_than_a_group_has(world, visit, monkeypatch):
    from samspil.delivery.rules import forms as rules
    from samspil.kernel.errors import Refused

    monkeypatch.setattr(rules, "MOST_SHEETS", 2)
    made = groups.shown(world, visit, DAY)
    for _each in range(2):
        groups.send(made, groups.FULL, DAY)

    with pytest.raises(Refused, match="fyldt|full"):
        groups.send(made, groups.FULL, DAY)
