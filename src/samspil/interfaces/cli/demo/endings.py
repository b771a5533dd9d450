"""How the invented courses rest, end and are followed up, and what goes out to the journal."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samspil.delivery.actions import endings, journal, measurements, pauses
from samspil.delivery.queries.courses import course_for, goal_ids
from samspil.delivery.queries.endings import follow_up_measurement, newest_opening, open_measurement
from samspil.delivery.queries.journal import entries_of
from samspil.delivery.terms.courses import CourseState, MeasurementState
from samspil.delivery.terms.work import GoalStatus, PauseReason
from samspil.interfaces.cli.demo.answering import answer_of
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.cli.demo.words import HELPED
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.people.terms import ConsentPurpose
from samspil.programme.concept.rounds import months_after
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.interfaces.cli.demo.population import Population
SEED = 2015
MONTHS = (4, 4, 5, 6, 7, 8, 9)


class Endings:
    """Plans, for each course that starts, when it rests or ends; the population's own days go on beside."""

    def __init__(self, population: Population) -> None:
        self.population, self.random = population, random.Random(SEED)
        self.has_paused: set[uuid.UUID] = set()

    def plan(self, actor: Actor, mentor: str, course_id: uuid.UUID, started: date) -> date:
        """The last day on which the course is at work; what follows it is planned here."""
        today = self.population.today
        last = months_after(started, self.random.choice(MONTHS)) + timedelta(days=self.random.randrange(20))
        if self.random.random() < 0.3 or last > today:
            return self._rest(mentor, course_id, started) or today
        self._on(last, lambda day: self._begin(actor, mentor, course_id, day))
        return last - timedelta(days=1)

    def for_record(self, mentor: str, course_id: uuid.UUID, day: date) -> bool:
        """Whether a meeting belongs in the journal; if so it goes out some days later, mostly."""
        if self.random.random() >= 0.15:
            return False
        if self.random.random() < 0.95:
            later = day + timedelta(days=self.random.randint(1, 6))
            self._on(later, lambda on: self._export(mentor, course_id, on))
        return True

    def days_before(self) -> int:
        """How long ago a meeting was when it is written: mostly today."""
        return self.random.choice((0, 0, 0, 0, 0, 9))

    def _rest(self, mentor: str, course_id: uuid.UUID, started: date) -> date | None:
        """One course of each municipality rests today."""
        today, place = self.population.today, self.population.staff[mentor][1].tenant_id
        if place in self.has_paused or not 40 < (today - started).days < 240:
            return None
        self.has_paused.add(place)
        day = today - timedelta(days=16)
        planned = today + timedelta(days=self.random.choice((5, 12)))
        self._on(day, lambda on: self._pause(mentor, course_id, on, planned))
        return day - timedelta(days=1)

    def _pause(self, mentor: str, course_id: uuid.UUID, day: date, planned: date) -> None:
        by = self.population.actor(mentor)
        with scope(by):
            pauses.pause(
                by=by,
                at=nine(day),
                on=day,
                course_id=course_id,
                from_on=day,
                planned_on=planned,
                reason=PauseReason.AWAY,
            )

    def _begin(self, coordinator: Actor, mentor: str, course_id: uuid.UUID, day: date) -> None:
        by = self.population.actor(mentor)
        with scope(by):
            course = course_for(by, course_id)
            if newest_opening(course) >= day:
                self._on(day + timedelta(days=1), lambda on: self._begin(coordinator, mentor, course_id, on))
                return
            endings.begin_closing(by=by, at=nine(day), on=day, course_id=course_id, ended_on=day)
        is_early = self.random.random() < 0.3
        later = day + timedelta(days=self.random.randint(2, 9))
        self._on(later, lambda on: self._finish(coordinator, mentor, course_id, on, is_early))

    def _finish(
        self, coordinator: Actor, mentor: str, course_id: uuid.UUID, day: date, is_early: bool
    ) -> None:
        by, at = self.population.actor(mentor), nine(day)
        if is_early:
            with scope(coordinator):
                open_ = open_measurement(course_for(coordinator, course_id))
                if open_ is not None:
                    why = {"outcome": "missed", "reason": "not_met"}
                    measurements.explain(by=coordinator, at=at, on=day, measurement_id=open_.id, **why)
        else:
            self.population.answer(mentor, course_id, day)
        yeses = {one for one, share in ASKED.items() if not is_early and self.random.random() < share}
        with scope(by):
            status = (GoalStatus.NOT_ASKED,) if is_early else (GoalStatus.REACHED, GoalStatus.PARTLY)
            said = endings.Said(
                ending=CourseState.ENDED_EARLY if is_early else CourseState.COMPLETED,
                reason=self.random.choice(
                    ("moved", "lost_contact") if is_early else ("goals_reached", "as_planned")
                ),
                goals={key: self.random.choice(status) for key in goal_ids(course_for(by, course_id))},
                helped="" if is_early else self.random.choice(HELPED),
            )
            endings.finish_closing(
                by=by, at=at, on=day, course_id=course_id, said=said, yeses=frozenset(yeses)
            )
        if ConsentPurpose.FOLLOW_UP in yeses:
            self._on(months_after(day, 6), lambda on: self._contact(coordinator, course_id, on))

    def _contact(self, coordinator: Actor, course_id: uuid.UUID, day: date) -> None:
        """The follow-up has opened; mostly the person is reached and answers, sometimes it still waits."""
        job, at = Actor.job(coordinator.tenant_id), nine(day)
        with scope(job):
            measurements.tend_course(by=job, at=at, on=day, course_id=course_id)
        outcome = self.random.choice(("met", "met", "not_met", ""))
        if not outcome:
            return
        if outcome == "met":
            answer_of(coordinator, self._follow_up(coordinator, course_id), day, self.population.random)
        with scope(coordinator):
            endings.note_follow_up(
                by=coordinator, at=at, on=day, course_id=course_id, contact_on=day, outcome=outcome
            )

    @staticmethod
    def _follow_up(coordinator: Actor, course_id: uuid.UUID) -> uuid.UUID:
        with scope(coordinator):
            found = follow_up_measurement(course_for(coordinator, course_id))
            assert found is not None
            assert found.state == MeasurementState.OPEN
            return found.id

    def _export(self, mentor: str, course_id: uuid.UUID, day: date) -> None:
        place = self.population.staff[mentor][0].organisation
        by = self.population.actor(f"coordinator-{place}")
        with scope(by):
            try:
                entries = entries_of(course_for(by, course_id))
            except Missing:
                return
            if all(one.exported_at for one in entries):
                return
            journal.export_journal(by=by, at=nine(day), course_id=course_id, part="new", form="pdf")

    def _on(self, day: date, work: Callable[[date], object]) -> None:
        self.population.plan(day, work)


ASKED = {ConsentPurpose.QUOTATION: 0.5, ConsentPurpose.FOLLOW_UP: 0.8}
"""How often a yes is given at the end."""
