"""Two at the same moment, really committed: hours stand once, and what is approved is what was seen."""

from __future__ import annotations

from typing import Any

import pytest
from tests.delivery import costing, ground
from tests.delivery.test_moves_raced import at_once
from tests.delivery.test_seats_raced import together
from tests.world import built

from samspil.delivery.rules.visit_hours import Claim


def write(world: Any, visit: Any, cast: str, minutes: int, based_on: str = "") -> Any:
    """Write the role model's hours, as they or as the coordinator, having seen what is given."""
    from samspil.delivery.actions.visit_hours import write_visit_hours

    with world.as_(cast, "aaby") as by:
        return write_visit_hours(
            by=by,
            at=world.at,
            on=ground.TODAY,
            visit_id=visit.id,
            claim=Claim(minutes),
            appointment_id=world.member("role_model", "aaby").appointment_id,
            based_on=based_on,
        )


def stands(world: Any) -> list[tuple[int, str]]:
    from samspil.delivery.models.visit_hours import VisitHours

    with world.as_("coordinator", "aaby"):
        return list(VisitHours.objects.values_list("minutes", "state"))


@pytest.mark.usefixtures("own_database")
def test_hours_that_two_write_at_once_stand_once(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from samspil.delivery.queries import visit_hours as queries

    world = built()
    visit = costing.held(world)
    together(monkeypatch, queries, "to_write")

    done = at_once(
        lambda: write(world, visit, "role_model", 60), lambda: write(world, visit, "coordinator", 90)
    )

    won = 60 if done[0] == "done" else 90
    assert (sorted(done), stands(world)) == (["Refused", "done"], [(won, "claimed")])


@pytest.mark.usefixtures("own_database")
def test_hours_approved_while_they_are_written_anew_are_one_or_the_other(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.actions.visit_hours import decide_visit_hours
    from samspil.delivery.queries import visit_hours as queries

    world = built()
    visit = costing.held(world)
    row = write(world, visit, "role_model", 60)
    with world.as_("coordinator", "aaby") as by:
        seen = queries.stamp_of(queries.to_decide(by, row.id))

    def decide() -> None:
        told = {"at": world.at, "on": ground.TODAY, "hours_id": row.id, "based_on": seen}
        with world.as_("coordinator", "aaby") as by:
            decide_visit_hours(by=by, outcome="approved", **told)

    together(monkeypatch, queries, "stamp_of")
    done = at_once(lambda: write(world, visit, "role_model", 120, seen), decide)

    expected = (120, "claimed") if done[0] == "done" else (60, "approved")
    assert (sorted(done), stands(world)) == (["Refused", "done"], [expected])
