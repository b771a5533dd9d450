"""Reading proposals in writing: who has answered, what they came to, and which wait for an answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from samspil.governance.models.ballots import Ballot, Vote
from samspil.governance.queries.groups import names_of_organisations, of_members, of_office
from samspil.governance.rules import ballots as rules
from samspil.governance.rules.ballots import Count
from samspil.governance.rules.groups import may_take_part
from samspil.governance.terms.barriers import Answer, BallotState
from samspil.governance.terms.groups import GroupKind
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, refuse
from samspil.trust import audit, fields

SHOWN = 100


@dataclass(frozen=True, slots=True)
class BallotView:
    """A proposal in writing and how it stands on a day, whether it was closed already or not."""

    id: uuid.UUID
    group_id: uuid.UUID
    kind: GroupKind
    barrier_id: uuid.UUID | None
    heading: str
    quorum_percent: int
    proposed_on: date
    closes_on: date
    closed_on: date | None
    state: BallotState
    counted: Count
    voters: tuple[uuid.UUID, ...]
    answers: dict[uuid.UUID, Answer]
    """By organisation; who is not here has said nothing."""

    def waits_for(self, organisation_id: uuid.UUID) -> bool:
        """Whether an organisation can still answer."""
        is_open = self.state == BallotState.OPEN
        return is_open and organisation_id in self.voters and organisation_id not in self.answers

    @property
    def needed(self) -> int:
        """The fewest answers that are enough."""
        return rules.needed(self.counted.members, self.quorum_percent)


def ballots(
    actor: Actor, office_id: uuid.UUID, *, on: date, barrier_id: uuid.UUID | None = None
) -> tuple[BallotView, ...]:
    """Proposals in writing, the newest first; of one barrier where it is named. Two queries."""
    refuse(may_take_part(actor))
    rows = of_office(Ballot, office_id).select_related("group").order_by("-proposed_on", "-id")
    if barrier_id is not None:
        rows = rows.filter(barrier_id=barrier_id)
    return _views(office_id, list(rows[:SHOWN]), on)


def ballot(actor: Actor, office_id: uuid.UUID, ballot_id: uuid.UUID, *, on: date) -> BallotView:
    """One of them. Raises Missing."""
    refuse(may_take_part(actor))
    rows = of_office(Ballot, office_id).select_related("group").filter(id=ballot_id)
    found = _views(office_id, list(rows), on)
    if not found:
        raise Missing
    return found[0]


def words_of(actor: Actor, office_id: uuid.UUID, ballot_id: uuid.UUID, *, at: datetime) -> str:
    """What is proposed, in words; the look is logged. Raises Missing."""
    refuse(may_take_part(actor))
    row = of_office(Ballot, office_id).filter(id=ballot_id).first()
    if row is None:
        raise Missing
    with audit.reading(by=actor, purpose=actor.purpose, subject=office_id, at=at, thing=row):
        return fields.unseal(row, "words")


def own_ballot(actor: Actor, ballot_id: uuid.UUID) -> Ballot:
    """The office's own row, held until the transaction ends. Raises Missing."""
    row = Ballot.objects.select_for_update(of=("self",)).select_related("group").filter(id=ballot_id).first()
    if row is None:
        raise Missing
    return row  # type: ignore[no-any-return]


def answers_to(office_id: uuid.UUID, ballot_id: uuid.UUID) -> tuple[str, ...]:
    """What was answered to a proposal so far."""
    return tuple(of_members(Vote, office_id).filter(ballot_id=ballot_id).values_list("answer", flat=True))


def to_close(actor: Actor, *, on: date) -> tuple[uuid.UUID, ...]:
    """The office's own open proposals whose time is over or that everybody has answered. Two queries."""
    rows = list(Ballot.objects.filter(state=BallotState.OPEN).select_related("group").order_by("id"))
    return tuple(
        one.id for one in _views(actor.tenant_id, rows, on) if rules.is_over(one.counted, one.closes_on, on)
    )


def names() -> dict[uuid.UUID, str]:
    """Every organisation's name."""
    return names_of_organisations()


def _views(office_id: uuid.UUID, rows: list[Any], on: date) -> tuple[BallotView, ...]:
    said: dict[uuid.UUID, dict[uuid.UUID, Answer]] = {}
    votes = of_members(Vote, office_id).filter(ballot_id__in=[one.id for one in rows])
    for ballot_id, organisation, answer in votes.values_list("ballot_id", "tenant_id", "answer"):
        said.setdefault(ballot_id, {})[organisation] = Answer(answer)
    return tuple(_view(one, said.get(one.id, {}), on) for one in rows)


def _view(row: Any, answers: dict[uuid.UUID, Answer], on: date) -> BallotView:
    counted = rules.count(len(row.voters), list(answers.values()))
    state = BallotState(row.state)
    if state == BallotState.OPEN and rules.is_over(counted, row.closes_on, on):
        state = rules.result(counted, row.quorum_percent)
    return BallotView(
        row.id,
        row.group_id,
        GroupKind(row.group.kind),
        row.barrier_id,
        row.heading,
        row.quorum_percent,
        row.proposed_on,
        row.closes_on,
        row.closed_on,
        state,
        counted,
        tuple(row.voters),
        answers,
    )
