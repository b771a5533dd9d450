"""The demo's meetings beside the first: the others that were held, one outside the series, a paper on an
agenda to come; and a change of authority that came to nothing. Through actions alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any

from samspil.governance.actions import authority, calling, meetings, papers, proposal_papers
from samspil.governance.queries.meetings import MeetingView
from samspil.governance.queries.meetings import meetings as planned
from samspil.governance.terms.authority import AuthorityBecause
from samspil.governance.terms.groups import GroupKind
from samspil.governance.terms.meetings import MeetingState, OutcomeKind
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.web.shared.documents.setting import printed
from samspil.interfaces.web.shared.documents.sheets import document, lines_of
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.trust.scope import scope

OFFICE = "programme-office"
LEADS = ("lead-odense", "lead-aarhus", "lead-hoeje-taastrup")
BECAUSE = "Skolernes eksamener falder sammen med besøgene"
TITLE = "Oversigt over halvåret"
ROOMS = "Lokaler, der kan lånes"
OTHER = "Opdigtet Styrelse"
OVERVIEW = "Indsatserne følger planen.\nDer mangler lokaler om aftenen i to kommuner."


class Gatherings:
    """Fills the meetings of both groups that lie behind, and what is prepared for those to come."""

    def __init__(
        self, actor: Callable[[str], Actor], groups: Mapping[str, uuid.UUID], *, today: date
    ) -> None:
        self.actor, self.groups, self.today = actor, groups, today

    def fill(self) -> None:
        """Held about half-yearly, so that whoever came has kept what was agreed about meetings."""
        by = self.actor(OFFICE)
        with scope(by):
            every = planned(by, by.tenant_id)
        for one in every:
            if one.on < self.today and one.state == MeetingState.PLANNED:
                self._held(one)
        coming = [one for one in every if one.on > self.today and one.kind == GroupKind.STEERING]
        if coming:
            self._with_a_paper(coming[0])
        self._proposed_with_a_paper()
        self._outside_the_series()
        self._nothing_came_of_it()

    def _held(self, one: MeetingView) -> None:
        by, before = self.actor(OFFICE), one.on - timedelta(days=20)
        about: dict[str, Any] = {"by": by, "meeting_id": one.id}
        with scope(by):
            meetings.invite(at=nine(before), on=before, **about)
            new = meetings.NewItem(heading="Siden sidst", words="Hver kommune fortæller kort.")
            item = meetings.place_item(at=nine(one.on), on=one.on, item=new, **about)
            said = meetings.NewOutcome(OutcomeKind.INFORMATION, "Alle kommuner har fortalt.")
            meetings.write_outcome(by=by, at=nine(one.on), on=one.on, item_id=item.id, outcome=said)
            came = [by.tenant_id, *(self.actor(each).tenant_id for each in LEADS)]
            meetings.write_presence(at=nine(one.on), on=one.on, came=came, **about)
            meetings.approve_minutes(at=nine(one.on), on=one.on, **about)

    def _with_a_paper(self, one: MeetingView) -> None:
        by, on = self.actor(OFFICE), self.today - timedelta(days=9)
        made = document(TITLE, "", [{"heading": TITLE, "blocks": [lines_of(OVERVIEW)]}])
        paper = papers.NewPaper(TITLE, printed("chapters", made, at=nine(on)), is_free=True)
        with scope(by):
            new = meetings.NewItem(heading="Halvåret i tal", words="Se bilaget.")
            item = meetings.place_item(by=by, at=nine(on), on=on, meeting_id=one.id, item=new)
            papers.add_paper(by=by, at=nine(on), on=on, item_id=item.id, key=uuid7(), paper=paper)

    def _proposed_with_a_paper(self) -> None:
        """A municipality's proposal that waits, with its own paper beside it."""
        by, on = self.actor(LEADS[0]), self.today - timedelta(days=3)
        made = document(ROOMS, "", [{"heading": ROOMS, "blocks": [lines_of(OVERVIEW)]}])
        paper = papers.NewPaper(ROOMS, printed("chapters", made, at=nine(on)), is_free=True)
        common: dict[str, Any] = {"by": by, "at": nine(on), "on": on, "key": uuid7()}
        with scope(by):
            group_id = self.groups[GroupKind.STEERING]
            row = meetings.propose_item(
                group_id=group_id, heading="Lokaler om aftenen", words="Se bilaget.", **common
            )
            proposal_papers.add_own_paper(proposal_id=row.id, paper=paper, **common | {"key": uuid7()})

    def _outside_the_series(self) -> None:
        by, on = self.actor(OFFICE), self.today - timedelta(days=4)
        when = calling.When(self.today + timedelta(days=31), time(13), "Aarhus, mødelokale 1")
        group_id = self.groups[GroupKind.NETWORK]
        with scope(by):
            calling.call_meeting(
                by=by, at=nine(on), on=on, group_id=group_id, key=uuid7(), when=when, because=BECAUSE
            )

    def _nothing_came_of_it(self) -> None:
        """Another authority was proposed, and the proposal withdrawn."""
        by, on = self.actor(OFFICE), self.today - timedelta(days=150)
        protocol = document(
            "Protokol for overdragelse", "", [{"heading": TITLE, "blocks": [lines_of(OVERVIEW)]}]
        )
        with scope(by):
            made = authority.propose_authority(
                by=by,
                at=nine(on),
                on=on,
                name=OTHER,
                cvr="10103940",
                because=next(iter(AuthorityBecause)),
                from_on=on + timedelta(days=60),
                protocol=protocol,
            )
            later = on + timedelta(days=21)
            authority.withdraw_authority(by=by, at=nine(later), change_id=made.id)
