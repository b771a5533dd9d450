"""How few cells can be hidden beside the small ones: proven, and held against trying every pattern."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.reader import Reader
from tests.evaluation.disclosure.test_safe import LINKED, bytes_of, cells_of, reader_of, written

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.cuts import PARTS, Cut, Cutter
from samspil.evaluation.disclosure.exact import proved
from samspil.evaluation.disclosure.space import Role
from samspil.evaluation.disclosure.view import View
from samspil.interfaces.cli.bench.grids import TABLES, Programme
from samspil.interfaces.cli.bench.grids import cells_of as grid_of

HALF = 0.5


@dataclass(frozen=True)
class Tiny:
    """A small table with its cells, so that all its patterns can be tried."""

    cells: disclosure.Cells
    profile: disclosure.Profile


def tiny(shape: tuple[int, ...], seed: int, zeros: bool, width: int, ways: int | None = None) -> Tiny:
    """A table of that shape, or linked ones of so many ways each, which publish no finest count."""
    lots = random.Random(seed)
    names = tuple(f"c{at}" for at in range(len(shape)))
    records = [
        disclosure.Record(
            {name: f"l{at}" for name, at in zip(names, place, strict=True)},
            lots.choices(
                (0, 1, 2) if ways else (0, lots.randint(1, 3), lots.randint(3, 9)),
                (3, 3, 1) if ways else (2, 3, 6),
            )[0],
        )
        for place in itertools.product(*(range(size) for size in shape))
    ]
    dimensions = tuple(disclosure.Dimension(name, (name,)) for name in names)
    tables = tuple(
        disclosure.Table(f"t{number}", by)
        for number, by in enumerate(itertools.combinations(names, ways or len(names)))
    )
    cells = disclosure.counted(disclosure.Plan(dimensions, tables), records)
    return Tiny(cells, disclosure.Profile(k=3, are_zeros_shown=zeros, width=width))


def small_and_rest(one: Tiny) -> tuple[set[int], list[int]]:
    floor = 1 if one.profile.are_zeros_shown else 0
    small = {at for at, value in enumerate(one.cells.values) if floor <= value < one.profile.k}
    return small, [at for at, value in enumerate(one.cells.values) if at not in small and value > 0]


def is_safe(one: Tiny, hidden: set[int]) -> bool:
    """Whether every hidden cell is wide in whole counts: our own sums and scipy, nothing of the package.

    A cell is asked in parts first, which settles most: what is narrow in parts is narrow in whole counts.
    """
    values, members = one.cells.values, one.cells.frame.members
    floor = 1 if one.profile.are_zeros_shown else 0
    size = one.cells.frame.size
    rows = np.zeros((len(values), size))
    for at, own in enumerate(members):
        rows[at, own] = 1.0
    shown = [at for at in range(len(values)) if at not in hidden]
    least = sorted(hidden)
    for whole in (0, 1):
        for at in least:
            ends = []
            for sign in (1.0, -1.0):
                found = linprog(
                    sign * rows[at],
                    A_eq=rows[shown] if shown else None,
                    b_eq=values[shown] if shown else None,
                    A_ub=-rows[least],
                    b_ub=np.full(len(least), -float(floor)),
                    bounds=(0, 1_000),
                    integrality=np.full(size, whole),
                )
                assert found.status == 0, found.message
                ends.append(sign * found.fun)
            if ends[1] - ends[0] < one.profile.width - 1e-6:
                return False
    return True


def sums(one: Tiny) -> list[int]:
    """The sums that a table is: each the cells of one total and its parts, as the bits of a number."""
    keys = {frozenset(key): at for at, key in enumerate(one.cells.frame.keys)}
    columns = [dimension.name for dimension in one.cells.frame.plan.dimensions]
    labels = {
        column: sorted({pair for key in keys for pair in key if pair[0] == column}) for column in columns
    }
    found = []
    for key, at in keys.items():
        for column in columns:
            if not any(pair[0] == column for pair in key):
                parts = [keys[key | {pair}] for pair in labels[column] if key | {pair} in keys]
                if len(parts) == len(labels[column]):
                    found.append(sum(1 << part for part in [at, *parts]))
    return found


def safe_patterns(one: Tiny, beyond: int = 0) -> Iterator[set[int]]:
    """What is hidden beside the small cells by the smallest safe patterns of all, and by those with more.

    A cell that is alone hidden in a sum is told; what is left is asked.
    """
    small, rest = small_and_rest(one)
    every, first = sums(one), sum(1 << at for at in small)
    most = len(rest)
    for number in range(len(rest) + 1):
        if number > most:
            return
        for chosen in itertools.combinations(rest, number):
            mask = first + sum(1 << at for at in chosen)
            if any((told := mask & line) and not told & (told - 1) for line in every):
                continue
            if is_safe(one, small | set(chosen)):
                most = min(most, number + beyond)
                yield set(chosen)


TWO_WAYS = [
    (shape, seed, zeros, width)
    for shape in ((3, 3), (4, 3))
    for seed in range(5)
    for zeros in (True, False)
    for width in (1, 2)
]
THREE_WAYS = [
    ((2, 2, 2), seed, zeros, width) for seed in (1, 2) for zeros in (True, False) for width in (1, 2)
]
LINKS = [((3, 2, 2), seed, zeros, width, 2) for seed in (5, 8) for zeros in (True, False) for width in (1, 2)]


@cache
def smallest(case) -> int | None:
    """How many cells the smallest safe pattern hides beside the small ones."""
    found = next(safe_patterns(tiny(*case)), None)
    return None if found is None else len(found)


@pytest.mark.parametrize("case", [*TWO_WAYS, *THREE_WAYS, *LINKS], ids=str)
def test_it_is_what_trying_every_pattern_finds(case):
    one, needed = tiny(*case), smallest(case)

    if needed is None:
        with pytest.raises(disclosure.Unprotectable):
            disclosure.suppress(one.cells, one.profile, steps=0, is_exact=True)
        return
    made = disclosure.suppress(one.cells, one.profile, steps=0, is_exact=True)
    assert (made.proof.lower, made.is_secondary.sum()) == (needed, needed)


def test_the_tables_that_are_tried_need_from_none_to_many_cells():
    needed = {smallest(case) for case in [*TWO_WAYS, *THREE_WAYS]}

    assert needed == {0, 1, 2, 3, 4, 5, 7, 9}


def space_of(one: Tiny):
    small = disclosure.primary(one.cells, one.profile)
    space, *_none = View(one.cells.frame, one.profile, (), disclosure.Linkage()).truth(one.cells, small)
    return space


@pytest.mark.parametrize("case", [TWO_WAYS[0], *TWO_WAYS[18:25:3], THREE_WAYS[1]], ids=str)
def test_every_safe_pattern_satisfies_every_cut_whatever_it_was_asked_about(case):
    one = tiny(*case)
    space, lots = space_of(one), random.Random(1)
    cutter = Cutter(space)
    rows = [at for at in range(len(space)) if space.roles[at] in (Role.OPEN, Role.PRIMARY)]
    cuts: list[Cut] = []
    for most in (1, 2, None) * 8:
        y = np.array([lots.choice((0.0, 1.0, lots.random())) for _row in range(len(space))])
        cuts += cutter.look(rows, y, lambda: False, most)
    assert len(set(cuts)) >= 8

    patterns = list(safe_patterns(one, beyond=1))
    assert len(patterns) > 1
    for hidden in patterns:
        y = np.array([float(cell in hidden) for cell in space.cells])
        assert [cut for cut in cuts if cut.missing(y) > 0] == []


def test_what_any_prices_say_is_never_below_what_a_cell_can_be():
    lots = random.Random(2)
    for case in (TWO_WAYS[0], TWO_WAYS[27], THREE_WAYS[0], LINKS[0]):
        one = tiny(*case)
        space = space_of(one)
        cutter = Cutter(space)
        rows = np.zeros((len(space), space.width))
        for at in range(len(space)):
            columns, weights = space.row(at)
            rows[at, columns] = weights
        for _try in range(20):
            is_hidden = (space.roles == Role.PRIMARY) | np.array([lots.random() < HALF for _row in rows])
            at, sign = lots.choice(np.flatnonzero(is_hidden).tolist()), lots.choice((1, -1))
            found = linprog(
                -sign * rows[at],
                A_eq=rows[~is_hidden],
                b_eq=space.values[~is_hidden],
                A_ub=-rows[is_hidden],
                b_ub=-space.floor[is_hidden],
                bounds=(0, 500),
            )
            assert found.status == 0
            best = np.zeros(len(rows))
            best[~is_hidden], best[is_hidden] = -found.eqlin.marginals, found.ineqlin.marginals
            shaken = best * [lots.choice((1.0, 1.0, 1.0, 0.9, 0.5, 0.0)) for _row in rows]
            for prices in (best, best + 1e-5, shaken, shaken + [lots.gauss(0, 0.01) for _row in rows]):
                said = cutter.bound(at, sign, prices)
                assert (said.fixed + said.adds[is_hidden].sum()) / PARTS >= -found.fun - 1e-6
            tight = cutter.bound(at, sign, best)
            assert (
                abs(found.fun) > 100 or (tight.fixed + tight.adds[is_hidden].sum()) / PARTS < -found.fun + 1
            )


@pytest.mark.parametrize("zeros", [True, False], ids=["noughts shown", "noughts hidden"])
def test_a_table_of_520_cells_is_proven_and_another_reader_works_nothing_out(tmp_path, zeros):
    profile = disclosure.Profile(are_zeros_shown=zeros)
    cells = grid_of(Programme(), TABLES["T2"])

    made = disclosure.suppress(cells, profile, steps=0, is_exact=True)

    assert made.proof.lower == made.is_secondary.sum() > 0
    written(made.release, tmp_path)
    parents = {"geo": {path[1]: path[0] for path in cells.frame.paths[0]}}
    reader = Reader(tmp_path, {"t1": ("geo", "out")}, parents, profile.floor)
    assert len(reader.hidden) == (~made.release.is_published).sum()
    assert reader.narrow(1) == []


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_is_never_above_what_the_search_finds_nor_the_pattern_worse(tmp_path, seed):
    rows = invented.people(70 + seed, 60 + 20 * seed, 3)
    cells, profile = cells_of(rows, LINKED[seed % 2]), disclosure.Profile()

    usual = int(disclosure.suppress(cells, profile, steps=4).is_secondary.sum())
    made = disclosure.suppress(cells, profile, steps=4, is_exact=True)

    assert 0 < made.proof.lower == made.is_secondary.sum() <= usual
    reader = reader_of(made.release, tmp_path, rows)
    assert reader.narrow(profile.width) == []


def test_a_limit_of_time_gives_the_bound_there_is_and_a_safe_answer():
    cells = cells_of(invented.people(9, 400, 14), LINKED[0])
    profile = disclosure.Profile()

    none = disclosure.suppress(cells, profile, seconds=0.0, is_exact=True)
    some = disclosure.suppress(cells, profile, steps=0, seconds=4.0, is_exact=True)

    assert (none.proof.lower, none.proof.cuts, none.found.narrow) == (0, 0, ())
    assert 0 < some.proof.lower <= some.is_secondary.sum() <= none.is_secondary.sum()
    assert some.found.narrow == ()


def test_any_order_of_the_records_gives_the_same_bytes_and_the_same_bound():
    rows = invented.people(7, 90, 3)
    first = disclosure.suppress(cells_of(rows, LINKED[0]), disclosure.Profile(), steps=0, is_exact=True)

    random.Random(1).shuffle(rows)
    again = disclosure.suppress(cells_of(rows, LINKED[0]), disclosure.Profile(), steps=0, is_exact=True)

    assert replace(again.proof, seconds=0.0) == replace(first.proof, seconds=0.0)
    assert bytes_of(again) == bytes_of(first)


def test_a_later_release_is_proven_too_and_holds_with_the_one_before():
    rows = invented.people(3, 90, 3)
    profile = disclosure.Profile()
    first = disclosure.suppress(cells_of(rows[:60], LINKED[0]), profile, steps=2)
    cells = cells_of(rows, LINKED[0])

    usual = disclosure.suppress(cells, profile, past=[first.as_past()], steps=2)
    made = disclosure.suppress(cells, profile, past=[first.as_past()], steps=2, seconds=20, is_exact=True)

    assert 0 < made.proof.lower <= made.is_secondary.sum() <= usual.is_secondary.sum()
    found = disclosure.attack(made.release, made.past, made.linkage, made.changes)
    assert (found.narrow, found.told) == ((), ())


def test_too_many_cells_are_refused_in_a_sentence():
    dimensions = tuple(disclosure.Dimension(name, (name,)) for name in ("a", "b"))
    plan = disclosure.Plan(dimensions, (disclosure.Table("t", ("a", "b")),))
    places = itertools.product(range(150), range(140))
    records = [disclosure.Record({"a": f"a{one}", "b": f"b{other}"}, 9) for one, other in places]

    with pytest.raises(disclosure.Unusable, match="^21291 cells may be hidden .* more than 20000"):
        disclosure.suppress(disclosure.counted(plan, records), disclosure.Profile(), is_exact=True)


class Deaf:
    """Somebody who says of every pattern that a small cell is narrow under it, and has a poor one."""

    def __init__(self, row: int, best: int) -> None:
        self.row, self.best = row, best

    def fewest(self) -> int:
        return self.best

    def tried(self, rows: Sequence[int]) -> list[int]:
        return [self.row]

    def mended(self, rows: Sequence[int]) -> None:
        return None


def test_a_pattern_that_is_called_narrow_and_is_not_shown_to_be_raises_no_bound():
    one = tiny((4, 3), 1, True, 1)
    space = space_of(one)

    proof = proved(space, Deaf(int(space.of(Role.PRIMARY)[0]), 9), lambda: math.inf, lambda *_heard: None)

    assert proof.lower == len(next(safe_patterns(one))) == 3
