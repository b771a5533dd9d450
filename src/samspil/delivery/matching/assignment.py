"""Several who wait are matched together: as many as possible first, then the best fit in all.

A mentor with three places left is three slots; each further course is worth a little less, so that work
is spread. The problem is the linear assignment problem, solved exactly by scipy's modified
Jonker-Volgenant algorithm (D. F. Crouse, IEEE Trans. Aerosp. Electron. Syst. 52(4), 2016).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from samspil.delivery.matching.fitting import (
    FOR_AREA,
    MOST_DAYS,
    PER_INTEREST,
    PER_TIME,
    Candidate,
    Reasons,
    RuledOut,
    Seeker,
    distance,
    for_room,
    order,
    reasons,
)

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Truths = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
H = TypeVar("H", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one who waits: somebody with reasons, or nobody with why not."""

    seeker: Seeker
    candidate: Candidate | None
    reasons: Reasons | None
    left_out: tuple[tuple[RuledOut, int], ...] = ()
    """How many of the staff each hard reason rules out, where nobody is proposed."""
    is_outnumbered: bool = False
    """Somebody would have fitted, but the places go to others who wait."""


def propose(seekers: list[Seeker], candidates: list[Candidate]) -> tuple[Proposal, ...]:
    """A proposal for each who waits, by code. The same whatever order they are given in."""
    waiting = sorted(seekers, key=lambda one: one.key)
    staff = sorted(candidates, key=order)
    allowed, points = _matrices(waiting, staff)
    chosen = _solved(waiting, staff, allowed, points)
    why_not = _Counts(staff)
    return tuple(
        Proposal(one, staff[chosen[row]], reasons(one, staff[chosen[row]]))
        if row in chosen
        else Proposal(one, None, None, why_not.of(one), bool(allowed[row].any()))
        for row, one in enumerate(waiting)
    )


def costs(seekers: list[Seeker], candidates: list[Candidate]) -> tuple[Numbers, Numbers]:
    """The matrix that is solved, and which candidate each of its columns stands for."""
    waiting = sorted(seekers, key=lambda one: one.key)
    staff = sorted(candidates, key=order)
    return _costs(waiting, staff, *_matrices(waiting, staff))


def _solved(
    waiting: list[Seeker], staff: list[Candidate], allowed: Truths, points: Numbers
) -> dict[int, int]:
    """Which candidate each row gets; rows that get nobody are not there."""
    matrix, of = _costs(waiting, staff, allowed, points)
    if matrix.size == 0:
        return {}
    rows, columns = linear_sum_assignment(matrix)
    return {
        int(row): int(of[column])
        for row, column in zip(rows, columns, strict=True)
        if allowed[row, of[column]]
    }


def _costs(
    waiting: list[Seeker], staff: list[Candidate], allowed: Truths, points: Numbers
) -> tuple[Numbers, Numbers]:
    """Slots of free places beside each other; what is not allowed costs more than all the rest together.

    Nobody gets more slots than there are people waiting, so a large capacity makes no large matrix.
    Whole numbers below 2^53, so that the solver's floating point is exact.
    """
    slots = [(place, more) for place, one in enumerate(staff) for more in range(min(one.free, len(waiting)))]
    of = np.array([place for place, _more in slots], dtype=np.int64)
    room = np.array([for_room(staff[place], more) for place, more in slots], dtype=np.int64)
    if not slots or not waiting:
        return np.zeros((len(waiting), 0), dtype=np.int64), of
    waited = np.array([min(max(one.waited_days, 0), MOST_DAYS) for one in waiting], dtype=np.int64)
    gain = points[:, of] + room[None, :] + waited[:, None]
    never = int(gain.max()) * len(waiting) + 1
    return np.where(allowed[:, of], -gain, never), of


def _matrices(waiting: list[Seeker], staff: list[Candidate]) -> tuple[Truths, Numbers]:
    """For every pair at once: whether it is allowed, and its points without those for room."""
    wanted, brought = _incidence([one.interests for one in waiting], [one.strengths for one in staff])
    asked, offered = _incidence([one.times for one in waiting], [one.times for one in staff])
    points = PER_INTEREST * (wanted @ brought.T) + PER_TIME * (asked @ offered.T)
    points += _per_pair([one.area for one in waiting], [one.area for one in staff], _area_points)
    allowed = _per_pair([one.language for one in waiting], [one.languages for one in staff], _speaks).astype(
        bool
    )
    allowed &= np.array([one.free > 0 and not one.missing for one in staff], dtype=bool)[None, :]
    place = {one.key: number for number, one in enumerate(staff)}
    for row, one in enumerate(waiting):
        for key in one.apart_from | one.not_again:
            if key in place:
                allowed[row, place[key]] = False
    return allowed, points


def _incidence(left: list[frozenset[str]], right: list[frozenset[str]]) -> tuple[Numbers, Numbers]:
    """Both sides as rows of ones and noughts over all codes that occur, in their order."""
    codes = {code: at for at, code in enumerate(sorted(set().union(*left, *right)))}

    def rows(sets: list[frozenset[str]]) -> Numbers:
        made = np.zeros((len(sets), len(codes)), dtype=np.int64)
        for row, one in enumerate(sets):
            made[row, [codes[code] for code in one]] = 1
        return made

    return rows(left), rows(right)


def _per_pair(left: Sequence[str], right: Sequence[H], value: Callable[[str, H], int]) -> Numbers:
    """A number for each pair, worked out once for each pair of different values."""
    ours, theirs = sorted(set(left)), list(dict.fromkeys(right))
    table = np.array([[value(one, other) for other in theirs] for one in ours], dtype=np.int64).reshape(
        len(ours), len(theirs)
    )
    at = {one: place for place, one in enumerate(ours)}
    other_at = {one: place for place, one in enumerate(theirs)}
    rows = np.array([at[one] for one in left], dtype=np.int64)
    columns = np.array([other_at[one] for one in right], dtype=np.int64)
    return table[np.ix_(rows, columns)]


def _area_points(one: str, other: str) -> int:
    return FOR_AREA[distance(one, other)]


def _speaks(language: str, languages: frozenset[str]) -> int:
    return int(not language or language in languages)


class _Counts:
    """How many of the staff each hard reason rules out, counted once for all who wait."""

    def __init__(self, staff: list[Candidate]) -> None:
        self.keys = {one.key for one in staff}
        self.all = len(staff)
        self.speaking = Counter(language for one in staff for language in one.languages)
        self.alike = {
            RuledOut.CERTIFICATE: sum(bool(one.missing) for one in staff),
            RuledOut.NO_PLACE: sum(one.free == 0 for one in staff),
        }

    def of(self, seeker: Seeker) -> tuple[tuple[RuledOut, int], ...]:
        counts = {
            RuledOut.CONFLICT: len(seeker.apart_from & self.keys),
            RuledOut.NOT_AGAIN: len(seeker.not_again & self.keys),
            RuledOut.LANGUAGE: self.all - self.speaking[seeker.language] if seeker.language else 0,
            **self.alike,
        }
        return tuple((why, count) for why, count in counts.items() if count)
