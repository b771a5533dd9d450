"""Steps of a walk that make a measurement, or say why it was not made: links, papers, reasons."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.delivery.reference_rounds import DAY, ENDED, SURVEY, Course
from tests.delivery.rounds_days import FIELD, Days, which, who


class Answers(Days):
    """A link or a paper, in time, late and too late, by whoever may and by a colleague."""

    @rule(wanted=which, by=who)
    def hand_out(self, wanted: int, by: str) -> None:
        from samspil.delivery.actions import measurements
        from samspil.delivery.models.measurements import Measurement
        from samspil.kernel.errors import Missing

        _at, one, its = self.pick(wanted)
        cast = "coordinator" if one.state in ENDED else one.holder
        if by == "colleague":
            cast = next(other for other in ("coordinator", *FIELD) if other != cast)
        key = one.first_open()

        def do(common: dict[str, Any]) -> None:
            found = Measurement.objects.filter(course_id=its.course_id, key=key or "").first()
            if found is None:
                raise Missing
            made = measurements.hand_out(**common, measurement_id=found.id)
            its.tokens.append((made.token, made.code))

        self.both("hand out", cast, one.hand_out(cast, self.today), do)

    @rule(wanted=which, newest=st.sampled_from((True, True, True, False)))
    def answer(self, wanted: int, newest: bool) -> None:
        """By a link: on time, late, too late, used, closed."""
        from samspil.delivery.actions import measurements
        from samspil.trust import links
        from samspil.trust.scope import scope

        _at, one, its = self.pick(wanted)
        if not its.tokens:
            return
        number = len(its.tokens) - 1 if newest else 0
        code = self._items(one, number)[-1]

        def do(common: dict[str, Any]) -> None:
            with links.found(its.tokens[number][0], kind="measurement") as found:
                anyone = links.holder(found)
            with scope(anyone):
                opening = measurements.open_link(by=anyone, at=self.now)
            holder = links.holder(found, opening)
            with scope(holder):
                common |= {"by": holder}
                measurements.keep_answer(**common, code=code, value=5)
                measurements.submit(**common)

        self.both("answer", "coordinator", one.answer(number, self.today), do)

    @rule(wanted=which, ago=st.sampled_from((0, 0, 1, 10, 30, 120, -1)))
    def paper(self, wanted: int, ago: int) -> None:
        """Typed in from paper: the day it was filled in counts, not today."""
        from samspil.delivery.actions.papers import Paper, enter_paper

        _at, one, its = self.pick(wanted)
        if not its.tokens:
            return
        number, filled = len(its.tokens) - 1, self.today - ago * DAY
        paper = Paper(dict.fromkeys(self._items(one, number), 5), by_themselves=True, filled_on=filled)

        self.both(
            "paper",
            "coordinator",
            one.answer(number, self.today, filled),
            lambda common: enter_paper(**common, code=its.tokens[number][1], paper=paper),
        )

    @staticmethod
    def _items(one: Course, number: int) -> list[str]:
        """The statements of the round that a link is for, in the version it was opened with."""
        from samspil.delivery.instruments.shipped import instrument

        key = one.links[number][0]
        slug = "parent" if one.kind == "parent" or key == SURVEY else "mentee"
        version = one.rounds[key].instrument
        return [item.code for item in instrument(slug, version).items]

    @rule(
        wanted=which,
        place=st.integers(0, 5),
        why=st.sampled_from((("missed", "declined"), ("excused", "illness"))),
    )
    def explain(self, wanted: int, place: int, why: tuple[str, str]) -> None:
        from samspil.delivery.actions import measurements
        from samspil.delivery.models.measurements import Measurement

        _at, one, its = self.pick(wanted)
        if not one.rounds:
            return
        key = sorted(one.rounds)[place % len(one.rounds)]

        def do(common: dict[str, Any]) -> None:
            found = Measurement.objects.get(course_id=its.course_id, key=key)
            measurements.explain(**common, measurement_id=found.id, outcome=why[0], reason=why[1])

        self.both("explain", "coordinator", one.explain(key, *why), do)
