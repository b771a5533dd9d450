"""What counts as another table of values: a rule at a time, on people who are moved by hand."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from tests.evaluation.disclosure import invented

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.figures import ENDLESS, Said
from samspil.evaluation.disclosure.lp import Moves
from samspil.evaluation.disclosure.scores import Claim, Scores
from samspil.evaluation.disclosure.space import Role
from samspil.evaluation.disclosure.valued import valued
from samspil.evaluation.disclosure.withholding import Part

ABOVE, BELOW, MEAN, NONE, SUM = range(5)
"""The kinds of difference: distance from the least and the most of the scale, mean, no value, sum."""


def part_of(values, least: int, most: int):
    """One group of people with these values, of whom no figure is shown, and its cell."""
    asked = disclosure.Plan(
        (disclosure.Dimension("group", ("group",)),), (disclosure.Table("t", ("group",)),)
    )
    shown = disclosure.Measure("points", least, most, ("mean",))
    records = [disclosure.Record({"group": "a"}, values={"points": one}) for one in values]
    cells = disclosure.counted(asked, records, None, [shown])
    base = valued(disclosure.suppress(cells, disclosure.Profile(), steps=0), cells, ())
    (joint,) = base.people
    part = Part(base, joint, random.Random(0))
    part.is_shown[:] = False
    cell = next(at for at, key in enumerate(cells.frame.keys) if key)
    return part, cell


def left_after(values, others, least: int, most: int) -> set[int]:
    """The kinds in which nobody has seen the cell differ, once some who have a value have another."""
    part, cell = part_of(values, least, most)
    everyone = list(values)
    for old, new in others:
        everyone[everyone.index(old)] = new
    slots = [*range(least, most + 1), None]
    part.scores.people[:] = [[everyone.count(slot) for slot in slots]]
    part.seen()
    return {kind for _measure, kind, at in part.left() if at == cell}


TABLES = {
    "nothing": ([], {ABOVE, BELOW, MEAN, NONE, SUM}),
    # One who has the mean has no value instead: every sum differs, the mean does not.
    "one at the mean less": ([(1, None)], {MEAN}),
    "two about the mean less": ([(0, None), (2, None)], {MEAN}),
    # One at the upper end: from the most of the scale the distance is the same.
    "one above it less": ([(2, None)], {BELOW}),
    "another value": ([(1, 2)], {NONE}),
    "another spread": ([(1, 0), (1, 2)], {ABOVE, BELOW, MEAN, NONE, SUM}),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_mean_differs_where_the_mean_does_and_not_where_a_sum_does(name):
    others, wanted = TABLES[name]
    values = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, None, None]

    assert left_after(values, others, 0, 2) == wanted


def test_a_sum_on_a_scale_from_one_differs_where_the_sum_does():
    values = [1, 1, 1, 2, 2, 3, 3, None, None]

    # One with two, or two with one each: the sum is the same, and nothing else.
    assert left_after(values, [(2, 1), (None, 1)], 1, 3) == {SUM}
    assert left_after(values, [(3, 2)], 1, 3) == {NONE}


def test_no_mean_where_nobody_need_have_a_value_is_no_mean():
    assert left_after([1, 1, 1, 1, 1], [(1, None)] * 5, 0, 2) == set()


def test_no_time_is_no_time_also_where_many_counts_are_hidden():
    """Each hidden count asks a solver: 12 s of processor for whoever does not look at the clock."""
    dimensions = tuple(disclosure.Dimension(one, (one,)) for one in ("mun", "interv", "out", "half"))
    asked = disclosure.Plan(
        dimensions, (disclosure.Table("t", ("mun", "interv", "out")), disclosure.Table("h", ("mun", "half")))
    )
    shown = disclosure.Measure("points", 0, 10, ("mean",))
    lots = random.Random(1)
    records = [
        disclosure.Record(row, values={"points": lots.randint(0, 10)}) for row in invented.people(4, 1500, 60)
    ]
    cells = disclosure.counted(asked, records, None, [shown])
    made = disclosure.suppress(cells, disclosure.Profile(), steps=0)

    started = time.process_time()
    found = disclosure.measured(made, cells, seconds=0.0)
    used = time.process_time() - started

    assert int(found.release.measures[0].is_shown.sum()) == 0
    assert used < 3


def test_as_many_as_are_asked_for_are_put_elsewhere_however_many_and_those_who_are_nearest_to_one_value():
    people = np.array([[3, 0, 2, 1], [0, 400_000_000, 300_000_000, 5], [1, 1, 1, 1]])
    scores = Scores(people, [], random.Random(0))

    assert scores.moved({0: -3, 1: -500_000_000, 2: 500_000_003}, 0)

    # Nearest to the second value are those who have it, then one below, then one above.
    assert scores.people.tolist() == [[0, 0, 2, 1], [0, 0, 200_000_000, 5], [1, 500_000_004, 1, 1]]
    scores.back()
    assert scores.people.tolist() == people.tolist()


def test_a_solver_that_has_no_time_settles_nothing_and_goes_on_when_it_has():
    made = disclosure.suppress(part_cells(), disclosure.Profile(), steps=0)
    truth = part_cells().inner[made.space.origin]
    row = int(np.flatnonzero(made.space.roles == Role.HIDDEN)[0])
    for is_whole in (False, True):
        moves = Moves(made.space, truth, is_whole=is_whole)

        assert moves.move(row, is_up=True, seconds=0.0) is None
        assert moves.move(row, is_up=True) is not None


def part_cells():
    dimensions = tuple(disclosure.Dimension(one, (one,)) for one in ("mun", "interv", "out"))
    asked = disclosure.Plan(dimensions, (disclosure.Table("t", ("mun", "interv", "out")),))
    return disclosure.counted(asked, [disclosure.Record(row) for row in invented.people(4, 300, 9)])


def test_with_more_slots_than_can_be_paired_some_are_and_the_table_is_the_one_asked_for():
    people = np.zeros((2, 200), np.int64)
    people[0, [3, 150]], people[1, [7, 99]] = 2, 1
    weights = np.arange(200)
    both = np.array([0, 1])
    whole = Said(weights, 412, 412)
    scores = Scores(people, [Claim(0, both, whole)], random.Random(1))

    assert scores.wish(np.array([0]), Said(weights, 310, ENDLESS), 500)
    assert int((scores.people @ weights).sum()) == 412
    assert int(scores.people[0] @ weights) >= 310
    assert scores.people.sum(axis=1).tolist() == [4, 2]


def test_more_than_are_there_are_not_put_elsewhere():
    scores = Scores(np.array([[1, 1], [0, 0]]), [], random.Random(0))

    assert not scores.moved({0: -3, 1: 3}, 100)
    assert scores.people.tolist() == [[1, 1], [0, 0]]
