"""Under which rules a release is protected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import MOST_PEOPLE, Cells, Unusable

LEAST_K, USUAL_K, USUAL_MEASURED = 3, 5, 10


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of a release; what is not named is off.

    `k`: the smallest count that may be shown. `are_zeros_shown`: whether a nought is published as a nought;
    if not it is a small count like any other. `width`: how far apart the least and the most that a reader can
    work out for a primary cell must be, in people. `measured`: how many people with a value stand behind a
    mean, a standard deviation or a sum at least; never fewer than k.
    """

    k: int = USUAL_K
    are_zeros_shown: bool = True
    width: int = 1
    measured: int = USUAL_MEASURED

    def __post_init__(self) -> None:
        if self.k < LEAST_K:
            raise Unusable(f"k is {self.k}; it is never below {LEAST_K}.")
        if self.width < 1:
            raise Unusable(f"width is {self.width}; it is at least 1.")
        for name, number in (("k", self.k), ("width", self.width), ("measured", self.measured)):
            if number > MOST_PEOPLE:
                raise Unusable(f"{name} is {number}; it is never above {MOST_PEOPLE}.")

    @property
    def fewest(self) -> int:
        """How many people with a value stand behind a figure of a measure at least."""
        return max(self.measured, self.k)

    @property
    def floor(self) -> int:
        """The least that a reader knows of a suppressed cell: one, where a nought would be shown."""
        return 1 if self.are_zeros_shown else 0


def primary(cells: Cells, profile: Profile) -> NDArray[np.bool_]:
    """Which cells are too small to be shown: 1 to k - 1, and 0 too where noughts are not shown. (cells,)"""
    return (cells.values >= profile.floor) & (cells.values < profile.k)
