"""Visits in the demo: places, a corps with hosts and themes, and series in the states they can be in.

Every name of a place is invented. All is made through the actions, on the days it would have been done.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from samspil.delivery.actions import corps_members, institutions, visits
from samspil.delivery.actions import series as actions
from samspil.delivery.actions.forms import tend_visit
from samspil.delivery.actions.series import Group, Plan
from samspil.delivery.queries import series as queries
from samspil.delivery.queries.owed_forms import visits_to_tend
from samspil.delivery.rules.institutions import Place
from samspil.delivery.rules.series import Slot, Written
from samspil.interfaces.cli.demo import visit_answers, visit_hours
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.cli.demo.touring import Touring
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme
from samspil.programme.queries import Loaded
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.people.models.people import Appointment

PLACES = {
    "odense": (
        Place("461901", "Engbækskolen", "school", "5210"),
        Place("461902", "Tornhøjskolen", "school", "5240"),
        Place("461903", "Kærholm Erhvervsskole", "youth_education", "5000"),
        Place("", "Klub Kajen", "club", "5000"),
    ),
    "aarhus": (
        Place("751901", "Skovhøjskolen", "school", "8210"),
        Place("", "Ungdomsklubben Broen", "club", "8000"),
    ),
}
HOSTS = ("UU", "Ungdomsskolen", "UU", "")
NOTES = (
    "De er stille i starten. Begynd i små grupper.",
    "Aftalt med læreren: vi tager øvelsen om igen, hvis der er tid.",
    "Rundkreds virker godt. Hold pausen kort.",
)
COVERED = (
    "Velkomst, egen fortælling og den første øvelse.",
    "Øvelsen i par og en lang fælles runde.",
    "Det hele, også det der manglede fra sidst.",
)
MORNING, MIDDAY = time(9, 0), time(12, 30)


class Visiting:
    """Fills in what the corps of two municipalities do, up to today."""

    def __init__(
        self,
        *,
        slug: str,
        today: date,
        actor: Callable[[str], Actor],
        post: Callable[[str], Appointment],
    ) -> None:
        self.today, self.actor, self.post = today, actor, post
        self.touring = Touring(slug=slug, today=today, actor=actor, post=post)
        self.loaded: Loaded = programme.latest(slug)
        found = self.loaded.concept.intervention("role_model")
        self.number, self.themes = found.dosage.visits or 1, found.themes

    def fill(self) -> None:
        """Places and hosts, then the series of both municipalities."""
        where = {place: self._places(place) for place in PLACES}
        for place, count in (("odense", 4), ("aarhus", 2)):
            self._corps(place, count)
        pair, other = self._pair("odense", 1, 2), self._pair("odense", 3, 4)
        school, second, vocational, club = where["odense"]
        complete = self._series("odense", school, "9.A", 22, 260)
        self._complete("odense", complete, pair, 250)
        self._under_way("odense", self._series("odense", second, "8.B", 24, 60), pair)
        self._fell_out("odense", self._series("odense", vocational, "Hold 3", 18, 30), other)
        self._stopped("odense", self._series("odense", club, "Torsdagsholdet", 12, 120), other)
        self._series("odense", school, "8.C", 25, 4)
        aarhus = where["aarhus"][0]
        self._under_way("aarhus", self._series("aarhus", aarhus, "7.D", 21, 45), self._pair("aarhus", 1, 2))
        self.touring.fill()

        self._tend("odense", "aarhus")
        visit_answers.read_lines(self.actor("coordinator-odense"), complete, on=self.today)

    def _tend(self, *places: str) -> None:
        """What the nights would have done by today: forms closed, others missed."""
        for place in places:
            job = Actor.job(self.actor(f"coordinator-{place}").tenant_id)
            with scope(job):
                for visit_id in visits_to_tend(on=self.today):
                    tend_visit(by=job, at=nine(self.today), on=self.today, visit_id=visit_id)

    def _places(self, place: str) -> list[uuid.UUID]:
        by, made, on = self.actor(f"coordinator-{place}"), [], self._ago(400)
        for one in PLACES[place]:
            with scope(by):
                made.append(institutions.write_institution(by=by, at=nine(on), on=on, place=one).id)
        return made

    def _corps(self, place: str, count: int) -> None:
        by = self.actor(f"coordinator-{place}")
        for number in range(1, count + 1):
            themes = tuple(self.themes[(number + step) % len(self.themes)] for step in range(3))
            with scope(by):
                corps_members.write_corps_member(
                    by=by,
                    at=nine(self._ago(390)),
                    on=self._ago(390),
                    concept_id=self.loaded.id,
                    appointment_id=self.post(_cast(place, number)).id,
                    host=HOSTS[number % len(HOSTS)],
                    themes=themes,
                )

    def _pair(self, place: str, first: int, second: int) -> tuple[str, str]:
        return _cast(place, first), _cast(place, second)

    def _series(self, place: str, where: uuid.UUID, name: str, many: int, days: int) -> uuid.UUID:
        by, day = self.actor(f"coordinator-{place}"), self._ago(days)
        themes = tuple(self.themes[step % len(self.themes)] for step in range(self.number))
        level = "youth" if name.startswith(("Hold", "Torsdag")) else "grades_7_10"
        with scope(by):
            made = actions.make_series(
                by=by,
                at=nine(day),
                on=day,
                concept_id=self.loaded.id,
                institution_id=where,
                group=Group(name, level, many, themes),
            )
        return made.id

    def _complete(self, place: str, made: uuid.UUID, pair: tuple[str, str], days: int) -> None:
        """Every visit was held, three weeks apart."""
        for step in range(self.number):
            self._held(place, made, step, pair, self._ago(days - 21 * step))

    def _under_way(self, place: str, made: uuid.UUID, pair: tuple[str, str]) -> None:
        """One was held; the next is near, one of the pair has said yes and the other asks to be swapped."""
        self._held(place, made, 0, pair, self._ago(20))
        for step in range(1, self.number):
            soon = self._ahead(3 + 20 * (step - 1))
            visit = self._plan(place, made, step, pair, soon, self._ago(18), MIDDAY)
            self._say(pair[0], visit, "")
            if step == 1:
                self._say(pair[1], visit, "day")

    def _fell_out(self, place: str, made: uuid.UUID, pair: tuple[str, str]) -> None:
        """The first was cancelled by illness and is not booked anew; the others are planned."""
        by = self.actor(f"coordinator-{place}")
        for step in range(self.number):
            day = self._ago(2) if step == 0 else self._ahead(12 + 14 * step)
            visit = self._plan(place, made, step, pair, day, self._ago(25), MORNING)
            for cast in pair:
                self._say(cast, visit, "")
            if step == 0:
                with scope(by):
                    actions.cancel_visit(by=by, at=nine(day), visit_id=visit, because="illness")

    def _stopped(self, place: str, made: uuid.UUID, pair: tuple[str, str]) -> None:
        """Two were held, then the group was there no more."""
        by, day = self.actor(f"coordinator-{place}"), self._ago(40)
        for step in range(max(1, self.number - 1)):
            self._held(place, made, step, pair, self._ago(100 - 21 * step))
        if self.number > 1:
            with scope(by):
                actions.end_series(by=by, at=nine(day), on=day, series_id=made, why="group_gone")

    # --- one visit

    def _held(self, place: str, made: uuid.UUID, step: int, pair: tuple[str, str], day: date) -> None:
        visit = self._plan(place, made, step, pair, day, day - timedelta(days=14), MORNING)
        for cast in pair:
            self._say(cast, visit, "")
        by = self.actor(pair[step % 2])
        said = Written(
            steps_done=("welcome", "own_story", "exercise", "reflection")[: 2 + step],
            teacher_present=step != 1,
            covered=COVERED[step % len(COVERED)],
            remains="Den sidste øvelse." if step == 0 else "",
            handover_note=NOTES[step % len(NOTES)],
        )
        with scope(by):
            visits.write_visit(by=by, at=nine(day), on=day, visit_id=visit, said=said)
        many = (9, 7, 3)[step % 3]
        visit_answers.group_answers(by, visit, on=day, many=many, turn=step)
        actors = [self.actor(cast) for cast in pair]
        office = self.actor(f"coordinator-{place}")
        visit_hours.hours_of(actors, office, visit, on=day, today=self.today, turn=step)
        if step != 1:
            visit_answers.pair_answers(actors, visit, on=day + timedelta(days=2), turn=step)

    def _plan(
        self, place: str, made: uuid.UUID, step: int, pair: tuple[str, str], day: date, on: date, at: time
    ) -> uuid.UUID:
        by = self.actor(f"coordinator-{place}")
        plan = Plan(Slot(day, at, 90), tuple(self.post(cast).id for cast in pair))
        with scope(by):
            visit = queries.visits_of(by).get(series_id=made, position=step + 1)
            actions.plan_visit(by=by, at=nine(on), on=on, visit_id=visit.id, plan=plan)
        return visit.id

    def _say(self, cast: str, visit: uuid.UUID, swap: str) -> None:
        by = self.actor(cast)
        with scope(by):
            if swap:
                visits.ask_to_swap(by=by, at=nine(self.today), visit_id=visit, because=swap)
            else:
                visits.accept_visit(by=by, at=nine(self.today), visit_id=visit)

    def _ago(self, days: int) -> date:
        return _weekday(self.today - timedelta(days=days))

    def _ahead(self, days: int) -> date:
        return _weekday(self.today + timedelta(days=days))


def _weekday(day: date) -> date:
    """The day itself, or the Thursday before a weekend."""
    return day - timedelta(days=day.weekday() - 3) if day.weekday() > 4 else day


def _cast(place: str, number: int) -> str:
    return f"role-model-{place}" if number == 1 else f"role-model-{number}-{place}"
