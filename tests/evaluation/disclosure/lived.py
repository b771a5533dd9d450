"""Everybody's values through some tiny releases, by trying all: written apart, no solver, no import of ours.

A release is a file of counts and one of figures, of some groups and their total. A history of a group is how
many have each value, and how many none, in each release. Between two releases people come; whoever had no
value may get one; everybody else who is not there as they were was put right, which costs one each, and a
reader knows how many there were at most.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

SIZE, NONE, SUM, SQUARES = range(4)
LARGE = 10**7
MOST = 1_000_000


class TooMany(Exception):
    """There are more histories than there is patience for."""


@dataclass(frozen=True)
class Files:
    """A release as a reader has it."""

    counts: str
    figures: str


def read(text: str) -> dict[str, dict[str, str]]:
    return {row.pop("group"): row for row in csv.DictReader(io.StringIO(text))}


@cache
def compositions(people: int, slots: int) -> np.ndarray:
    bars = itertools.combinations(range(people + slots - 1), slots - 1)
    ends = [(-1, *one, people + slots - 1) for one in bars]
    return np.array([[b - a - 1 for a, b in itertools.pairwise(one)] for one in ends])


class Lived:
    """All histories of all groups that agree with some releases, with at most `changes` put right.

    `values`: what people can have. `least`: how many are in a suppressed group at least. `fewest`: how many
    have a value where figures stand.
    """

    def __init__(
        self, files: Sequence[Files], values: Sequence[int], changes: int, least: int, fewest: int = 2
    ) -> None:
        self.fewest = fewest
        self.counts = [read(one.counts) for one in files]
        self.figures = [read(one.figures) for one in files]
        self.values = np.array(values)
        self.changes, self.least = changes, least
        self.groups = [one for one in self.counts[0] if one != "Total"]
        self.width = 4 * len(files) + 1
        self.own = {one: self._histories(one) for one in self.groups}
        self.possible = {one: self._within(one) for one in [*self.groups, "Total"]}

    def _told(self, slots: np.ndarray) -> np.ndarray:
        people = slots[:, :-1]
        return np.column_stack([slots.sum(1), slots[:, -1], people @ self.values, people @ self.values**2])

    def agrees(self, release: int, group: str, told: np.ndarray) -> np.ndarray:
        """Which rows (size, none, sum, squares) are as the files of a release say of a group."""
        count, row = self.counts[release][group], self.figures[release][group]
        size, total, squares = told[:, SIZE], told[:, SUM], told[:, SQUARES]
        good = size == int(count["value"]) if count["status"] == "published" else size >= self.least
        if row["status"] != "published":
            return good
        having = size - told[:, NONE]
        good = good & (having >= self.fewest)
        safe = np.maximum(having, 2)
        if "mean" in row:
            mean = round(float(row["mean"]) * 10)
            good = good & ((20 * total + safe) // (2 * safe) == mean)
        if "sum" in row:
            good = good & (total == int(row["sum"]))
        if "sd" in row:
            sd = round(float(row["sd"]) * 10)
            spread = 400 * (safe * squares - total**2)
            scale = safe * (safe - 1)
            good = good & (spread < (2 * sd + 1) ** 2 * scale)
            if sd:
                good = good & (spread >= (2 * sd - 1) ** 2 * scale)
        return good

    def _states(self, release: int, group: str) -> np.ndarray:
        sizes = self._sizes(release, group)
        every = np.concatenate([compositions(one, len(self.values) + 1) for one in sizes])
        return every[self.agrees(release, group, self._told(every))]

    def _sizes(self, release: int, group: str) -> range:
        counts = self.counts[release]
        if counts[group]["status"] == "published":
            return range(int(counts[group]["value"]), int(counts[group]["value"]) + 1)
        if counts["Total"]["status"] != "published":
            raise TooMany
        others = [counts[one] for one in self.groups if one != group]
        known = sum(int(one["value"]) for one in others if one["status"] == "published")
        hidden = sum(one["status"] != "published" for one in others)
        return range(self.least, int(counts["Total"]["value"]) - known - hidden * self.least + 1)

    def _histories(self, group: str) -> np.ndarray:
        """(histories, width): what is told of each release, and what it cost. Equal ones once."""
        states = self._states(0, group)
        found = np.column_stack([self._told(states), np.zeros(len(states), int)])
        for release in range(1, len(self.counts)):
            after = self._states(release, group)
            costs = np.stack([put_right(one, after) for one in states])
            old, new = np.nonzero(costs <= self.changes)
            cost = found[old, -1] + costs[old, new]
            grown = np.column_stack([found[old, :-1], self._told(after[new]), cost])
            is_kept = cost <= self.changes
            both = np.unique(np.column_stack([grown, after[new]])[is_kept], axis=0)
            found, states = both[:, : grown.shape[1]], both[:, grown.shape[1] :]
        return np.unique(found, axis=0)

    def _within(self, group: str) -> np.ndarray:
        """The histories of a group, or of all together, that those of the others make whole."""
        others = [self.own[one] for one in self.groups if one != group]
        sums = np.zeros((1, self.width), int)
        for one in others:
            if len(sums) * len(one) > MOST:
                raise TooMany
            sums = np.unique((sums[:, None, :] + one[None, :, :]).reshape(-1, self.width), axis=0)
            sums = sums[sums[:, -1] <= self.changes]
        if group == "Total":
            return sums[self._whole(sums)]
        found = []
        if len(sums) * len(self.own[group]) > 20 * MOST:
            raise TooMany
        for one in self.own[group]:
            if self._whole(sums + one).any():
                found.append(one)
        return np.array(found).reshape(-1, self.width)

    def _whole(self, sums: np.ndarray) -> np.ndarray:
        good = sums[:, -1] <= self.changes
        for release in range(len(self.counts)):
            good = good & self.agrees(release, "Total", sums[:, 4 * release : 4 * release + 4])
        return good

    def exposed(self, small: int) -> Iterator[tuple[int, str, str]]:
        """What can be worked out of a release and a group that should not be."""
        for group, histories in self.possible.items():
            assert len(histories), f"no history agrees: {group}"
            for release in range(len(self.counts)):
                told = histories[:, 4 * release : 4 * release + 4]
                is_counted = self.counts[release][group]["status"] == "published"
                if not is_counted and is_one(told[:, SIZE]):
                    yield release, group, "count"
                if is_counted and is_one(told[:, NONE]) and 0 < told[0, NONE] < small:
                    yield release, group, "none"
                if self.figures[release][group]["status"] == "published" or not told[:, SIZE].any():
                    continue
                if is_one(told[:, SUM]):
                    yield release, group, "sum"
                having = told[:, SIZE] - told[:, NONE]
                if (having > 0).all() and is_one(told[:, SUM] * LARGE // having):
                    yield release, group, "mean"

    def told_differences(self) -> Iterator[tuple[int, int, str]]:
        """Of which groups the sum of whoever came or was put right between two releases is one number."""
        for group, histories in self.possible.items():
            for older, newer in itertools.combinations(range(len(self.counts)), 2):
                if is_one(histories[:, 4 * newer + SUM] - histories[:, 4 * older + SUM]):
                    yield older, newer, group


def put_right(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """The fewest who were put right between a table (slots,) and others (tables, slots)."""
    less, more = np.maximum(old - new, 0), np.maximum(new - old, 0)
    return less[:, :-1].sum(1) + np.maximum(less[:, -1] - more[:, :-1].sum(1), 0)


def is_one(numbers: np.ndarray) -> bool:
    return bool((numbers == numbers[0]).all())
