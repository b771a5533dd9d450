"""A reader who keeps every release, written apart from the protector: files in, intervals out (scipy).

It is handed a folder for each release, the columns of its one table, and how many people were put right at
most. Whoever was counted once is counted still but for those; nothing else is known of who is where.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

Cell = frozenset[tuple[str, str]]


class Keeper:
    """`known[release]`: what is published; `hidden[release]`: what is not.

    `above`: for each label of `mun` its region. `was`: for the labels of `out` in the last release, what
    they were before. `floor(release, cell)`: the least of a suppressed one.
    """

    def __init__(
        self, folders: Sequence[Path], above: Mapping[str, str], changes: int, was: Mapping[str, str]
    ) -> None:
        self.above, self.was, self.changes = above, was, changes
        self.known: list[dict[Cell, int]] = []
        self.hidden: list[set[Cell]] = []
        for folder in folders:
            known, hidden = {}, set()
            for row in csv.DictReader((folder / "t3.csv").open(encoding="utf-8")):
                cell = frozenset((c, row[c]) for c in ("geo", "interv", "out") if row[c] != "Total")
                if row["status"] == "published":
                    known[cell] = int(row["value"])
                else:
                    hidden.add(cell)
            self.known.append(known)
            self.hidden.append(hidden)
        self.unknowns: dict[tuple[int, tuple[str, str, str]], int] = {}
        for release in range(len(folders)):
            labels = {column: set[str]() for column in ("geo", "interv", "out")}
            for cell in (*self.known[release], *self.hidden[release]):
                for column, label in cell:
                    labels[column].add(label)
            places = [one for one in labels["geo"] if one in above]
            for one in itertools.product(places, labels["interv"], labels["out"]):
                self.unknowns[release, one] = len(self.unknowns)
        self.size = len(self.unknowns)
        self._system()
        self.tables: list[np.ndarray] = []
        """What some sums came to at their ends, each possible (and so is all that lies between two)."""

    def _cells(self, release: int, one: tuple[str, str, str]) -> list[Cell]:
        geo, interv, out = one
        choices = [
            (("geo", geo), ("geo", self.above[geo]), None),
            (("interv", interv), None),
            (("out", out), None),
        ]
        return [frozenset(c for c in chosen if c is not None) for chosen in itertools.product(*choices)]

    def _before(self, release: int, cell: Cell) -> Cell:
        """What a cell was called in the release before."""
        if release < len(self.known) - 1:
            return cell
        return frozenset((c, self.was.get(label, label) if c == "out" else label) for c, label in cell)

    def _system(self) -> None:
        members: dict[tuple[int, Cell], list[int]] = {}
        for (release, one), at in self.unknowns.items():
            for cell in self._cells(release, one):
                members.setdefault((release, cell), []).append(at)
        self.members = members
        equal, least = [], []
        for release, known in enumerate(self.known):
            for cell, value in known.items():
                equal.append((members[release, cell], float(value)))
            for cell in self.hidden[release]:
                was_hidden = release > 0 and self._before(release, cell) in self.hidden[release - 1]
                least.append(([(at, 1.0) for at in members[release, cell]], 0.0 if was_hidden else 1.0))
        went: list[int] = []
        for release in range(len(self.known) - 1):
            is_last = release == len(self.known) - 2
            for (number, one), at in self.unknowns.items():
                if number != release:
                    continue
                after = [
                    other
                    for (there, each), other in self.unknowns.items()
                    if there == release + 1
                    and each[:2] == one[:2]
                    and (self.was.get(each[2], each[2]) if is_last else each[2]) == one[2]
                ]
                left = self.size + len(went)
                went.append(left)
                least.append(([*((each, 1.0) for each in after), (at, -1.0), (left, 1.0)], 0.0))
        least.append(([(each, -1.0) for each in went], -float(self.changes)))
        width = self.size + len(went)
        self.width = width
        self.equal = lil_array((len(equal), width))
        for row, (own, _value) in enumerate(equal):
            for at in own:
                self.equal[row, at] = 1.0
        self.least = lil_array((len(least), width))
        for row, (own, _value) in enumerate(least):
            for at, weight in own:
                self.least[row, at] += weight
        self.equal, self.least = self.equal.tocsr(), -self.least.tocsr()
        self.values = np.array([value for _own, value in equal])
        self.most = -np.array([value for _own, value in least])

    def interval(self, wanted: Sequence[tuple[int, Cell, float]]) -> tuple[float, float]:
        """The least and the most that a sum of weighted cells can be, in counts that may be broken."""
        costs, ends = self._costs(wanted), []
        for sign in (1.0, -1.0):
            found = linprog(
                sign * costs,
                A_eq=self.equal,
                b_eq=self.values,
                A_ub=self.least,
                b_ub=self.most,
                bounds=(0, 10_000),
                method="highs",
            )
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
            self.tables.append(found.x)
        return ends[0], ends[1]

    def _costs(self, wanted: Sequence[tuple[int, Cell, float]]) -> np.ndarray:
        costs = np.zeros(self.width)
        for release, cell, weight in wanted:
            for at in self.members[release, cell]:
                costs[at] += weight
        return costs

    def _is_known_wide(self, wanted: Sequence[tuple[int, Cell, float]], width: float) -> bool:
        """Whether tables that were found differ by so much in a sum: then nobody need ask."""
        if not self.tables:
            return False
        sums = np.array(self.tables) @ self._costs(wanted)
        return bool(sums.max() - sums.min() >= width + 1e-3)

    def opened(self) -> list[tuple[int, Cell]]:
        """The suppressed cells of every release that are one number."""
        found = []
        for release, hidden in enumerate(self.hidden):
            for cell in hidden:
                if self._is_known_wide([(release, cell, 1.0)], 1.0):
                    continue
                low, high = self.interval([(release, cell, 1.0)])
                if high - low < 1 - 1e-6:
                    found.append((release, cell))
        return found

    def told_differences(self, k: int) -> list[tuple[int, Cell]]:
        """The cells of which it is told that a few came or went between two releases."""
        found = []
        for release in range(1, len(self.known)):
            for cell in self.hidden[release] & self.hidden[release - 1]:
                wanted = [(release, cell, 1.0), (release - 1, cell, -1.0)]
                if self._is_known_wide(wanted, 0.0):
                    continue
                low, high = self.interval(wanted)
                if high - low < 1e-6 and 1 <= abs(round(low)) < k:
                    found.append((release, cell))
            for before in range(release):
                for cell in self.known[release].keys() & self.known[before].keys():
                    if 1 <= abs(self.known[release][cell] - self.known[before][cell]) < k:
                        found.append((release, cell))
        return found
