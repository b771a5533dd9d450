"""Who moves a plan and says that a milestone is reached, and how far one has slipped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.screening import marks
from samspil.governance.terms.milestones import MilestoneState, PlanMoved
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role
from samspil.programme.concept.model import Concept

READERS = (
    Role.COORDINATOR,
    Role.MUNICIPAL_LEAD,
    Role.PROGRAMME_OFFICE,
    Role.STEERING_MEMBER,
    Role.EVALUATOR,
)
MOST_DAYS_OFF = 5 * 366
"""A plan moved further than this is a slip of the hand."""


# --- who


def may_see(actor: Actor) -> Refusal | None:
    """The timetable is for those who take part in the programme's steering."""
    return None if actor.role in READERS else Refusal(_("Your role does not give access here."))


def may_decide(actor: Actor) -> Refusal | None:
    """Plans are moved, and milestones written as reached, by the programme office."""
    if actor.role == Role.PROGRAMME_OFFICE:
        return None
    return Refusal(_("Only the programme office can do this."))


def may_tell(actor: Actor) -> Refusal | None:
    """Only the worker tells what is counted from rows that others do not read."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker writes states down."))


# --- what


def must_be_a_plan(from_on: date, to_on: date, because: str, planned: date) -> Refusal | None:
    """Days that run forwards, not years from the plan there was, and a reason from the list."""
    if to_on < from_on:
        return Refusal(_("The last day is before the first."), "to_on")
    if abs((to_on - planned).days) > MOST_DAYS_OFF:
        return Refusal(_("Choose a day within five years of the plan."), "to_on")
    if abs((from_on - planned).days) > MOST_DAYS_OFF:
        return Refusal(_("Choose a day within five years of the plan."), "from_on")
    return must_be_one_of(because, [one.value for one in PlanMoved], "because")


def must_be_reachable(
    told_by: str, reached_on: date | None, evidence: str, first: date, on: date, staff: Collection[str]
) -> Refusal | None:
    """What rows tell is not written; what is written was reached by today, and points at nobody."""
    if told_by != "nothing":
        return Refusal(_("Samspil counts this one from what is written elsewhere."))
    if reached_on is not None and not first <= reached_on <= on:
        return Refusal(_("Choose a day from the beginning of the programme until today."), "reached_on")
    if not evidence.strip():
        return Refusal(_("Write something here."), "evidence")
    if marks(evidence, staff):
        return Refusal(
            _("Write it without names, numbers and addresses: what shows it, and where."), "evidence"
        )
    return None


# --- where it stands


def stands(from_on: date, to_on: date, reached_on: date | None, on: date) -> MilestoneState:
    """Where a milestone stands by its present plan."""
    if reached_on is not None and reached_on <= on:
        return MilestoneState.REACHED
    if on > to_on:
        return MilestoneState.OVERDUE
    return MilestoneState.NOW if on >= from_on else MilestoneState.COMING


def slip_of(baseline_to: date, plan_to: date, reached_on: date | None, on: date) -> int:
    """How many days after the baseline's last day: reached, or at the earliest by plan and by today.

    Nothing is gained by being early: that is no slip.
    """
    day = reached_on if reached_on is not None and reached_on <= on else max(plan_to, on)
    if reached_on is None and on <= baseline_to and plan_to <= baseline_to:
        return 0
    return max(0, (day - baseline_to).days)


# --- the agreements


@dataclass(frozen=True, slots=True)
class Within:
    """A municipality that takes part, from its first to its last day."""

    code: str
    from_on: date
    until: date | None


def taking_part(concept: Concept) -> tuple[Within, ...]:
    """Who takes part and when; a municipality that is only wished for has nothing to sign."""
    return tuple(
        Within(one.municipality_code, one.joined_on or concept.period.from_, one.left_on)
        for one in concept.parties
        if one.status != "wished"
    )


def agreed_on(parties: Iterable[Within], since: Mapping[str, date]) -> date | None:
    """The first day on which the agreements held for everyone who took part that day.

    Only somebody who signs, comes in having signed, or left the day before brings it about. Whoever joins
    later signs later, and undoes nothing.
    """
    every = tuple(parties)
    days = {*since.values(), *(one.from_on for one in every)}
    days |= {one.until + timedelta(days=1) for one in every if one.until}
    for day in sorted(days):
        there = [one for one in every if one.from_on <= day and (one.until is None or day <= one.until)]
        if there and all(one.code in since and since[one.code] <= day for one in there):
            return day
    return None
