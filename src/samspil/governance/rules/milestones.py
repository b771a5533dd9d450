"""Who moves a plan and says that a milestone is reached, and how far one has slipped."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.delivery.rules.courses import must_be_one_of
from samspil.delivery.rules.screening import marks
from samspil.governance.terms.milestones import MilestoneState, PlanMoved
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role

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
