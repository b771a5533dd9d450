"""A reader of released tables, written apart from the protector: its own files, matrix and solver (scipy).

It is handed a folder of CSV files and how the columns hang together, and nothing else: no plan object,
no report, no certificate. It knows that people are whole, that a suppressed cell is at least `floor`,
and the published counts.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

Parents = dict[str, dict[str, str]]
"""For a column of a table: each label and the one above it; «Total» is above those without."""


class OutOfPatience(Exception):
    """There are too many tables to try them all."""


class Reader:
    """All that a folder of tables tells. `tables`: the file of each and its columns; `parents`: see
    `Parents`."""

    def __init__(
        self,
        folder: Path,
        tables: dict[str, tuple[str, ...]],
        parents: Parents,
        floor: int,
        same: dict[str, str] | None = None,
    ) -> None:
        """`same`: columns that show another one, only coarser: {"reg": "geo"}."""
        self.floor = floor
        called = same or {}
        self.known: dict[frozenset[tuple[str, str]], int] = {}
        self.hidden: list[frozenset[tuple[str, str]]] = []
        labels: dict[str, set[str]] = {}
        for name, by in tables.items():
            with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as opened:
                for row in csv.DictReader(opened):
                    cell = frozenset(
                        (called.get(column, column), row[column]) for column in by if row[column] != "Total"
                    )
                    for column in by:
                        labels.setdefault(called.get(column, column), set()).add(row[column])
                    if row["status"] == "published":
                        self.known[cell] = int(row["value"])
                    elif cell not in self.hidden_set():
                        self.hidden.append(cell)
                        self._hidden.add(cell)
        self.columns = sorted(labels)
        self.above = {
            column: {
                label: self._line(column, label, parents) for label in labels[column] if label != "Total"
            }
            for column in self.columns
        }
        finest = [
            sorted(set(self.above[column]) - {up for line in self.above[column].values() for up in line[1:]})
            for column in self.columns
        ]
        noughts = {cell for cell, value in self.known.items() if value == 0}
        self.inner = [
            one
            for one in itertools.product(*finest)
            if not any(cell in noughts for cell in self._cells_over(one))
        ]
        self.over = [frozenset(self._cells_over(one)) for one in self.inner]

    _hidden: set[frozenset[tuple[str, str]]]

    def hidden_set(self) -> set[frozenset[tuple[str, str]]]:
        if not hasattr(self, "_hidden"):
            self._hidden = set()
        return self._hidden

    @staticmethod
    def _line(column: str, label: str, parents: Parents) -> tuple[str, ...]:
        line = [label]
        while line[-1] in parents.get(column, {}):
            line.append(parents[column][line[-1]])
        return tuple(line)

    def _cells_over(self, inner: tuple[str, ...]) -> Iterator[frozenset[tuple[str, str]]]:
        choices = [
            [*((column, label) for label in self.above[column][finest]), None]
            for column, finest in zip(self.columns, inner, strict=True)
        ]
        for chosen in itertools.product(*choices):
            yield frozenset(one for one in chosen if one is not None)

    def interval(self, cell: frozenset[tuple[str, str]]) -> tuple[float, float]:
        """The least and the most that a suppressed cell can be, in counts that may be broken."""
        if not hasattr(self, "_system"):
            self._system = self._made()
        equal, values, least = self._system
        wanted = np.array([float(cell in over) for over in self.over])
        ends = []
        for sign in (1.0, -1.0):
            found = linprog(
                sign * wanted,
                A_eq=equal,
                b_eq=values,
                A_ub=-least,
                b_ub=np.full(least.shape[0], -float(self.floor)),
                bounds=(0, 10_000),
                method="highs",
            )
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]

    def narrow(self, width: int, cells: list[frozenset[tuple[str, str]]] | None = None):
        """The suppressed cells that are not as wide as that, of some or of all.

        Each corner found is a table that is possible, and says of every cell at once what it can be.
        """
        if not hasattr(self, "_system"):
            self._system = self._made()
        equal, values, least = self._system
        at = {cell: number for number, cell in enumerate(self.hidden)}
        low, high = np.full(len(at), np.inf), np.full(len(at), -np.inf)
        asked = self.hidden if cells is None else cells
        for cell in asked:
            number = at[cell]
            for sign in (1.0, -1.0):
                if high[number] - low[number] >= width - 1e-6:
                    break
                found = linprog(
                    sign * least[[number], :].toarray()[0],
                    A_eq=equal,
                    b_eq=values,
                    A_ub=-least,
                    b_ub=np.full(least.shape[0], -float(self.floor)),
                    bounds=(0, 10_000),
                    method="highs",
                )
                assert found.status == 0, found.message
                sums = least @ found.x
                low, high = np.minimum(low, sums), np.maximum(high, sums)
        return [cell for cell in asked if high[at[cell]] - low[at[cell]] < width - 1e-6]

    def _made(self):
        known = [cell for cell, value in self.known.items() if value]
        at = {cell: number for number, cell in enumerate(known)}
        below = {cell: number for number, cell in enumerate(self.hidden)}
        equal, least = lil_array((len(known), len(self.inner))), lil_array((len(below), len(self.inner)))
        for column, over in enumerate(self.over):
            for cell in over:
                if cell in at:
                    equal[at[cell], column] = 1.0
                elif cell in below:
                    least[below[cell], column] = 1.0
        return equal.tocsr(), np.array([float(self.known[cell]) for cell in known]), least.tocsr()

    def every_table(
        self, most: int, patience: int | None = None
    ) -> Iterator[dict[frozenset[tuple[str, str]], int]]:
        """Every table of whole counts that agrees, by trying all with at most `most` people in an inner
        cell.

        Raises `OutOfPatience` after so many trials.
        """
        trials = itertools.count()
        wanted = {cell: value for cell, value in self.known.items() if value}
        left = dict(wanted)
        last = {cell: max(n for n, over in enumerate(self.over) if cell in over) for cell in wanted}
        counts = [0] * len(self.inner)

        def on(number: int) -> Iterator[dict[frozenset[tuple[str, str]], int]]:
            if number == len(self.inner):
                sums = {
                    cell: sum(count for count, over in zip(counts, self.over, strict=True) if cell in over)
                    for cell in self.hidden
                }
                if all(value >= self.floor for value in sums.values()):
                    yield sums
                return
            if patience is not None and next(trials) >= patience:
                raise OutOfPatience
            mine = [cell for cell in self.over[number] if cell in left]
            for count in range(min([most, *(left[cell] for cell in mine)]) + 1):
                if any(last[cell] == number and left[cell] != count for cell in mine):
                    continue
                counts[number] = count
                for cell in mine:
                    left[cell] -= count
                yield from on(number + 1)
                for cell in mine:
                    left[cell] += count
            counts[number] = 0

        yield from on(0)
