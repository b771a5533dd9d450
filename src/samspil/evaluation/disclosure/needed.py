"""Which rows of a space a program has to hold: most follow from the others and only make it slow.

A row over one count is a bound of that count. Where noughts are shown every suppressed inner cell is at least
one, and then every sum of them is; and what is part of a published sum is no more than that. Such rows are
left out, and put in when one is asked about (`lp`). On 1,500 people in four dimensions 444 rows of 4,844 are
left. What an answer says is the same, and whoever keeps one checks it against every row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.space import Role, Space

SUMS = 50
"""Of how many published sums, the longest, it is asked whether a row is part of them."""


@dataclass(frozen=True, slots=True)
class Needed:
    """`low`, `high` (width,): between what the counts lie; `rows`, rising: those that say more than that."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    rows: NDArray[np.int64]


def matrix_of(space: Space) -> sparse.csr_array:
    """The rows over the inner counts (rows, width), in parts."""
    parts = (space.weights.astype(float), space.columns, space.starts)
    return sparse.csr_array(parts, shape=(len(space), space.width))


def needed(space: Space, is_moved: NDArray[np.bool_] | None = None) -> Needed:
    """What a program has to hold so that the known rows have their values and the others lie between floor
    and ceiling. `is_moved` (rows,): those that the program has columns for: they are in it whatever they say.
    """
    if is_moved is None:
        is_moved = np.zeros(len(space), bool)
    is_known, is_one = (space.roles == Role.KNOWN) & ~is_moved, _are_one(space)
    low, high = _bounds(space, is_known, is_one)
    matrix = matrix_of(space)
    least, most = _ends(space, matrix, low, high, is_known)
    # Where moving costs something nothing goes on without end, and a cell has its ceiling for that alone.
    is_below = (most <= space.ceiling) | (is_moved.any() & (space.roles != Role.BOUND))
    is_implied = (least >= space.floor) & is_below
    is_left = is_moved | (~is_one & np.where(is_known, _are_first(space), ~is_implied))
    return Needed(low, high, np.flatnonzero(is_left))


def _are_one(space: Space) -> NDArray[np.bool_]:
    """Which rows (rows,) are one count and nothing else."""
    is_one: NDArray[np.bool_] = np.diff(space.starts) == 1
    is_one[is_one] = space.weights[space.starts[:-1][is_one]] == 1
    return is_one


def _bounds(
    space: Space, is_known: NDArray[np.bool_], is_one: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the most of every count (width,) by the rows that are nothing else."""
    low, high = np.zeros(space.width), np.full(space.width, np.inf)
    own = space.columns[space.starts[:-1][is_one]]
    np.maximum.at(low, own, np.where(is_known, space.values, space.floor)[is_one])
    np.minimum.at(high, own, np.where(is_known, space.values, space.ceiling)[is_one])
    return low, high


def _ends(
    space: Space,
    matrix: sparse.csr_array,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    is_known: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between what every row (rows,) lies by the bounds of the counts and by the sums that it is part of."""
    more, fewer = sparse.csr_array(matrix.maximum(0)), sparse.csr_array((-matrix).maximum(0))
    is_sum = is_known & (np.asarray(fewer.sum(axis=1)) == 0)
    sums = np.flatnonzero(is_sum)
    lengths = np.diff(space.starts)[sums]
    tops = []
    for part in (more, fewer):
        # Nothing times endless is nothing, which numbers do not know.
        is_endless = np.isinf(high)
        top = np.asarray(part @ np.where(is_endless, 0.0, high))
        top[np.asarray(part @ is_endless.astype(float)) > 0] = np.inf
        for at in sums[np.argsort(-lengths, kind="stable")][:SUMS]:
            columns, weights = space.row(int(at))
            own = np.zeros(space.width)
            own[columns] = weights
            is_over = sparse.csr_array(
                ((part.data > own[part.indices]).astype(float), part.indices, part.indptr), shape=part.shape
            )
            is_part = np.asarray(is_over.sum(axis=1)) == 0
            top[is_part] = np.minimum(top[is_part], float(space.values[at]))
        tops.append(top)
    return np.asarray(more @ low) - tops[1], tops[0] - np.asarray(fewer @ low)


def _are_first(space: Space) -> NDArray[np.bool_]:
    """Which rows (rows,) are the first of all that say the same of the same counts."""
    seen: set[tuple[bytes, bytes, int]] = set()
    is_first = np.zeros(len(space), bool)
    for at in range(len(space)):
        columns, weights = space.row(at)
        said = (columns.tobytes(), weights.tobytes(), int(space.values[at]))
        is_first[at] = said not in seen
        seen.add(said)
    return is_first
