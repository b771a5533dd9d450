"""What is left of a cell with figures when those of the cells in it are taken away.

Whoever has the sums of a whole and of all of its parts but some has the sum of these together. That is as
good as a figure of them, wherever they are: two groups that are too small to be shown, or the one person who
came to either of them between two releases. So it is kept, unless they are as many as stand behind a figure.
Parts are those along one dimension, on all of its levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Frame, Key
from samspil.evaluation.disclosure.few import Few

if TYPE_CHECKING:
    from samspil.evaluation.disclosure.withholding import Part

When = tuple[int, int]
"""A release and an earlier one, or the same twice where it is of one release alone."""


@dataclass(slots=True)
class _Whole:
    """A cell of a release, or of two that are about the same people: its rows, who is in it then and before
    (a bit a column), its labels by dimension, and what lies in it along one dimension, large ones first."""

    when: When
    rows: NDArray[np.int64]
    now: int
    then: int
    labels: dict[int, tuple[str, str]]
    parts: list[list[_Whole]] = field(default_factory=list)

    def holds(self, other: _Whole) -> bool:
        """Whether another lies in it and is not all of it."""
        is_all = (self.now, self.then) == (other.now, other.then)
        return not is_all and not (other.now & ~self.now or other.then & ~self.then)


@dataclass(slots=True)
class Rest:
    """Those who are left in one measure, and in which kinds some table has shown another."""

    number: int
    few: Few
    differs: NDArray[np.bool_]


class Rests:
    """The rests of all figures that are shown, as they are met: the fewer stand, the more are left."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.found: list[Rest] = []
        self._at: dict[tuple[int, When, int, int], int] = {}
        every = list(_wholes(part))
        self._cells = {(one.when, one.now, one.then) for one in every}
        groups: dict[tuple[When, int, tuple[tuple[int, tuple[str, str]], ...]], list[_Whole]]
        groups = defaultdict(list)
        dimensions = range(len(part.release.frame.plan.used()))
        for one in every:
            for along in dimensions:
                other = tuple(sorted((at, label) for at, label in one.labels.items() if at != along))
                groups[one.when, along, other].append(one)
        for group in groups.values():
            group.sort(key=lambda one: -one.now.bit_count() - one.then.bit_count())
            for one in group:
                parts = [other for other in group if one.holds(other)]
                if parts:
                    one.parts.append(parts)
        self.wholes = [one for one in every if one.parts]

    def left(self, is_shown: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
        """The measures, kinds and places of rests that no table has shown to differ, and should.
        `is_shown` (measures, cells of all releases)."""
        for number, shown in enumerate(is_shown):
            told = {id(one): bool(shown[one.rows].all()) for one in self.wholes}
            for whole in self.wholes:
                if not told[id(whole)]:
                    continue
                for parts in whole.parts:
                    now, then = whole.now, whole.then
                    for one in parts:
                        if one.now & ~now or one.then & ~then:
                            continue
                        if told[id(one)] if one.parts else shown[one.rows].all():
                            now, then = now & ~one.now, then & ~one.then
                    at = self._place(number, whole, now, then)
                    if at is not None:
                        rest = self.found[at]
                        wanted = rest.few.wanted(shown) & ~rest.differs
                        yield from ((number, int(kind), at) for kind in np.flatnonzero(wanted))

    def _place(self, number: int, whole: _Whole, now: int, then: int) -> int | None:
        """Which rest those are; None where all or nobody is left, or a cell that is looked at anyway."""
        key = (number, whole.when, now, then)
        if not (now or then) or key[1:] in self._cells:
            return None
        if key not in self._at:
            columns = self._columns(now), self._columns(then)
            # Figures stand only where counts do, so everybody knows how many are left.
            few = Few.of(self.part, number, whole.when, columns, True, whole.rows[:0])
            self._at[key] = len(self.found)
            self.found.append(Rest(number, few, np.zeros(len(self.part.kinds[number]), bool)))
        return self._at[key]

    def _columns(self, bits: int) -> NDArray[np.int64]:
        width = len(self.part.truth)
        filled = np.frombuffer(bits.to_bytes(width // 8 + 1, "little"), np.uint8)
        return np.flatnonzero(np.unpackbits(filled, bitorder="little")).astype(np.int64)

    def seen(self, columns: NDArray[np.int64], people: NDArray[np.int64]) -> None:
        """Take note of a table with these more or fewer (columns, slots) in some columns."""
        for one in self.found:
            if not one.differs.all():
                one.differs |= one.few.moved(self.part.kinds[one.number], columns, people) != 0


def _wholes(part: Part) -> Iterator[_Whole]:
    """The cells of every release, and those of two that are about the same people, or of one alone because
    there was nobody of them in the other."""
    frames = [one.frame for one in part.base.releases]
    bits = [_bits(part.columns(row), len(part.truth)) for row in range(part.starts[-1])]
    for at, frame in enumerate(frames):
        for cell, key in enumerate(frame.keys):
            row = part.starts[at] + cell
            yield _Whole((at, at), np.array([row]), bits[row], 0, _labels(frame, key))
    met: dict[When, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for one in part.base.same:
        newer = [part.starts[one.at] + cell for cell in one.newer]
        older = [part.starts[one.release] + cell for cell in one.older]
        when = (one.at, one.release)
        met[when][0].update(newer)
        met[when][1].update(older)
        labels = _labels(frames[one.at], frames[one.at].keys[one.newer[0]])
        yield _Whole(when, np.array([*newer, *older]), _all(bits, newer), _all(bits, older), labels)
    for when, rows in met.items():
        for which, (at, own) in enumerate(zip(when, rows, strict=True)):
            for row in sorted(set(range(part.starts[at], part.starts[at + 1])) - own):
                labels = _labels(frames[at], frames[at].keys[row - part.starts[at]])
                now, then = (bits[row], 0) if which == 0 else (0, bits[row])
                yield _Whole(when, np.array([row]), now, then, labels)


def _bits(columns: NDArray[np.int64], width: int) -> int:
    is_there = np.zeros(width, bool)
    is_there[columns] = True
    return int.from_bytes(np.packbits(is_there, bitorder="little").tobytes(), "little")


def _all(bits: Sequence[int], rows: Sequence[int]) -> int:
    found = 0
    for row in rows:
        found |= bits[row]
    return found


def _labels(frame: Frame, key: Key) -> dict[int, tuple[str, str]]:
    """What a cell has of each dimension that it is divided by."""
    place = {column: at for at, one in enumerate(frame.plan.used()) for column in one.columns}
    return {place[column]: (column, label) for column, label in key}
