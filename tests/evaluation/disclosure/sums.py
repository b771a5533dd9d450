"""What is one number in all programmes that agree with some releases, by whole numbers of people and a solver
of its own: no import of ours.

People are counted by the groups that they are in (all columns), from which release on, and by what they have:
a value since a release, or none. Counts, means, sums and what the note says of them are rows over that. Of a
standard deviation only bounds are, so this reader knows a little less than the files tell.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Key = tuple[str, ...]
Person = tuple[Key, int | None]
MOST = 60
"""More people than are anywhere in one way."""
TOGETHER = 3
"""Of how many groups together a sum is looked for at most."""


@dataclass(frozen=True)
class Told:
    """A release as a reader has it: files of counts and figures by table, and the rules of the note."""

    files: Mapping[str, tuple[str, str]]
    k: int
    fewest: int
    least: int


class Reader:
    """All programmes that agree with some releases, nobody put right. `columns`: what tables divide by."""

    def __init__(self, columns: Sequence[str], releases: Sequence[Told], values: Sequence[int]) -> None:
        self.columns, self.releases, self.values = columns, releases, values
        self.counts: list[dict[Key, int | None]] = []
        self.figures: list[dict[Key, dict[str, str]]] = []
        for one in releases:
            counts, figures = ({}, {})
            for file, told in one.files.values():
                counts |= {
                    self._key(row): int(row["value"]) if row["status"] == "published" else None
                    for row in csv.DictReader(io.StringIO(file))
                }
                figures |= {
                    self._key(row): row
                    for row in csv.DictReader(io.StringIO(told))
                    if row["status"] == "published"
                }
            self.counts.append(counts)
            self.figures.append(figures)
        labels = [sorted({key[at] for key in self.counts[0]} - {"Total"}) for at in range(len(columns))]
        self.groups = list(itertools.product(*labels))
        last = len(releases)
        self.ways = [
            (group, first, since, value)
            for group in self.groups
            for first in range(last)
            for value, since in [(None, last), *itertools.product(values, range(first, last))]
        ]
        self.worlds: list[np.ndarray] = []
        self.rows: list[tuple[np.ndarray, float, float]] = []
        self.either: list[tuple[np.ndarray, int]] = []
        for release in range(last):
            self._read(release)

    def _key(self, row: Mapping[str, str]) -> Key:
        return tuple(row.get(column, "Total") for column in self.columns)

    def lies(self, group: Key, key: Key) -> bool:
        return all(label in ("Total", own) for own, label in zip(group, key, strict=True))

    def people(self, release: int, keys: Sequence[Key]) -> np.ndarray:
        return np.array(
            [float(first <= release and any(self.lies(group, key) for key in keys))
             for group, first, _since, _value in self.ways]
        )  # fmt: skip

    def having(self, release: int, keys: Sequence[Key], weight=lambda _value: 1.0) -> np.ndarray:
        own = [weight(value) if since <= release else 0.0 for _group, _first, since, value in self.ways]
        return self.people(release, keys) * np.array(own)

    def _read(self, release: int) -> None:
        told = self.releases[release]
        for key, count in self.counts[release].items():
            was_hidden = release > 0 and self.counts[release - 1][key] is None
            low, high = (count, count) if count is not None else (0 if was_hidden else told.least, np.inf)
            self.rows.append((self.people(release, [key]), low, high))
        for key, row in self.figures[release].items():
            every, total = self.having(release, [key]), self.having(release, [key], float)
            self.rows.append((every, told.fewest, np.inf))
            for one in self.values:
                others = self.having(release, [key], lambda value, one=one: float(value != one))
                self.rows.append((others, 2, np.inf))
            if "sum" in row:
                self.rows.append((total, int(row["sum"]), int(row["sum"])))
                self.either.append((self.people(release, [key]) - every, told.k))
            if "mean" in row:
                mean = round(10 * float(row["mean"]))
                self.rows.append((20 * total - (2 * mean - 1) * every, 0, np.inf))
                self.rows.append((20 * total - (2 * mean + 1) * every, -np.inf, -1))
            if "sd" in row:
                sd = round(10 * float(row["sd"]))
                about = self.having(release, [key], lambda value, mean=mean: 4.0 * (10 * value - mean) ** 2)
                low, high = max(2 * sd - 1, 0) ** 2, (2 * sd + 1) ** 2
                self.rows.append((about - low * every, -low, np.inf))
                self.rows.append((about - (1 + high) * every, -np.inf, -high - 1))

    def world(self, row: np.ndarray, low: float, high: float) -> bool:
        """Whether some programme has this between two numbers; it is kept."""
        free = np.zeros(len(self.either))
        rows = [(np.append(one, free), least, most) for one, least, most in [*self.rows, (row, low, high)]]
        for at, (without, k) in enumerate(self.either):  # nobody, or k and more
            for times, least, most in ((k, 0, np.inf), (MOST * len(self.ways), -np.inf, 0)):
                own = free.copy()
                own[at] = -times
                rows.append((np.append(without, own), least, most))
        matrix, least, most = zip(*rows, strict=True)
        ends = np.append(np.full(len(self.ways), MOST), free + 1)
        answer = milp(
            np.zeros(len(ends)),
            constraints=LinearConstraint(np.array(matrix), least, most),
            integrality=np.ones(len(ends)),
            bounds=Bounds(0, ends),
        )
        assert answer.status in (0, 2), answer.message
        if answer.status == 0:
            self.worlds.append(np.rint(answer.x[: len(self.ways)]))
        return answer.status == 0

    def is_one(self, row: np.ndarray, number: int) -> bool:
        """Whether something that is so much is that in all programmes."""
        if any(one @ row != number for one in self.worlds):
            return False
        return not self.world(row, number + 1, np.inf) and not self.world(row, -np.inf, number - 1)


def opened(reader: Reader, truth: Sequence[Sequence[Person]]) -> Iterator[tuple[str, int, tuple[Key, ...]]]:
    """What can be worked out of a few people, who they are in truth being known to whoever asks."""
    assert reader.world(np.zeros(len(reader.ways)), 0, 0)
    some = [one for size in range(1, TOGETHER + 1) for one in itertools.combinations(reader.groups, size)]
    for release, people in enumerate(truth):
        told = reader.releases[release]
        for key, count in reader.counts[release].items():
            own = [value for group, value in people if reader.lies(group, key)]
            row = reader.people(release, [key])
            if count is None and own and reader.is_one(row, len(own)):
                yield "count", release, (key,)
            without = own.count(None)
            if 0 < without < told.k and reader.is_one(row - reader.having(release, [key]), without):
                yield "none", release, (key,)
        for groups in some:
            before = [value for group, value in truth[release - 1] if group in groups] if release else []
            now = [value for group, value in people if group in groups]
            row = reader.having(release, groups, float)
            for what, values, weights in (
                ("sum", _less(now, []), row),
                (
                    "came",
                    _less(now, before),
                    row - reader.having(release - 1, groups, float) if release else row,
                ),
            ):
                is_few = 0 < len(values) < told.fewest and (what == "sum" or release > 0)
                if is_few and reader.is_one(weights, sum(values)):
                    yield what, release, groups


def _less(now: list[int | None], before: list[int | None]) -> list[int]:
    """The values that are there now and were not."""
    left = [one for one in now if one is not None]
    for one in before:
        if one is not None:
            left.remove(one)
    return left
