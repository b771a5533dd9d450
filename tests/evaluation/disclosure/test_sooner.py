"""What is quick is right as well: cells that are published for nothing, and tables that are rounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.evaluation.disclosure import invented

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.lp import Dives, Ends
from samspil.evaluation.disclosure.pattern import Search
from samspil.evaluation.disclosure.space import Layer, Role, Space, joined

COLUMNS = (("geo", ("reg", "mun")), ("interv", ("interv",)), ("out", ("out",)))
PLAN = disclosure.Plan(
    tuple(disclosure.Dimension(*one) for one in COLUMNS), (disclosure.Table("t3", ("geo", "interv", "out")),)
)

ENDLESS = 3
"""What scipy says of a sum that can be as large as anybody likes."""


def space_of(seed: int, people: int = 150, municipalities: int = 6) -> Space:
    """What a search begins from: small cells primary, noughts known, the others open."""
    rows = invented.people(seed, people, municipalities)
    cells = disclosure.counted(PLAN, [disclosure.Record(one) for one in rows])
    roles = np.where(cells.values < 5, Role.PRIMARY, Role.OPEN).astype(np.int8)
    roles[cells.values == 0] = Role.KNOWN
    return joined([Layer(cells.frame, cells.values, roles, 1)])


def exact(space: Space, hidden: set[int]) -> Iterator[int]:
    """The primary rows that are one number to a reader who knows all that is not hidden, by scipy alone."""
    matrix = np.zeros((len(space), space.width))
    for at in range(len(space)):
        columns, weights = space.row(at)
        matrix[at, columns] = weights
    is_known = np.array([space.roles[at] != Role.PRIMARY and at not in hidden for at in range(len(space))])
    known = {"A_eq": matrix[is_known], "b_eq": space.values[is_known]}
    others = {"A_ub": -matrix[~is_known], "b_ub": -np.ones(int((~is_known).sum()))}
    for at in np.flatnonzero(space.roles == Role.PRIMARY):
        ends = [linprog(way * matrix[at], **known, **others) for way in (1.0, -1.0)]
        assert all(one.status in (0, ENDLESS) for one in ends)
        if all(one.status == 0 for one in ends) and -ends[1].fun - ends[0].fun < 1 - 1e-6:
            yield int(at)


@pytest.mark.parametrize("seed", [1])
def test_what_is_published_for_nothing_opens_nothing_and_nothing_more_could_be(seed):
    space = space_of(seed)
    search = Search(space, {}, lambda: False, lambda _stage, _count: None)
    search.start([int(at) for at in space.of(Role.OPEN)])
    before = set(search.hidden)

    search.publish_free()

    assert list(exact(space, before)) == []
    assert search.hidden < before
    assert list(exact(space, search.hidden)) == []
    some = sorted(search.hidden)[::3]
    assert len(some) > 3
    assert [at for at in some if not any(True for _row in exact(space, search.hidden - {at}))] == []


def test_time_that_is_out_publishes_nothing_more():
    space = space_of(0)
    search = Search(space, {}, lambda: True, lambda _stage, _count: None)
    search.start([int(at) for at in space.of(Role.OPEN)])
    before = set(search.hidden)

    search.publish_free()

    assert search.hidden == before


def test_what_a_dive_comes_to_is_whole_and_agrees_with_all_that_is_known():
    space, lots, dived = space_of(1, 800, 30), np.random.default_rng(4), 0
    is_known = (space.roles == Role.KNOWN) | (space.values >= 30)
    space = replace(space, roles=np.where(is_known, Role.KNOWN, Role.HIDDEN).astype(np.int8))
    parts, dives = Ends(space, is_whole=False), Dives(space)
    for _pull in range(40):
        costs = lots.uniform(-1, 1, space.width)
        answer = parts.pull(costs)
        assert answer is not None
        found = dives.down(answer, parts, costs, None)
        if found is None or np.abs(answer.columns - np.rint(answer.columns)).max() < 1e-5:
            continue
        dived += 1
        counts = np.rint(found.columns).astype(np.int64)
        assert np.abs(found.columns - counts).max() < 1e-5
        sums = space.sums(counts)
        assert np.array_equal(sums[is_known], space.values[is_known])
        assert (sums[~is_known] >= 1).all()
    assert dived > 3
