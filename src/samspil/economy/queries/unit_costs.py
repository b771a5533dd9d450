"""What a course, an hour and a visit cost: approved costs of a line in a year over what was done in it."""

from __future__ import annotations

from dataclasses import dataclass

from samspil.delivery.queries import visit_activity
from samspil.delivery.queries.activity import Activity, activity
from samspil.economy.queries import budget
from samspil.economy.queries.books import books
from samspil.economy.rules import budget as rules
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.kernel.money import Money
from samspil.people.terms import Role
from samspil.programme.concept.model import Concept


@dataclass(frozen=True, slots=True)
class UnitCost:
    """One line in one year. Without a count there is no unit, and no cost of one.

    `is_withheld`: the count is too small for whoever asks, and neither it nor a cost of it is told.
    """

    line: str
    year: int
    spent: Money
    count: int
    minutes: int
    each: Money | None
    hour: Money | None
    is_withheld: bool


def unit_costs(actor: Actor) -> tuple[Concept, tuple[UnitCost, ...]]:
    """The municipality's unit costs, the latest year first, of years with a cost or with activity.

    Who works in the municipality reads every count. The auditor comes from outside, and reads those that
    reach the smallest count of a municipality in the programme's document.
    """
    refuse(rules.may_see(actor))
    told, done = books(actor, budget.the_grant(actor)), activity(actor)
    done |= {("role_model", year): Activity(*each) for year, each in visit_activity.held(actor).items()}
    least = told.standing.concept.disclosure.minimum_municipality if actor.role == Role.AUDITOR else 0
    rows = []
    for year in reversed(told.standing.years):
        for line in told.standing.lines:
            found = done.get((line.slug, year), Activity(0, 0))
            spent = told.at(line.id, year).spent
            if line.title or not (spent or found.count):
                continue
            rows.append(_unit_cost(line.slug, year, spent, found, found.count < least))
    return told.standing.concept, tuple(rows)


def _unit_cost(line: str, year: int, spent: Money, found: Activity, is_withheld: bool) -> UnitCost:
    if is_withheld:
        return UnitCost(line, year, spent, 0, 0, None, None, is_withheld=True)
    return UnitCost(
        line,
        year,
        spent,
        found.count,
        found.minutes,
        per(spent, found.count),
        per(spent * 60, found.minutes),
        is_withheld=False,
    )


def per(amount: Money, count: int) -> Money | None:
    """An amount over a count in whole øre, a half rounded up. None where there is nothing to divide by."""
    return Money.of_oere((2 * amount.oere + count) // (2 * count)) if count else None
