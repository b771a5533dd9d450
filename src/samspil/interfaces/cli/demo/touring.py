"""A term to plan in the demo: series that have no day, a corps with times, and places alike.

Every name of a place is invented. One set of places was offered visits a while ago.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from samspil.delivery.actions import corps_members, institutions, place_sets
from samspil.delivery.actions import series as actions
from samspil.delivery.actions.series import Group
from samspil.delivery.queries import place_sets as offers
from samspil.delivery.rules.institutions import Place
from samspil.delivery.rules.place_sets import half_year
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.people.actions import staff
from samspil.people.queries import staff as corps
from samspil.people.terms import PartOfWeek
from samspil.programme import queries as programme
from samspil.programme.queries import Loaded
from samspil.trust.scope import scope

if TYPE_CHECKING:
    from samspil.people.models.people import Appointment

WHERE = "odense"
SCHOOLS = (
    *("Bakkeskolen", "Enghaveskolen", "Fjordskolen", "Kildeskolen", "Lindeskolen"),
    *("Mosebækskolen", "Nørremarksskolen", "Risbjergskolen", "Søgårdsskolen"),
)
CLUBS = ("Klub Fyrtårnet", "Klub Gasværket", "Klub Hjørnet", "Klub Ravnen", "Klub Stationen")
GROUPS = ("7.A", "8.A", "8.D", "9.B", "9.C")
TIMES = (PartOfWeek.DAYTIME, PartOfWeek.AFTERNOON)
ANSWERS = ("yes", "no", "yes")


class Touring:
    """Fills in what waits to be planned in one municipality."""

    def __init__(
        self,
        *,
        slug: str,
        today: date,
        actor: Callable[[str], Actor],
        post: Callable[[str], Appointment],
    ) -> None:
        self.today, self.post, self.by = today, post, actor(f"coordinator-{WHERE}")
        self.loaded: Loaded = programme.latest(slug)
        found = self.loaded.concept.intervention("role_model")
        self.number, self.themes = found.dosage.visits or 1, found.themes

    def fill(self) -> None:
        """Places and times, series without a day, and a set of places that has begun to answer."""
        schools = [
            self._place(name, "school", "medium", f"52{number}0") for number, name in enumerate(SCHOOLS)
        ]
        clubs = [self._place(name, "club", "small", "5000") for name in CLUBS]
        for number in range(1, 5):
            self._can_come(f"role-model-{WHERE}" if number == 1 else f"role-model-{number}-{WHERE}")
        for place, group in zip(schools, GROUPS, strict=False):
            self._series(place, group, "grades_7_10")
        self._series(clubs[0], "Onsdagsholdet", "youth")
        self._offer(clubs[0])

    def _place(self, name: str, kind: str, size: str, postcode: str) -> uuid.UUID:
        with scope(self.by):
            place, on = Place("", name, kind, postcode, size_band=size), self._ago(300)
            return institutions.write_institution(by=self.by, at=nine(on), on=on, place=place).id

    def _can_come(self, cast: str) -> None:
        """They can in the daytime and the afternoon, and take every theme."""
        key, day = self.post(cast).id, self._ago(60)
        with scope(self.by):
            known = corps.member(self.by, key, on=day).brings
            brings = replace(known, times=tuple(one.value for one in TIMES))
            staff.write_profile(by=self.by, at=nine(day), appointment_id=key, brings=brings)
            corps_members.write_corps_member(
                by=self.by,
                at=nine(day),
                on=day,
                concept_id=self.loaded.id,
                appointment_id=key,
                host="UU",
                themes=self.themes,
            )

    def _series(self, place: uuid.UUID, group: str, level: str) -> None:
        day = self._ago(12)
        themes = tuple(self.themes[step % len(self.themes)] for step in range(self.number))
        with scope(self.by):
            actions.make_series(
                by=self.by,
                at=nine(day),
                on=day,
                concept_id=self.loaded.id,
                institution_id=place,
                group=Group(group, level, 22, themes),
            )

    def _offer(self, place: uuid.UUID) -> None:
        """The clubs were offered visits; the first of them in the order drawn have answered."""
        day, by = self._ago(20), self.by
        with scope(by):
            place_sets.form_place_set(
                by=by,
                at=nine(day),
                on=day,
                wished=place,
                term_from=half_year(self.today),
                answer_by=self.today + timedelta(days=10),
            )
            (found,) = offers.offers(by, half_year(self.today))
            for one, state in zip(found, ANSWERS, strict=False):
                place_sets.answer_offer(
                    by=by, at=nine(self._ago(5)), on=self._ago(5), offer_id=one.id, state=state
                )

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)
