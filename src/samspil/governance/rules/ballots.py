"""What a proposal in writing comes to. Silence is not consent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.governance.terms.barriers import Answer, BallotState
from samspil.kernel.errors import Refusal

MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Count:
    """How many answered what, of how many."""

    members: int
    in_favour: int
    against: int
    abstained: int

    @property
    def answered(self) -> int:
        """How many answered at all."""
        return self.in_favour + self.against + self.abstained


def count(members: int, answers: Collection[str]) -> Count:
    """The answers, counted."""
    said = list(answers)
    return Count(members, said.count(Answer.FOR), said.count(Answer.AGAINST), said.count(Answer.ABSTAIN))


def is_over(counted: Count, closes_on: date, on: date) -> bool:
    """Closed by the clock, or because everybody has answered."""
    return on > closes_on or counted.answered >= counted.members


def result(counted: Count, quorum_percent: int) -> BallotState:
    """Adopted where more than the quorum answered, and more of them for than against."""
    if counted.answered * 100 <= quorum_percent * counted.members:
        return BallotState.TOO_FEW
    return BallotState.ADOPTED if counted.in_favour > counted.against else BallotState.REJECTED


def needed(members: int, quorum_percent: int) -> int:
    """The fewest answers that are more than the quorum."""
    return quorum_percent * members // 100 + 1


def must_be_days(days: int) -> Refusal | None:
    """A time to answer in that somebody can mean."""
    if 1 <= days <= MOST_DAYS:
        return None
    return Refusal(_("Choose between 1 and 60 days."), "days")


def may_vote(is_voter: bool, has_voted: bool, over: bool) -> Refusal | None:
    """Each organisation that had a seat answers once, in time."""
    if not is_voter:
        return Refusal(_("Your organisation has no vote here."))
    if has_voted:
        return Refusal(_("Your organisation has answered. The answer stands."))
    return Refusal(_("The time to answer is over.")) if over else None
