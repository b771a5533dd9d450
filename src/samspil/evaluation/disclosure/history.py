"""Several releases about the same people: who can be where in each of them, as a reader reckons.

A person stands in one finest combination of labels from one release to another and in none before or after.
That is all a reader needs to know to subtract: in figures that grow, whoever was counted once is counted
still. Where somebody was not (a late correction, a withdrawal), that is a *change*; a reader is thought to
know how many there were at most.

Labels hang together by their names. A label that is new or gone is one that joined or left; where both
happen in one column at once nobody can tell whether that is the same group under another name, and the plan
has to say (`was`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Frame, Unusable
from samspil.evaluation.disclosure.same import Same, same_cells

Path = tuple[str, ...]
MOST_COLUMNS = 2_000_000
"""Finest combinations by from when and until when; more are refused before they fill the memory."""


@dataclass(frozen=True, slots=True)
class Linkage:
    """How a release hangs together with the one before it.

    `was[column][label]`: the labels that its people had before; none where they are new. `period`: a
    column of times; a time that was there before is over, so that somebody who is added to it is a
    change.
    """

    was: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    period: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Who can be where (columns,): a finest combination `who`, from release `first` to release `last`.

    `inner[release]` (columns,): the inner cell of that release's frame, -1 where they are not in it.
    `is_change` (columns,): whether that means that something was put right between two releases. `same`:
    what the cells of each release were in the ones before it.
    """

    who: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    inner: tuple[NDArray[np.int64], ...]
    is_change: NDArray[np.bool_]
    same: tuple[Same, ...] = ()

    def __len__(self) -> int:
        return len(self.who)

    def unchanged(self) -> Columns:
        """Those of whom nothing was put right."""
        kept = ~self.is_change
        return Columns(
            self.who[kept], self.first[kept], self.last[kept],
            tuple(one[kept] for one in self.inner), self.is_change[kept], self.same,
        )  # fmt: skip


def columns_across(frames: Sequence[Frame], linkages: Sequence[Linkage]) -> Columns:
    """The columns of some releases, oldest first, each with how it hangs together with the one before it.

    Raises Unusable where labels came and went and nobody says how they hang together.
    """
    ways = ways_of(frames, linkages)
    shape = tuple(len(one.chains) for one in ways)
    many = math.prod(shape) * len(frames) * (len(frames) + 1) // 2
    if many > MOST_COLUMNS:
        raise Unusable(
            f"Together with the releases before, people are divided {many} ways, more than {MOST_COLUMNS}. "
            "Publish fewer columns, or begin a new ledger and do not compare with the old one."
        )
    places = np.unravel_index(np.arange(math.prod(shape)), shape)
    inner = []
    for number, frame in enumerate(frames):
        strides = [math.prod(frame.shape[at + 1 :]) for at in range(len(frame.shape))]
        at, is_there = np.zeros(len(places[0]), np.int64), np.ones(len(places[0]), bool)
        for way, place in zip(ways, places, strict=True):
            own = way.numbers[number][place]
            is_there &= own >= 0
            used = way.used[number]
            if used is not None:
                at += own * strides[used]
        inner.append(np.where(is_there, at, -1))
    is_over = [_is_over(ways, linkages, number) for number in range(len(frames))]
    ends = range(2, len(frames) + 1)
    same = [same_cells(frames[:end], ways_of(frames[:end], linkages[:end])) for end in ends]
    return replace(_intervals(inner, is_over), same=tuple(one for each in same for one in each))


def ways_of(frames: Sequence[Frame], linkages: Sequence[Linkage]) -> list[Way]:
    """The dimensions of some releases, oldest first, with the chains of their labels. Raises Unusable."""
    ways = [Way(frames, linkages, each) for each in _dimensions(frames)]
    for number, linkage in enumerate(linkages[1:], start=1):
        known = {column for way in ways for column in way.columns[number]}
        for column in sorted(set(linkage.was) - known):
            raise Unusable(f"«was» speaks of «{column}», and no table is divided by it.", column=column)
    return ways


def _intervals(inner: Sequence[NDArray[np.int64]], is_over: Sequence[bool]) -> Columns:
    """Every finest combination from each release to each, where its labels are there all the while."""
    who: list[NDArray[np.int64]] = []
    first: list[NDArray[np.int64]] = []
    last: list[NDArray[np.int64]] = []
    changes: list[NDArray[np.bool_]] = []
    for begins in range(len(inner)):
        for ends in range(begins, len(inner)):
            own = np.flatnonzero(np.logical_and.reduce([inner[at] >= 0 for at in range(begins, ends + 1)]))
            left = inner[ends + 1][own] >= 0 if ends + 1 < len(inner) else np.zeros(len(own), bool)
            late = inner[begins - 1][own] >= 0 if begins and is_over[begins] else np.zeros(len(own), bool)
            who.append(own)
            first.append(np.full(len(own), begins))
            last.append(np.full(len(own), ends))
            changes.append(left | late)
    every = np.concatenate(who)
    begins_at, ends_at = np.concatenate(first), np.concatenate(last)
    # Whoever is in all releases comes first, then by the combination: the order of one release is its own.
    order = np.lexsort((ends_at, begins_at, every))
    every, begins_at, ends_at = every[order], begins_at[order], ends_at[order]
    places = tuple(
        np.where((begins_at <= at) & (at <= ends_at), one[every], -1) for at, one in enumerate(inner)
    )
    return Columns(every, begins_at, ends_at, places, np.concatenate(changes)[order])


def _is_over(ways: Sequence[Way], linkages: Sequence[Linkage], number: int) -> bool:
    """Whether a time that was in the release before is over in this one."""
    period = linkages[number].period
    return bool(number and period) and any(
        period in way.columns[number] and period in way.columns[number - 1] for way in ways
    )


def _dimensions(frames: Sequence[Frame]) -> list[set[str]]:
    """The dimensions of all releases, each as the columns that it has in any of them.

    Those of the newest come first, in its order: one release has its inner cells as columns.
    """
    found: list[set[str]] = []
    for frame in reversed(frames):
        for one in frame.plan.used():
            columns = set(one.columns)
            same = [each for each in found if each & columns]
            if same:
                same[0].update(columns, *same[1:])
                found = [each for each in found if each not in same[1:]]
            else:
                found.append(columns)
    return found


class Way:
    """One dimension through the releases.

    `columns[release]`: those it has there, none where nothing is divided by it. `chains`: for each finest
    label its path in every release, None where it is not there. `numbers[release]` (chains,): its place
    there, -1 where it is not. `used[release]`: which dimension of the release it is.
    """

    def __init__(self, frames: Sequence[Frame], linkages: Sequence[Linkage], every: set[str]) -> None:
        self.used: list[int | None] = []
        self.columns: list[Path] = []
        self.paths: list[tuple[Path, ...]] = []
        for number, frame in enumerate(frames):
            own = [at for at, one in enumerate(frame.plan.used()) if set(one.columns) & every]
            if len(own) > 1:
                raise Unusable(
                    f"«{'» and «'.join(sorted(every))}» are one hierarchy in one release and several in "
                    f"release {number + 1}."
                )
            self.used.append(own[0] if own else None)
            self.columns.append(frame.plan.used()[own[0]].columns if own else ())
            self.paths.append(frame.paths[own[0]] if own else ((),))
        # Where a column is left out, nobody sees who joined or left there: figures that were never so would
        # explain it, and what rests on them would be opened.
        for number, (one, other) in enumerate(pairwise(self.columns), start=2):
            for column in sorted(set(one) ^ set(other)):
                raise Unusable(
                    f"«{column}» divides one of the releases {number - 1} and {number} and not the other. "
                    "Releases of one ledger are divided by the same columns; their tables may differ.",
                    column=column,
                )
        self.linkages = linkages
        self.chains = self._chained()
        at = [{path: place for place, path in enumerate(paths)} for paths in self.paths]
        self.numbers = [
            np.array([-1 if (path := chain[number]) is None else at[number][path] for chain in self.chains])
            for number in range(len(frames))
        ]

    def _chained(self) -> list[tuple[Path | None, ...]]:
        chains: list[tuple[Path | None, ...]] = [(path,) for path in self.paths[0]]
        for number in range(1, len(self.paths)):
            self._must_have_been(number)
            grown: list[tuple[Path | None, ...]] = []
            met: set[Path] = set()
            gone: set[str] = set()
            for chain in chains:
                after = [] if chain[-1] is None else self._after(chain, number)
                met.update(after)
                grown += [(*chain, path) for path in after] or [(*chain, None)]
                if chain[-1] and not after:
                    gone.add(chain[-1][-1])
            came = [path for path in self.paths[number] if path not in met]
            last = {path[-1] for path in self.paths[number - 1] if path}
            back = {path[-1] for chain in chains for path in chain if path} - last
            for label in sorted(back & {path[-1] for path in came if path}):
                raise Unusable(
                    f"«{label}» is back in release {number + 1}, and was gone before. Whether its people are "
                    "the same nobody can tell: leave it out, or begin a new ledger for it."
                )
            self._must_be_said(number, gone, came)
            chains = grown + [((None,) * number) + (path,) for path in came]
        return chains

    def _after(self, chain: tuple[Path | None, ...], number: int) -> list[Path]:
        """What a label can be in a release: itself, or what the plan says that it was."""
        path = chain[-1]
        if not path or not self.columns[number]:
            return list(self.paths[number])
        was = self.linkages[number].was.get(self.columns[number][-1], {})
        return [one for one in self.paths[number] if path[-1] in was.get(one[-1], (one[-1],))]

    def _label(self, path: Path, number: int, column: str) -> str:
        return path[self.columns[number].index(column)]

    def _must_have_been(self, number: int) -> None:
        """What `was` names must have been in the release before, in a column of both. Raises Unusable."""
        for column, labels in self.linkages[number].was.items():
            if column not in self.columns[number]:
                continue
            if column != self.columns[number][-1]:
                raise Unusable(
                    f"«was» is said of «{self.columns[number][-1]}», the finest column.", column=column
                )
            before = {self._label(path, number - 1, column) for path in self.paths[number - 1]}
            for label in sorted({one for old in labels.values() for one in old} - before):
                raise Unusable(f"There was no «{label}» in «{column}» in the release before.", column=column)
            now = {self._label(path, number, column) for path in self.paths[number]}
            for label in sorted(set(labels) - now):
                raise Unusable(
                    f"«was» says what «{label}» in «{column}» was, and it is not there in this release.",
                    column=column,
                )

    def _must_be_said(self, number: int, gone: set[str], came: Sequence[Path]) -> None:
        """Labels that went while others came may be the same group: the plan has to say. Raises Unusable."""
        if not (gone and came and self.columns[number]):
            return
        column = self.columns[number][-1]
        said = self.linkages[number].was.get(column, {})
        unsaid = sorted(path[-1] for path in came if path[-1] not in said)
        if unsaid:
            raise Unusable(
                f"«{'», «'.join(sorted(gone))}» in «{column}» is gone since the release before, and "
                f"«{'», «'.join(unsaid)}» is new. Say in the plan what the new one was: "
                f"was: {{{column}: {{{unsaid[0]}: [{min(gone)}]}}}}, or [] if its people are new.",
                column=column,
            )
