"""What is sent twice in steering stands once, and what was held or typed is not lost unseen."""

from __future__ import annotations

import re
import uuid

import pytest
from django.utils.translation import override
from tests.governance import steering
from tests.governance.test_steering_pages import sent, text


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


def test_a_meeting_that_was_held_is_not_cancelled_nor_its_outcomes_moved_to_the_next(world, groups):
    from samspil.governance.models.meetings import AgendaItem

    first, second, third, *_more = steering.planned(world, groups["steering"])
    office = world.client("programme_office")
    item = steering.placed(world, first)
    steering.outcome(world, item.id)
    sent(office, f"/o/steering/meetings/{first}/cancel", {}, 422)
    with world.as_("programme_office"):
        assert AgendaItem.objects.get(id=item.id).meeting_id == first
    steering.placed(world, second)
    sent(office, f"/o/steering/meetings/{second}/cancel", {})
    steering.held(world, third, approve=False)
    sent(office, f"/o/steering/meetings/{third}/cancel", {}, 422)


def test_an_outcome_that_is_sent_twice_stands_once_in_the_minutes(world, groups):
    first, *_more = steering.planned(world, groups["steering"])
    office, item = world.client("programme_office"), steering.placed(world, first)
    url = f"/o/steering/items/{item.id}/outcome"
    key = re.search(r'name="key_of_it" value="([0-9a-f-]{36})"', text(office, url))[1]
    for _time in range(2):
        sent(office, url, {"kind": "decision", "words": "Vi gør det ens.", "key_of_it": key})
    assert text(office, f"/o/steering/meetings/{first}").count("Vi gør det ens.") == 1
    new = {"waiting": "", "heading": "Noget helt nyt", "words": "Et papir.", "key_of_it": str(uuid.uuid4())}
    for _time in range(2):
        sent(office, f"/o/steering/meetings/{first}/items", new)
    assert text(office, f"/o/steering/meetings/{first}").count("Et papir.") == 1


def test_what_is_typed_beside_what_waits_is_not_lost_unseen(world, groups):
    first, *_more = steering.planned(world, groups["steering"])
    office, told = world.client("programme_office"), steering.proposed(world, groups["steering"])
    url = f"/o/steering/meetings/{first}/items"
    for typed in ({"heading": "Noget andet"}, {"words": "Et langt papir."}):
        sent(office, url, {"waiting": str(told.id), "heading": "", "words": "", **typed}, 422)
