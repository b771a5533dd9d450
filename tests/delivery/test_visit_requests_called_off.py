"""A request that was said yes to and whose series was called off: it waits again, and nobody is told yes."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.delivery import asking_visits as asking
from tests.delivery import ground, visiting

YES = "Ja, vi vil gerne komme. Dagene står nedenfor, efterhånden som de er aftalt."


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def test_a_request_whose_series_was_called_off_waits_and_its_place_is_not_told_yes(world, concept_id):
    from samspil.delivery.actions import series
    from samspil.delivery.actions import visit_requests as actions
    from samspil.delivery.queries.waiting import waiting_for

    key, made = asking.planned(world, concept_id)
    token, _code = asking.linked(world, key)
    school, office = Client(), world.client("coordinator", "aaby")
    school.post("/visits/", {"token": token})

    def waits() -> list[tuple[uuid.UUID, Any]]:
        with world.as_("coordinator", "aaby") as by:
            found = waiting_for(by, on=ground.TODAY)
        return [(one.thing_id, one.on, one.more) for one in found if one.kind == "request_called_off"]

    def said() -> list[str]:
        html = school.get("/visits/mine").content.decode()
        return [one.strip() for one in re.findall(r'<p class="lead">([^<]*)</p>', html)]

    def buttons() -> list[tuple[str, str]]:
        html = office.get(f"/o/visits/asked/{key}").content.decode()
        return re.findall(rf'class="button( button-primary)?" href="/o/visits/asked/{key}/(\w+)"', html)

    assert (waits(), said()) == ([], [YES])
    assert buttons() == [("", "tell")]
    ended = ground.TODAY + timedelta(days=2)
    with world.as_("coordinator", "aaby") as by:
        series.end_series(by=by, at=world.at, on=ended, series_id=made.id, why="no_day")

    assert waits() == [(key, ended, ("Engskolen", "8.B"))]
    assert said() == [
        "De aftalte besøg bliver ikke til noget. Kommunen har jeres bestilling endnu og svarer jer på mail."
    ]
    assert buttons() == [(" button-primary", "plan"), ("", "tell"), ("", "no")]
    home = office.get("/o/").content.decode()
    assert re.findall(f'href="(/o/visits/asked/{key})"', home) == [f"/o/visits/asked/{key}"]

    with world.as_("coordinator", "aaby") as by:
        actions.plan_request(
            by=by,
            at=world.at,
            on=ended,
            concept_id=concept_id,
            request_id=key,
            group=visiting.group(concept_id),
        )
    assert (waits(), said()) == ([], [YES])
