"""A solver that has no answer, or was stopped before it had one, settles nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.evaluation.disclosure.test_rules_alone import one_column, only
from tests.evaluation.disclosure.test_sooner import space_of

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.attack import Impossible
from samspil.evaluation.disclosure.cuts import Cut
from samspil.evaluation.disclosure.exact import Master
from samspil.evaluation.disclosure.lp import Ends, Moves, Prices
from samspil.evaluation.disclosure.space import Role, joined


def contradicting():
    """x 2, y 6 and z 20 are published, and a total of 40."""
    cells = one_column({"x": 2, "y": 6, "z": 20})
    release = only(cells, "xyz")
    values = np.where(cells.values == 28, 40, cells.values)
    return replace(release, values=values)


def test_what_cannot_all_be_true_is_no_table_in_parts_or_in_whole_counts():
    space = joined([contradicting().layer()])
    costs = np.ones(space.width)

    assert Ends(space).pull(costs) is None
    assert Ends(space, is_whole=False).pull(costs) is None
    assert Prices(space).cheapest() is None
    assert Prices(space, is_whole=True).cheapest() is None
    for is_whole in (False, True):
        moves = Moves(space, np.array([2, 6, 20], np.int64), is_whole=is_whole)
        assert moves.back(np.array([2, 6, 20], np.int64)) is None


def test_what_cannot_all_be_true_is_said_and_not_attacked():
    with pytest.raises(Impossible, match="cannot all be true"):
        disclosure.attack(only(contradicting_cells(), "x"))


def contradicting_cells():
    """A total below what x alone is, so that the others would be fewer than none."""
    cells = one_column({"x": 9, "y": 6, "z": 20})
    return replace(cells, values=np.where(cells.values == 35, 5, cells.values))


def test_a_row_that_can_go_nowhere_is_moved_nowhere():
    """All are published but two rows that hold each other: neither goes up beyond what the total allows."""
    space = joined([only(one_column({"x": 1, "y": 1, "z": 20}), "z").layer()])
    hidden = np.flatnonzero(space.roles == Role.HIDDEN)
    assert len(hidden) == 2
    for is_whole in (False, True):
        moves = Moves(space, np.array([1, 1, 20], np.int64), is_whole=is_whole)
        assert [moves.move(int(at), is_up=way) for at in hidden for way in (True, False)] == [None] * 4


def test_a_program_that_was_stopped_has_no_answer():
    space = space_of(1)
    people = None
    for is_whole in (False, True):
        asked = Ends(space, is_whole=is_whole)
        costs = np.random.default_rng(1).uniform(-1, 1, space.width)
        whole = asked.pull(costs, gap=0.0)
        assert whole is not None
        people = np.rint(Ends(space).pull(costs).columns).astype(np.int64)
        stopped = Ends(space, is_whole=is_whole)
        for option, value in (("simplex_iteration_limit", 0), ("time_limit", 0.0), ("mip_max_nodes", 0)):
            stopped._solver.setOptionValue(option, value)
        assert stopped.pull(costs, gap=0.0) is None
    moves = Moves(space, people, is_whole=False)
    at = next(int(at) for at in space.of(Role.PRIMARY) if moves.move(int(at), is_up=True) is not None)
    stopped = Moves(space, people, is_whole=False)
    stopped._solver.setOptionValue("simplex_iteration_limit", 0)
    assert stopped.move(at, is_up=True) is None


def test_cuts_that_nothing_satisfies_bound_nothing():
    space = space_of(0)
    at = int(space.of(Role.OPEN)[0])
    master = Master(space)
    assert master.add([Cut((at,), (1,), 2)]) == 1

    assert master.in_parts() is None
    assert master.in_whole(np.inf) == (None, 0.0)


def test_a_release_holds_nothing_of_what_it_suppresses():
    cells = one_column({"x": 2, "y": 6, "z": 20})
    release = only(cells, "z")
    with pytest.raises(ValueError, match="A suppressed cell holds a count"):
        replace(release, values=cells.values)
    measure = disclosure.Measure("points", 0, 10, ("mean",))
    every = np.ones(len(cells), bool)
    figures = {"mean": np.full(len(cells), 50)}
    with pytest.raises(ValueError, match="A figure stands where the count is suppressed"):
        replace(release, measures=(disclosure.Shown(measure, every, figures, 10),))
    with pytest.raises(ValueError, match="A cell that is not shown holds a figure"):
        disclosure.Shown(measure, ~every, figures, 10)
