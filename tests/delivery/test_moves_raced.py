"""Two municipalities at the same moment, really committed: a move is answered or taken back, never both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.delivery import away, ground
from tests.world import built

from samspil.interfaces.cli import rounds
from samspil.kernel.errors import Missing, Refused


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Run each in a thread of its own, all let go together; what came of them."""
    from django.db import connections

    start, outcomes = threading.Barrier(len(works)), {}

    def run(number: int, work: Callable[[], Any]) -> None:
        start.wait()
        try:
            work()
            outcomes[number] = "done"
        except (Missing, Refused) as problem:
            outcomes[number] = type(problem).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return [outcomes[number] for number in range(len(works))]


def counted(world: Any, slug: str) -> int:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", slug):
        return int(Course.objects.count())


def state(world: Any, made: ground.Made) -> str:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return str(Course.objects.get(id=made.course_id).state)


@pytest.mark.usefixtures("own_database")
def test_answered_and_taken_back_at_once_ends_one_way(server: Any) -> None:
    world = built()
    concept_id = ground.load(world)
    seen = set()

    for _each in range(3):
        made = ground.course(world, "aaby", concept_id)
        move_id, before = away.propose(world, made, "ceby"), counted(world, "ceby")
        outcome = at_once(
            lambda move_id=move_id: away.accept(world, move_id, "ceby"),
            lambda move_id=move_id: away.settle(world, move_id, "aaby", on=ground.TODAY, take_back=True),
        )
        accepted = counted(world, "ceby") - before

        assert outcome in (["done", "Refused"], ["Missing", "done"])
        assert accepted == (outcome[0] == "done")
        seen.add(tuple(outcome))
    assert seen


@pytest.mark.usefixtures("own_database")
def test_accepted_by_two_and_finished_by_two_workers_it_moves_once(server: Any) -> None:
    world = built()
    made = ground.course(world, "aaby", ground.load(world))
    move_id = away.propose(world, made, "ceby")

    accepted = at_once(*[lambda: away.accept(world, move_id, "ceby")] * 3)
    finished = at_once(*[lambda: away.settle(world, move_id, "aaby")] * 3)

    assert sorted(accepted) == ["Missing", "Missing", "done"]
    assert finished == ["done"] * 3
    assert (counted(world, "ceby"), state(world, made)) == (1, "transferred")


@pytest.mark.usefixtures("own_database")
def test_the_worker_finishes_what_is_due_and_nothing_the_second_time(server: Any) -> None:
    world = built()
    concept_id = ground.load(world)
    made = [ground.course(world, "aaby", concept_id) for _each in range(3)]
    moves = [away.propose(world, one, "ceby") for one in made]
    away.accept(world, moves[0], "ceby")
    away.decline(world, moves[1], "ceby")

    def round_on(on: Any) -> int:
        return rounds.settle_moves(at=ground.at_day(on), on=on)

    assert [round_on(ground.TODAY), round_on(ground.TODAY), round_on(away.MOVES_ON)] == [1, 0, 1]
    assert [state(world, one) for one in made] == ["transferred", "active", "active"]
    assert round_on(away.MOVES_ON) == 0
