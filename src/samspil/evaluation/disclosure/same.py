"""Which cells of two releases are about the same people, whatever their labels are called in each.

Labels hang together through the releases as chains (`history`). Two labels of one column are the same where
they have one name, or stand for the same chains among those that are in both releases. Where a label was
split or several were put together, no label is the same as before, and all of them together are: then
several cells are held against one, or against several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from samspil.evaluation.disclosure.cells import Frame, Key

if TYPE_CHECKING:
    from samspil.evaluation.disclosure.history import Way

Part = tuple[str, str] | None
"""What a cell has of one dimension: a column and a label, or nothing where it is summed over."""
Pair = tuple[tuple[Part, ...], tuple[Part, ...]]
"""Labels of the newer release, and those of the older one that stood for the same people."""


@dataclass(frozen=True, slots=True)
class Same:
    """Cells of release `at`, and those of an earlier one that together were about the same people."""

    at: int
    newer: tuple[int, ...]
    release: int
    older: tuple[int, ...]

    @property
    def is_one(self) -> bool:
        """Whether it is one cell then and now."""
        return len(self.newer) == len(self.older) == 1


def same_cells(frames: Sequence[Frame], ways: Sequence[Way]) -> tuple[Same, ...]:
    """What the cells of the newest release were in each of the earlier ones, oldest release first."""
    return tuple(one for release in range(len(frames) - 1) for one in _between(frames, ways, release))


def _between(frames: Sequence[Frame], ways: Sequence[Way], release: int) -> Iterator[Same]:
    new, old = frames[-1], frames[release]
    at_new, at_old = ({key: at for at, key in enumerate(frame.keys)} for frame in (new, old))
    pairs = [sorted(set(_pairs(way, release)), key=repr) for way in ways]
    having: list[dict[Part, list[Pair]]] = []
    for each in pairs:
        found: dict[Part, list[Pair]] = {}
        for pair in each:
            for part in pair[0]:
                found.setdefault(part, []).append(pair)
        having.append(found)
    in_new, in_old = (_order(ways, number) for number in (len(frames) - 1, release))
    met: set[tuple[Pair, ...]] = set()
    for key in new.keys:
        for chosen in product(
            *(has.get(part, []) for has, part in zip(having, _parts(ways, key), strict=True))
        ):
            if chosen in met:
                continue
            met.add(chosen)
            newer = _cells(at_new, [pair[0] for pair in chosen], in_new)
            older = _cells(at_old, [pair[1] for pair in chosen], in_old)
            if newer and older:
                yield Same(len(frames) - 1, newer, release, older)


def _order(ways: Sequence[Way], number: int) -> list[int]:
    """The ways by the place that they have in the cells of a release; those it does not know are left out."""
    used = {at: place for at, way in enumerate(ways) if (place := way.used[number]) is not None}
    return sorted(used, key=lambda at: used[at])


def _parts(ways: Sequence[Way], key: Key) -> list[Part]:
    return [next((one for one in key if one[0] in way.columns[-1]), None) for way in ways]


def _cells(at: dict[Key, int], parts: Sequence[tuple[Part, ...]], order: Sequence[int]) -> tuple[int, ...]:
    """The cells of these labels, or none where one of them is shown by no table."""
    found = []
    for chosen in product(*(parts[one] for one in order)):
        cell = at.get(tuple(part for part in chosen if part is not None))
        if cell is None:
            return ()
        found.append(cell)
    return tuple(sorted(found))


def _pairs(way: Way, release: int) -> Iterator[Pair]:
    """Which labels of the newest release are the same as which of an earlier one."""
    yield (None,), (None,)
    columns = way.columns[-1]
    if not columns or columns != way.columns[release]:
        return
    both = {
        at: (new, old)
        for at, chain in enumerate(way.chains)
        if (new := chain[-1]) is not None and (old := chain[release]) is not None
    }
    finest = len(columns) - 1
    for depth, column in enumerate(columns):
        now, then = _standing(both, 0, depth), _standing(both, 1, depth)
        for label in {path[depth] for path in way.paths[-1]} & {path[depth] for path in way.paths[release]}:
            yield ((column, label),), ((column, label),)
        for label, chains in now.items():
            for other, before in then.items():
                if chains == before:
                    yield ((column, label),), ((column, other),)
        if depth == finest:
            yield from _together(both.values(), column)
            continue
        # Where a coarser label lost or got a finer one, what it was is the sum of those.
        for which, (mine, others) in enumerate(((now, then), (then, now))):
            finer = _standing(both, 1 - which, finest)
            for label, chains in mine.items():
                under = sorted(one for one in finer if finer[one] <= chains)
                if chains in others.values() or set().union(*(finer[one] for one in under)) != chains:
                    continue
                whole: tuple[Part, ...] = ((column, label),)
                parts: tuple[Part, ...] = tuple((columns[-1], one) for one in under)
                yield (whole, parts) if which == 0 else (parts, whole)


def _standing(
    both: dict[int, tuple[tuple[str, ...], tuple[str, ...]]], which: int, depth: int
) -> dict[str, set[int]]:
    """For each label at a depth the chains that it stands for."""
    found: dict[str, set[int]] = {}
    for at, paths in both.items():
        found.setdefault(paths[which][depth], set()).add(at)
    return found


def _together(both: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], column: str) -> Iterator[Pair]:
    """Finest labels that were split or put together: the fewest that are the same people all together."""
    groups: list[tuple[set[str], set[str]]] = []
    for now, then in both:
        mine = ({now[-1]}, {then[-1]})
        rest = []
        for one in groups:
            if one[0] & mine[0] or one[1] & mine[1]:
                mine[0].update(one[0])
                mine[1].update(one[1])
            else:
                rest.append(one)
        groups = [*rest, mine]
    for new, old in groups:
        yield tuple((column, one) for one in sorted(new)), tuple((column, one) for one in sorted(old))
