"""What is shown of a series' answers: by brute force over all small series, nothing about fewer than five."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, product

import pytest

from samspil.delivery.planning.blocks import blocks

ENOUGH = 5


def told(counts: tuple[int, ...]) -> set[frozenset[int]]:
    """Every set of visits of which a figure was ever shown, while the series' forms closed one by one."""
    seen: set[frozenset[int]] = set()
    for upto in range(len(counts) + 1):
        found, _few = blocks(counts[:upto], enough=ENOUGH)
        seen |= {frozenset(one.places) for one in found}
        seen |= {frozenset(chain.from_iterable(one.places for one in found))} if found else set()
    return seen


def naive(counts: tuple[int, ...]) -> set[frozenset[int]]:
    """The rule one writes first: each visit with enough, and the whole series once it has enough."""
    seen = set()
    for upto in range(len(counts) + 1):
        seen |= {frozenset([place]) for place in range(upto) if counts[place] >= ENOUGH}
        if sum(counts[:upto]) >= ENOUGH:
            seen |= {frozenset(range(upto))}
    return seen


def reckoned_out(shown: set[frozenset[int]], counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The sets of visits with one to four answers whose figures follow from those shown, by any sum and
    difference of them: those that lie in the span of what was shown.
    """
    size = len(counts)
    basis = reduced([[Fraction(place in one) for place in range(size)] for one in shown])
    answered = [place for place in range(size) if counts[place]]
    subsets = chain.from_iterable(combinations(answered, many) for many in range(1, len(answered) + 1))
    empty = [Fraction(0)] * size
    # Visits nobody answered add nothing, so a figure may hold them or not.
    free = reduced(basis + [[*empty[:p], Fraction(1), *empty[p + 1 :]] for p in range(size) if not counts[p]])
    return [
        one
        for one in subsets
        if 0 < sum(counts[place] for place in one) < ENOUGH
        and len(reduced([*free, [Fraction(place in one) for place in range(size)]])) == len(free)
    ]


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The rows that are left when each that follows from others is taken out."""
    left: list[list[Fraction]] = []
    for row in rows:
        here = list(row)
        for one in left:
            at = next(place for place, value in enumerate(one) if value)
            if here[at]:
                factor = here[at] / one[at]
                here = [a - factor * b for a, b in zip(here, one, strict=True)]
        if any(here):
            left.append(here)
    return left


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_nothing_about_fewer_than_five_follows_from_anything_ever_shown(size: int) -> None:
    asked = 0
    for counts in product((0, 1, 2, 3, 4, 5, 8), repeat=size):
        asked += 1
        assert reckoned_out(told(counts), counts) == [], counts
    assert asked == 7**size


def test_the_rule_one_writes_first_gives_some_away() -> None:
    assert reckoned_out(naive((6, 3)), (6, 3)) == [(1,)]
    assert reckoned_out(naive((6, 3, 6)), (6, 3, 6)) == [(1,)]
    assert reckoned_out(naive((3, 3, 2)), (3, 3, 2)) == [(2,)]


def test_a_block_is_never_opened_again() -> None:
    for counts in product((0, 1, 2, 4, 5, 7), repeat=4):
        before: tuple[object, ...] = ()
        for upto in range(5):
            found, few = blocks(counts[:upto], enough=ENOUGH)
            assert found[: len(before)] == before
            assert all(one.count == sum(counts[place] for place in one.places) for one in found)
            told_of = [place for one in found for place in one.places] + list(few)
            assert sorted(told_of) == [place for place in range(upto) if counts[place]]
            before = found


def test_everything_is_shown_that_can_be() -> None:
    """Never more than four answers wait, and who has enough waits for nobody."""
    for counts in product((0, 1, 2, 4, 5, 7), repeat=4):
        found, few = blocks(counts, enough=ENOUGH)
        assert sum(counts[place] for place in few) < ENOUGH
        assert all((place,) in [one.places for one in found] for place in range(4) if counts[place] >= ENOUGH)
