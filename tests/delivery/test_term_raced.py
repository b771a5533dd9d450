"""A plan of a term beside somebody else at the same moment, really committed."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from tests.delivery import ground, terming, visiting
from tests.delivery.test_moves_raced import at_once
from tests.delivery.test_seats_raced import TOGETHER_S, together
from tests.world import World, built

from samspil.delivery.planning.term import Part
from samspil.delivery.planning.term import Visit as Planned
from samspil.delivery.queries import visit_terms

pytestmark = pytest.mark.usefixtures("own_database")

WEDNESDAY = date(2014, 12, 3)


def take(world: World, concept_id: Any, made: Any, part: Part = Part.MORNING) -> None:
    """Take over one visit of a series."""
    from samspil.delivery.actions.visit_terms import take_over_term

    team = tuple(sorted(str(one) for one in visiting.pair(world)))
    with world.as_("coordinator", "aaby") as by:
        take_over_term(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            asked=terming.asked(),
            visits=(Planned(str(made.id), 1, "", WEDNESDAY, part, team),),
        )


def test_two_plans_that_send_one_pair_to_two_places_on_a_day_are_not_both_taken_over(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One before three, one after: neither is in the way of the other by the clock alone."""
    world = built()
    concept_id = ground.load(world)
    terming.corps(world, "aaby", concept_id, times=("daytime", "afternoon"))
    club = visiting.institution(world, "aaby", "Klubben", kind="club")
    school = visiting.series(world, "aaby", concept_id)
    group = visiting.series(world, "aaby", concept_id, place=club)
    together(monkeypatch, visit_terms, "ground")

    done = at_once(
        lambda: take(world, concept_id, school), lambda: take(world, concept_id, group, Part.AFTERNOON)
    )

    assert sorted(done) == ["Refused", "done"]
    assert [one[0] for one in terming.days(world).values() if one[0]] == [WEDNESDAY]


def test_a_series_that_is_ended_while_its_plan_is_checked_is_ended_after_it(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.actions import series as actions

    world = built()
    concept_id = ground.load(world)
    terming.corps(world, "aaby", concept_id)
    made = visiting.series(world, "aaby", concept_id)
    real, checked, ended = visit_terms.ground, threading.Event(), threading.Event()
    order: list[str] = []

    def ground_of(*args: Any, **said: Any) -> Any:
        found = real(*args, **said)
        checked.set()
        ended.wait(TOGETHER_S)
        return found

    monkeypatch.setattr(visit_terms, "ground", ground_of)

    def taking() -> None:
        take(world, concept_id, made)
        order.append("taken over")

    def ending() -> None:
        assert checked.wait(20)
        with world.as_("coordinator", "aaby") as by:
            actions.end_series(by=by, at=world.at, on=ground.TODAY, series_id=made.id, why="no_day")
        order.append("ended")
        ended.set()

    assert at_once(taking, ending) == ["done", "done"]
    assert order == ["taken over", "ended"]
    assert {one[2] for one in terming.days(world).values()} == {"cancelled"}
