"""Fees in whole øre, as arithmetic: exact, never above what the grant allows, and the same in any order."""

from __future__ import annotations

import random
import uuid
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from samspil.delivery.queries.visit_costs import Cost, Sum, summed
from samspil.delivery.rules.visit_hours import Claim, must_be_a_claim
from samspil.delivery.terms.visit_hours import MOST_VISIT_MINUTES, HoursState
from samspil.programme.concept.paying import Rates, of_time

MINUTES = some.integers(1, MOST_VISIT_MINUTES)
RATE = some.integers(1, 1_000_000)
PEOPLE = tuple(uuid.UUID(int=number) for number in range(3))


def rates(ceiling: int) -> Rates:
    return Rates(ceiling, "", None, 210)


@given(MINUTES, RATE)
def test_time_at_a_rate_is_the_exact_amount_without_its_fraction(minutes: int, per_hour: int) -> None:
    exact = Fraction(minutes, 60) * per_hour

    assert 0 <= exact - of_time(minutes, per_hour) < 1


@given(MINUTES, RATE, some.integers(0, 20_000_000))
def test_a_fee_is_taken_exactly_when_an_hour_of_it_is_within_the_ceiling(
    minutes: int, ceiling: int, fee: int
) -> None:
    an_hour = Fraction(fee) / Fraction(minutes, 60)

    assert (must_be_a_claim(Claim(minutes, fee), rates(ceiling), 2014) is None) == (an_hour <= ceiling)


@given(MINUTES, RATE)
def test_the_edge_of_the_ceiling_is_taken_and_one_øre_more_is_not(minutes: int, ceiling: int) -> None:
    most = of_time(minutes, ceiling)
    taken = [must_be_a_claim(Claim(minutes, fee), rates(ceiling), 2014) is None for fee in (most, most + 1)]

    assert taken == [True, False]


@some.composite
def costs(draw: some.DrawFn) -> list[Cost]:
    """Claims of three people in two years, in every state."""
    return [
        Cost(
            uuid.uuid4(),
            None,
            draw(some.dates(date(2013, 1, 1), date(2014, 12, 31))),
            "Engskolen",
            draw(some.sampled_from(PEOPLE)),
            draw(some.sampled_from(("Sara", "Sara", "Yasmin"))),
            draw(MINUTES),
            None,
            draw(some.integers(0, 800_000)),
            draw(some.integers(0, 1000)),
            210,
            draw(some.sampled_from(list(HoursState))),
        )
        for _each in range(draw(some.integers(0, 12)))
    ]


@given(costs(), some.randoms(use_true_random=False))
def test_sums_are_those_of_the_rows_in_whatever_order_and_however_they_are_cut(
    rows: list[Cost], mixed: random.Random
) -> None:
    other = rows[:]
    mixed.shuffle(other)
    found = summed(rows)
    for state, which in ((HoursState.APPROVED, "spent"), (HoursState.CLAIMED, "claimed")):
        of_state = [one for one in rows if one.state == state]
        expected = Sum(
            len(of_state),
            sum(one.minutes for one in of_state),
            sum(one.fee for one in of_state),
            sum(one.kilometres for one in of_state),
            sum(one.kilometres * 210 for one in of_state),
        )
        assert getattr(found.together, which) == expected
        for parts in (found.by_person, found.by_half):
            assert sum(getattr(sums, which).oere for _name, sums in parts) == expected.oere
    assert (summed(other).together, summed(other).by_person, summed(other).by_half) == (
        found.together,
        found.by_person,
        found.by_half,
    )
