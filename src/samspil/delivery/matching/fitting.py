"""How well a member of staff fits somebody who waits, and what rules a match out.

Pure arithmetic on codes: it knows no name of a person, no word of theirs, no belief and no origin. It
suggests; a coordinator decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RuledOut(StrEnum):
    """Why somebody cannot be matched here, in the order in which it is said."""

    CONFLICT = "conflict"
    NOT_AGAIN = "not_again"
    LANGUAGE = "language"
    CERTIFICATE = "certificate"
    NO_PLACE = "no_place"


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who waits for a mentor or coach, by the course's code and what was wished for."""

    key: str
    interests: frozenset[str] = frozenset()
    language: str = ""
    area: str = ""
    times: frozenset[str] = frozenset()
    waited_days: int = 0
    apart_from: frozenset[str] = frozenset()
    """Keys of the staff with a conflict of interest."""
    not_again: frozenset[str] = frozenset()
    """Keys of the staff it did not work with before."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of staff with what they bring. `name` and `key` decide between equals."""

    key: str
    name: str
    places: int
    load: int = 0
    strengths: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    area: str = ""
    times: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    """Kinds of certificates that do not hold today."""

    @property
    def free(self) -> int:
        return max(0, self.places - self.load)


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for a match, as codes: a sentence can be made of it, and nothing else counted."""

    shared: tuple[str, ...]
    times: tuple[str, ...]
    area: str
    """`same`, `near`, or empty."""
    load: int
    places: int
    points: int


SAME, NEAR = "same", "near"
PER_INTEREST, PER_TIME = 20, 4
FOR_AREA = {SAME: 20, NEAR: 10, "": 0}
FOR_ROOM = 20
"""Points of somebody with nothing on their hands; each course they hold takes its share."""
MOST_DAYS = 9_999


def distance(one: str, other: str) -> str:
    """How close two areas lie, each the first digits of a postcode: `same`, `near`, or "" for neither.

    The same where one begins with the other; near where the first two digits agree.
    """
    if not one or not other:
        return ""
    if one.startswith(other) or other.startswith(one):
        return SAME
    return NEAR if one[:2] == other[:2] else ""


def for_room(candidate: Candidate, more: int = 0) -> int:
    """Points for having room, when `more` courses have been given beside those held now."""
    if candidate.places <= 0:
        return 0
    return FOR_ROOM * max(0, candidate.free - more) // candidate.places


def ruled_out(seeker: Seeker, candidate: Candidate) -> tuple[RuledOut, ...]:
    """Everything that rules this match out; empty where nothing does."""
    found = {
        RuledOut.CONFLICT: candidate.key in seeker.apart_from,
        RuledOut.NOT_AGAIN: candidate.key in seeker.not_again,
        RuledOut.LANGUAGE: bool(seeker.language) and seeker.language not in candidate.languages,
        RuledOut.CERTIFICATE: bool(candidate.missing),
        RuledOut.NO_PLACE: candidate.free == 0,
    }
    return tuple(why for why, holds in found.items() if holds)


def reasons(seeker: Seeker, candidate: Candidate) -> Reasons:
    """What speaks for this match today."""
    shared = tuple(sorted(seeker.interests & candidate.strengths))
    times = tuple(sorted(seeker.times & candidate.times))
    area = distance(seeker.area, candidate.area)
    return Reasons(
        shared,
        times,
        area,
        candidate.load,
        candidate.places,
        PER_INTEREST * len(shared) + PER_TIME * len(times) + FOR_AREA[area] + for_room(candidate),
    )


def ranked(
    seeker: Seeker, candidates: list[Candidate]
) -> tuple[list[tuple[Candidate, Reasons]], list[tuple[Candidate, tuple[RuledOut, ...]]]]:
    """Those who may be chosen, best first, and those left out, each with why. Equals go by name, then key."""
    fit, out = [], []
    for one in sorted(candidates, key=order):
        why = ruled_out(seeker, one)
        if why:
            out.append((one, why))
        else:
            fit.append((one, reasons(seeker, one)))
    return sorted(fit, key=lambda pair: -pair[1].points), out


def order(candidate: Candidate) -> tuple[str, str]:
    """What decides between equals."""
    return candidate.name, candidate.key
