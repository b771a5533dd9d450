"""An invented but lifelike population, made through the actions alone, in the order of its days.

The same seed gives the same people, days and answers; only keys and codes differ.
"""

from __future__ import annotations

import heapq
import random
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from samspil.delivery.actions import consents, courses, measurements, sessions
from samspil.delivery.queries.courses import course_for, goals_of, load_of_mentors
from samspil.delivery.queries.measurements import of_course
from samspil.delivery.terms.courses import Intervention, MeasurementState
from samspil.evaluation.actions import freeze_month
from samspil.interfaces.cli.demo import crossing
from samspil.interfaces.cli.demo.agreeing import Agreeing
from samspil.interfaces.cli.demo.answering import answer_of
from samspil.interfaces.cli.demo.bringing import WAITING, Bringing
from samspil.interfaces.cli.demo.cast import EVALUATOR, OFFICE, PROVIDER, Member, members
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.cli.demo.endings import Endings
from samspil.interfaces.cli.demo.families import Families
from samspil.interfaces.cli.demo.follow_ups import FollowUps
from samspil.interfaces.cli.demo.schooling import Schooling
from samspil.interfaces.cli.demo.visiting import Visiting
from samspil.interfaces.cli.demo.words import (
    AGREED,
    DID,
    FIRST_NAMES,
    GOALS,
    LAST_NAMES,
    PARENT_GOALS,
    PLACES,
    PURPOSES,
    TASKS,
    WHY,
)
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.queries import people as queries
from samspil.people.terms import ROLES, TAKEN_DOWN, OrganisationKind, least_age
from samspil.programme import queries as programme
from samspil.programme.concept.rounds import months_after
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.people.models.people import Appointment

T = TypeVar("T")
SEED = 2014
STAFF_FROM = date(2013, 3, 1)
VOLUME = {"odense": (16, 7, 3), "aarhus": (7, 3, 2), "hoeje-taastrup": (4, 2, 1), "koebenhavn": (5, 2, 1)}
"""Per municipality: mentor courses, parent courses, offers still without an answer."""


class Population:
    """Fills an empty installation, one day after the other up to `today`."""

    def __init__(self, *, programme_slug: str, today: date, told: Callable[[int, int], None]) -> None:
        self.random = random.Random(SEED)
        self.follow = FollowUps(random.Random(SEED + 1))
        self.slug, self.today, self.told = programme_slug, today, told
        self.staff: dict[str, tuple[Member, Appointment]] = {}
        self.places: dict[str, uuid.UUID] = {}
        self.agenda: list[tuple[date, int, Callable[[date], object]]] = []
        self.step = 0
        self.bringing = Bringing(nine, today)
        self.endings = Endings(self)

    def fill(self) -> None:
        """Organisations and staff first, then every course's days in order, months frozen as they end."""
        self._organisations()
        for place, (mentored, coached, offers) in VOLUME.items():
            for intervention, number in ((Intervention.MENTOR, mentored), (Intervention.PARENT, coached)):
                for _ in range(number):
                    self._plan_course(place, intervention)
            for _ in range(offers):
                self.plan(self.today - timedelta(days=self.random.randrange(2, 30)), self._offer_only(place))
        for place, waits in WAITING.items():
            for days in waits:
                self.plan(self.today - timedelta(days=days), self._leave_waiting(place))
        month = date(2014, 1, 1)
        while month <= self.today:
            self.plan(month, self._freeze)
            month = months_after(month, 1)
        done = 0
        while self.agenda:
            day, _, work = heapq.heappop(self.agenda)
            work(day)
            done += 1
            self.told(done, done + len(self.agenda))
        more = {"slug": self.slug, "today": self.today, "actor": self.actor}
        for part in (Families, Visiting, Schooling, Agreeing):
            part(**more, post=lambda cast: self.staff[cast][1]).fill()  # type: ignore[arg-type]
        crossing.cross(self.actor, lambda cast: self.staff[cast][1], today=self.today)

    # --- organisations and staff

    def _organisations(self) -> None:
        concept = programme.latest(self.slug).concept
        for party in concept.parties:
            self._found(party.slug, party.name, OrganisationKind.MUNICIPALITY, party.municipality_code)
        self._found(OFFICE, "Programkontoret", OrganisationKind.PROGRAMME_OFFICE)
        self._found(EVALUATOR, "Evaluator", OrganisationKind.EVALUATOR)
        self._found(PROVIDER, "Uddannelseshuset", OrganisationKind.TRAINING_PROVIDER)
        at = nine(STAFF_FROM)
        for member in members():
            by = Actor.job(self.places[member.organisation])
            with scope(by):
                account = people.open_account(by=by, at=at, email=member.email, name=member.name)
                post = people.appoint(
                    by=by,
                    at=at,
                    account=account,
                    role=member.role,
                    from_on=STAFF_FROM,
                    capacity=member.capacity,
                )
            self.staff[member.cast] = (member, post)
        posts = [(member, post.id) for member, post in self.staff.values()]
        self.bringing.equip(posts, lambda place: self.actor(f"coordinator-{place}"))

    def _found(self, slug: str, name: str, kind: OrganisationKind, code: str = "") -> None:
        known = next((one.id for one in queries.organisations() if one.slug == slug), None)
        self.places[slug] = identity = known or uuid7()
        if known:
            return
        by = Actor.job(identity)
        with scope(by):
            people.found_organisation(
                by=by,
                at=nine(STAFF_FROM),
                slug=slug,
                name=name,
                kind=kind,
                municipality_code=code,
                organisation_id=identity,
            )

    # --- one course

    def _plan_course(self, place: str, intervention: Intervention) -> None:
        offered = date(2013, 9, 2) + timedelta(
            days=self.random.randrange((self.today - date(2013, 9, 2)).days - 10)
        )
        self.plan(offered, lambda day: self._offer(place, intervention, day))

    def _offer_only(self, place: str) -> Callable[[date], object]:
        return lambda day: self._record(place, Intervention.MENTOR, day)

    def _leave_waiting(self, place: str) -> Callable[[date], object]:
        return lambda day: self.bringing.leave_waiting(
            by=self.actor(f"coordinator-{place}"), loaded=programme.latest(self.slug), day=day
        )

    def _offer(self, place: str, intervention: Intervention, day: date) -> None:
        actor, course_id = self._record(place, intervention, day)
        if self.random.random() < 0.12:
            self.plan(
                self._later(day, 3, 14),
                lambda on: self._in(
                    actor, lambda: courses.decline_offer(by=actor, at=nine(on), course_id=course_id)
                ),
            )
            return
        self.plan(self._later(day, 2, 14), lambda on: self._accept(place, intervention, actor, course_id, on))

    def _record(self, place: str, intervention: Intervention, day: date) -> tuple[Actor, uuid.UUID]:
        actor = self.actor(f"coordinator-{place}")
        loaded = programme.latest(self.slug)
        source = self.random.choice(loaded.concept.vocabulary.referral_sources).slug
        made = self._in(
            actor,
            lambda: courses.record_offer(
                by=actor, at=nine(day), on=day, concept_id=loaded.id, intervention=intervention, source=source
            ),
        )
        return actor, made.id

    def _accept(
        self, place: str, intervention: Intervention, actor: Actor, course_id: uuid.UUID, day: date
    ) -> None:
        pick = self.random.choice
        born = str(pick(range(1994, 2001))) if intervention == Intervention.MENTOR else ""
        is_asked = intervention == Intervention.MENTOR and (least_age(born, day) or 0) < 15
        custody = self.random.choices(("given", "awaited"), (2, 1))[0] if is_asked else "none"
        yes = courses.Yes(
            name=f"{pick(FIRST_NAMES)} {pick(LAST_NAMES)}",
            channel="text_message",
            contact=f"+45 00 00 {self.random.randrange(10, 99)} {self.random.randrange(10, 99)}",
            born=born,
            custody=custody,
            method=pick(TAKEN_DOWN),
            evaluation=self.random.random() < 0.85,
            basis="barnets_lov_30" if intervention == Intervention.MENTOR else "none",
        )
        self._in(
            actor, lambda: courses.accept_offer(by=actor, at=nine(day), on=day, course_id=course_id, yes=yes)
        )
        if int(yes.contact[-1]) % 2:  # every other one says yes to being written to
            self._in(
                actor,
                lambda: consents.record_consent(
                    by=actor, at=nine(day), on=day, course_id=course_id, purpose="contact", method=yes.method
                ),
            )
        self.bringing.wish(by=actor, course_id=course_id, day=day)
        if custody == "awaited":
            later = self._later(day, 5, 40)
            self.plan(later, lambda on: self._second_consent(place, intervention, actor, course_id, on))
        else:
            self.plan(
                self._later(day, 1, 12), lambda on: self._match(place, intervention, actor, course_id, on)
            )

    def _second_consent(
        self, place: str, kind: Intervention, actor: Actor, course_id: uuid.UUID, day: date
    ) -> None:
        self._in(
            actor,
            lambda: consents.record_second_consent(
                by=actor, at=nine(day), on=day, course_id=course_id, method=TAKEN_DOWN[1]
            ),
        )
        self.plan(self._later(day, 1, 9), lambda on: self._match(place, kind, actor, course_id, on))

    def _match(
        self, place: str, intervention: Intervention, actor: Actor, course_id: uuid.UUID, day: date
    ) -> None:
        stem = "mentor" if intervention == Intervention.MENTOR else "coach"
        with scope(actor):
            load = load_of_mentors(actor)
        able = [
            (member, post)
            for cast, (member, post) in self.staff.items()
            if cast.startswith(stem) and member.organisation == place and load.get(post.id, 0) < post.capacity
        ]
        if not able:
            self.plan(
                self._later(day, 20, 30), lambda on: self._match(place, intervention, actor, course_id, on)
            )
            return
        member, post = min(able, key=lambda one: (load.get(one[1].id, 0), one[0].name))
        self._in(
            actor,
            lambda: courses.choose_mentor(
                by=actor,
                at=nine(day),
                on=day,
                course_id=course_id,
                mentor_id=post.id,
                why=self.random.choice(WHY),
            ),
        )
        self.plan(
            self._later(day, 3, 12), lambda on: self._start(intervention, actor, member.cast, course_id, on)
        )

    def _start(self, kind: Intervention, actor: Actor, mentor: str, course_id: uuid.UUID, day: date) -> None:
        goals = GOALS if kind == Intervention.MENTOR else PARENT_GOALS
        purpose, tasks = self.random.choice(PURPOSES[kind]), self.random.choice(TASKS[kind])
        months = self.random.choice((6, 9, 12))
        chosen = self.random.sample(goals, self.random.choice((2, 3)))
        plan = self.follow.plan(kind, purpose, tasks, months, chosen)
        self._in(
            actor,
            lambda: courses.start_course(
                by=actor, at=nine(day), on=day, course_id=course_id, started_on=day, plan=plan
            ),
        )
        last = self.endings.plan(actor, mentor, course_id, day)
        self._plan_sessions(mentor, course_id, day, last)
        self._plan_rounds(mentor, course_id, day, last)
        for on, work in self.follow.days(self.actor(mentor), course_id, plan, day, last):
            self.plan(on, work)

    # --- sessions

    def _plan_sessions(self, mentor: str, course_id: uuid.UUID, started: date, last: date) -> None:
        day = self._later(started, 2, 7)
        while day <= last:
            self.plan(day, lambda on: self._session(mentor, course_id, on))
            day = self._later(day, 9, 30)

    def _session(self, mentor: str, course_id: uuid.UUID, day: date) -> None:
        actor = self.actor(mentor)
        pick = self.random
        kind = pick.choices(
            ("meeting", "walk", "call", "message", "practical_help", "attempt"), (8, 5, 3, 1, 2, 1)
        )[0]
        minutes = {"message": 15, "attempt": 15, "call": 15}.get(kind) or pick.choice((30, 60, 60, 90))
        with scope(actor):
            course = course_for(actor, course_id)
            goals = [goal for goal, _ in goals_of(actor, course, at=nine(day))]
            methods = programme.concept(course.concept_id).intervention(course.intervention).practice.methods
            quiet = kind == "attempt"
            for_record = not quiet and self.endings.for_record(mentor, course_id, day)
            assert course.started_on is not None
            held_on = max(course.started_on, day - timedelta(days=self.endings.days_before() * for_record))
            sessions.log_session(
                by=actor,
                at=nine(day),
                on=day,
                course_id=course_id,
                held=sessions.Held(
                    kind=kind,
                    minutes=minutes,
                    held_on=held_on,
                    next_on=self._later(day, 6, 10),
                    for_record=for_record,
                    agreed="" if quiet else pick.choice(AGREED),
                    goal_ids=() if quiet else tuple(pick.sample(goals, min(len(goals), pick.choice((1, 2))))),
                    methods=() if quiet or not methods else (pick.choice(methods).slug,),
                    did="" if quiet and not for_record else DID[day.toordinal() % len(DID)],
                    place=PLACES.get(kind, "our_rooms"),
                ),
            )

    # --- rounds

    def _plan_rounds(self, mentor: str, course_id: uuid.UUID, started: date, last: date) -> None:
        concept = programme.latest(self.slug).concept
        for each in concept.progression.schedule.rounds:
            months = each.months
            while each.anchor == "start" and months_after(started, months) - timedelta(days=14) <= last:
                opens = months_after(started, months) - timedelta(days=each.opens_days_before or 0)
                self.plan(max(opens, started), lambda on: self._round(mentor, course_id, on))
                if each.every_months is None:
                    break
                months += each.every_months

    def _round(self, mentor: str, course_id: uuid.UUID, day: date) -> None:
        """The window opens; most are answered in time, some late, some not at all."""
        self._tend(mentor, course_id, day)
        delay = self.random.choices(((6, 30), (43, 60), None), (82, 9, 9))[0]
        if delay:
            self.plan(self._later(day, *delay), lambda on: self.answer(mentor, course_id, on))

    def _tend(self, mentor: str, course_id: uuid.UUID, day: date) -> None:
        job = Actor.job(self.staff[mentor][1].tenant_id)
        self._in(job, lambda: measurements.tend_course(by=job, at=nine(day), on=day, course_id=course_id))

    def answer(self, mentor: str, course_id: uuid.UUID, day: date) -> None:
        """The measurement that is open is answered, if the course is still the mentor's."""
        self._tend(mentor, course_id, day)
        actor = self.actor(mentor)
        with scope(actor):
            try:
                owed = of_course(course_for(actor, course_id))
            except Missing:
                return
        for one in owed:
            if one.state == MeasurementState.OPEN:
                answer_of(actor, one.id, day, self.random)
                return

    # --- months

    def _freeze(self, day: date) -> None:
        job = Actor.job(self.places[OFFICE])
        self._in(
            job,
            lambda: freeze_month(
                by=job, at=nine(day), on=day, programme=self.slug, month=day - timedelta(days=1)
            ),
        )

    # --- small things

    def plan(self, day: date, work: Callable[[date], object]) -> None:
        """Put work on a day, unless that day lies ahead."""
        if day <= self.today:
            self.step += 1
            heapq.heappush(self.agenda, (day, self.step, work))

    def _later(self, day: date, least: int, most: int) -> date:
        return day + timedelta(days=self.random.randint(least, most))

    def actor(self, cast: str) -> Actor:
        """One of the invented staff, as who acts."""
        member, post = self.staff[cast]
        purpose = ROLES[member.role].purposes[0]
        return Actor(tenant_id=post.tenant_id, role=member.role, purpose=purpose, account_id=post.account_id)

    @staticmethod
    def _in(actor: Actor, work: Callable[[], T]) -> T:
        with scope(actor):
            return work()
