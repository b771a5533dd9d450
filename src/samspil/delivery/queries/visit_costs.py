"""Reading what visits cost: each claim, and sums by person and half-year. Only what is approved is spent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from samspil.delivery.models.visit_hours import VisitHours
from samspil.delivery.rules import visit_hours as rules
from samspil.delivery.terms.visit_hours import HoursState
from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse


@dataclass(frozen=True, slots=True)
class Cost:
    """What one visit cost for one of its pair, in whole øre; the rates are those it was written with."""

    id: uuid.UUID
    visit_id: uuid.UUID | None
    on: date
    place: str
    appointment_id: uuid.UUID
    name: str
    minutes: int
    per_hour: int | None
    fee: int
    kilometres: int
    per_km: int
    state: HoursState

    @property
    def travel(self) -> int:
        """Øre for the way."""
        return self.kilometres * self.per_km

    @property
    def half(self) -> tuple[int, int]:
        """The year, and which half of it."""
        return self.on.year, 1 if self.on.month <= 6 else 2


@dataclass(frozen=True, slots=True)
class Sum:
    """What claims come to together."""

    count: int = 0
    minutes: int = 0
    fee: int = 0
    kilometres: int = 0
    travel: int = 0

    @property
    def oere(self) -> int:
        """Fees and ways together."""
        return self.fee + self.travel

    def plus(self, one: Cost) -> Sum:
        """With one more claim."""
        return Sum(
            self.count + 1,
            self.minutes + one.minutes,
            self.fee + one.fee,
            self.kilometres + one.kilometres,
            self.travel + one.travel,
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """What is spent, and apart from it what only waits for a decision. What was returned is in neither."""

    spent: Sum = field(default_factory=Sum)
    claimed: Sum = field(default_factory=Sum)

    def plus(self, one: Cost) -> Sums:
        """With one more claim, where its state puts it."""
        if one.state == HoursState.APPROVED:
            return Sums(self.spent.plus(one), self.claimed)
        if one.state == HoursState.CLAIMED:
            return Sums(self.spent, self.claimed.plus(one))
        return self


@dataclass(frozen=True, slots=True)
class Costs:
    """Every claim of a span by day, and its sums: in all, by person, and by half-year and person."""

    rows: tuple[Cost, ...]
    together: Sums
    by_person: tuple[tuple[str, Sums], ...]
    by_half: tuple[tuple[tuple[int, int], Sums], ...]


def visit_costs(actor: Actor, span: tuple[date, date]) -> Costs:
    """What the visits of a span of days cost, both days included. One query."""
    refuse(rules.may_see_costs(actor))
    rows = VisitHours.objects.filter(tenant_id=actor.tenant_id, visited_on__range=span)
    rows = rows.select_related("appointment__account", "institution")
    return summed(_cost(one) for one in rows.order_by("visited_on", "institution__name", "id"))


def summed(rows: Iterable[Cost]) -> Costs:
    """Claims with their sums, each added to by one claim after the other."""
    found, together = tuple(rows), Sums()
    people: dict[tuple[str, uuid.UUID], Sums] = {}
    halves: dict[tuple[int, int], Sums] = {}
    for one in found:
        who = (one.name, one.appointment_id)
        together = together.plus(one)
        people[who] = people.get(who, Sums()).plus(one)
        halves[one.half] = halves.get(one.half, Sums()).plus(one)
    return Costs(
        found,
        together,
        tuple((who[0], people[who]) for who in sorted(people)),
        tuple((half, halves[half]) for half in sorted(halves)),
    )


def _cost(one: VisitHours) -> Cost:
    return Cost(
        one.id,
        one.visit_id,
        one.visited_on,
        one.institution.name,
        one.appointment_id,
        one.appointment.account.name,
        one.minutes,
        one.per_hour,
        one.fee,
        one.kilometres,
        one.per_km,
        HoursState(one.state),
    )
