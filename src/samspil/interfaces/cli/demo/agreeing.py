"""The demo's agreements and descriptions: signed, waiting, accepted, sent back, begun. Through actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from samspil.governance.actions import agreements, descriptions
from samspil.governance.actions.agreements import Details, Signing
from samspil.governance.terms.agreements import AgreementKind
from samspil.governance.terms.documents import DescriptionKind
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.programme import queries as programme
from samspil.trust.scope import scope

OFFICE = "programme-office"
MADE, SIGNED = date(2013, 3, 11), date(2013, 3, 20)
OFFICE_NUMBERS = ("11111114", "5790000000012")
NUMBERS = {
    "odense": ("22222228", "5790000000029"),
    "hoeje-taastrup": ("33333331", "5790000000036"),
    "aarhus": ("44444445", "5790000000043"),
    "koebenhavn": ("55555559", "5790000000050"),
}
"""Invented numbers whose check digits fit."""

SIGNERS = {
    OFFICE: ("Tove Lindgaard", "Kontorchef"),
    "odense": ("Palle Norup", "Socialdirektør"),
    "hoeje-taastrup": ("Merete Bang", "Direktør"),
    "aarhus": ("Steen Kofoed", "Rådmandens stedfortræder"),
    "koebenhavn": ("Annelise Wulff", "Centerchef"),
}
CHAPTERS = {
    "organisation": "Indsatsen hører til i børn- og ungeafdelingen. Tovholderen har det daglige ansvar.",
    "staff": "To medarbejdere har den som en del af deres faste timer. En vikar er oplært.",
    "money": "Den koster det samme som i dag og er lagt ind i det kommende budget.",
    "methods": "Samtalerne og planen fortsætter som nu. De er skrevet ned i kommunens egen vejledning.",
    "training": "Nye medarbejdere følger en erfaren i tre måneder. Alle mødes hver anden måned.",
    "data": "Der måles som hidtil. Kun tovholderen ser tallene for hele kommunen.",
}
MISSING = "Skriv, hvem der overtager, når den faglige tovholder er væk."
COMMENT = "Fint. Skriv gerne lidt mere om oplæringen, når I reviderer den."


class Agreeing:
    """What the programme office and the municipalities have agreed, and what these describe."""

    def __init__(self, *, slug: str, today: date, actor: Callable[[str], Actor], post: Any) -> None:
        self.today, self.actor = today, actor
        self.concept_id = programme.latest(slug).id

    def fill(self) -> None:
        """Agreements with all four, one unsigned; descriptions in every state."""
        for place in NUMBERS:
            for kind in AgreementKind:
                waits = place == "koebenhavn" and kind == AgreementKind.GRANT_LETTER
                self._agreement(place, kind, signed=not waits)
        self._description("odense", "mentor", ago=40, accepted=True)
        self._begun("odense", "parent", ("organisation", "staff"))
        self._description("aarhus", "mentor", ago=9)
        self._description("hoeje-taastrup", "role_model", ago=20, accepted=False)

    def _agreement(self, place: str, kind: AgreementKind, *, signed: bool) -> None:
        office, lead = self.actor(OFFICE), self.actor(f"lead-{place}")
        cvr, ean = NUMBERS[place]
        details = Details(
            office_cvr=OFFICE_NUMBERS[0],
            office_ean=OFFICE_NUMBERS[1],
            office_title=SIGNERS[OFFICE][1],
            municipality_cvr=cvr,
            municipality_ean=ean,
            municipality_title=SIGNERS[place][1],
            reference=f"2013-{list(NUMBERS).index(place) + 101}",
            begins_on=date(2013, 4, 1),
        )
        with scope(office):
            key = agreements.make_agreement(
                by=office,
                at=nine(MADE),
                on=MADE,
                concept_id=self.concept_id,
                municipality_id=lead.tenant_id,
                kind=kind,
                details=details,
            ).id
            agreements.send_agreement(by=office, at=nine(MADE), on=MADE, version_id=key)
        for by, who in ((office, OFFICE), (lead, place)):
            if by is office or signed:
                signing = Signing(*SIGNERS[who], SIGNED)
                with scope(by):
                    agreements.sign_agreement(
                        by=by, at=nine(SIGNED), on=SIGNED, version_id=key, signing=signing
                    )

    def _begun(
        self, place: str, intervention: str, chapters: Any = tuple(CHAPTERS), ago: int = 5
    ) -> uuid.UUID:
        by, on = self.actor(f"coordinator-{place}"), self.today - timedelta(days=ago)
        told = {"kind": DescriptionKind.ANCHORING, "intervention": intervention}
        with scope(by):
            key = descriptions.begin_description(
                by=by, at=nine(on), on=on, concept_id=self.concept_id, **told
            ).id
            for chapter in chapters:
                words = CHAPTERS[chapter]
                descriptions.write_chapter(by=by, at=nine(on), version_id=key, chapter=chapter, words=words)
        return key

    def _description(self, place: str, intervention: str, *, ago: int, accepted: bool | None = None) -> None:
        key, on = self._begun(place, intervention, ago=ago), self.today - timedelta(days=ago)
        by, office = self.actor(f"coordinator-{place}"), self.actor(OFFICE)
        with scope(by):
            descriptions.hand_in(by=by, at=nine(on), on=on, version_id=key)
        if accepted is None:
            return
        day = on + timedelta(days=7)
        answer: Any = {"version_id": key, "accepted": accepted, "words": "" if accepted else MISSING}
        with scope(office):
            if accepted:
                descriptions.comment(
                    by=office, at=nine(day), on=day, version_id=key, words=COMMENT, chapter="training"
                )
            descriptions.answer_description(by=office, at=nine(day), on=day, **answer)
