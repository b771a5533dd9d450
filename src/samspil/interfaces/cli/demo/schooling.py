"""The demo's training: the courses of 2013, what is on now, supervision and sparring. All through actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samspil.delivery.actions import seats, supervision, training, training_certificates
from samspil.delivery.actions.nameless import Talk, count_consultation
from samspil.delivery.queries import seats as seat_queries
from samspil.delivery.queries.training import days_of, municipalities_in
from samspil.delivery.rules.training import EventDraft
from samspil.interfaces.cli.demo import course_answers
from samspil.interfaces.cli.demo.cast import NAMES, members
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.cli.demo.supplying import Supplying
from samspil.kernel.actor import Actor
from samspil.people.terms import Role
from samspil.programme import queries as programme
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.people.models.people import Appointment

PROVIDER, OFFICE = "training-provider", "programme-office"
PLANNED = date(2013, 5, 21)
FIRST = {
    Role.MENTOR: (date(2013, 8, 19), date(2013, 8, 20), date(2013, 8, 26), date(2013, 8, 27)),
    Role.PARENT_COACH: (date(2013, 9, 9), date(2013, 9, 10), date(2013, 9, 16), date(2013, 9, 17)),
}
TITLES = {Role.MENTOR: "Samtalen", Role.PARENT_COACH: "At stå ved siden af", Role.ROLE_MODEL: "Dialogen"}
ABSENT = ("mentor-5-odense", "mentor-3-aarhus")
"""Who came too seldom to complete."""


class Schooling:
    """Trains the demo's staff."""

    def __init__(
        self, *, slug: str, today: date, actor: Callable[[str], Actor], post: Callable[[str], Appointment]
    ) -> None:
        self.today, self.actor, self.post = today, actor, post
        self.concept_id = programme.latest(slug).id

    def fill(self) -> None:
        """A workshop and the first courses, then what is on now."""
        self._workshops()
        for track, days in FIRST.items():
            self._held(track, days)
        held, coming = self._to_close(), self._to_share_out()
        supplying = Supplying(today=self.today, concept_id=self.concept_id, actor=self.actor)
        supplying.fill(held=held, coming=coming)
        self._supervision()
        self._struck_out()

    def _workshops(self) -> None:
        """Everyone took part in the first, all but one in the second."""
        by, on = self.actor(PROVIDER), date(2013, 3, 20)
        for day, absent in ((date(2013, 4, 17), 0), (date(2013, 5, 15), 1)):
            event_id = self._plan("workshop", None, (day,), on, 0, "Udviklingsworkshop")
            with scope(by):
                known = [one.id for one in municipalities_in(self.concept_id)]
                there = set(known[: len(known) - absent])
                training.close_workshop(by=by, at=nine(day), on=day, event_id=event_id, municipalities=there)

    def _held(self, track: Role, days: Sequence[date]) -> None:
        event_id = self._plan("course", track, days, PLANNED, 24, TITLES[track])
        for place in NAMES:
            self._named(event_id, place, self._casts(place, track), PLANNED, approve=True)
        self._shared(event_id, PLANNED)
        for place in NAMES:
            self._filled(event_id, place, PLANNED)
        self._attended(event_id, days[-1])
        by = self.actor(PROVIDER)
        with scope(by):
            done = {one.id for one in seat_queries.participants(by, event_id)}
            training.close_event(by=by, at=nine(days[-1]), on=days[-1], event_id=event_id, exercised=done)
        for place in NAMES:
            issuer = self.actor(f"coordinator-{place}")
            with scope(issuer):
                training_certificates.issue_certificates(by=issuer, at=nine(days[-1]), on=days[-1])
            course_answers.answered(
                Actor.job(issuer.tenant_id),
                [self.actor(one) for one in self._casts(place, track)],
                event_id,
                on=days[-1] + timedelta(days=2),
            )

    def _to_close(self) -> uuid.UUID:
        """A course that was held last week and that the provider has not closed."""
        days = (self.today - timedelta(days=7), self.today - timedelta(days=6))
        planned = self.today - timedelta(days=60)
        event_id = self._plan("course", Role.ROLE_MODEL, days, planned, 12, TITLES[Role.ROLE_MODEL])
        for place in NAMES:
            self._named(event_id, place, self._casts(place, Role.ROLE_MODEL), planned, approve=True)
        self._shared(event_id, planned)
        for place in NAMES:
            self._filled(event_id, place, planned)
        self._attended(event_id, days[0])
        return event_id

    def _to_share_out(self) -> uuid.UUID:
        """A course for which more is asked than there is; one nomination still waits for its manager."""
        days = tuple(self.today + timedelta(days=one) for one in (28, 29, 35, 36))
        planned = self.today - timedelta(days=21)
        event_id = self._plan("course", Role.MENTOR, days, planned, 3, "Samtalen, hold 2")
        for place, casts in {
            "odense": ("mentor-5-odense", "mentor-4-odense"),
            "aarhus": ("mentor-3-aarhus", "mentor-2-aarhus"),
            "hoeje-taastrup": ("mentor-2-hoeje-taastrup",),
        }.items():
            self._named(event_id, place, casts, planned, approve=True)
        self._named(event_id, "odense", ("mentor-3-odense",), planned, approve=False)
        return event_id

    def _supervision(self) -> None:
        for place in NAMES:
            by = self.actor(f"coordinator-{place}")
            for months, theme in enumerate(("hard_talks", "role", "tools", "cooperation")):
                day = self.today - timedelta(days=30 + 84 * months)
                casts = [one for role in FIRST for one in self._casts(place, role)]
                who = tuple(self.post(one).id for one in casts[: 3 + months % 2])
                held = supervision.Supported("group", day, 120, (theme,), who)
                with scope(by):
                    supervision.write_supervision(by=by, at=nine(day), on=day, held=held)
            giver = self.actor(self._casts(place, Role.PARENT_COACH)[-1])
            for days in (20, 75, 140):
                day = self.today - timedelta(days=days)
                talk = Talk(day, "school", 30)
                with scope(giver):
                    count_consultation(
                        by=giver,
                        at=nine(day),
                        on=day,
                        concept_id=self.concept_id,
                        talk=talk,
                        profession="teacher",
                    )

    def _struck_out(self) -> None:
        """Supervision of one, and a network day that was written twice, in each municipality."""
        day = self.today - timedelta(days=45)
        for place in NAMES:
            by = self.actor(f"coordinator-{place}")
            who = tuple(self.post(one).id for role in FIRST for one in self._casts(place, role))
            alone = supervision.Supported("individual", day, 60, ("own_wellbeing",), who[:1])
            together = supervision.Supported("network_day", day, 360, ("methods",), who)
            with scope(by):
                for held in (alone, together, together):
                    last = supervision.write_supervision(by=by, at=nine(day), on=day, held=held)
                supervision.strike_supervision(
                    by=by, at=nine(day), on=day, supervision_id=last.id, because="twice"
                )

    # --- one step each

    def _plan(
        self, kind: str, track: Role | None, days: Sequence[date], on: date, number: int, title: str
    ) -> uuid.UUID:
        draft = EventDraft(kind, track.value if track else "", title, "Vejle", number, min(days), tuple(days))
        by = self.actor(PROVIDER)
        with scope(by):
            made = training.plan_event(by=by, at=nine(on), on=on, concept_id=self.concept_id, draft=draft)
        return made.id

    def _named(
        self, event_id: uuid.UUID, place: str, casts: Sequence[str], on: date, *, approve: bool
    ) -> None:
        by, lead = self.actor(f"coordinator-{place}"), self.actor(f"lead-{place}")
        with scope(by):
            rows = seats.nominate(
                by=by,
                at=nine(on),
                on=on,
                event_id=event_id,
                who=tuple(self.post(one).id for one in casts),
            )
        for one in rows if approve else ():
            with scope(lead):
                seats.decide(by=lead, at=nine(on), on=on, nomination_id=one.id, says_yes=True)

    def _shared(self, event_id: uuid.UUID, on: date) -> None:
        by = self.actor(OFFICE)
        with scope(by):
            seats.share_out(by=by, at=nine(on), on=on, event_id=event_id)

    def _filled(self, event_id: uuid.UUID, place: str, on: date) -> None:
        by = self.actor(f"coordinator-{place}")
        with scope(by):
            who = tuple(one.id for one in seat_queries.nominations(by, event_id))
            seats.fill_seats(by=by, at=nine(on), on=on, event_id=event_id, who=who)

    def _attended(self, event_id: uuid.UUID, on: date) -> None:
        by = self.actor(PROVIDER)
        absent = {self.post(one).account_id for one in ABSENT}
        with scope(by):
            there = seat_queries.participants(by, event_id)
            away = {one.id for one in there if one.account_id in absent}
            days = [one for one in days_of(by, event_id) if one.on <= on]
            came = {
                day.id: {one.id: number < 2 or one.id not in away for one in there}
                for number, day in enumerate(days)
            }
            training.write_attendance(by=by, at=nine(on), on=on, event_id=event_id, came=came)

    @staticmethod
    def _casts(place: str, role: Role) -> tuple[str, ...]:
        return tuple(one.cast for one in members() if one.organisation == place and one.role == role)
