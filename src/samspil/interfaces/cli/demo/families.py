"""The demo's families: networks, talks without a name, offers to parents, one pair of courses joined."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from samspil.delivery.actions import joining, nameless, networks, parents
from samspil.delivery.queries.courses import courses
from samspil.delivery.queries.networks import same_weekday_next_month
from samspil.delivery.terms.courses import UNDER_WAY, Intervention
from samspil.delivery.terms.families import Asker, MeetingState, Occasion, OfferAnswer
from samspil.kernel.actor import Actor
from samspil.people.terms import Method
from samspil.programme import queries as programme
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.people.models.people import Appointment

SEED = 7
NETWORKS = {"odense": ("Onsdag", date(2014, 3, 12)), "aarhus": ("Kastanjen", date(2014, 6, 19))}
TALKS = {"odense": (14, 22), "aarhus": (7, 9), "hoeje-taastrup": (3, 5), "koebenhavn": (5, 4)}
"""Per municipality: talks without a name, talks with other professionals."""
OFFERED = {"odense": 6, "aarhus": 3, "hoeje-taastrup": 1, "koebenhavn": 2}


class Families:
    """Adds to a filled demo what stands between and beside its courses, up to `today`."""

    def __init__(
        self, *, slug: str, today: date, actor: Callable[[str], Actor], post: Callable[[str], Appointment]
    ) -> None:
        self.random = random.Random(SEED)
        self.concept_id, self.today = programme.latest(slug).id, today
        self.actor, self.post = actor, post

    def fill(self) -> None:
        """One place after the other."""
        for place, (name, first) in NETWORKS.items():
            self._network(place, name, first)
        for place in TALKS:
            self._talks(place)
            self._offers(place)
            self._asked(place)
        self._joined("odense")

    def _network(self, place: str, name: str, first: date) -> None:
        """A network that has met monthly since its first day, with the next meeting planned."""
        coordinator, coach = self.actor(f"coordinator-{place}"), self.actor(f"coach-{place}")
        agreed = networks.Agreed(
            name, (self.post(f"coach-{place}").id,), ("stays_here", "no_names", "may_be_silent", "on_time")
        )
        with scope(coordinator):
            made = networks.write_network(
                by=coordinator, at=_at(first), on=first, concept_id=self.concept_id, agreed=agreed
            )
        day = first
        while day <= self.today:
            self._meeting(coach, made.id, day, day)
            day = same_weekday_next_month(day)
        self._meeting(coach, made.id, day, self.today)
        self._members(coach, made.id)

    def _meeting(self, coach: Actor, network_id: uuid.UUID, day: date, on: date) -> None:
        is_held = day <= on
        is_called_off = is_held and self.random.random() < 0.12
        state = MeetingState.HELD if is_held else MeetingState.PLANNED
        themes = programme.concept(self.concept_id).intervention("parent").themes
        meeting = networks.Meeting(
            held_on=day,
            place="library",
            state=MeetingState.CANCELLED if is_called_off else state,
            themes=(self.random.choice(themes),),
            minutes=120 if is_held and not is_called_off else None,
            attended_count=self.random.randint(3, 8) if is_held and not is_called_off else None,
        )
        with scope(coach):
            networks.write_meeting(by=coach, at=_at(on), on=on, network_id=network_id, meeting=meeting)

    def _members(self, coach: Actor, network_id: uuid.UUID) -> None:
        """Two of the coach's parents say yes to being known by name."""
        with scope(coach):
            own, _total = courses(coach)
            for one in [one for one in own if one.state in UNDER_WAY][:2]:
                networks.join_network(
                    by=coach,
                    at=_at(self.today),
                    on=self.today,
                    course_id=one.id,
                    network_id=network_id,
                    method=Method.ORAL,
                )

    def _talks(self, place: str) -> None:
        concept = programme.concept(self.concept_id)
        coach, coordinator = self.actor(f"coach-{place}"), self.actor(f"coordinator-{place}")
        advised, consulted = TALKS[place]
        pick = self.random.choice
        for _ in range(advised):
            day = self._day()
            with scope(coach):
                nameless.count_counselling(
                    by=coach,
                    at=_at(day),
                    on=day,
                    concept_id=self.concept_id,
                    talk=nameless.Talk(day, pick(concept.vocabulary.topic_groups).slug, pick((15, 25, 45))),
                    channel="phone",
                    asker=pick((Asker.PARENT, Asker.PARENT, Asker.YOUNG, Asker.RELATIVE)),
                )
        for _ in range(consulted):
            day = self._day()
            with scope(coordinator):
                nameless.count_consultation(
                    by=coordinator,
                    at=_at(day),
                    on=day,
                    concept_id=self.concept_id,
                    talk=nameless.Talk(day, pick(concept.vocabulary.topic_groups).slug, pick((15, 25, 45))),
                    profession=pick(concept.vocabulary.professions).slug,
                )

    def _offers(self, place: str) -> None:
        """Offers to parents; the last one still waits for its answer."""
        by = self.actor(f"coordinator-{place}")
        days = sorted(self._day() for _ in range(OFFERED[place]))
        for number, day in enumerate(days, start=1):
            with scope(by):
                made = parents.offer_to_parents(
                    by=by,
                    at=_at(day),
                    on=day,
                    occasion=self.random.choice(list(Occasion)),
                    mentee_said_yes=True,
                )
                if number < len(days):
                    parents.answer_parent_offer(
                        by=by,
                        at=_at(day),
                        on=day,
                        offer_id=made.id,
                        answer=self.random.choice((OfferAnswer.NO, OfferAnswer.NO_ANSWER)),
                    )

    def _asked(self, place: str) -> None:
        """Some have been asked about joining up, each alone; some said yes."""
        by = self.actor(f"coordinator-{place}")
        with scope(by):
            there, _total = courses(by)
            for one in [one for one in there if one.state in UNDER_WAY][::3]:
                parents.ask_about_joining(
                    by=by,
                    at=_at(self.today),
                    on=self.today,
                    course_id=one.id,
                    says_yes=self.random.random() < 0.6,
                    method=Method.ORAL,
                )

    def _joined(self, place: str) -> None:
        """Two courses of one family, every yes said; two parents in the one, and an interpreter."""
        by = self.actor(f"coordinator-{place}")
        at, on = _at(self.today), self.today
        with scope(by):
            there, _total = courses(by)
            running = [one for one in there if one.state == "active"]
            pair = [
                next((one for one in running if one.intervention == kind), None)
                for kind in (Intervention.MENTOR, Intervention.PARENT)
            ]
            if pair[0] is None or pair[1] is None:
                return
            for one in pair:
                assert one is not None
                parents.ask_about_joining(
                    by=by, at=at, on=on, course_id=one.id, says_yes=True, method=Method.ORAL
                )
            joining.join(by=by, at=at, on=on, course_id=pair[0].id, other_id=pair[1].id)
            parents.set_practicalities(by=by, at=at, course_id=pair[1].id, interpreter="ar", age_band="15_17")
            parents.add_second_parent(
                by=by,
                at=at,
                on=on,
                course_id=pair[1].id,
                yes=parents.SecondYes(
                    name="Samir Prøvesen",
                    channel="in_person",
                    contact="",
                    method=Method.ORAL,
                    purposes=("joining",),
                    goals=("Tid sammen",),
                ),
            )

    def _day(self) -> date:
        return self.today - timedelta(days=self.random.randrange(1, 300))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))
