"""Courses walked through days, nights and everything that happens to them, beside `reference_rounds`.

After every step the rows that the runtime role reads must be what the reference says, day for day and state
for state, no due date may have moved, and the recount must find exactly what the reference finds: equal
where every window that has opened is there, and unequal where a night has slept.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.delivery import ground
from tests.delivery.reference_rounds import DAY, RUNNING, Course, Rules, local_day
from tests.delivery.walking import as_runtime

TENANT, MOST, AT_ONCE = "aaby", 6, 3
FIELD = ("mentor", "other_mentor")
VERSIONS = (
    Rules(start_due=28, step=3, grace=14, cut=date(2015, 6, 15), instrument=1, survey=date(2014, 12, 8)),
    Rules(
        start_due=21,
        step=2,
        grace=10,
        cut=date(2015, 8, 20),
        instrument=2,
        survey=date(2015, 4, 13),
        closing_due=21,
    ),
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

STATES = ("done", "late", "excused", "open", "missed", "stopped")

which = st.integers(0, MOST - 1)
who = st.sampled_from(("right", "right", "right", "right", "colleague"))


@dataclass(slots=True)
class Walked:
    """What a course is to Samspil: its key, the keys of its rounds, its links."""

    course_id: uuid.UUID
    made: ground.Made
    tokens: list[tuple[str, str]]


class Days(RuleBasedStateMachine):
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

        Days.steps += 1
        Days.compared[what] += 1
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

        one = Course(VERSIONS[self.version], kind, start, holder, evaluated=[[start, date.max]])
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
        if wrong > 0 and any(self.today < one.rules.survey <= on for one in self.courses):
            return  # and so may a survey
        for one in self.courses:
            one.night(on)
        Days.steps += 1
        Days.compared["a night" if not wrong else "a night by a wrong clock"] += 1
        job = Actor.job(self.world.tenant(TENANT))
        with scope(job):
            for _each in range(times):
                for course_id in to_tend(job, on=on):
                    tend_course(by=job, at=self.now, on=on, course_id=course_id)
            proof = keep_recount(by=job, at=self.now, on=on)
            assert proof.equal is all(one.owed(on) == set(one.rounds) for one in self.courses)
            assert proof.equal or wrong < 0 or self._clock_was_ahead(on)
            self.compare(job, None if wrong else proof)

    def _clock_was_ahead(self, on: date) -> bool:
        return any(row.opens > on for one in self.courses for row in one.rounds.values())
