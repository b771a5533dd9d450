"""The way a course goes, among everything else that may happen to it: so that walks come far."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.delivery.reference_rounds import AFTER, ENDED, RUNNING, Course
from tests.delivery.rounds_days import FIELD, which
from tests.delivery.rounds_events import Events


class Rounds(Events):
    """Every step there is, and some that follow each other as they do in life."""

    @rule(wanted=which, way=st.integers(0, 5))
    def go_on(self, wanted: int, way: int) -> None:
        """The step that a course waits for, so that walks come far: measured, handed over, closed, after."""
        at, one, _its = self.pick(wanted)
        if one.first_open() is not None and not (way > 2 and one.state in ENDED):
            self._measured(at, one, way)
        elif one.state == "closing":
            self.finish(at, ("completed", "ended_early")[way % 2], way > 1)
        elif one.state in ("active", "paused"):
            if way < 2 and one.newest_opening() < self.today:
                self.begin_closing(at, 0)
            else:
                self.time_passes((3, 14, 30)[way % 3], 0)
                self.night(0, 1)
        elif one.state in ("completed", "ended_early"):
            self._afterwards(at, one, way)

    def _measured(self, at: int, one: Course, way: int) -> None:
        """Handed out, then answered: at once, from paper, much later, or by a link of who had it before."""
        self.hand_out(at, "right")
        if way == 4:
            self.take_over(at, FIELD[one.holder == FIELD[0]], "handed_over")
        if way in (2, 3) and one.state in RUNNING:
            self.time_passes((50, 90)[way - 2], 0)
        if way in (1, 3):
            self.paper(at, 3)
        else:
            self.answer(at, True)

    def _afterwards(self, at: int, one: Course, way: int) -> None:
        """Half a year later the one contact, or the yes taken back; without a yes another course begins."""
        if not one.says_yes_after and way > 0:
            self.begin(("mentor", "parent")[way % 2], 0)
            return
        if AFTER not in one.rounds:
            self.time_passes(170, 0)
            self.night(0, 1)
        if way > 2:
            self.say_after(at, False)
        else:
            self.note_contact(at, ("met", "not_met", "declined")[way])

    @rule(wanted=which, ways=st.tuples(*(st.integers(0, 5),) * 4))
    def go_far(self, wanted: int, ways: tuple[int, ...]) -> None:
        for way in ways:
            self.go_on(wanted, way)

    @rule(wanted=which, ways=st.tuples(*(st.integers(0, 5),) * 3))
    def to_the_end(self, wanted: int, ways: tuple[int, ...]) -> None:
        """Closed, and some way beyond."""
        at, _one, _its = self.pick(wanted)
        self.time_passes(1, 0)
        self.begin_closing(at, 0)
        self.go_far(at, (0, *ways))
