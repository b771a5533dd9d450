"""Which visits' answers are shown together, so that nobody can reckon out what fewer than five answered.

Pure arithmetic. Visits are taken in the order in which their forms closed, and what has been decided about
some is never changed by those after. A visit with enough answers is a block of its own; those with fewer wait
for each other until they are enough together, and are one block from then on. Blocks never overlap, so the
difference of any figures shown, today or later, is one of whole blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """The visits whose answers are shown as one, by their place in the order, and how many answers it has."""

    places: tuple[int, ...]
    count: int


def blocks(counts: Sequence[int], *, enough: int) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """The blocks, and the places of those whose answers are still too few to be shown."""
    found: list[Block] = []
    waiting: list[int] = []
    for place, count in enumerate(counts):
        if count >= enough:
            found.append(Block((place,), count))
        elif count:
            waiting.append(place)
            together = sum(counts[one] for one in waiting)
            if together >= enough:
                found.append(Block(tuple(waiting), together))
                waiting = []
    return tuple(found), tuple(waiting)
