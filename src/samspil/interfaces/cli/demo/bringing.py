"""What the demo's staff bring to a match and the people wish for, made through the actions.

Drawn from a source of its own, so that the rest of the population stays as it was.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from samspil.delivery.actions import courses, matching
from samspil.delivery.rules.matching import Wishes
from samspil.delivery.terms.courses import Intervention
from samspil.interfaces.cli.demo.cast import Member
from samspil.interfaces.cli.demo.words import FIRST_NAMES, LAST_NAMES
from samspil.kernel.actor import Actor
from samspil.people.actions import staff
from samspil.people.rules.staff import Brings
from samspil.people.terms import TAKEN_DOWN, WITH_PROFILE, CertificateKind, PartOfWeek, Strength
from samspil.programme.queries import Loaded
from samspil.trust.scope import scope

SEED = 500
AREAS = {"odense": "50", "hoeje-taastrup": "26", "aarhus": "80", "koebenhavn": "22"}
EDUCATION = ("Pædagog", "Socialrådgiver", "Lærer", "Ungemedarbejder", "Idrætsleder", "Sygeplejerske")
EXPERIENCE = (
    "Otte år i ungdomsklub, mest med fritid og lektier.",
    "Kontaktperson for unge i fire år.",
    "Underviste i udskolingen, holder af svære samtaler.",
    "Frivillig træner og vant til at få hold til at hænge sammen.",
    "Har hjulpet unge i job og praktik.",
)
LINES = (
    "Vil gerne lave noget sammen i stedet for kun at snakke.",
    "En der har tid om eftermiddagen og kan lide at gå ture.",
    "Nogen der kan hjælpe med skolen uden at skælde ud.",
)
ABOUT_THEM = ("Gerne en kvinde.", "Gerne en der ikke er alt for gammel.")
FROM = date(2013, 3, 15)
WAITING = {"odense": (6, 19, 47, 101), "aarhus": (12, 40), "hoeje-taastrup": (9,), "koebenhavn": (25,)}
"""For how many days those have waited who have nobody yet."""
SOON = 9
"""Every so many of the staff has a certificate that is soon to be renewed."""


class Bringing:
    """Profiles and certificates for the staff, wishes for those who say yes."""

    def __init__(self, at: Callable[[date], datetime], today: date) -> None:
        self.at, self.today, self.random = at, today, random.Random(SEED)

    def equip(
        self, members: Iterable[tuple[Member, uuid.UUID]], coordinator_of: Callable[[str], Actor]
    ) -> None:
        """Let the coordinators write what their staff bring and which certificates they showed."""
        able = [(member, post) for member, post in members if member.role in WITH_PROFILE]
        for number, (member, post_id) in enumerate(able):
            by = coordinator_of(member.organisation)
            until = self.today + timedelta(days=25 if number % SOON == SOON - 1 else 200 + number * 7)
            with scope(by):
                staff.write_profile(
                    by=by, at=self.at(FROM), appointment_id=post_id, brings=self._brings(member)
                )
                for kind in CertificateKind:
                    staff.record_certificate(
                        by=by,
                        at=self.at(FROM),
                        on=FROM,
                        appointment_id=post_id,
                        kind=kind,
                        from_on=FROM,
                        valid_until=until,
                    )

    def wish(self, *, by: Actor, course_id: uuid.UUID, day: date, language: str = "") -> None:
        """What one person wishes for; some wish for little."""
        pick = self.random
        wishes = Wishes(
            interests=tuple(one.value for one in pick.sample(list(Strength), pick.choice((0, 2, 3)))),
            language=language,
            waits_for="language" if language == "vi" else "",
            times=tuple(one.value for one in pick.sample(list(PartOfWeek), pick.choice((1, 2)))),
            line=pick.choice(("", *LINES)),
            about_them=pick.choice(("", "", "", *ABOUT_THEM)),
        )
        with scope(by):
            matching.write_wishes(by=by, at=self.at(day), course_id=course_id, wishes=wishes)

    def leave_waiting(self, *, by: Actor, loaded: Loaded, day: date) -> None:
        """Somebody who has said yes and has nobody yet, so that there is something to match."""
        pick, at = self.random, self.at(day)
        yes = courses.Yes(
            name=f"{pick.choice(FIRST_NAMES)} {pick.choice(LAST_NAMES)}",
            channel="in_person",
            contact="",
            born=str(pick.randrange(1994, 1998)),
            custody="none",
            method=TAKEN_DOWN[0],
            evaluation=True,
            basis="barnets_lov_30",
        )
        with scope(by):
            made = courses.record_offer(
                by=by, at=at, on=day, concept_id=loaded.id, intervention=Intervention.MENTOR, source="school"
            )
            courses.accept_offer(by=by, at=at, on=day, course_id=made.id, yes=yes)
        self.wish(by=by, course_id=made.id, day=day, language=pick.choice(("", "", "ar", "vi")))

    def _brings(self, member: Member) -> Brings:
        pick = self.random
        known = [one.value for one in pick.sample(list(Strength), 8)]
        return Brings(
            pick.choice(EDUCATION),
            pick.choice(EXPERIENCE),
            tuple(known[:5]),
            tuple(known[5:]),
            ("da", *pick.sample(["en", "ar", "so", "tr", "de"], 2)),
            AREAS.get(member.organisation, "") + str(pick.randrange(10)),
            tuple(one.value for one in pick.sample(list(PartOfWeek), 2)),
        )
