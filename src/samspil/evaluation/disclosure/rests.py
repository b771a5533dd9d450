"""What is left of a cell with figures when those of the cells in it are taken away.

Whoever has the sums of a whole and of all of its parts but some has the sum of these together. That is as
good as a figure of them, wherever they are: two groups that are too small to be shown, or the one person who
came to either of them between two releases. So it is kept, unless they are as many as stand behind a figure.
Parts are those along one dimension, on all of its levels; what is left along one has parts along another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Frame, Key
from samspil.evaluation.disclosure.few import Few

if TYPE_CHECKING:
    from samspil.evaluation.disclosure.withholding import Part

When = tuple[int, int]
"""A release and an earlier one, or the same twice where it is of one release alone."""
Labels = dict[int, tuple[str, str]]
"""What somebody has of each dimension, by its number; nothing where it is summed over."""
_Some = TypeVar("_Some", bound="_Group")
LEFT = ("", "")
"""The label of those who are left along a dimension."""


@dataclass(slots=True)
class _Group:
    """People of a release, or of two, by bits a column each: `now` and, in the earlier one, `then`."""

    when: When
    labels: Labels
    now: int
    then: int

    @property
    def size(self) -> int:
        """In how many columns they are."""
        return self.now.bit_count() + self.then.bit_count()

    def holds(self, other: _Group) -> bool:
        """Whether others are some of them and not all."""
        is_all = (self.now, self.then) == (other.now, other.then)
        return not is_all and not (other.now & ~self.now or other.then & ~self.then)

    def less(self, parts: Iterable[_Group], along: int) -> _Group | None:
        """Who is left without some parts of them along a dimension; None where all or nobody is."""
        now, then = self.now, self.then
        for one in parts:
            if not (one.now & ~now or one.then & ~then):
                now, then = now & ~one.now, then & ~one.then
        if not (now or then) or (now, then) == (self.now, self.then):
            return None
        return _Group(self.when, {**self.labels, along: LEFT}, now, then)


@dataclass(slots=True)
class _Whole(_Group):
    """A cell, or the same people in two releases: its rows, and what lies in it along each dimension, large
    ones first."""

    rows: NDArray[np.int64]
    parts: dict[int, list[_Whole]] = field(default_factory=dict)


@dataclass(slots=True)
class Rest:
    """Those who are left in one measure, and the kinds (kinds,) that are `left` to be shown to differ."""

    number: int
    few: Few
    left: NDArray[np.bool_]


class Rests:
    """The rests of all figures that are shown, as they are met: the fewer stand, the more are left."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.found: list[Rest] = []
        self._at: dict[tuple[int, When, int, int], int] = {}
        self._met: dict[tuple[int, bytes], list[int]] = {}
        self.every = list(_wholes(part))
        self._cells = {(one.when, one.now, one.then) for one in self.every}
        self.dimensions = range(len(part.release.frame.plan.used()))
        for along in self.dimensions:
            for group in _alike(self.every, along):
                for one in group:
                    parts = [other for other in group if one.holds(other)]
                    if parts:
                        one.parts[along] = parts

    def left(self, is_shown: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
        """The measures, kinds and places of rests that no table has shown to differ, and should.
        `is_shown` (measures, cells of all releases)."""
        for number, shown in enumerate(is_shown):
            key = number, shown.tobytes()
            if key not in self._met:
                self._met[key] = sorted({self._place(number, one) for one in self._told(shown)} - {-1})
            for at in self._met[key]:
                yield from ((number, int(kind), at) for kind in np.flatnonzero(self.found[at].left))

    def _told(self, shown: NDArray[np.bool_]) -> Iterator[_Group]:
        """Who is left along one dimension, and of those along another. `shown` (cells of all releases,)."""
        told = {id(one) for one in self.every if shown[one.rows].all()}
        found = [
            one.less((part for part in parts if id(part) in told), along)
            for one in self.every
            if id(one) in told
            for along, parts in one.parts.items()
        ]
        rests = [one for one in found if one is not None]
        while rests:
            yield from rests
            found = [
                one.less((other for other in group if one.holds(other)), along)
                for along in self.dimensions
                for group in _alike([one for one in rests if one.labels.get(along) != LEFT], along)
                for one in group
            ]
            rests = [one for one in found if one is not None]

    def _place(self, number: int, group: _Group) -> int:
        """Which rest those are; -1 where they are a cell that is looked at anyway."""
        key = number, group.when, group.now, group.then
        if key[1:] in self._cells:
            return -1
        if key not in self._at:
            columns = self._columns(group.now), self._columns(group.then)
            # Figures stand only where counts do, so everybody knows how many are left.
            few = Few.of(self.part, number, group.when, columns, True, np.zeros(0, np.int64))
            self._at[key] = len(self.found)
            self.found.append(Rest(number, few, few.wanted(np.zeros(0, bool))))
        return self._at[key]

    def _columns(self, bits: int) -> NDArray[np.int64]:
        width = len(self.part.truth)
        filled = np.frombuffer(bits.to_bytes(width // 8 + 1, "little"), np.uint8)
        return np.flatnonzero(np.unpackbits(filled, bitorder="little")).astype(np.int64)

    def seen(self, columns: NDArray[np.int64], people: NDArray[np.int64]) -> None:
        """Take note of a table with these more or fewer (columns, slots) in some columns."""
        for one in self.found:
            if one.left.any():
                one.left &= one.few.moved(self.part.kinds[one.number], columns, people) == 0


def _wholes(part: Part) -> Iterator[_Whole]:
    """The cells of every release, and those of two that are about the same people, or of one alone because
    there was nobody of them in the other."""
    frames = [one.frame for one in part.base.releases]
    bits = [_bits(part.columns(row), len(part.truth)) for row in range(part.starts[-1])]
    for at, frame in enumerate(frames):
        for cell, key in enumerate(frame.keys):
            row = part.starts[at] + cell
            yield _Whole((at, at), _labels(frame, key), bits[row], 0, np.array([row]))
    met: dict[When, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for one in part.base.same:
        newer = [part.starts[one.at] + cell for cell in one.newer]
        older = [part.starts[one.release] + cell for cell in one.older]
        when = (one.at, one.release)
        met[when][0].update(newer)
        met[when][1].update(older)
        labels = _labels(frames[one.at], frames[one.at].keys[one.newer[0]])
        yield _Whole(when, labels, _all(bits, newer), _all(bits, older), np.array([*newer, *older]))
    for when, rows in met.items():
        for which, (at, own) in enumerate(zip(when, rows, strict=True)):
            for row in sorted(set(range(part.starts[at], part.starts[at + 1])) - own):
                labels = _labels(frames[at], frames[at].keys[row - part.starts[at]])
                now, then = (bits[row], 0) if which == 0 else (0, bits[row])
                yield _Whole(when, labels, now, then, np.array([row]))


def _alike(groups: Iterable[_Some], along: int) -> list[list[_Some]]:
    """Those of the same releases that have the same of all dimensions but one, large ones first."""
    found: dict[tuple[When, tuple[tuple[int, tuple[str, str]], ...]], list[_Some]] = defaultdict(list)
    for one in groups:
        other = tuple(sorted((at, label) for at, label in one.labels.items() if at != along))
        found[one.when, other].append(one)
    return [sorted(group, key=lambda one: -one.size) for group in found.values()]


def _bits(columns: NDArray[np.int64], width: int) -> int:
    is_there = np.zeros(width, bool)
    is_there[columns] = True
    return int.from_bytes(np.packbits(is_there, bitorder="little").tobytes(), "little")


def _all(bits: Sequence[int], rows: Sequence[int]) -> int:
    found = 0
    for row in rows:
        found |= bits[row]
    return found


def _labels(frame: Frame, key: Key) -> Labels:
    """What a cell has of each dimension that it is divided by."""
    place = {column: at for at, one in enumerate(frame.plan.used()) for column in one.columns}
    return {place[column]: (column, label) for column, label in key}
