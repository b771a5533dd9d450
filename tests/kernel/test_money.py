"""Money: exact, whole øre, Danish on pages and ISO in files, whatever the amount."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.kernel.money import Money, NotMoney

OERE = st.integers(-(10**13), 10**13)
SMALL = st.integers(0, 10**9)


@given(st.lists(OERE, max_size=30))
def test_a_sum_is_the_sum_of_the_oere_in_whatever_order(oere):
    amounts = [Money.of_oere(one) for one in oere]

    assert Money.sum(amounts).oere == sum(oere)
    assert Money.sum(reversed(amounts)) == Money.sum(amounts)


@given(OERE)
def test_what_a_page_shows_is_read_back_as_the_same_amount(oere):
    money = Money.of_oere(oere)

    assert Money.parse(money.kroner) == Money.parse(money.plain) == money
    assert Money(Decimal(money.iso)) == money
    assert money.oere == oere


@given(OERE, OERE)
def test_taking_away_undoes_adding_and_order_is_that_of_the_oere(one, other):
    a, b = Money.of_oere(one), Money.of_oere(other)

    assert a + b - b == a
    assert -a + a == Money.zero()
    assert (a < b, a <= b, a > b, a >= b) == (one < other, one <= other, one > other, one >= other)


@given(SMALL, st.integers(1, 100_000))
def test_an_hourly_rate_rounds_down_by_less_than_an_oere_and_is_never_above_itself(oere, minutes):
    rate = Money.of_oere(oere)
    cost = rate.for_minutes(minutes)

    assert 0 <= Fraction(oere * minutes, 60) - cost.oere < 1
    assert not cost.is_above_rate(rate, minutes)
    assert (cost + Money.of_oere(1)).is_above_rate(rate, minutes)


@pytest.mark.parametrize(
    ("typed", "oere"),
    [
        ("1.089.000,00 kr.", 108_900_000),
        ("1089000", 108_900_000),
        ("1.500", 150_000),
        ("500,5", 50_050),
        ("500.50", 50_050),
        ("-12,00", -1_200),
        ("0", 0),
        ("1 002 kr", 100_200),
    ],
)
def test_amounts_are_read_as_a_dane_types_them(typed, oere):
    assert Money.parse(typed).oere == oere


@pytest.mark.parametrize("typed", ["", "kr.", "1,234", "1.23.456", "12,345", "1e5", "NaN", "=1+1", "½", "٣"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(NotMoney):
        Money.parse(typed)


@pytest.mark.parametrize("wrong", [1.5, 1, "1", Decimal("0.001"), Decimal("NaN"), Decimal("1e13")])
def test_no_float_and_no_part_of_an_oere_becomes_money(wrong):
    with pytest.raises(NotMoney):
        Money(wrong)


def test_two_currencies_do_not_mix():
    danish, swedish = Money.of_kroner(1), Money(Decimal(1), "SEK")
    for mixed in (lambda: danish + swedish, lambda: danish < swedish, lambda: danish + 1):
        with pytest.raises(NotMoney):
            mixed()
    assert danish != swedish
    assert str(Money.of_kroner(1_089_000)) == "1.089.000,00 kr."
    assert Money.of_kroner(1_089_000).iso == "1089000.00"
