"""Which cells can be published so that no sum or difference of them is a primary cell: exact, modulo a prime.

The cells are vectors over the inner counts. They are published one after the other; a cell that would make a
primary cell a linear combination of what is published stays suppressed (Langsrud 2024, doi
10.1007/978-3-031-69651-0_6, describes elimination as a method of suppression). Working modulo a prime instead
of with floats, a dependence is never missed by rounding; that two independent vectors look dependent has a
chance of about rows / 2**31 and would suppress one cell too many, never one too few.

It protects against sums and differences alone. What a reader knows beyond that, such as that a suppressed
cell is at least one, is the attacker's part (`attack`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.space import Role, Space

PRIME = 2_147_483_647
Sparse = dict[int, int]


def eliminated(space: Space) -> tuple[int, ...]:
    """The open rows that cannot be published, by the order in which they were refused.

    Larger counts are published first, for they tell most; equal ones by their label.
    """
    made = _Elimination(space)
    for at in np.flatnonzero(space.roles == Role.KNOWN):
        made.publish(int(at))
    return tuple(at for at in _largest_first(space) if not made.offered(at))


def _largest_first(space: Space) -> list[int]:
    found = np.flatnonzero(space.roles == Role.OPEN)
    return sorted(map(int, found), key=lambda at: (-space.values[at], space.labels[at]))


class _Elimination:
    """Gauss–Jordan over the integers modulo a prime, on sparse vectors."""

    def __init__(self, space: Space) -> None:
        self.is_primary: NDArray[np.bool_] = space.roles == Role.PRIMARY
        self.vectors: list[Sparse] = []
        self.rows_at: list[set[int]] = [set() for _one in range(space.width)]
        for at in range(len(space)):
            columns, weights = space.row(at)
            vector = {int(one): int(weight) % PRIME for one, weight in zip(columns, weights, strict=True)}
            self.vectors.append(vector)
            for column in vector:
                self.rows_at[column].add(at)

    def offered(self, at: int) -> bool:
        """Publish a row unless a primary row would follow from it; whether it was published."""
        vector = self.vectors[at]
        if not vector:
            return True
        pivot = self._pivot(vector)
        for other in self.rows_at[pivot]:
            if self.is_primary[other] and self._is_multiple(self.vectors[other], vector, pivot):
                return False
        self._take(at, pivot)
        return True

    def publish(self, at: int) -> None:
        """Publish a row whatever follows."""
        if self.vectors[at]:
            self._take(at, self._pivot(self.vectors[at]))

    def _pivot(self, vector: Sparse) -> int:
        """The column that the fewest rows have: what is taken away from others stays small."""
        return min(vector, key=lambda column: (len(self.rows_at[column]), column))

    def _is_multiple(self, one: Sparse, other: Sparse, pivot: int) -> bool:
        if len(one) != len(other):
            return False
        factor = one[pivot] * pow(other[pivot], -1, PRIME) % PRIME
        return all(one.get(column, 0) == factor * value % PRIME for column, value in other.items())

    def _take(self, at: int, pivot: int) -> None:
        """Take a published vector away from every other, so that the pivot's column is gone."""
        vector = self.vectors[at]
        inverse = pow(vector[pivot], -1, PRIME)
        items = list(vector.items())
        for other in [one for one in self.rows_at[pivot] if one != at]:
            changed = self.vectors[other]
            factor = changed[pivot] * inverse % PRIME
            for column, value in items:
                left = (changed.get(column, 0) - factor * value) % PRIME
                if left:
                    if column not in changed:
                        self.rows_at[column].add(other)
                    changed[column] = left
                elif column in changed:
                    del changed[column]
                    self.rows_at[column].discard(other)
        for column in vector:
            self.rows_at[column].discard(at)
        self.vectors[at] = {}
