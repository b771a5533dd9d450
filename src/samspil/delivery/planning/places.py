"""A wished place is offered visits among at least three others like it, so that nobody can tell which it was.

The concept asks that visits go where mentees are; nobody may learn from visits where mentees are. So the
wish ends here. A place belongs to a class: its kind, municipality and size band. The first wish for any place
of a class that is in no set yet forms a set: that place and others of its class that are in none, drawn by
lot. The set is kept and says nothing of how it came to be. Every later wish for any of its places gives that
very set. All of a set are offered, in an order drawn anew.

Why it tells nothing (ADR 0029 has the whole of it): the places of a class that are in no set are
exchangeable, so every place of a set would have led to that set with the same probability; sets never
overlap, so no two can be intersected; how large a set is depends on how many places are left and never on
which one was wished. Whoever sees every set, offer and visit of all terms still holds each of a set's places
equally likely.

The caller must keep what this needs: one set is stored in the transaction that forms it, its places in the
order given here, and no wish, preview or refusal is stored or logged. A set that is formed again because
the first was not liked would give the wish away: there is no way to do that.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 4
"""The wished place and three others."""


class TooFew(StrEnum):
    """Why no set is formed. Shown to who wished, and stored nowhere."""

    UNKNOWN = "unknown"
    """The place is not among those that can be offered visits."""
    CHANGED = "changed"
    """It was added, or made another, since the half-year began."""
    NOT_COMPARABLE = "not_comparable"
    """There are not enough places like it."""
    ALL_IN_SETS = "all_in_sets"
    """There are enough places like it, but too few that are in no set yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be offered visits, with what makes two places comparable."""

    key: str
    kind: str
    municipality: str
    size_band: str
    is_settled: bool = True
    """Whether it is what it was when the half-year began. One that is not comes into no new set: a place that
    is made comparable because it was wished would name the wish in the log."""

    @property
    def likeness(self) -> tuple[str, str, str]:
        """Places with the same are comparable: an equivalence, so that likeness itself tells nothing."""
        return self.kind, self.municipality, self.size_band


@dataclass(frozen=True, slots=True)
class Offered:
    """A set and the order in which its places are offered visits this time."""

    places: tuple[str, ...]
    """By key: this is what is kept."""
    order: tuple[str, ...]
    """Those that still can be offered visits, by lot."""
    is_new: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """No set, and why."""

    code: TooFew
    comparable: int
    """How many places like it there are, itself among them; for `all_in_sets` those in no set yet."""
    needed: int = FEWEST


def offered(
    wished: str, places: Iterable[Place], sets: Collection[frozenset[str]], dice: random.Random
) -> Offered | Refused:
    """The set to offer visits for a wish; nothing in it depends on which of its places was wished.

    `sets` are all sets ever formed; `dice` must not be foreseeable (`random.SystemRandom`).
    """
    known = {one.key: one for one in places}
    for one in sets:
        if wished in one:
            return _offered(one, known, dice, is_new=False)
    if wished not in known:
        return Refused(TooFew.UNKNOWN, 0)
    if not known[wished].is_settled:
        return Refused(TooFew.CHANGED, 0)
    likeness = known[wished].likeness
    alike = sorted(one.key for one in known.values() if one.is_settled and one.likeness == likeness)
    if len(alike) < FEWEST:
        return Refused(TooFew.NOT_COMPARABLE, len(alike))
    taken = frozenset().union(*sets)
    free = [one for one in alike if one not in taken]
    if len(free) < FEWEST:
        return Refused(TooFew.ALL_IN_SETS, len(free))
    return _offered(_formed(wished, free, dice), known, dice, is_new=True)


def offered_again(
    places: Iterable[Place], sets: Iterable[frozenset[str]], dice: random.Random
) -> tuple[Offered, ...]:
    """In a new term: every set there is, each in an order drawn anew, and the sets themselves too."""
    known = {one.key: one for one in places}
    every = sorted(sets, key=sorted)
    dice.shuffle(every)
    return tuple(_offered(one, known, dice, is_new=False) for one in every)


def _formed(wished: str, free: list[str], dice: random.Random) -> frozenset[str]:
    """Four by lot; or all that are left, where fewer than four would stay behind without a set."""
    if len(free) < 2 * FEWEST:
        return frozenset(free)
    others = [one for one in free if one != wished]
    return frozenset({wished, *dice.sample(others, FEWEST - 1)})


def _offered(one: frozenset[str], known: dict[str, Place], dice: random.Random, *, is_new: bool) -> Offered:
    order = sorted(key for key in one if key in known)
    dice.shuffle(order)
    return Offered(tuple(sorted(one)), tuple(order), is_new)
