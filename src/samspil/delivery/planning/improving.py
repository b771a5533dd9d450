"""A plan made step by step: series after series, and then again with one or a few of them lifted out.

Every step leaves a valid plan and none makes it worse, so the time may end it anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from samspil.delivery.planning.grid import NEVER, Row
from samspil.delivery.planning.occupied import Occupied
from samspil.delivery.planning.placing import Placed, best

InTime = Callable[[], bool]
MOST_LIFTED = 3
"""So many series are lifted out at once to make room for one."""


class Draft:
    """A plan in the making: what is put, what it costs, and which could not be."""

    def __init__(self, base: Occupied, asked: Iterable[Row]) -> None:
        self.occupied = base
        self.rows = {one.number: one for one in asked}
        self.put: dict[int, Placed] = {}

    @property
    def worth(self) -> tuple[int, int]:
        """How many are left out, then the cost: less is better."""
        return len(self.rows) - len(self.put), sum(one.cost for one in self.put.values())

    def place(self, number: int, below: int = NEVER) -> bool:
        """Put a series in the best place there is, if there is one below that cost."""
        found = best(self.occupied, self.rows[number], below)
        if found is not None:
            self.set(number, found)
        return found is not None

    def set(self, number: int, placed: Placed) -> None:
        """Put a series where it is said to fit."""
        self.occupied.add(self.rows[number], placed.spots)
        self.put[number] = placed

    def lift(self, number: int) -> Placed:
        """Take a series out."""
        self.occupied.take(self.rows[number])
        return self.put.pop(number)

    def fill(self, order: Iterable[int], in_time: InTime) -> bool:
        """Put every series that is not there yet; False where the time ended it."""
        for number in order:
            if not in_time():
                return False
            if number not in self.put:
                self.place(number)
        return True

    def settle(self, in_time: InTime) -> bool:
        """Move single series to a better place until none has one; False where the time ended it."""
        moved = True
        while moved:
            moved = False
            for number in sorted(self.put, key=lambda one: (-self.put[one].cost, one)):
                if not in_time():
                    return False
                now = self.lift(number)
                if self.place(number, now.cost):
                    moved = True
                else:
                    self.set(number, now)
        return True

    def make_room(self, alone: dict[int, Placed], in_time: InTime) -> bool:
        """Lift out what stands in a series' best way, and put all of them anew, if that is better in all."""
        for number in sorted(self.rows, key=lambda one: (-self._loss(one, alone), one)):
            if not in_time():
                return False
            if number in alone and self._loss(number, alone) > 0:
                self._give(number, alone[number])
        return True

    def _loss(self, number: int, alone: dict[int, Placed]) -> int:
        """How much more a series costs than it would were it the only one."""
        now = self.put.get(number)
        if now is None:
            return NEVER
        return now.cost - alone[number].cost if number in alone else 0

    def _give(self, number: int, wished: Placed) -> None:
        """Give a series its best way, if the others find other places at no greater loss."""
        before = self.worth
        row = self.rows[number]
        kept = {number: self.lift(number)} if number in self.put else {}
        blocking = self._in_the_way(row, wished)
        for one in blocking if len(blocking) <= MOST_LIFTED else ():
            kept[one] = self.lift(one)
        if self.occupied.holds(row, wished.spots):
            self.set(number, wished)
        for one in sorted({*kept, number}, key=lambda one: (one != number, one)):
            if one not in self.put:
                self.place(one)
        if self.worth >= before:
            for one in {*kept, number} & set(self.put):
                self.lift(one)
            for one, placed in sorted(kept.items()):
                self.set(one, placed)

    def _in_the_way(self, row: Row, wished: Placed) -> list[int]:
        """Series whose visits share a day and somebody with those wished, or the week where it is full."""
        grid = self.occupied.grid
        found = set()
        for spot in wished.spots:
            week = grid.week[spot.day]
            full = {one for one in spot.team if self.occupied.weeks[one, week] >= grid.a_week[one]}
            for number, placed in self.put.items():
                for other in placed.spots:
                    shared = set(other.team) & set(spot.team)
                    same_day = other.day == spot.day and (shared or self._same_group(row, number))
                    if same_day or (grid.week[other.day] == week and shared & full):
                        found.add(number)
        return sorted(found, key=lambda one: (self.put[one].cost, one))

    def _same_group(self, row: Row, number: int) -> bool:
        return row.group >= 0 and self.rows[number].group == row.group
