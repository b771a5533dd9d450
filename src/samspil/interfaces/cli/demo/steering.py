"""The demo's groups: a meeting held and one to come, barriers at every step, decisions in writing. Through
actions alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta

from samspil.governance.actions import ballots, barriers, groups, meetings
from samspil.governance.queries.meetings import meetings as planned
from samspil.governance.rules.series import Series, half_yearly
from samspil.governance.terms.barriers import Acts, Answer, RaisedBy
from samspil.governance.terms.groups import GroupKind
from samspil.governance.terms.meetings import OutcomeKind
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.cli.demo.gatherings import LEADS, OFFICE, Gatherings
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.trust.scope import scope

EVALUATOR = "evaluator"
ROOMS = ("Lokaler om aftenen", "Kommunens lokaler lukker, før samtalerne begynder.")
HOURS = ("Tid til samtalerne", "Mentorerne kan kun komme om eftermiddagen, hvor de unge er på arbejde.")
SCHOOL = ("Besøg i eksamensperioden", "Skolerne siger nej til besøg, når der er eksamen.")
LETTERS = ("Brevene til forældre", "Det er uklart, hvem der skriver til forældrene.")


class Steering:
    """Fills the groups, from their founding to what waits today."""

    def __init__(self, *, slug: str, today: date, actor: Callable[[str], Actor]) -> None:
        self.today, self.actor = today, actor
        loaded = programme.latest(slug)
        self.concept_id, self.concept = loaded.id, loaded.concept
        self.founded = max(today - timedelta(days=400), self.concept.period.from_)

    def fill(self) -> None:
        """Groups and series, a meeting held, and barriers that stand at each step."""
        self.groups = self._found()
        self._meet(GroupKind.NETWORK, 3, 3)
        first = self._meet(GroupKind.STEERING, 3, 2)
        self._held(first)
        Gatherings(self.actor, self.groups, today=self.today).fill()
        done = self._barrier("coordinator-odense", SCHOOL, 120)
        self._decide(done, SCHOOL, 100)
        self._confirm(self._instruct(done, 80), dict.fromkeys(LEADS, Acts.AS_INSTRUCTED), 60)
        differs = self._barrier("coordinator-aarhus", ROOMS, 60)
        self._decide(differs, ROOMS, 40)
        said = {LEADS[0]: Acts.AS_INSTRUCTED, LEADS[1]: Acts.OTHERWISE}
        self._confirm(self._instruct(differs, 20), said, 5)
        waits = self._barrier("coordinator-hoeje-taastrup", HOURS, 21)
        self._assign(waits, 18, 4)
        self._propose(waits, HOURS, 2)
        self._barrier("coordinator-odense", LETTERS, 3)

    def _day(self, before: int) -> date:
        return self.today - timedelta(days=before)

    def _found(self) -> dict[str, uuid.UUID]:
        by, on, named = self.actor(OFFICE), self.founded, self.concept.organisation
        places = [self.actor(cast).tenant_id for cast in LEADS]
        with scope(by):
            made = groups.found_groups(by=by, at=nine(on), on=on, concept_id=self.concept_id)
            found = {str(one.kind): one.id for one in made}
            leads = groups.NewSeats(places, named.steering_group.members[0], "Områdechef", on)
            third = [self.actor(EVALUATOR).tenant_id]
            evaluator = groups.NewSeats(third, named.steering_group.members[2], "Evaluator", on)
            workers = groups.NewSeats(places, named.network_group.members[0], "Faglig tovholder", on)
            for kind, seats in (
                (GroupKind.STEERING, leads),
                (GroupKind.STEERING, evaluator),
                (GroupKind.NETWORK, workers),
            ):
                groups.give_seats(by=by, at=nine(on), on=on, group_id=found[kind], seats=seats)
        return found

    def _meet(self, kind: GroupKind, nth: int, weekday: int) -> uuid.UUID:
        """Plan a group's meetings; the first of them."""
        by, on = self.actor(OFFICE), self.founded
        rule = Series(nth, weekday, half_yearly(5, self.concept.organisation.meetings.every_months))
        with scope(by):
            groups.plan_series(
                by=by,
                at=nine(on),
                on=on,
                group_id=self.groups[kind],
                series=rule,
                starts_at=time(10),
                place="Odense, mødelokale 2",
            )
            return planned(by, by.tenant_id, group_id=self.groups[kind])[0].id

    def _held(self, meeting_id: uuid.UUID) -> None:
        by = self.actor(OFFICE)
        with scope(by):
            on = next(one.on for one in planned(by, by.tenant_id) if one.id == meeting_id)
            if on > self.today:
                return
            before = on - timedelta(days=20)
            meetings.invite(by=by, at=nine(before), on=before, meeting_id=meeting_id)
            item = meetings.place_item(
                by=by,
                meeting_id=meeting_id,
                at=nine(on),
                on=on,
                item=meetings.NewItem(heading="Status på indsatserne", words="Kort gennemgang af halvåret."),
            )
            for kind, words in (
                (OutcomeKind.INFORMATION, "Alle tre indsatser er i gang i kommunerne."),
                (OutcomeKind.DECISION, "Kommunerne melder tilbage en gang om måneden."),
            ):
                new = meetings.NewOutcome(kind, words)
                meetings.write_outcome(by=by, at=nine(on), on=on, item_id=item.id, outcome=new)
            task = meetings.NewOutcome(
                OutcomeKind.TASK,
                "Skriv, hvad der skal til for at bruge lokalerne om aftenen.",
                owner_id=self.actor(LEADS[0]).tenant_id,
                due_on=max(on, self.today - timedelta(days=6)),
            )
            meetings.write_outcome(by=by, at=nine(on), on=on, item_id=item.id, outcome=task)
            came = [by.tenant_id, *(self.actor(one).tenant_id for one in LEADS)]
            meetings.write_presence(by=by, at=nine(on), on=on, meeting_id=meeting_id, came=came)
            meetings.approve_minutes(by=by, at=nine(on), on=on, meeting_id=meeting_id)

    def _barrier(self, cast: str, said: tuple[str, str], before: int) -> uuid.UUID:
        by, on = self.actor(cast), self._day(before)
        new = barriers.NewBarrier(RaisedBy.MUNICIPALITY, *said, intervention="mentor")
        with scope(by):
            return barriers.raise_barrier(by=by, at=nine(on), on=on, key=uuid7(), barrier=new).id

    def _assign(self, barrier_id: uuid.UUID, before: int, days: int) -> None:
        by, on = self.actor(OFFICE), self._day(before)
        owner, due_on = self.actor(LEADS[1]).tenant_id, on + timedelta(days=days)
        with scope(by):
            barriers.assign_barrier(
                by=by, at=nine(on), on=on, barrier_id=barrier_id, owner_id=owner, due_on=due_on
            )

    def _propose(self, barrier_id: uuid.UUID, said: tuple[str, str], before: int) -> uuid.UUID:
        by, on = self.actor(OFFICE), self._day(before)
        words = "Kommunerne gør det på samme måde fra den første i næste måned."
        new = ballots.Proposal(said[0], words, 10, barrier_id)
        group_id = self.groups[GroupKind.STEERING]
        with scope(by):
            made = ballots.propose_in_writing(
                by=by, at=nine(on), on=on, group_id=group_id, key=uuid7(), proposal=new
            )
        return made.id

    def _decide(self, barrier_id: uuid.UUID, said: tuple[str, str], before: int) -> None:
        """Everybody is asked; three and the evaluator answer, and the clock closes it."""
        self._assign(barrier_id, before + 10, 30)
        key = self._propose(barrier_id, said, before)
        for number, cast in enumerate((*LEADS, EVALUATOR)):
            by, on = self.actor(cast), self._day(before - 1 - number)
            answer = Answer.FOR if number < 3 else Answer.ABSTAIN
            with scope(by):
                ballots.vote(by=by, at=nine(on), on=on, ballot_id=key, answer=answer)
        by, on = self.actor(OFFICE), self._day(before - 11)
        with scope(by):
            ballots.close_ballot(by=by, at=nine(on), on=on, ballot_id=key)

    def _instruct(self, barrier_id: uuid.UUID, before: int) -> dict[uuid.UUID, uuid.UUID]:
        by, on = self.actor(OFFICE), self._day(before)
        words = "Aftal en fast plan, og meld tilbage, når den er sat i værk."
        with scope(by):
            rows = barriers.instruct(
                by=by,
                at=nine(on),
                on=on,
                barrier_id=barrier_id,
                words=words,
                due_on=on + timedelta(days=15),
            )
        return {one.municipality_id: one.id for one in rows}

    def _confirm(self, told: dict[uuid.UUID, uuid.UUID], said: dict[str, Acts], before: int) -> None:
        on = self._day(before)
        for cast, acts in said.items():
            by = self.actor(cast)
            words = "Vi har valgt en anden dag i ugen." if acts == Acts.OTHERWISE else ""
            with scope(by):
                barriers.confirm_instruction(
                    by=by, at=nine(on), on=on, instruction_id=told[by.tenant_id], acts=acts, words=words
                )
