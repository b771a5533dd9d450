"""Before anything is protected: how much of a table would be left, and which coarser one would keep more.

What a small table loses, it mostly loses to the smallness of its cells and not to those that are suppressed
beside them. So the first question is how people are divided, and a person decides it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Cells, Plan, Table
from samspil.evaluation.disclosure.profile import Profile, primary

MOST_SHARE = 0.20
"""Above this share of small cells among those that are not empty, a coarser table is proposed."""
FEW_UNITS = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """What a table would be like. Counts of cells; `share` of the cells with somebody that are too small.

    `coarser`: the columns of the table with a share up to `MOST_SHARE` that keeps most cells, empty where
    only the total does, and None where this one needs no change. `few`: columns whose units are so few that
    hiding one hides nothing from another of them.
    """

    table: str
    cells: int
    filled: int
    primary: int
    share: float
    coarser: tuple[str, ...] | None
    few: tuple[tuple[str, int], ...]


def design(cells: Cells, profile: Profile) -> tuple[Advice, ...]:
    """What to expect of each table of a plan, in the plan's order, before anything is suppressed."""
    return tuple(_of(cells, profile, table) for table in cells.frame.plan.tables)


def following(cells: Cells, profile: Profile) -> tuple[tuple[str, str], ...]:
    """Columns of which the second follows from the first though the plan has them apart, in the plan's order.

    Everybody with one label of the first has the same of the second. Whoever knows that, as everybody knows
    which county a municipality is in, works out more than a reader who takes both for columns of their
    own. None of those that a table crosses where noughts are shown: then it is told, and thought of.
    """
    used, there = cells.frame.plan.used(), cells.inner.reshape(cells.frame.shape) > 0
    found = []
    for one, other in permutations(range(len(used)), 2):
        both = np.asarray(there.any(axis=tuple(at for at in range(len(used)) if at not in (one, other))))
        both = both.T if one < other else both
        for depth in range(len(used[other].columns), 0, -1):
            names, place = np.unique(
                [path[depth - 1] for path in cells.frame.paths[other]], return_inverse=True
            )
            has = np.zeros((len(names), both.shape[1]), bool)
            np.logical_or.at(has, place, both)
            if has.any(axis=1).sum() < 2 or (has.sum(axis=0) > 1).any():
                continue
            pair = used[one].columns[-1], used[other].columns[depth - 1]
            if not (profile.are_zeros_shown and _are_crossed(cells.frame.plan, pair)):
                found.append(pair)
            break
    return tuple(found)


def _are_crossed(plan: Plan, pair: tuple[str, str]) -> bool:
    for table in plan.tables:
        places = [plan.place(name, table.name) for name in table.by]
        if set(pair) <= {one for at, depth in places for one in plan.dimensions[at].columns[:depth]}:
            return True
    return False


def _of(cells: Cells, profile: Profile, table: Table) -> Advice:
    frame = cells.frame
    small = primary(cells, profile)
    own = frame.tables[table.name]
    filled, primaries = _counts(cells, small, own)
    share = primaries / filled if filled else 0.0
    few = tuple(
        (one.columns[-1], len(paths))
        for one, paths in zip(frame.plan.used(), frame.paths, strict=True)
        if len(one.columns) > 1 and len(paths) <= FEW_UNITS and _crosses(frame.plan, table, one.columns)
    )
    coarser = None
    if share > MOST_SHARE:
        coarser = max(
            ((_kept(cells, small, own, by), by) for by in _coarser(cells, table)),
            key=lambda one: (one[0], -len(one[1])),
        )[1]
    return Advice(table.name, len(own), filled, primaries, share, coarser, few)


def _crosses(plan: Plan, table: Table, columns: tuple[str, ...]) -> bool:
    return any(
        plan.dimensions[number].columns[:depth][-1] == columns[-1]
        for number, depth in (plan.place(name, table.name) for name in table.by)
    )


def _counts(cells: Cells, small: NDArray[np.bool_], own: tuple[int, ...]) -> tuple[int, int]:
    at = np.array(own, np.int64)
    return int(np.count_nonzero(cells.values[at])), int(np.count_nonzero(small[at] & (cells.values[at] > 0)))


def _coarser(cells: Cells, table: Table) -> Iterator[tuple[str, ...]]:
    """Every way of showing less of a table: each dimension at some level or not at all."""
    plan = cells.frame.plan
    choices = []
    for name in table.by:
        number, depth = plan.place(name, table.name)
        choices.append(["", *plan.dimensions[number].columns[:depth]])
    for chosen in product(*choices):
        yield tuple(one for one in chosen if one)


def _kept(cells: Cells, small: NDArray[np.bool_], own: tuple[int, ...], by: tuple[str, ...]) -> int:
    """How many cells a coarser table shows, or -1 where too many of them are small."""
    plan = cells.frame.plan
    shown = set()
    for name in by:
        number, depth = plan.place(name, name)
        shown |= set(plan.dimensions[number].columns[:depth])
    part = tuple(at for at in own if all(column in shown for column, _label in cells.frame.keys[at]))
    filled, primaries = _counts(cells, small, part)
    if filled and primaries / filled > MOST_SHARE:
        return -1
    return filled - primaries
