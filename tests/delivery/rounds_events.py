"""Steps of a walk that happen to a course: rest, another holder, other days, a second parent, the end."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from tests.delivery import ground
from tests.delivery.reference_rounds import DAY, RUNNING
from tests.delivery.rounds_answers import Answers
from tests.delivery.rounds_days import FIELD, TENANT, which


class Events(Answers):
    """What moves no due date, and what ends a course in each of the ways there are."""

    @rule(wanted=which, until=st.booleans())
    def rest(self, wanted: int, until: bool) -> None:
        from samspil.delivery.actions import pauses

        _at, one, its = self.pick(wanted)

        def do(common: dict[str, Any]) -> None:
            common |= {"course_id": its.course_id}
            if until:
                days = {"from_on": self.today, "planned_on": self.today + 30 * DAY, "reason": "busy"}
                pauses.pause(**common, **days)
            else:
                pauses.resume(**common)

        self.both("pause" if until else "resume", "coordinator", one.rest(until), do)

    @rule(wanted=which, to=st.sampled_from(FIELD), because=st.sampled_from(("handed_over", "no_chemistry")))
    def take_over(self, wanted: int, to: str, because: str) -> None:
        """Handed over, or matched anew because it did not work between the two."""
        from samspil.delivery.actions import matching

        _at, one, its = self.pick(wanted)
        what = "hand over" if because == "handed_over" else "match anew"
        post = self.world.member(to, TENANT).appointment_id
        self.both(
            what,
            "coordinator",
            one.take_over(to, because),
            lambda common: matching.take_over(
                **common, course_id=its.course_id, because=because, mentor_id=post
            ),
        )

    @rule(wanted=which, months=st.integers(1, 24))
    def other_days(self, wanted: int, months: int) -> None:
        """The plan gets another length and another day of review: no measurement knows of it."""
        from samspil.delivery.actions import plans

        _at, one, its = self.pick(wanted)
        its.made.words["purpose"] = f"purpose {uuid.uuid4().hex}"
        plan = replace(ground.plan(its.made.words), expected_months=months)
        self.both(
            "other days in the plan",
            "coordinator",
            one.state in RUNNING,
            lambda common: plans.write_plan(**common, course_id=its.course_id, plan=plan),
        )

    @rule(wanted=which, ago=st.sampled_from((0, 1, 5)))
    def meeting(self, wanted: int, ago: int) -> None:
        """A meeting is written with a wrong day, and put right."""
        from samspil.delivery.actions.sessions import Held, correct_session, log_session
        from samspil.delivery.queries import sessions

        _at, one, its = self.pick(wanted)
        held = Held("meeting", 60, self.today, None, "", (), ())
        day = max(one.started, self.today - ago * DAY)

        def do(common: dict[str, Any]) -> None:
            made = log_session(**common, course_id=its.course_id, held=held)
            told = sessions.told_session(
                common["by"], sessions.own_session(common["by"], made.id)[0], at=self.now
            )
            right = replace(told.held, held_on=day, minutes=45)
            correct_session(**common, session_id=made.id, based_on=told.version, held=right)

        self.both("a meeting's day put right", one.holder, one.state in RUNNING, do)

    @rule(wanted=which)
    def second_parent(self, wanted: int) -> None:
        """The other parent comes in: the course owes what it owed, of the one who began it."""
        from samspil.delivery.actions import parents
        from samspil.people.terms import Method

        _at, one, its = self.pick(wanted)
        allowed = one.kind == "parent" and one.state in RUNNING and not one.has_second
        one.has_second = one.has_second or allowed
        yes = parents.SecondYes(name="x", channel="in_person", contact="", method=Method.ORAL)
        self.both(
            "a second parent",
            "coordinator",
            allowed,
            lambda common: parents.add_second_parent(**common, course_id=its.course_id, yes=yes),
        )

    # --- the end

    @rule(wanted=which, ago=st.sampled_from((0, 0, 1, 20, -1)))
    def begin_closing(self, wanted: int, ago: int) -> None:
        from samspil.delivery.actions import endings

        _at, one, its = self.pick(wanted)
        last = self.today - ago * DAY
        self.both(
            "begin closing",
            "coordinator",
            one.begin_closing(last, self.today),
            lambda common: endings.begin_closing(**common, course_id=its.course_id, ended_on=last),
        )

    @rule(wanted=which, how=st.sampled_from(("completed", "ended_early")), yes=st.booleans())
    def finish(self, wanted: int, how: str, yes: bool) -> None:
        from django.db.models import F

        from samspil.delivery.actions import endings
        from samspil.delivery.models.courses import Goal
        from samspil.people.terms import ConsentPurpose

        _at, one, its = self.pick(wanted)
        yeses = frozenset({ConsentPurpose.FOLLOW_UP} if yes else set())

        def do(common: dict[str, Any]) -> None:
            own = Goal.objects.filter(course_id=its.course_id, person_id=F("course__person_id"))
            goals = dict.fromkeys(own.values_list("id", flat=True), "reached")
            said = endings.Said(how, "goals_reached", goals, "")
            endings.finish_closing(**common, course_id=its.course_id, said=said, yeses=yeses)

        self.both("finish", "coordinator", one.finish(how, yes, self.today), do)

    @rule(wanted=which, yes=st.booleans())
    def say_after(self, wanted: int, yes: bool) -> None:
        """The yes to being asked once more half a year later, given or taken back."""
        from samspil.delivery.actions import consents
        from samspil.people.terms import Method

        _at, one, its = self.pick(wanted)

        def do(common: dict[str, Any]) -> None:
            common |= {"course_id": its.course_id, "purpose": "follow_up"}
            if yes:
                consents.record_consent(**common, method=Method.PAPER)
            else:
                consents.withdraw_consent(**common)

        self.both(
            "say yes to follow-up" if yes else "take it back",
            "coordinator",
            one.say_after(yes, self.today),
            do,
        )

    @rule(wanted=which)
    def say_evaluation(self, wanted: int) -> None:
        """The yes to the evaluation is taken back where it holds, and given anew where it does not."""
        from samspil.delivery.actions import consents
        from samspil.people.terms import Method

        _at, one, its = self.pick(wanted)
        yes = not any(end == date.max for _first, end in one.evaluated)

        def do(common: dict[str, Any]) -> None:
            common |= {"course_id": its.course_id, "purpose": "evaluation"}
            if yes:
                consents.record_consent(**common, method=Method.PAPER)
            else:
                consents.withdraw_consent(**common)

        self.both(
            "say yes to the evaluation" if yes else "take that one back",
            "coordinator",
            one.say_evaluation(yes, self.today),
            do,
        )

    @rule(wanted=which, outcome=st.sampled_from(("met", "not_met", "declined")))
    def note_contact(self, wanted: int, outcome: str) -> None:
        from samspil.delivery.actions import endings

        _at, one, its = self.pick(wanted)
        self.both(
            "the contact later",
            "coordinator",
            one.note_contact(self.today, outcome, self.today),
            lambda common: endings.note_follow_up(
                **common, course_id=its.course_id, contact_on=self.today, outcome=outcome
            ),
        )

    @rule(wanted=which, sure=st.integers(0, 1), withdraws=st.booleans())
    def stop(self, wanted: int, sure: int, withdraws: bool) -> None:
        """The person stops, or takes the yes to the support back, which is the same."""
        from samspil.delivery.actions import consents

        _at, one, its = self.pick(wanted)
        if sure:
            return
        allowed = one.stop(self.today)
        if withdraws and not allowed:
            return  # taking back what does not hold is no step
        self.both(
            "withdraw" if withdraws else "stop",
            "coordinator",
            allowed,
            lambda common: (
                consents.withdraw_consent(**common, course_id=its.course_id, purpose="support")
                if withdraws
                else consents.stop(**common, course_id=its.course_id)
            ),
        )
