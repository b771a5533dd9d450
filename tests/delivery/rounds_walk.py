"""Courses walked through days, nights and everything that happens to them, beside `reference_rounds`.

After every step the rows that the runtime role reads must be what the reference says, day for day and state
for state, no due date may have moved, and the recount must find exactly what the reference finds: equal
where every window that has opened is there, and unequal where a night has slept.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.delivery import ground
from tests.delivery.reference_rounds import AFTER, DAY, ENDED, RUNNING, Course, Rules, local_day
from tests.delivery.walking import as_runtime

TENANT, MOST, AT_ONCE = "aaby", 6, 3
FIELD = ("mentor", "other_mentor")
VERSIONS = (
    Rules(start_due=28, step=3, grace=14, cut=date(2015, 6, 15), instrument=1),
    Rules(start_due=21, step=2, grace=10, cut=date(2015, 8, 20), instrument=2, closing_due=21),
)
"""The rules of the concept file as the courses find it, and as it becomes while they run."""

BEGINNINGS = tuple(
    datetime.fromisoformat(one).replace(tzinfo=UTC)
    for one in ("2014-01-07T09:00", "2014-03-29T09:00", "2014-10-25T09:00", "2014-11-03T09:00")
)
NIGHTS = tuple(
    datetime.fromisoformat(one).replace(tzinfo=UTC)
    for one in (
        "2014-03-29T22:30",  # half past eleven in the evening, and half an hour past midnight below
        "2014-03-29T23:30",
        "2014-03-30T00:59",  # the minute before the clock is put forward, and the one of it
        "2014-03-30T01:00",
        "2014-03-30T21:30",  # the 30th still, by winter time; by summer time half past eleven
        "2014-03-30T22:30",
        "2014-10-25T21:30",
        "2014-10-25T22:30",
        "2014-10-26T00:59",
        "2014-10-26T01:00",
        "2014-10-26T22:30",  # the 27th already, had the clock not been put back
        "2014-10-26T23:30",
    )
)
"""Moments around the two nights in which the clock changed, by universal time."""

LAST = datetime(2015, 11, 30, tzinfo=UTC)
"""Time stands still here: long after both cuts."""

ROWS = """
SELECT c.id, c.state, c.mentor_id, c.ended_on, c.stopped_on, m.key, m.opens_on, m.due_on, m.done_until,
  m.late_until, m.instrument_version, m.state, m.reason, m.answered_on,
  (SELECT count(*) FROM trust_link l WHERE l.thing_id = m.id AND l.used_at IS NULL
     AND l.revoked_at IS NULL AND l.expires_at > now())
FROM delivery_course c LEFT JOIN delivery_measurement m ON m.course_id = c.id
"""
"""No filter on the organisation, and none on what the application would look for."""

which = st.integers(0, MOST - 1)
who = st.sampled_from(("right", "right", "right", "right", "colleague"))


@dataclass(slots=True)
class Walked:
    """What a course is to Samspil: its key, the keys of its rounds, its links."""

    course_id: uuid.UUID
    made: ground.Made
    tokens: list[tuple[str, str]]


class Rounds(RuleBasedStateMachine):
    """One walk in a transaction of its own, taken back at the end."""

    world: Any
    concepts: tuple[uuid.UUID, ...]
    settings: Any
    steps = 0
    compared: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        from django.db import transaction

        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        as_runtime()
        self.courses: list[Course] = []
        self.walked: list[Walked] = []
        self.due: dict[tuple[int, str], date] = {}
        self.version = 0
        self.posts = {
            self.world.member(cast, TENANT).appointment_id: cast for cast in (*FIELD, "parent_coach")
        }

    def teardown(self) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- time

    @property
    def today(self) -> date:
        return local_day(self.now)

    def set_clock(self, now: datetime) -> None:
        """The installation's clock; the day it makes of the moment is the reference's."""
        from samspil.interfaces import clock

        self.now = now
        self.settings.SAMSPIL_NOW = now
        assert clock.today() == self.today

    # --- trying a step

    def both(self, what: str, cast: str, allowed: bool, do: Any) -> None:
        """Do to Samspil what the reference has done, and compare all there is; with who the clock says."""
        from django.db import transaction

        from samspil.interfaces import clock
        from samspil.kernel.errors import Missing, Refused

        Rounds.steps += 1
        Rounds.compared[what] += 1
        with self.world.as_(cast, TENANT) as by:
            try:
                with transaction.atomic():
                    do({"by": by, "at": clock.now(), "on": clock.today()})
                through = True
            except (Refused, Missing):
                through = False
            assert through is allowed, what
            self.compare(by)

    def compare(self, by: Any, proof: Any = None) -> None:
        """Every row is as the reference says, nothing due has moved, and the recount says what is so: one of
        this moment that was made already, or one that is made now.
        """
        from django.db import connection

        from samspil.delivery.queries.measurements import prove

        with connection.cursor() as cursor:
            cursor.execute(ROWS)
            rows = cursor.fetchall()
        assert Counter(rows) == Counter(
            row for one, its in zip(self.courses, self.walked, strict=True) for row in self._rows(one, its)
        )
        at = {its.course_id: number for number, its in enumerate(self.walked)}
        for row in rows:
            if row[5] is not None:
                assert self.due.setdefault((at[row[0]], row[5]), row[7]) == row[7], "a due date moved"
        proof = proof or prove(by, on=self.today)
        states = Counter(one.state for course in self.courses for one in course.rounds.values())
        owed = [course.owed(self.today) for course in self.courses]
        assert {state: getattr(proof, state) for state in STATES} == {one: states[one] for one in STATES}
        assert proof.found == sum(states.values()) == sum(len(one.rounds) for one in self.courses)
        assert proof.owed == sum(map(len, owed))
        assert proof.equal is all(
            set(course.rounds) == keys for course, keys in zip(self.courses, owed, strict=True)
        )

    def _rows(self, one: Course, its: Walked) -> list[tuple[Any, ...]]:
        post = next(post for post, cast in self.posts.items() if cast == one.holder)
        head = (its.course_id, one.state, post, one.last_day, one.stopped)
        live = Counter(key for key, state in one.links if state == "live")
        return [
            (
                *head,
                key,
                row.opens,
                row.due,
                row.done_until,
                row.late_until,
                row.instrument,
                row.state,
                row.reason,
                row.answered,
                live[key],
            )
            for key, row in one.rounds.items()
        ] or [(*head, *(None,) * 9, 0)]

    def pick(self, wanted: int) -> tuple[int, Course, Walked]:
        at = wanted % len(self.courses)
        return at, self.courses[at], self.walked[at]

    # --- courses

    @initialize(
        beginning=st.sampled_from(BEGINNINGS), kinds=st.tuples(*(st.sampled_from(("mentor", "parent")),) * 2)
    )
    def two_courses(self, beginning: datetime, kinds: tuple[str, str]) -> None:
        self.set_clock(beginning)
        for kind in kinds:
            self.begin(kind, 0)

    @rule(kind=st.sampled_from(("mentor", "parent")), back=st.sampled_from((0, 3, 80, 200)))
    def begin(self, kind: str, back: int) -> None:
        """A course starts today, or started some time ago and is written down today."""
        from samspil.delivery.actions import courses
        from samspil.people.terms import Method

        if len(self.courses) >= MOST or sum(one.state in RUNNING for one in self.courses) >= AT_ONCE:
            return
        start = self.today - back * DAY
        holder = "parent_coach" if kind == "parent" else FIELD[len(self.courses) % 2]
        made = ground.Made(TENANT, uuid.uuid4(), words=ground.canaries("walk"))

        def do(common: dict[str, Any]) -> None:
            then = common | {"on": start}
            offered = courses.record_offer(
                **then, concept_id=self.concepts[self.version], intervention=kind, source="school"
            )
            made.course_id = offered.id
            yes = courses.Yes(
                name="x",
                channel="in_person",
                contact="",
                born="",
                custody="none",
                basis="serviceloven_12b",
                method=Method.ORAL,
                evaluation=True,
            )
            made.person_id = courses.accept_offer(**then, course_id=offered.id, yes=yes).person_id
            post = self.world.member(holder, TENANT).appointment_id
            courses.choose_mentor(**then, course_id=offered.id, mentor_id=post, why="x")
            plan = ground.plan(made.words)
            courses.start_course(**common, course_id=offered.id, started_on=start, plan=plan)
            self.walked.append(Walked(offered.id, made, []))

        one = Course(VERSIONS[self.version], kind, start, holder)
        one.open(self.today)
        self.courses.append(one)
        self.both("begin", "coordinator", True, do)

    @rule()
    def new_version(self) -> None:
        """The concept file is loaded anew with other rules and another instrument; who runs, runs on."""
        if self.version == 0 and len(self.courses) < MOST:
            self.version = 1
            self.begin("mentor", 0)

    # --- days and nights

    @rule(days=st.sampled_from((1, 1, 2, 7, 13, 14, 15, 28, 45, 80)), hours=st.sampled_from((0, 0, 11, 15)))
    def time_passes(self, days: int, hours: int) -> None:
        if self.now >= LAST:
            return
        self.set_clock(self.now + timedelta(days=days, hours=hours))
        self.both("time passes", "coordinator", True, lambda _common: None)

    @rule(moment=st.sampled_from(NIGHTS))
    def to_a_night_of_the_clock(self, moment: datetime) -> None:
        """To a moment around a night in which the clock is put forward or back, where it is still to come."""
        if moment > self.now:
            self.set_clock(moment)
            self.night(0, 1)

    @rule(wrong=st.sampled_from((0, 0, 0, 0, 0, -1, -3, -40, 2, 10)), times=st.sampled_from((1, 1, 2)))
    def night(self, wrong: int, times: int) -> None:
        """The worker's round: late by however long nobody called it, twice, or by a clock that is wrong."""
        from samspil.delivery.actions.measurements import tend_course
        from samspil.delivery.actions.recounts import keep_recount
        from samspil.delivery.queries.tending import to_tend
        from samspil.kernel.actor import Actor
        from samspil.trust.scope import scope

        on = self.today + wrong * DAY
        if wrong > 0 and any(one.says_yes_after and one.last_day for one in self.courses):
            return  # a follow-up opened by a fast clock may be unsaid before its day: ADR 0024 tells of it
        for one in self.courses:
            one.night(on)
        Rounds.steps += 1
        Rounds.compared["a night" if not wrong else "a night by a wrong clock"] += 1
        job = Actor.job(self.world.tenant(TENANT))
        with scope(job):
            for _each in range(times):
                for course_id, after in to_tend(job, on=on):
                    tend_course(by=job, at=self.now, on=on, course_id=course_id, follow_up=after)
            proof = keep_recount(by=job, at=self.now, on=on)
            assert proof.equal is all(one.owed(on) == set(one.rounds) for one in self.courses)
            assert proof.equal or wrong < 0 or self._clock_was_ahead(on)
            self.compare(job, None if wrong else proof)

    def _clock_was_ahead(self, on: date) -> bool:
        return any(row.opens > on for one in self.courses for row in one.rounds.values())

    # --- answers

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

        slug = "parent" if one.kind == "parent" else "mentee"
        version = one.rounds[one.links[number][0]].instrument
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

    # --- the way a course goes

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

    # --- what happens to a course

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


STATES = ("done", "late", "excused", "open", "missed", "stopped")
