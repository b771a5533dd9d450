"""Sharing seats out: never above, the same in any order, nobody more than asked, more asked never less."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from samspil.delivery.planning.seats import Asking, Share, ShareReason, shared

CODES = [f"{number:03}" for number in range(101, 131)]


@st.composite
def asking(draw, most_held: int = 3) -> list[Asking[str]]:
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=12))
    found = []
    for code in codes:
        asked = draw(st.integers(0, 12))
        held = draw(st.integers(0, min(asked, most_held)))
        found.append(Asking(code, code, asked, held, draw(st.integers(0, 3))))
    return found


def got(shares: tuple[Share[str], ...]) -> dict[str, int]:
    return {one.key: one.given for one in shares}


def shared_by_hand(seats: int, askers: list[Asking[str]]) -> int:
    """How many are given in all: written apart from the rounds."""
    held = sum(one.held for one in askers)
    return max(held, min(seats, sum(one.asked for one in askers)))


@given(askers=asking(), seats=st.integers(0, 40))
def test_never_above_never_more_than_asked_and_none_left_lying(askers, seats):
    given_ = got(shared(seats, askers, draw="x"))

    assert sum(given_.values()) == shared_by_hand(seats, askers)
    assert all(one.held <= given_[one.key] <= max(one.asked, one.held) for one in askers)


@given(askers=asking(), seats=st.integers(0, 40), seed=st.integers(0, 10_000))
def test_the_order_of_what_is_handed_in_changes_nothing(askers, seats, seed):
    mixed = list(askers)
    random.Random(seed).shuffle(mixed)

    assert shared(seats, mixed, draw="x") == shared(seats, askers, draw="x")


@given(askers=asking(), seats=st.integers(0, 40), place=st.integers(0, 11), more=st.integers(1, 5))
def test_who_asks_for_more_never_gets_less_and_more_seats_take_from_nobody(askers, seats, place, more):
    before = got(shared(seats, askers, draw="x"))

    assert all(count >= before[key] for key, count in got(shared(seats + 1, askers, draw="x")).items())
    if askers:
        one = askers[place % len(askers)]
        asks_more = [replace(each, asked=each.asked + more) if each is one else each for each in askers]
        assert got(shared(seats, asks_more, draw="x"))[one.key] >= before[one.key]


@given(askers=asking(most_held=0), seats=st.integers(0, 40))
def test_nobody_who_still_asks_has_two_fewer_than_another(askers, seats):
    given_ = got(shared(seats, askers, draw="x"))
    short = [given_[one.key] for one in askers if given_[one.key] < one.asked]

    if short:
        assert max(given_.values()) - min(short) <= 1


@given(askers=asking(most_held=0), seats=st.integers(0, 40))
def test_the_reason_says_what_happened(askers, seats):
    for one in shared(seats, askers, draw="x"):
        assert {
            ShareReason.NOTHING_ASKED: one.asked == 0,
            ShareReason.ALL_ASKED: one.given == one.asked > 0,
            ShareReason.EQUAL: one.given == one.level < one.asked,
            ShareReason.ONE_MORE_FEWEST_BEFORE: one.given == one.level + 1 < one.asked + 1,
            ShareReason.ONE_MORE_BY_LOT: one.given == one.level + 1 < one.asked + 1,
            ShareReason.KEPT: False,
        }[one.because]


def test_a_worked_example():
    askers = [
        Asking("odense", "461", 9),
        Asking("aarhus", "751", 8, before=2),
        Asking("hoeje-taastrup", "169", 2),
        Asking("koebenhavn", "101", 9, before=2),
    ]

    # 24 seats, 28 asked: two to everyone, then 7 each to the three others leave one; Odense had fewest before
    assert [(one.key, one.given, one.because) for one in shared(24, askers, draw="x")] == [
        ("koebenhavn", 7, ShareReason.EQUAL),
        ("hoeje-taastrup", 2, ShareReason.ALL_ASKED),
        ("odense", 8, ShareReason.ONE_MORE_FEWEST_BEFORE),
        ("aarhus", 7, ShareReason.EQUAL),
    ]


def test_equals_draw_lots_that_another_event_draws_anew():
    askers = [Asking(code, code, 1) for code in CODES]

    winners = [
        {one.key for one in shared(10, askers, draw=f"event {number}") if one.given} for number in range(40)
    ]

    assert all(len(one) == 10 for one in winners)
    assert len({frozenset(one) for one in winners}) == 40
    assert set().union(*winners) == set(CODES)
