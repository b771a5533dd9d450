"""Every history that agrees with some tiny releases, by trying all: written apart, no solver, no import.

A release is a table of whole counts over all combinations of its labels. A history is one such table for each
release. Between two releases people are added, people whose labels are gone leave, and everybody else who is
gone was put right: that costs one each, and a reader knows how many there were at most. What a label was in
the release before is its own name, unless the plan says other (`was`). Where a column of times is named
(`period`), whoever is added where all labels were there before was put right too; somebody who was added so
and is gone later is one who was put right, and not two.

A reader knows what is published; that a suppressed cell has somebody in it where noughts are shown, unless
it was suppressed when it last stood in a release, by its name or as what it was; and how many were put right
at most.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

Cell = frozenset[tuple[str, str]]
Combination = tuple[tuple[str, str], ...]
Was = Mapping[str, Mapping[str, tuple[str, ...]]]
NEVER = 10**6
MOST_HISTORIES = 2_000_000
MOST_TABLES = 400
"""Of one release; the histories are tried release by release, which takes the third power of this."""


class TooMany(Exception):
    """There are more tables than there is patience for."""


@dataclass(frozen=True)
class Told:
    """A release as a reader has it: CSV texts, what its labels were, and its column of times."""

    texts: tuple[str, ...]
    was: Was
    is_zero_shown: bool
    period: str = ""


class Tables:
    """All tables that agree with one release. `labels`, `known`, `hidden`; `counts` (tables, inner)."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.known: dict[Cell, int] = {}
        self.hidden: set[Cell] = set()
        self.labels: dict[str, set[str]] = {}
        for text in told.texts:
            for row in csv.DictReader(io.StringIO(text)):
                columns = [name for name in row if name not in ("value", "status")]
                for name in columns:
                    self.labels.setdefault(name, set())
                    if row[name] != "Total":
                        self.labels[name].add(row[name])
                cell = frozenset((name, row[name]) for name in columns if row[name] != "Total")
                if row["status"] == "published":
                    self.known[cell] = int(row["value"])
                else:
                    self.hidden.add(cell)
        self.columns = sorted(self.labels)
        choices = [[(name, one) for one in sorted(self.labels[name])] for name in self.columns]
        self.inner: list[Combination] = list(itertools.product(*choices))
        self.cells = sorted([*self.known, *self.hidden], key=sorted)
        self.over = np.array([[cell <= set(one) for cell in self.cells] for one in self.inner], np.int64)

    def fill(self, floors: Mapping[Cell, int], most: int, patience: int) -> None:
        """Try all with at most `most` people in a combination. Raises TooMany."""
        least = [self.known.get(cell, floors.get(cell, 0)) for cell in self.cells]
        greatest = [self.known.get(cell, most * len(self.inner)) for cell in self.cells]
        found: list[list[int]] = []
        mine = [np.flatnonzero(row).tolist() for row in self.over]
        last = [max((n for n, own in enumerate(mine) if at in own), default=-1) for at in range(len(least))]
        sums = [0] * len(least)
        tried = itertools.count()

        def on(counts: list[int]) -> None:
            number = len(counts)
            if number == len(mine):
                found.append(list(counts))
                if len(found) > MOST_TABLES:
                    raise TooMany
                return
            for count in range(most + 1):
                if next(tried) > patience:
                    raise TooMany
                if any(sums[at] + count > greatest[at] for at in mine[number]):
                    break
                if any(last[at] == number and sums[at] + count < least[at] for at in mine[number]):
                    continue
                for at in mine[number]:
                    sums[at] += count
                on([*counts, count])
                for at in mine[number]:
                    sums[at] -= count

        on([])
        self.counts = np.array(found, np.int64).reshape(len(found), len(self.inner))
        self.values = self.counts @ self.over


def befores(label: tuple[str, str], was: Was, old: Tables) -> list[tuple[str, str]]:
    column, name = label
    called = was.get(column, {}).get(name, (name,))
    return [(column, one) for one in called if one in old.labels[column]]


def _groups(edges: Iterable[tuple[object, object]]) -> Iterator[tuple[set[object], set[object]]]:
    """What hangs together: (older, newer)."""
    groups: list[tuple[set[object], set[object]]] = []
    for old, new in edges:
        mine: tuple[set[object], set[object]] = ({old}, {new})
        rest = []
        for one in groups:
            if one[0] & mine[0] or one[1] & mine[1]:
                mine = (mine[0] | one[0], mine[1] | one[1])
            else:
                rest.append(one)
        groups = [*rest, mine]
    yield from groups


class Histories:
    """All histories of some releases with at most `changes` people put right."""

    def __init__(self, every: list[Told], changes: int, most: int, patience: int = 60_000) -> None:
        self.tables = [Tables(one) for one in every]
        self.changes = changes
        for number, one in enumerate(self.tables):
            floors = {
                cell: int(one.told.is_zero_shown and not self._stood_hidden(number, cell))
                for cell in one.hidden
            }
            one.fill(floors, most, patience)
        self.costs = [self._cost(at) for at in range(len(self.tables) - 1)]
        self.paths = {
            (one, other): self._between(one, other)
            for one in range(len(self.tables))
            for other in range(one, len(self.tables))
        }

    def was(self, newer: int, older: int, label: tuple[str, str]) -> set[tuple[str, str]]:
        """What a label was some releases before."""
        found = {label}
        for number in range(newer, older, -1):
            found = {
                each
                for one in found
                for each in befores(one, self.tables[number].told.was, self.tables[number - 1])
            }
        return found

    def _stood_hidden(self, number: int, cell: Cell) -> bool:
        for older in range(number - 1, -1, -1):
            choices = [sorted(self.was(number, older, label)) for label in sorted(cell)]
            cells = [frozenset(one) for one in itertools.product(*choices)]
            there = self.tables[older]
            cells = cells if all(one in there.known or one in there.hidden for one in cells) else []
            cells += [cell] if cell in there.known or cell in there.hidden else []
            if cells:
                return any(one in there.hidden for one in cells)
        return False

    def _cost(self, at: int) -> np.ndarray:
        """The fewest who were put right between a table of a release and one of the next."""
        old, new = self.tables[at], self.tables[at + 1]
        edges = [
            (old.inner.index(one), there)
            for there, combination in enumerate(new.inner)
            for one in itertools.product(*(befores(label, new.told.was, old) for label in combination))
        ]
        total = np.zeros((len(old.counts), len(new.counts)), np.int64)
        for before, after in _groups(edges):
            assert len(before) * len(after) == len({e for e in edges if e[0] in before}), "not all to all"
            gone = (
                old.counts[:, sorted(before)].sum(1)[:, None] - new.counts[:, sorted(after)].sum(1)[None, :]
            )
            total += np.maximum(gone, 0)
        return total

    def _between(self, one: int, other: int) -> np.ndarray:
        """The fewest between a table of a release and one of a later, whatever is between."""
        size = len(self.tables[one].counts)
        found = np.where(np.eye(size, dtype=bool), 0, NEVER)
        for at in range(one, other):
            step = self.costs[at]
            found = np.stack([(row[:, None] + step).min(0) for row in found]) if size else found
        return found

    def possible(self, one: int, other: int) -> np.ndarray:
        """Which pairs of tables of two releases stand in some history."""
        least = (
            self.paths[0, one].min(0)[:, None]
            + self.paths[one, other]
            + self.paths[other, len(self.tables) - 1].min(1)[None, :]
        )
        return least <= self.changes

    def settled(self) -> list[tuple[int, Cell]]:
        """The suppressed cells of every release that are one number in all histories."""
        found = []
        for number, one in enumerate(self.tables):
            can = self.possible(number, number).diagonal()
            assert can.any(), "no history agrees"
            for at, cell in enumerate(one.cells):
                if cell in one.hidden and len(set(one.values[can, at])) == 1:
                    found.append((number, cell))
        return found

    def told_differences(self, k: int) -> list[tuple[int, int, Cell, int]]:
        """Between which releases it is told of whom that one to k - 1 more or fewer are there."""
        found = []
        for newer in range(1, len(self.tables)):
            for older in range(newer):
                can = np.argwhere(self.possible(older, newer))
                for cell, now, then in self._same(newer, older):
                    old, new = self.tables[older], self.tables[newer]
                    more = set(new.values[can[:, 1]][:, now].sum(1) - old.values[can[:, 0]][:, then].sum(1))
                    if len(more) == 1 and 1 <= abs(next(iter(more))) < k:
                        found.append((newer, older, cell, int(next(iter(more)))))
        return found

    def _same(self, newer: int, older: int) -> Iterator[tuple[Cell, list[int], list[int]]]:
        """Cells that are about the same people in two releases: all of what hangs together by its labels,
        and those of one name."""
        new, old = self.tables[newer], self.tables[older]
        choices = []
        for column in new.columns:
            edges = [
                (then, (column, label))
                for label in sorted(new.labels[column])
                for then in self.was(newer, older, (column, label))
            ]
            groups = [(tuple(sorted(a)), tuple(sorted(b))) for a, b in _groups(edges)]
            names = [((column, one),) for one in sorted(new.labels[column] & old.labels[column])]
            choices.append([((), ()), *dict.fromkeys([*groups, *((one, one) for one in names)])])
        for chosen in itertools.product(*choices):
            then = [frozenset(one) for one in itertools.product(*(pair[0] for pair in chosen if pair[0]))]
            now = [frozenset(one) for one in itertools.product(*(pair[1] for pair in chosen if pair[1]))]
            if all(one in new.cells for one in now) and all(one in old.cells for one in then):
                cell = frozenset(label for one in now for label in one)
                yield cell, [new.cells.index(one) for one in now], [old.cells.index(one) for one in then]


class Timed(Histories):
    """All histories of two or three releases with a column of times, and no label by another name.

    Who was put right is counted by person, and a person stands in two steps: so three tables are looked at
    together.
    """

    def __init__(self, every: list[Told], changes: int, most: int, patience: int = 60_000) -> None:
        assert 2 <= len(every) <= 3
        assert not any(one.was for one in every)
        super().__init__(every, changes, most, patience)
        sizes = [len(one.counts) for one in self.tables]
        if math.prod(sizes) > MOST_HISTORIES:
            raise TooMany
        self.can = self._cheapest() <= changes

    def possible(self, one: int, other: int) -> np.ndarray:
        apart = tuple(at for at in range(len(self.tables)) if at not in (one, other))
        found = self.can.any(axis=apart)
        return np.diag(found) if one == other else found

    def _cheapest(self) -> np.ndarray:
        """How many were put right at the least, for one table of each release with any of the others."""
        found = np.zeros([len(one.counts) for one in self.tables], np.int64)
        for combination in sorted({one for each in self.tables for one in each.inner}):
            steps = [self._step(at, combination) for at in range(len(self.tables) - 1)]
            for at, (late, gone) in enumerate(steps):
                shape = [1] * len(self.tables)
                shape[at], shape[at + 1] = late.shape
                found += (late + gone).reshape(shape)
            if len(steps) == 2:
                # One who was added late and is gone in the next was put right once.
                found -= np.minimum(steps[0][0][:, :, None], steps[1][1][None, :, :])
        return found

    def _step(self, at: int, combination: Combination) -> tuple[np.ndarray, np.ndarray]:
        """How many were added late to a combination, and how many are gone (tables, tables of the next)."""
        old, new = self.tables[at], self.tables[at + 1]
        none = np.zeros((len(old.counts), len(new.counts)), np.int64)
        if combination not in old.inner or combination not in new.inner:
            return none, none
        then = old.counts[:, old.inner.index(combination)][:, None]
        now = new.counts[:, new.inner.index(combination)][None, :]
        late = np.maximum(now - then, 0) if new.told.period else none
        return late, np.maximum(then - now, 0)
