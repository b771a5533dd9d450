"""What held a series together: who came, which themes, how far apart. Parts in plain numbers, no total.

There is no one figure for it, so that nobody and no place can be put in an order by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Happened:
    """One visit that was held: which of the series, when, its theme, and who was there, by any key."""

    position: int
    on: date
    theme: str
    pair: frozenset[str]


@dataclass(frozen=True, slots=True)
class Continuity:
    """The parts of what held a series together."""

    held: int
    of: int
    stayed: int
    """How many came every time; none while nothing was held."""
    came: int
    """How many different people came in all."""
    themes: int
    """How many different themes were taken up."""
    gaps: tuple[int, ...]
    """Days from each visit to the next one held."""
    in_order: bool
    """The visits were held in the order they were planned in."""


def continuity(visits: tuple[Happened, ...], *, of: int) -> Continuity:
    """What held a series of `of` visits together, by those that were held.

    >>> continuity((), of=3)
    Continuity(held=0, of=3, stayed=0, came=0, themes=0, gaps=(), in_order=True)
    """
    by_day = sorted(visits, key=lambda one: (one.on, one.position))
    pairs = [one.pair for one in by_day]
    return Continuity(
        held=len(by_day),
        of=of,
        stayed=len(frozenset.intersection(*pairs)) if pairs else 0,
        came=len(frozenset[str]().union(*pairs)),
        themes=len({one.theme for one in by_day}),
        gaps=tuple((after.on - before.on).days for before, after in pairwise(by_day)),
        in_order=[one.position for one in by_day] == sorted(one.position for one in by_day),
    )
