"""Visits aimed at where mentees are, without a trace: an observer who sees everything but the wish.

In each of many invented worlds a coordinator wishes places over twenty terms. The observer has all that is
stored or happens: every set with the term in which it was formed and the order in which it was stored, every
order of offers, who said yes and when they were visited, in every term. For each set it guesses the place
whose wish formed it, by each of several ways. None may do better than one in four and three sampling errors.
The same observer finds the wish where it is planted in the order, in a set of a new make each term, in who
is visited first, and in who says yes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.delivery.planning.places import FEWEST, Offered, Place, Refused, TooFew, offered, offered_again
from samspil.delivery.planning.solving import plan
from samspil.delivery.planning.term import Part, RoleModel, Term, WantedSeries

WORLDS, WORLDS_PLANNED, TERMS, SEED = 10_000, 200, 20, 29
CLASSES = (("school", 9), ("school-large", 4), ("youth", 6), ("club", 3))


def places_of(dice: random.Random) -> list[Place]:
    """A municipality's places; their keys say nothing of what they are."""
    keys = [f"{number:03}" for number in range(sum(count for _kind, count in CLASSES))]
    dice.shuffle(keys)
    made = iter(keys)
    return [Place(next(made), kind, "461", "m") for kind, count in CLASSES for _number in range(count)]


@dataclass
class Seen:
    """What an observer has on one set. The wish is kept apart, to mark the guess."""

    places: tuple[str, ...]
    formed: int
    orders: list[tuple[str, ...]] = field(default_factory=list)
    yes: Counter[str] = field(default_factory=Counter)
    first_visits: list[str] = field(default_factory=list)
    together: Counter[str] = field(default_factory=Counter)
    """How often a place stood in any set or offer, in all terms."""
    members: list[frozenset[str]] = field(default_factory=list)
    """The places offered together in each term."""


Leak = Callable[[Offered, str, random.Random], tuple[str, ...]]


@dataclass
class World:
    """One municipality over all terms."""

    dice: random.Random
    leak: str = ""
    seen: list[Seen] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)

    def live(self) -> None:
        places = places_of(self.dice)
        eager = {one.key: self.dice.random() for one in places}
        wished = self.dice.sample([one.key for one in places], 3)
        sets: list[frozenset[str]] = []
        for term in range(TERMS):
            if self.leak == "new set each term" and term:
                sets = []
            if self.dice.random() < 0.3:
                wished.append(self.dice.choice(places).key)
            for wish in wished if term == 0 or self.leak == "new set each term" else wished[-1:]:
                answer = offered(wish, places, sets, self.dice)
                if isinstance(answer, Offered) and answer.is_new:
                    sets.append(frozenset(answer.places))
                    if self.leak != "new set each term" or wish not in self.wishes:
                        self.seen.append(Seen(answer.places, term))
                        self.wishes.append(wish)
            self._term(places, sets, eager)

    def _term(self, places: list[Place], sets: list[frozenset[str]], eager: dict[str, float]) -> None:
        """Everything that can be seen in one term: offers, answers, visits."""
        for one in offered_again(places, sets, self.dice):
            for seen, wish in zip(self.seen, self.wishes, strict=True):
                if seen.places != one.places and not (
                    self.leak == "new set each term" and wish in one.places
                ):
                    continue
                order = self._order(one, wish)
                yes = [key for key in order if self.dice.random() < self._eager(eager[key], key == wish)]
                seen.orders.append(order)
                seen.members.append(frozenset(one.places))
                seen.together.update(one.places)
                seen.yes.update(yes)
                if yes:
                    by_key = sorted(yes)  # equals go by key in a plan
                    leaks = self.leak == "visited first" and wish in yes
                    seen.first_visits.append(
                        wish if leaks else by_key[0] if self.dice.random() < 0.5 else self.dice.choice(yes)
                    )

    def _order(self, one: Offered, wish: str) -> tuple[str, ...]:
        if self.leak != "wished first" or wish not in one.order:
            return one.order
        return wish, *(key for key in one.order if key != wish)

    def _eager(self, chance: float, is_wished: bool) -> float:
        return min(1.0, chance + 0.3) if self.leak == "asked once more" and is_wished else chance


def most(counted: Counter[str], seen: Seen) -> str:
    """The place that occurs most; of equals the first by key."""
    return max(sorted(seen.places), key=lambda one: counted[one])


def intersected(seen: Seen) -> str:
    """The place that stood in most of the sets of any term with this one."""
    left = set(seen.places)
    for one in seen.members:
        left = left & one or left
    return sorted(left)[0]


WAYS: dict[str, Callable[[Seen], str]] = {
    "first stored": lambda seen: seen.places[0],
    "last stored": lambda seen: seen.places[-1],
    "first by key": lambda seen: min(seen.places),
    "first offered when formed": lambda seen: seen.orders[0][0] if seen.orders else seen.places[0],
    "last offered when formed": lambda seen: seen.orders[0][-1] if seen.orders else seen.places[0],
    "most often first offered": lambda seen: most(Counter(one[0] for one in seen.orders), seen),
    "earliest in the orders": lambda seen: min(
        sorted(seen.places), key=lambda one: sum(order.index(one) for order in seen.orders if one in order)
    ),
    "most often offered": lambda seen: most(seen.together, seen),
    "in every set": intersected,
    "most often yes": lambda seen: most(seen.yes, seen),
    "most often no": lambda seen: min(sorted(seen.places), key=lambda one: seen.yes[one]),
    "most often visited first": lambda seen: most(Counter(seen.first_visits), seen),
    "visited first when formed": lambda seen: seen.first_visits[0] if seen.first_visits else seen.places[0],
    "never visited first": lambda seen: min(
        sorted(seen.places), key=lambda one: Counter(seen.first_visits)[one]
    ),
}


def successes(worlds: int, leak: str = "") -> tuple[int, float, dict[str, int]]:
    """How many sets there were, how many blind guesses would be right, and how many each way got right."""
    dice = random.Random(f"{SEED}{leak}")
    right, sets, blind = Counter[str](), 0, 0.0
    for _number in range(worlds):
        world = World(random.Random(dice.getrandbits(64)), leak)
        world.live()
        for seen, wish in zip(world.seen, world.wishes, strict=True):
            sets += 1
            blind += 1 / len(seen.places)
            for name, way in WAYS.items():
                right[name] += way(seen) == wish
    return sets, blind, {name: right[name] for name in WAYS}


def limit(sets: int) -> float:
    """One in four, and three sampling errors."""
    return sets * (1 / FEWEST) + 3 * (sets * (1 / FEWEST) * (1 - 1 / FEWEST)) ** 0.5


@pytest.mark.proves("S8")
def test_no_observer_guesses_the_wished_place() -> None:
    """Nor better than blindly: some sets have more than four places, so that bar is the lower one."""
    sets, blind, right = successes(WORLDS)
    assert sets > 2 * WORLDS
    over = {name: count / sets for name, count in right.items() if count > limit(sets)}
    assert over == {}
    error = (blind * (1 - blind / sets)) ** 0.5
    assert {name: count / sets for name, count in right.items() if abs(count - blind) > 4 * error} == {}


@pytest.mark.red("S8")
@pytest.mark.parametrize(
    ("leak", "found_by"),
    [
        ("wished first", "first offered when formed"),
        ("new set each term", "in every set"),
        ("visited first", "most often visited first"),
        ("asked once more", "most often yes"),
    ],
)
def test_the_same_observer_finds_a_planted_leak(leak: str, found_by: str) -> None:
    sets, _blind, right = successes(300, leak)
    assert right[found_by] > limit(sets) * 1.2


@settings(max_examples=60, deadline=None)
@given(count=st.integers(4, 15), draws=st.integers(0, 2**32))
def test_every_place_of_a_set_would_have_led_to_it_equally_often(count: int, draws: int) -> None:
    """The argument itself, where it can be counted: with all left over taken, the very same set; otherwise
    the size is the same and the wished one is in it, whichever it was."""
    places = [Place(f"{number:02}", "school", "461", "m") for number in range(count)]
    formed = [offered(one.key, places, (), random.Random(draws)) for one in places]
    assert all(isinstance(one, Offered) and one.is_new for one in formed)
    sizes = {len(one.places) for one in formed if isinstance(one, Offered)}
    assert sizes == ({count} if count < 8 else {4})
    assert all(
        one.key in made.places for one, made in zip(places, formed, strict=True) if isinstance(made, Offered)
    )


def test_every_set_is_as_likely_from_each_of_its_places() -> None:
    """Counted over all sets of nine places: each of the four leads to it as often, within sampling error."""
    places = [Place(f"{number}", "school", "461", "m") for number in range(9)]
    dice, times = random.Random(SEED), 1_500
    led: dict[tuple[str, ...], Counter[str]] = {}
    for one in places:
        for _time in range(times):
            made = offered(one.key, places, (), dice)
            assert isinstance(made, Offered)
            led.setdefault(made.places, Counter())[one.key] += 1
    assert len(led) == 126
    expected = times / 56
    squares = sum((counts[one] - expected) ** 2 / expected for key, counts in led.items() for one in key)
    degrees = 126 * 4 - 9
    assert squares < degrees + 4 * (2 * degrees) ** 0.5


def wished_twice(first: str, second: str) -> tuple[Any, Any]:
    places = [Place(f"{number}", "school", "461", "m") for number in range(9)]
    dice = random.Random(3)
    one = offered(first, places, (), dice)
    assert isinstance(one, Offered)
    return one, offered(second, places, [frozenset(one.places)], dice)


def test_a_set_is_kept_whichever_of_its_places_is_wished_later() -> None:
    one, _again = wished_twice("0", "0")
    for key in one.places:
        first, again = wished_twice("0", key)
        assert (again.places, again.is_new, sorted(again.order)) == (first.places, False, sorted(first.order))


def test_sets_never_overlap_and_nobody_is_left_behind_without_need() -> None:
    """Nine places: four and then the other five, so that every place of the class can be wished."""
    one, _again = wished_twice("0", "0")
    other = next(key for key in "123456789" if key not in one.places)
    first, second = wished_twice("0", other)
    assert second.is_new
    assert set(first.places) | set(second.places) == set("012345678")
    assert not set(first.places) & set(second.places)


def test_the_orders_of_offers_differ_and_are_of_the_same_places() -> None:
    places = [Place(f"{number}", "school", "461", "m") for number in range(4)]
    dice = random.Random(1)
    orders = {offered("2", places, (), dice).order for _time in range(600)}  # type: ignore[union-attr]
    assert len(orders) == 24
    assert {frozenset(one) for one in orders} == {frozenset("0123")}


@pytest.mark.parametrize(
    ("wished", "code", "comparable"),
    [
        ("9", TooFew.UNKNOWN, 0),
        ("club", TooFew.NOT_COMPARABLE, 3),
        ("large", TooFew.NOT_COMPARABLE, 1),
        ("late", TooFew.ALL_IN_SETS, 1),
    ],
)
def test_too_few_comparable_places_are_refused_with_the_reason(
    wished: str, code: TooFew, comparable: int
) -> None:
    places = [
        *(Place(one, "school", "461", "m") for one in ("a", "b", "c", "d", "late")),
        *(Place(one, "club", "461", "m") for one in ("club", "club-2", "club-3")),
        Place("large", "school", "461", "l"),
        Place("elsewhere", "club", "621", "m"),
    ]
    answer = offered(wished, places, [frozenset("abcd")], random.Random(1))
    assert answer == Refused(code, comparable)
    assert (FEWEST, answer.needed) == (4, 4)


def test_a_place_that_closed_stays_in_its_set_and_is_offered_nothing() -> None:
    places = [Place(one, "school", "461", "m") for one in "bcd"]
    answer = offered("b", places, [frozenset("abcd")], random.Random(1))
    assert isinstance(answer, Offered)
    assert (answer.places, sorted(answer.order), answer.is_new) == (tuple("abcd"), list("bcd"), False)


def planned_first(world: int, *, planted: bool) -> tuple[str, dict[str, str]]:
    """A set, all of whose places say yes, planned by the planner itself: the wish, and the guesses."""
    dice = random.Random(world)
    places = [Place(f"{dice.getrandbits(32):08x}", "school", "461", "m") for _number in range(9)]
    wish = dice.choice(places).key
    made = offered(wish, places, (), dice)
    assert isinstance(made, Offered)
    weekdays = frozenset((day, Part.MORNING) for day in range(5))
    starts = date(2014, 3, 3)
    asked = tuple(
        WantedSeries(
            key, key, "5000", ("x",), times=weekdays, latest=starts if planted and key == wish else None
        )
        for key in made.order
    )
    staff = tuple(RoleModel(f"r{number}", frozenset("x"), "5000", times=weekdays) for number in range(2))
    visits = plan(Term(starts, starts + timedelta(days=13), asked, staff), seconds=5).visits
    assert len(visits) == len(made.order)
    return wish, {
        "earliest": min(visits, key=lambda one: (one.on, one.part)).series,
        "latest": max(visits, key=lambda one: (one.on, one.part)).series,
        "first told": visits[0].series,
        "last told": visits[-1].series,
    }


@pytest.mark.proves("S8")
def test_the_planners_own_ties_tell_nothing() -> None:
    """The planner decides between equals by key, and no key knows of a wish."""
    guesses = [planned_first(world, planted=False) for world in range(WORLDS_PLANNED)]
    right = Counter(name for wish, told in guesses for name, key in told.items() if key == wish)
    assert {name: count for name, count in right.items() if count > limit(WORLDS_PLANNED)} == {}


@pytest.mark.red("S8")
def test_a_wish_that_reached_the_planner_would_be_found() -> None:
    guesses = [planned_first(world, planted=True) for world in range(40)]
    assert sum(told["earliest"] == wish for wish, told in guesses) > limit(40)
