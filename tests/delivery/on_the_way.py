"""The step that a course waits for: so walks come far, to the end, to another municipality, to a loan."""

from __future__ import annotations

from typing import Any

from tests.delivery.crossing_walk import Crossing
from tests.delivery.walking import FIELD


class OnTheWay(Crossing):
    """Leads a course on, by the steps that the walk itself has."""

    accept: Any
    answer: Any
    change_basis: Any
    choose: Any
    hand_out: Any
    start: Any
    _yes: Any

    def on_its_way(self, one: int, way: int) -> None:
        """The step that a course waits for, done by whoever it belongs to; a running one has four ways."""
        course = self.reference.courses[one]
        if course.state == "offered":
            self.accept(one, 0, "serviceloven_12b", None, "none", "none")
        elif course.state == "awaiting_consent":
            self._yes(one, 0, "support", course.missing()[0], give=True)
        elif course.state == "accepted" and not course.basis:
            self.change_basis(one, 0, "serviceloven_12b", 0, False)
        elif course.state == "accepted":
            self.choose(one, 0, FIELD[one % 2])
        elif course.state == "matched":
            self.start(one, 0)
        elif course.is_moving():
            self._move_on(one)
        elif course.state == "active":
            (self._measured, self._closed, self._move_on, self._lent)[way](one)
        elif course.state == "closing":
            self._closed(one)

    def _measured(self, one: int) -> None:
        if any(state == "live" for _key, state in self.reference.courses[one].links):
            self.answer(one, -1)
        else:
            self.hand_out(one, 0)

    def _closed(self, one: int) -> None:
        if self.reference.courses[one].state != "closing":
            self.begin_closing(one, 0, False)
        elif self.reference.courses[one].open_key():
            self._measured(one)
        else:
            self.finish(one, 0, False, "completed", True)

    def _move_on(self, one: int) -> None:
        move = self.reference.courses[one].move
        if move == "proposed":
            self.receive(one, 0, True)
        elif move == "accepted":
            self.settle(one, 0, False)
        else:
            self.propose(one, 0)

    def _lent(self, one: int) -> None:
        tenant = self.reference.courses[one].tenant
        loan = self.reference.loans.get(tenant)
        if loan is None or loan.state in ("ended", "left"):
            self.lend(tenant)
        elif loan.state == "open":
            self.take_loan(one, 0)
        else:
            self._measured(one)
