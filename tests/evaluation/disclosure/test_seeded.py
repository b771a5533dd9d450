"""A handful of the instances that `make campaign PROTECT=1` runs by the hundred, and that it can turn red."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from tests.campaigns import protect

from samspil.evaluation import disclosure
from samspil.interfaces.cli.bench.grids import cells_of

CASES = {one.number: one for one in protect.cases(1, protect.INSTANCES)}
FEW = (0, 2, 3, 20, 23, 25, 33, 37)
"""Small and middle ones, linked and not, noughts shown and hidden; 0, 20 and 25 with cells that are
published once."""


@pytest.mark.proves("G40")
@pytest.mark.parametrize("number", FEW)
def test_nobody_is_worked_out_by_the_reader_written_apart_nor_by_trying(tmp_path, number):
    found = protect.tried(CASES[number], tmp_path)

    assert found.looked_at == found.hidden > 0
    assert (found.open_a1, found.open_a2, found.settled, found.missed, found.refused) == (0, 0, 0, 0, 0)


def test_a_cell_that_is_published_opens_another_and_is_noticed(tmp_path):
    found = protect.tried(CASES[20], tmp_path)

    assert (found.secondary, found.mutated, found.opened, found.missed) == (1, 1, 1, 0)


@pytest.mark.red("G40")
def test_the_reader_finds_what_an_audit_that_sees_nothing_would_miss(tmp_path):
    """Small cells alone are hidden: the reader names them, and a campaign with a blind audit is bad."""
    case = CASES[25]
    cells = cells_of(case.programme, case.tables)
    small = disclosure.primary(cells, case.profile)
    alone = disclosure.Release(cells.frame, np.where(small, 0, cells.values), ~small, case.profile)

    theirs = protect.read(alone, tmp_path, protect._parents(cells), case.profile.floor).narrow(1)
    assert theirs != []
    assert protect.noticed(alone, theirs)
    assert not protect.noticed(alone, [*theirs, frozenset({("geo", "nowhere")})])
    assert protect.Outcome(missed=1).is_bad
    assert protect.Outcome(open_a2=1).is_bad
    assert not protect.Outcome(hidden=4, refused=1).is_bad


def test_the_instances_are_spread_over_sizes_rules_and_links_and_stay_the_same():
    every = list(CASES.values())

    assert Counter(one.size for one in every) == {
        protect.SMALL: 270,
        protect.MIDDLE: 160,
        protect.LARGE: 80,
        protect.WHOLE: 10,
    }
    assert {one.profile.k for one in every} == {3, 4, 5}
    assert {one.profile.are_zeros_shown for one in every} == {True, False}
    assert {one.tables for one in every} == {*protect.ONE, *protect.LINKED}
    assert protect.cases(1, protect.INSTANCES) == protect.cases(1, protect.INSTANCES)
    assert protect.cases(2, 3) != protect.cases(1, 3)
    largest = next(one.programme for one in every if one.size == protect.WHOLE)
    assert (largest.municipalities, largest.interventions, largest.outcomes, largest.halves) == (98, 3, 4, 6)
