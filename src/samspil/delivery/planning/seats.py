"""Seats shared among municipalities that ask for more than there are: the same for everybody, in rounds.

Each round gives one seat to everyone who still asks and has the fewest; where a round cannot be completed,
those come first who got fewest on this track before, and after them a lot that anybody can draw again. What
somebody holds already is never taken away. Nothing depends on the order of what is handed in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class ShareReason(StrEnum):
    """Why somebody got as many seats as they did."""

    NOTHING_ASKED = "nothing_asked"
    ALL_ASKED = "all_asked"
    EQUAL = "equal"
    ONE_MORE_FEWEST_BEFORE = "one_more_fewest_before"
    ONE_MORE_BY_LOT = "one_more_by_lot"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Asking(Generic[Key]):
    """One who asks: how many seats, how many are held already and were got on this track before.

    `lot` is a text of its own from which the lot is drawn, such as a code.
    """

    key: Key
    lot: str
    asked: int
    held: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Share(Generic[Key]):
    """What one got, and why; `level` is what everyone who asked for that many surely got."""

    key: Key
    asked: int
    given: int
    level: int
    because: ShareReason


def shared(seats: int, askers: Iterable[Asking[Key]], *, draw: str) -> tuple[Share[Key], ...]:
    """Share seats out in rounds. `draw` names the draw, so that each event draws its own lots.

    Gives at most `seats` in all, nobody more than asked, nobody less than held (held seats count among
    `seats`; where more are held than there are, nothing further is given). By key's lot text.
    """
    every = sorted(askers, key=lambda one: (lot(draw, one.lot), one.lot))
    given = {one.key: one.held for one in every}
    left = max(seats - sum(given.values()), 0)
    level, decided = 0, _Decided()
    while left:
        open_ = [one for one in every if given[one.key] < one.asked]
        if not open_:
            break
        level = min(given[one.key] for one in open_)
        turn = [one for one in open_ if given[one.key] == level]
        if len(turn) > left:
            turn = decided.by_what_went_before(turn, left)
        for one in turn:
            given[one.key] += 1
        left -= len(turn)
    floor = _floor(every, given)
    return tuple(
        Share(one.key, one.asked, given[one.key], floor, _why(one, given[one.key], floor, decided))
        for one in sorted(every, key=lambda one: one.lot)
    )


def lot(draw: str, text: str) -> str:
    """A lot that everyone can draw again: SHA-256 of the draw's name and the text, in hexadecimal."""
    return hashlib.sha256(f"{draw}|{text}".encode()).hexdigest()


class _Decided:
    """Who was first in the one round that was not completed, and what decided it."""

    def __init__(self) -> None:
        self.first: set[object] = set()
        self.by_lot: set[object] = set()

    def by_what_went_before(self, turn: list[Asking[Key]], left: int) -> list[Asking[Key]]:
        ranked = sorted(turn, key=lambda one: one.before)  # stable: `turn` stands in the order of the lots
        chosen, others = ranked[:left], ranked[left:]
        self.first = {one.key for one in chosen}
        tied = others[0].before
        self.by_lot = {one.key for one in chosen if one.before == tied}
        return chosen


def _floor(every: list[Asking[Key]], given: dict[Key, int]) -> int:
    """How many everyone who asked for that many or more got."""
    short = [given[one.key] for one in every if given[one.key] < one.asked]
    return min(short, default=0)


def _why(one: Asking[Key], got: int, floor: int, decided: _Decided) -> ShareReason:
    if one.asked == 0 and got == 0:
        return ShareReason.NOTHING_ASKED
    if got >= one.asked:
        return ShareReason.ALL_ASKED
    if one.key in decided.first:
        by_lot = one.key in decided.by_lot
        return ShareReason.ONE_MORE_BY_LOT if by_lot else ShareReason.ONE_MORE_FEWEST_BEFORE
    return ShareReason.EQUAL if got == floor else ShareReason.KEPT
