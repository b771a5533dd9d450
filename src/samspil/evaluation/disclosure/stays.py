"""Who stood where in which releases, with which values: one way in which the files of all can be true.

The files say how many people with which values were where in each release, and not who is who. Whoever can
still be there with what they had is taken to be the same; then as many as can have got a value that was
missing; the rest are gone or new. That is the way with the fewest changes wherever labels are the same
through all releases, and a possible way everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from samspil.evaluation.disclosure.history import Columns
from samspil.evaluation.disclosure.joint import Joint

Where = tuple[int, ...]
"""The inner cells of somebody, from one release on."""
What = tuple[int, ...]
"""Their slots (of one release) there."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody from release `first` on: the inner cells and slots of each release until the last."""

    first: int
    where: Where
    what: What


class Paths:
    """Which columns there are for whoever stood in some inner cells one after the other.

    `inner` (inner cells,) for each release: how many people. Columns in which nobody can have been are left
    out.
    """

    def __init__(self, columns: Columns, inner: Sequence[NDArray[np.int64]]) -> None:
        self.releases = len(inner)
        is_filled = np.ones(len(columns), bool)
        for number, (cells, people) in enumerate(zip(columns.inner, inner, strict=True)):
            is_there = (columns.first <= number) & (number <= columns.last)
            is_filled &= ~is_there | (people[np.maximum(cells, 0)] > 0)
        self.column: dict[tuple[int, Where], int] = {}
        self.after: list[dict[int, list[int]]] = [{} for _release in inner]
        # A way that is no change goes before one that is.
        for at in sorted(np.flatnonzero(is_filled).tolist(), key=lambda one: bool(columns.is_change[one])):
            first, last = int(columns.first[at]), int(columns.last[at])
            where = tuple(int(columns.inner[number][at]) for number in range(first, last + 1))
            self.column.setdefault((first, where), at)
            if last == first + 1:
                self.after[first].setdefault(where[0], []).append(where[1])
        for one in self.after:
            for before, found in one.items():
                one[before] = sorted(set(found))

    def stays(self, tables: Sequence[NDArray[np.int64]], joint: Joint | None = None) -> dict[Stay, int]:
        """How many of each stay make these tables (inner cells, slots of one release), one a release."""
        here: dict[Stay, int] = {}
        found: dict[Stay, int] = {}
        for number, table in enumerate(tables):
            come = {(int(a), int(b)): int(table[a, b]) for a, b in np.argwhere(table)}
            move = _Move(here, come, {})
            for one in sorted(here, key=_order):
                for cell in self._cells(one, number):
                    move.put(one, (cell, one.what[-1]), min(here[one], come.get((cell, one.what[-1]), 0)))
            if joint is not None:
                self._fill(move, number, joint)
            for one, count in here.items():
                if count:
                    found[one] = found.get(one, 0) + count
            here = move.staying
            for (cell, slot), count in sorted(come.items()):
                if count:
                    here[Stay(number, (cell,), (slot,))] = count
        for one, count in here.items():
            found[one] = found.get(one, 0) + count
        return found

    def _cells(self, one: Stay, number: int) -> list[int]:
        """Where whoever stayed so long can be in a release."""
        after = self.after[number - 1].get(one.where[-1], [])
        return [cell for cell in after if (one.first, (*one.where, cell)) in self.column]

    def _fill(self, move: _Move, number: int, joint: Joint) -> None:
        """Let as many as can be go on into a release by getting a value: if whoever comes first took what is
        there, some would be left who could have had no other."""
        ways = [
            (one, (cell, slot), min(move.here[one], move.come[cell, slot]))
            for one in sorted(move.here, key=_order)
            if move.here[one]
            for slot in _filled(joint, one.what[-1])
            for cell in self._cells(one, number)
            if move.come.get((cell, slot), 0)
        ]
        if not ways:
            return
        olds, news = list(dict.fromkeys(way[0] for way in ways)), list(dict.fromkeys(way[1] for way in ways))
        old = {one: at for at, one in enumerate(olds, start=1)}
        new = {one: at for at, one in enumerate(news, start=len(olds) + 1)}
        end = len(olds) + len(news) + 1
        edges = [
            *((0, old[one], move.here[one]) for one in olds),
            *((old[one], new[there], most) for one, there, most in ways),
            *((new[there], end, move.come[there]) for there in news),
        ]
        heads, tails, most = np.array(edges, np.int32).T
        graph = sparse.csr_array((most, (heads, tails)), shape=(end + 1, end + 1))
        flow = maximum_flow(graph, 0, end).flow
        for one, there, _most in ways:
            move.put(one, there, int(flow[old[one], new[there]]))

    def people(
        self, stays: Mapping[Stay, int], joint: Joint, place: NDArray[np.int64], width: int
    ) -> NDArray[np.int64]:
        """How many stand in each column of a space (width, slots of all releases). `place` (columns,)."""
        found = np.zeros((width, joint.slots), np.int64)
        for one, count in stays.items():
            found[place[self.column[one.first, one.where]], _through(joint, one)] += count
        return found


@dataclass(frozen=True, slots=True)
class _Move:
    """On the way into a release: who is still `here`, who has yet to `come` there, and who goes on."""

    here: dict[Stay, int]
    come: dict[tuple[int, int], int]
    staying: dict[Stay, int]

    def put(self, one: Stay, there: tuple[int, int], count: int) -> None:
        """So many of a stay go on into a cell with a slot."""
        if count:
            self.here[one] -= count
            self.come[there] -= count
            longer = Stay(one.first, (*one.where, there[0]), (*one.what, there[1]))
            self.staying[longer] = self.staying.get(longer, 0) + count


def _order(one: Stay) -> tuple[int, Where, What]:
    return one.first, one.where, one.what


def _filled(joint: Joint, slot: int) -> list[int]:
    """The slots (of one release) of somebody who got one or more values that were missing."""
    shape = joint.through(1).shape
    ends = np.array(shape) - 1
    before = np.array(np.unravel_index(slot, shape))
    if not (before == ends).any():
        return []
    every = np.array(np.unravel_index(np.arange(int(np.prod(shape))), shape)).T
    is_kept = ((before == ends) | (every == before)).all(axis=1) & (every != before).any(axis=1)
    return [int(one) for one in np.flatnonzero(is_kept)]


def _through(joint: Joint, stay: Stay) -> int:
    """The slot through all releases of a stay."""
    shape = joint.through(1).shape
    had = [np.unravel_index(slot, shape) for slot in stay.what]
    known: list[tuple[int, int] | None] = []
    for at, size in enumerate(shape):
        values = [int(one[at]) for one in had]
        since = next((number for number, value in enumerate(values) if value != size - 1), None)
        known.append(None if since is None else (values[since], stay.first + since if since else 0))
    return joint.slot(known)
