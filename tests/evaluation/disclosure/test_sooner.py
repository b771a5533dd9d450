"""What is quick is right as well: cells that are published for nothing, and tables that are rounded."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.test_safe import cells_of

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure import protect
from samspil.evaluation.disclosure.attack import Impossible, Unfinished, attacked
from samspil.evaluation.disclosure.clock import WRITING, Clock
from samspil.evaluation.disclosure.exact import _Proving
from samspil.evaluation.disclosure.history import Linkage
from samspil.evaluation.disclosure.lp import Dives, Ends
from samspil.evaluation.disclosure.pattern import Search
from samspil.evaluation.disclosure.profile import primary
from samspil.evaluation.disclosure.protect import _Work, quietly
from samspil.evaluation.disclosure.space import Layer, Role, Space, joined
from samspil.evaluation.disclosure.view import View

COLUMNS = (("geo", ("reg", "mun")), ("interv", ("interv",)), ("out", ("out",)))
PLAN = disclosure.Plan(
    tuple(disclosure.Dimension(*one) for one in COLUMNS), (disclosure.Table("t3", ("geo", "interv", "out")),)
)

ENDLESS = 3
"""What scipy says of a sum that can be as large as anybody likes."""

AFTER, NEXT = 2, 8
"""How many programs the search may ask after its time was out: the one that it was at, up and down. So many
looks after a pattern that did not hold are tried one by one."""

ROOT = Path(__file__).parents[3]


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
def test_what_is_published_again_opens_nothing_and_nothing_more_could_be(seed):
    space = space_of(seed)
    search = Search(space, {}, lambda: math.inf, lambda _stage, _count: None)
    search.start([int(at) for at in space.of(Role.OPEN)])
    before = set(search.hidden)

    search.publish_each()

    assert list(exact(space, before)) == []
    assert search.hidden < before
    assert list(exact(space, search.hidden)) == []
    some = sorted(search.hidden)[::3]
    assert len(some) > 3
    assert [at for at in some if not any(True for _row in exact(space, search.hidden - {at}))] == []


def test_time_that_is_out_publishes_nothing_more():
    space = space_of(0)
    search = Search(space, {}, lambda: -1.0, lambda _stage, _count: None)
    search.start([int(at) for at in space.of(Role.OPEN)])
    before = set(search.hidden)

    search.publish_each()

    assert search.hidden == before


@pytest.mark.parametrize("may_end", [False, True])
def test_what_has_to_be_wider_is_looked_for_without_time_only_where_there_is_no_answer_yet(may_end):
    space, left = space_of(2), math.inf
    search = Search(space, {}, lambda: left, lambda _stage, _count: None, may_end=may_end)
    search.start()
    rows, asked = [int(at) for at in search.primaries], search.effort
    search.witnesses.clear()
    left = -1.0

    if may_end:
        with pytest.raises(Unfinished):
            search.widen(rows)
        assert search.effort == asked
    else:
        search.widen(rows)
        assert search.covered().all()


def test_the_first_pattern_is_the_same_without_any_time():
    space, found = space_of(1), []
    for left in (math.inf, -1.0):
        search = Search(space, {}, lambda left=left: left, lambda _stage, _count: None)
        search.start([int(at) for at in space.of(Role.OPEN)])
        search.widen(sorted(search.hidden)[::3])
        found.append((frozenset(search.hidden), search.space.roles.tobytes(), search.effort))

    assert found[0] == found[1]
    assert search.space.roles.tobytes() != space.roles.tobytes()


def test_what_has_no_time_begins_no_pattern_where_there_is_an_answer():
    search = Search(space_of(2), {}, lambda: -1.0, lambda _stage, _count: None, may_end=True)

    with pytest.raises(Unfinished):
        search.start()

    assert search.effort == 0


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


class _Ticking(_Work):
    """Counts how often the clock is looked at and has no more time after so many looks.

    `row`: the patterns that were settled, each with the looks that took. `many`: how often the search came
    to where a pattern is looked at; `solved`: its programs when the time was out. `narrow`: the looks after a
    pattern that did not hold. `anew`: whether what cuts say was better, each time it was tried.
    """

    def __init__(self, cells: disclosure.Cells, most: float) -> None:
        self.most, self.looks, self.many, self.solved = most, 0, 0, 0
        self.count = itertools.count(1)
        self.row: list[tuple[int, bytes]] = []
        self.narrow: list[int] = []
        self.anew: list[bool] = []
        view = View(cells.frame, disclosure.Profile(), (), Linkage())
        clock = Clock(most / (1 - WRITING), now=self._look_at_it)
        super().__init__(cells, view, primary(cells, view.profile), clock, quietly)

    def _look_at_it(self) -> float:
        self.looks = next(self.count)  # two threads may look
        if self.looks <= self.most + 1 and self.looks > 1:
            self.solved = self.asked()
        return float(self.looks)

    def asked(self) -> int:
        """How many programs all searches have asked."""
        every = [one for search in self.searches for one in (search.program, search.whole_program)]
        return sum(one.solved for one in every if one)

    def _search(self) -> Search:
        self.searches = [*getattr(self, "searches", []), super()._search()]
        return self.searches[-1]

    def look(self) -> None:
        self.many += 1
        super().look()

    def begin_anew(self) -> bool:
        self.anew.append(super().begin_anew())
        if self.anew[-1]:
            assert self.settled is not None
            assert self.released().is_published.sum() == self.settled.is_published.sum()
        return self.anew[-1]

    def _settled(self, release: disclosure.Release) -> list[int]:
        rows = super()._settled(release)
        if rows:
            self.narrow += range(self.looks, self.looks + NEXT)
        else:
            self.row.append((self.looks, release.is_published.tobytes()))
        return rows


@pytest.mark.parametrize(("worth", "blocks", "fewest"), [(0, 3, 9), (math.inf, 2, 7)])
def test_more_time_goes_on_from_what_less_time_settled_and_is_never_worse(monkeypatch, worth, blocks, fewest):
    """Where it begins anew after neighbourhoods, and where it does while it publishes cell after cell.

    What is better is settled on the way, before all of the new pattern is done.
    """
    monkeypatch.setattr(protect, "WORTH", worth)
    rows = invented.people(2, 150, 6)
    cells = disclosure.counted(PLAN, [disclosure.Record(one) for one in rows])
    whole = _Ticking(cells, math.inf)
    assert whole.run(blocks) == blocks
    assert (whole.anew, whole.is_done) == ([True], True)
    known = [pattern for _looks, pattern in whole.row]
    assert len(known) >= fewest
    assert [one.count(1) for one in known] == sorted({one.count(1) for one in known})

    ends = [looks for looks, _pattern in whole.row]
    steps = range(1, whole.looks + 20, whole.looks // 12)
    assert whole.narrow or worth > 0
    tried = sorted({*steps, *whole.narrow, *(at + more for at in ends for more in (-3, -2, -1, 0, 1))})
    settled = []
    for most in tried:
        work = _Ticking(cells, most)
        done = work.run(blocks)
        assert done <= work.many <= done + 1  # time may be out right after a block, or while one is looked at
        assert work.settled is not None
        assert [pattern for _looks, pattern in work.row] == known[: len(work.row)]
        assert work.settled.is_published.tobytes() == known[len(work.row) - 1]
        assert work.search.may_end
        assert not work.is_done or len(work.row) == len(known)
        assert work.row[-1][0] <= max(2 + most, ends[0])
        assert most < ends[0] or work.asked() - work.solved <= AFTER
        settled.append(len(work.row))

    assert settled == sorted(settled)
    assert set(settled) == set(range(1, len(known) + 1))


def test_more_steps_go_on_from_where_fewer_end():
    cells = disclosure.counted(PLAN, [disclosure.Record(one) for one in invented.people(2, 150, 6)])
    made = [disclosure.suppress(cells, disclosure.Profile(), steps=steps) for steps in range(0, 70, 10)]

    hidden = [int(one.is_secondary.sum()) for one in made]
    assert hidden == sorted(hidden, reverse=True)
    assert hidden[-1] < hidden[2]


@pytest.mark.parametrize(("is_whole", "answers"), [(True, [True, False, True]), (False, [True] * 3)])
def test_a_program_in_whole_counts_that_has_no_time_has_no_answer_and_the_next_that_has_some_does(
    is_whole, answers
):
    space, lots = space_of(1), np.random.default_rng(1)
    space = replace(space, roles=np.where(space.values >= 12, Role.KNOWN, Role.HIDDEN).astype(np.int8))
    program, found = Ends(space, is_whole=is_whole), []
    for left in (math.inf, 0.0, 60.0):
        program.left = lambda left=left: left
        found.append(program.pull(lots.uniform(-1, 1, space.width)) is not None)

    assert found == answers


def test_no_row_is_called_narrow_by_a_proof_that_has_no_time():
    space, found = space_of(1), []
    for left in (math.inf, 0.0):
        proving = _Proving(space, None, lambda left=left: left, lambda _stage, _done, _all: None)
        found.append({int(at) for at in proving.primaries if proving._is_narrow(int(at), frozenset())})

    assert len(found[0]) > 3
    assert found[1] == set()


def test_an_audit_that_has_no_time_says_so_and_finds_nothing():
    space = space_of(1)
    space = replace(space, roles=np.where(space.values >= 12, Role.KNOWN, Role.HIDDEN).astype(np.int8))

    with pytest.raises(Unfinished):
        attacked(space, 5, left=lambda: -1.0)


def test_an_audit_whose_time_is_out_before_it_found_any_table_says_so_and_nothing_of_what_was_published():
    # In parts of people, and by dives, no table of these comes out whole.
    pairs = [(a + b, (a, b)) for a, b in itertools.combinations(("geo", "interv", "out", "half"), 2)]
    cells = cells_of(invented.people(0, 150, 8), *pairs)
    is_hidden = (np.random.default_rng(0).random(len(cells)) < 0.15) & (cells.values > 0)
    space = joined([Layer(cells.frame, cells.values, np.where(is_hidden, Role.HIDDEN, Role.KNOWN), 1)])

    looks = itertools.count()
    with pytest.raises(Impossible):  # a clock that stands still shows every look there is
        attacked(space, 5, left=lambda: 0.0 * next(looks))
    for most in range(next(looks)):
        looks = itertools.count()
        with pytest.raises(Unfinished):
            attacked(space, 5, left=lambda most=most, looks=looks: 0.0 if next(looks) < most else -1.0)
    assert most > 6


def test_an_audit_that_ends_late_is_not_taken_though_nothing_was_left_to_ask():
    rows = invented.people(1, 150, 6)
    made = disclosure.suppress(
        disclosure.counted(PLAN, [disclosure.Record(one) for one in rows]), disclosure.Profile(), steps=0
    )
    known = made.found.tables

    assert attacked(made.space, 5, known=known, left=lambda: 0.0).narrow == ()
    with pytest.raises(Unfinished):
        attacked(made.space, 5, known=known, left=lambda: -1.0)


CERTIFIED = """
import hashlib, os, sys
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv[1])])
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.test_safe import LINKED, cells_of
from tests.evaluation.disclosure.test_sooner import PLAN
from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.protect import _Work
anew, begin_anew = [], _Work.begin_anew
_Work.begin_anew = lambda self: anew.append(begin_anew(self))
if sys.argv[2] == "linked":
    cells, steps = cells_of(invented.people(7, 1200, 40), *LINKED), 0
else:
    rows = invented.people(2, 1500, 20)
    cells, steps = disclosure.counted(PLAN, [disclosure.Record(one) for one in rows]), 40
made = disclosure.suppress(cells, disclosure.Profile(), steps=steps)
print(made.found.solved, len(anew), hashlib.sha256(disclosure.certify(made).encode()).hexdigest())
"""


@pytest.mark.parametrize(("tables", "solved", "anew"), [("linked", 20, 0), ("one", 0, 1)])
def test_one_core_or_two_and_any_seed_of_the_hash_give_the_same_bytes(tables, solved, anew):
    ran = [
        subprocess.run(
            [sys.executable, "-c", CERTIFIED, cores, tables],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for cores, seed in (("1", "0"), ("2", "1"), ("2", "2"))
    ]

    assert [(one.returncode, one.stderr) for one in ran] == [(0, "")] * 3
    assert len({one.stdout for one in ran}) == 1
    # Without a pull nothing would have run beside something else.
    assert int(ran[0].stdout.split()[0]) > solved
    assert int(ran[0].stdout.split()[1]) >= anew
