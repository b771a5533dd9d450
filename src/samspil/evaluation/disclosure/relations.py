"""Whether measures follow from one another though nobody says so: one is the sum, the difference or a
multiple of others, of everybody who has them.

Figures of such measures are read together by whoever has them, and held one by one nothing would be safe. So
the data are asked, exactly, in whole numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, lcm

import numpy as np
from numpy.typing import NDArray

MOST_TOGETHER = 6
MOST_ASKED = 5_000
"""How many measures are looked at together at most, and how many such groups."""

Values = tuple[int | None, ...]


def following(names: Sequence[str], people: Counter[Values]) -> tuple[str, ...]:
    """The fewest measures of which each follows from the others, of everybody who has all; none where there
    are none. `people`: how many have these values of `names`.

    A measure that is the same of everybody follows from nothing. Fewer people than two more than
    there are measures say nothing.
    """
    rows = [(one, count) for one, count in people.items() if count]
    for some in _groups(len(names)):
        having = [(one, count) for one, count in rows if all(one[at] is not None for at in some)]
        if sum(count for _one, count in having) < len(some) + 2:
            continue
        values = np.array(sorted({tuple(one[at] for at in some) for one, _count in having}), np.int64)
        if (values.min(axis=0) < values.max(axis=0)).all() and _is_tied(values):
            return tuple(names[at] for at in some)
    return ()


def _groups(number: int) -> Iterator[tuple[int, ...]]:
    """Groups of measures, small ones first, as many as there is time for."""
    left = MOST_ASKED
    for size in range(2, min(number, MOST_TOGETHER) + 1):
        left -= comb(number, size)
        if left < 0:
            return
        yield from combinations(range(number), size)


def _is_tied(values: NDArray[np.int64]) -> bool:
    """Whether one sum with weights, none of them nought, is the same of all rows (people, measures)."""
    differences = values - values[0]
    chosen: list[int] = []
    while True:
        weights = _kernel([[int(one) for one in differences[at]] for at in chosen], values.shape[1])
        if weights is None:
            return False
        wrong = np.flatnonzero(differences.astype(object) @ np.array(weights, object))
        if not len(wrong):
            return all(weights)
        chosen.append(int(wrong[0]))


def _kernel(rows: list[list[int]], width: int) -> list[int] | None:
    """Whole weights, not all nought, that make nothing of each row; None where there are none."""
    left: list[list[Fraction]] = []
    pivots: list[int] = []
    for given in rows:
        now = [Fraction(one) for one in given]
        for pivot, other in zip(pivots, left, strict=True):
            now = [one - now[pivot] * each for one, each in zip(now, other, strict=True)]
        at = next((place for place, one in enumerate(now) if one), None)
        if at is None:
            continue
        now = [one / now[at] for one in now]
        left = [[one - other[at] * each for one, each in zip(other, now, strict=True)] for other in left]
        left.append(now)
        pivots.append(at)
    free = [at for at in range(width) if at not in pivots]
    if not free:
        return None
    # Of several ways the one that has all of them in it: where there is one, none is left out.
    found = [Fraction(0)] * width
    for number, at in enumerate(free, start=1):
        found[at] = Fraction(number)
    for pivot, row in zip(pivots, left, strict=True):
        found[pivot] = -sum((row[at] * found[at] for at in free), Fraction(0))
    scale = lcm(*(one.denominator for one in found))
    return [int(one * scale) for one in found]
