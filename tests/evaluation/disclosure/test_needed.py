"""A program that leaves out what follows from the rest says what the whole one says: scipy, every row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.test_safe import LINKED, cells_of
from tests.evaluation.disclosure.test_sooner import space_of

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.lp import Ends, Moves, towards
from samspil.evaluation.disclosure.needed import needed
from samspil.evaluation.disclosure.space import Role, Space


def read_of_one(seed: int) -> Space:
    """One table of three ways, the inner cells of which are all shown or suppressed."""
    space = space_of(seed)
    is_known = (space.roles == Role.KNOWN) | (space.values >= 12)
    return replace(space, roles=np.where(is_known, Role.KNOWN, Role.HIDDEN).astype(np.int8))


def read_of_linked(seed: int) -> Space:
    """Linked tables: inner counts that are no cell of any."""
    made = disclosure.suppress(
        cells_of(invented.people(seed, 120, 4), *LINKED), disclosure.Profile(k=4), steps=0
    )
    return made.space


def read_of_hidden_noughts(seed: int) -> Space:
    profile = disclosure.Profile(k=4, are_zeros_shown=False)
    return disclosure.suppress(cells_of(invented.people(seed, 90, 3), *LINKED), profile, steps=0).space


def read_of_two(seed: int) -> Space:
    """Two releases: rows that take away, and a bound on what was put right."""
    rows = invented.people(seed, 120, 4)
    made = disclosure.suppress(cells_of(rows[:100], *LINKED), disclosure.Profile(), steps=0)
    outs = sorted({one["out"] for one in rows})
    for at in range(8):
        rows[at] = {**rows[at], "out": outs[(outs.index(rows[at]["out"]) + 1) % len(outs)]}
    later = cells_of(rows[:104], *LINKED)
    space = disclosure.suppress(later, disclosure.Profile(), past=[made.as_past()], steps=0).space
    assert space.weights.min() < 0
    assert space.is_change.any()
    return space


def read_of_bounded(seed: int) -> Space:
    """Two releases, and somebody who knows how far each difference has fallen at the most."""
    space = read_of_two(seed)
    table = Ends(space).pull(np.zeros(space.width))
    assert table is not None
    sums = space.sums(np.rint(table.columns).astype(np.int64))
    takes = np.add.reduceat(np.append(space.weights < 0, False).astype(int), space.starts[:-1]) > 0
    return replace(space, floor=np.where(takes, sums - 1, space.floor).astype(float))


def whole_program(space: Space) -> dict[str, object]:
    """Every row, for scipy."""
    matrix = np.zeros((len(space), space.width))
    for at in range(len(space)):
        columns, weights = space.row(at)
        matrix[at, columns] = weights
    is_known = space.roles == Role.KNOWN
    return {
        "A_eq": matrix[is_known],
        "b_eq": space.values[is_known],
        "A_ub": np.vstack([-matrix[~is_known], matrix[~is_known]]),
        "b_ub": np.concatenate([-space.floor[~is_known], space.ceiling[~is_known]]),
    }


SPACES = {
    "one": read_of_one,
    "linked": read_of_linked,
    "noughts hidden": read_of_hidden_noughts,
    "two releases": read_of_two,
    "two releases, bounded": read_of_bounded,
}


@pytest.mark.parametrize("kind", SPACES)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_ends_of_every_row_are_those_of_the_whole_program(kind, seed):
    space = SPACES[kind](seed)
    asked, whole = Ends(space, is_whole=False), whole_program(space)
    hidden = np.flatnonzero(space.roles != Role.KNOWN)
    lots = np.random.default_rng(seed)
    for at in lots.permutation(hidden)[:40]:
        for is_up in (True, False):
            costs = towards(space, int(at), is_up=is_up)
            said = linprog(costs, **whole)
            found = asked.pull(costs)
            assert said.status == 0
            assert found is not None
            assert found.price == pytest.approx(said.fun, abs=1e-6)
            assert found.rows[at] == pytest.approx(-said.fun if is_up else said.fun, abs=1e-6)
    for _pull in range(10):
        costs = lots.uniform(-1, 1, space.width)
        assert asked.pull(costs).price == pytest.approx(linprog(costs, **whole).fun, abs=1e-6)


@pytest.mark.parametrize("kind", SPACES)
def test_a_row_that_was_left_out_holds_as_soon_as_it_is_asked_about(kind):
    space = SPACES[kind](3)
    left_out = np.setdiff1d(np.flatnonzero(space.roles == Role.HIDDEN), needed(space).rows)
    asked, whole = Ends(space, is_whole=False), whole_program(space)
    lots = np.random.default_rng(3)
    assert len(left_out) > 10
    for at in lots.permutation(left_out)[:10]:
        costs = lots.uniform(-1, 1, space.width)
        columns, weights = space.row(int(at))
        row = np.zeros(space.width)
        row[columns] = weights
        low, high = float(space.floor[at]), float(space.floor[at]) + 1
        asked.bound(int(at), low, high)
        more = {
            **whole,
            "A_ub": np.vstack([whole["A_ub"], row, -row]),
            "b_ub": np.concatenate([whole["b_ub"], [high, -low]]),
        }
        said, found = linprog(costs, **more), asked.pull(costs)
        assert (found is None) == (said.status == 2)
        if found is not None:
            assert found.price == pytest.approx(said.fun, abs=1e-6)
        asked.bound(int(at), low, float(space.ceiling[at]))
        assert asked.pull(costs).price == pytest.approx(linprog(costs, **whole).fun, abs=1e-6)


def test_most_rows_of_one_table_are_left_out():
    space = read_of_one(1)

    assert len(needed(space).rows) <= np.count_nonzero(space.roles == Role.KNOWN) < len(space) / 2


@pytest.mark.parametrize("kind", SPACES)
def test_the_shortest_way_is_that_of_the_whole_program_from_any_table(kind):
    """People put elsewhere: as few as scipy needs, from two tables one after the other."""
    space = SPACES[kind](4)
    whole, hidden = whole_program(space), np.flatnonzero(space.roles == Role.HIDDEN)
    ends, lots = Ends(space), np.random.default_rng(4)
    bases = [ends.pull(lots.uniform(-1, 1, space.width)) for _way in range(2)]
    assert all(one is not None for one in bases)
    moves = Moves(space, np.rint(bases[0].columns).astype(np.int64), is_whole=False)
    for base in bases:
        table = np.rint(base.columns).astype(np.int64)
        moves.begin_at(table)
        for at in lots.permutation(hidden)[:12]:
            found = moves.move(int(at), is_up=True)
            columns, weights = space.row(int(at))
            row = np.zeros(space.width)
            row[columns] = weights
            both = np.vstack([whole["A_ub"], -row])
            said = linprog(
                np.ones(2 * space.width),
                A_eq=np.hstack([whole["A_eq"], -whole["A_eq"]]),
                b_eq=whole["b_eq"] - whole["A_eq"] @ table,
                A_ub=np.hstack([both, -both]),
                b_ub=np.append(whole["b_ub"] - whole["A_ub"] @ table, -1.0),
                bounds=[(0, None)] * space.width + [(0, float(one)) for one in table],
            )
            assert (found is None) == (said.status == 2)
            if found is not None:
                assert np.abs(found.columns - table).sum() == pytest.approx(said.fun, abs=1e-6)
