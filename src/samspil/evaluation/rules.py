"""Who may freeze a month and who may see it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from samspil.evaluation.terms import TargetState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import Role
from samspil.programme.concept.aiming import NOT_YET, Indicator

READERS = (Role.PROGRAMME_OFFICE, Role.STEERING_MEMBER, Role.EVALUATOR)
FOLLOWERS = (*READERS, Role.COORDINATOR, Role.MUNICIPAL_LEAD)

# --- who


def may_freeze(actor: Actor) -> Refusal | None:
    """Only the worker freezes a month."""
    return None if actor.role == Role.OPERATOR else Refusal(_("Only the worker freezes a month."))


def may_read_totals(actor: Actor) -> Refusal | None:
    """The frozen totals are for the programme office, the steering group and the evaluator."""
    return None if actor.role in READERS else Refusal(_("Your role does not see the programme's totals."))


def may_follow_targets(actor: Actor) -> Refusal | None:
    """The programme's own totals beside its targets: for all who take part in its steering."""
    return None if actor.role in FOLLOWERS else Refusal(_("Your role does not give access here."))


# --- in which state


def may_freeze_month(month: date, on: date) -> Refusal | None:
    """A month is frozen once it has ended."""
    ended = (month.year, month.month) < (on.year, on.month)
    return None if ended else Refusal(_("The month has not ended yet."))


# --- how a target stands


def stands_to(one: Indicator, value: int | None, on: date, *, is_counted: bool) -> TargetState:
    """How an indicator stands on a day. `value` is what was frozen last; empty where that is withheld.

    What is to be at least so much is reached once it is; what is to be at most so much when its day has
    passed without more.
    """
    if one.measured_by in NOT_YET:
        return TargetState.LATER
    if not is_counted:
        return TargetState.NOT_COUNTED
    if value is None:
        return TargetState.WITHHELD
    if one.target is None or one.by is None:
        return TargetState.FOLLOWED
    if one.direction == "at_most":
        if value > one.target:
            return TargetState.MISSED
        return TargetState.REACHED if on > one.by else TargetState.ON_THE_WAY
    if value >= one.target:
        return TargetState.REACHED
    return TargetState.MISSED if on > one.by else TargetState.ON_THE_WAY


def coverage_of(rows: list[tuple[int, int, int]]) -> int | None:
    """The share made of what was owed, in whole per cent rounded down: (owed, done, late) of each row."""
    owed = sum(row[0] for row in rows)
    return 100 * sum(row[1] + row[2] for row in rows) // owed if owed else None
