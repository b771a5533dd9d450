"""A release that is safe: primary cells, the pattern of further cells, and the audit of what would leave."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.attack import Found, Unfinished, attacked
from samspil.evaluation.disclosure.cells import Cells, Unusable
from samspil.evaluation.disclosure.elimination import eliminated
from samspil.evaluation.disclosure.exact import MOST_OPEN, Proof, proved
from samspil.evaluation.disclosure.history import Linkage
from samspil.evaluation.disclosure.pattern import Search, Unprotectable
from samspil.evaluation.disclosure.profile import Profile, primary
from samspil.evaluation.disclosure.release import Past, Release
from samspil.evaluation.disclosure.space import Role, Space
from samspil.evaluation.disclosure.view import View

BLOCK = 10
"""Neighbourhoods between two audits: what is looked at after more of them includes what was after fewer."""
USUAL_STEPS = 60
"""How many neighbourhoods are tried after the first pattern, when nobody says otherwise."""
MANY = 1_000
"""With more primary cells than this the search begins from elimination; with fewer, from nothing, which is
better."""
MOST_ROUNDS = 6
KEPT, LEAST, LATE = 4.0, 0.2, 0.1
"""How many times the seconds of the first full audit are kept for the others, where time is limited, and
which part of the limit at least: the fewer cells are suppressed, the longer an audit takes. Half of that is
for the last one. By which part of the limit it may be late, before the answer is the one that was safe."""
AS_LONG = 1.5
"""How many times the seconds of the first pattern are kept for its audit: a little more than it takes."""

SEARCHED = 0.4
"""Which part of a limit of time the search has, where the rest is for the proof."""

Told = Callable[[str, int, int], None]


def quietly(_stage: str, _done: int, _all: int) -> None:
    """Hear nothing of how far it is."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Protected:
    """A release, and how it came about. `is_primary` (cells,) and `is_secondary` (cells,) stay in the house.

    `past` and `linkage`: the releases that it comes after, and how it hangs together with the last of
    them. `changes`: how much was put right in those at the least, which a reader is thought to know.
    `found`: the attack on all that is out then, made from what is published alone. `is_cut`: whether the
    time was out before the search was done. `steps`: neighbourhoods tried. `proof`: how few can be
    hidden at all, where that was asked.
    """

    release: Release
    past: tuple[Past, ...]
    linkage: Linkage
    changes: int
    is_primary: NDArray[np.bool_]
    is_secondary: NDArray[np.bool_]
    space: Space
    found: Found
    steps: int
    is_cut: bool
    proof: Proof | None = None

    def as_past(self) -> Past:
        """What the next release is held against."""
        return Past(self.release, self.linkage, self.changes)


def suppress(
    cells: Cells,
    profile: Profile,
    *,
    past: Sequence[Past] = (),
    linkage: Linkage | None = None,
    steps: int = USUAL_STEPS,
    seconds: float | None = None,
    is_exact: bool = False,
    told: Told = quietly,
) -> Protected:
    """Suppress what has to be so that no suppressed cell can be worked out, and as little more as is found.

    `past`: the releases about the same people that are out, oldest first; nothing that is suppressed in
    them can be worked out afterwards either. `linkage`: how this one hangs together with the last.
    `steps`: how long to look for fewer; the same steps give the same pattern on every machine.
    `seconds`: about when to be done, with more suppressed; the first pattern that is safe, and its audit,
    take what they need, and one after it whose audit is late is not taken. `is_exact`: prove how few can be
    hidden at all, and take a pattern met on the way that hides fewer; without `seconds` until it is proven
    that nothing does. Raises Unprotectable, and Unusable where releases cannot be about the same people, or
    there is too much to prove.
    """
    view = View(cells.frame, profile, tuple(past), linkage or Linkage())
    is_primary = primary(cells, profile) | view.differing(cells)
    many = int(np.count_nonzero(~is_primary & (cells.values > 0)))
    if is_exact and many > MOST_OPEN:
        raise Unusable(
            f"{many} cells may be hidden beside the small ones, more than {MOST_OPEN}: too many to prove how "
            "few are enough. Leave --exact out, or publish fewer tables together."
        )
    work = _Work(cells, view, is_primary, _Clock(seconds, SEARCHED if is_exact else 1.0), told)
    try:
        steps_done = work.run(-(-steps // BLOCK)) * BLOCK
        is_cut = work.clock.is_over() and steps_done < steps
        proof = work.proved() if is_exact else None
        work.settle()
    except Unprotectable as problem:
        raise Unprotectable(problem.row, work.space.labels[problem.row]) from None
    release, audited, found = work.best, work.audited, work.found
    if release is None or audited is None or found is None:
        raise AssertionError("a pattern that was audited is the best until another is")
    is_secondary = ~release.is_published & ~is_primary
    return Protected(
        release, view.past, view.linkage, work.changes, is_primary, is_secondary, audited, found,
        steps_done, is_cut, proof,
    )  # fmt: skip


class _Clock:
    """When the time for fewer is out. `kept`: the seconds of it that are kept for the last audit."""

    def __init__(self, seconds: float | None, part: float = 1.0) -> None:
        now = time.monotonic()
        self.last = None if seconds is None else now + seconds
        self.ends = None if seconds is None else now + part * seconds
        self.latest = math.inf if seconds is None else now + (1 + LATE) * seconds
        self.least = 0.0 if seconds is None else LEAST * seconds
        self.kept = 0.0

    def is_over(self) -> bool:
        return self.left() < 0

    def left(self) -> float:
        return math.inf if self.ends is None else self.ends - self.kept - time.monotonic()

    def keep(self, audit: float) -> None:
        """Keep time for audits after one that took so many seconds."""
        self.kept = max(KEPT * audit, self.least)

    def is_short(self) -> bool:
        """Whether what is left is for the last audit."""
        return self.last is not None and time.monotonic() > self.last - self.kept / 2

    def is_late(self) -> bool:
        """Whether the last audit took too long."""
        return time.monotonic() > self.latest

    def go_on(self) -> None:
        """The rest of the time, after the part for the search."""
        self.ends = self.last


class _Work:
    """The search, and an audit in whole counts of every pattern that may be the answer.

    The search counts in parts of people, which is quick and finds a few cells wide that are not. Those
    are asked for in whole counts from then on. Secondary cells are kept as wide as primary ones: else
    whoever sees how narrow a cell is would know which kind it is.

    On the way an audit is handed the tables of those before it and of the search, which know the truth and
    what a pattern published that came before. The audit of the answer is handed what would leave and
    nothing else, and so is its certificate.
    """

    def __init__(
        self, cells: Cells, view: View, is_primary: NDArray[np.bool_], clock: _Clock, told: Told
    ) -> None:
        self.cells, self.view, self.clock, self.told = cells, view, clock, told
        self.space, self.changes, self.changed = view.truth(cells, is_primary)
        self.is_kept = (self.space.roles == Role.PRIMARY) & (self.space.layers == len(view.past))
        self.tables: tuple[NDArray[np.int64], ...] = ()
        self.best: Release | None = None
        self.settled: Release | None = None
        self.audited: Space | None = None
        self.found: Found | None = None
        self.search = self._search()

    def run(self, blocks: int) -> int:
        """The best pattern that so many blocks of neighbourhoods lead to; how many there was time for.

        Raises Unprotectable.
        """
        began = time.monotonic()
        self.search.start(self.first())
        self.clock.kept = AS_LONG * (time.monotonic() - began)
        if self.clock.ends is None:
            self.search.publish_each()
        self.audit()
        done = 0
        try:
            if self.clock.ends is not None:
                self.search.publish_each()
                self.audit()
            while done < blocks and self.search.hidden and not self.clock.is_over():
                self.search.go_on(BLOCK)
                self.audit()
                done += 1
        except Unprotectable:
            self.told("kept the one before", 0, 0)
        return done

    def proved(self) -> Proof:
        """How few cells can be hidden beside the primary ones; what is met on the way is tried."""
        self.clock.go_on()
        return proved(self.space, self, self.clock.left, self.told)

    def fewest(self) -> int:
        """How many cells the best pattern hides beside the primary ones."""
        if self.best is None:
            raise AssertionError("a pattern is proven to be good after there is one")
        return int(np.count_nonzero(~self.best.is_published)) - int(np.count_nonzero(self.is_kept))

    def tried(self, rows: Sequence[int]) -> list[int]:
        """Look at the pattern that hides these open rows in whole counts; those that are narrow, none where
        there was no time to find out."""
        hidden = self.is_kept.copy()
        hidden[list(rows)] = True
        try:
            return self._looked(self._released(hidden))
        except Unfinished:
            return []

    def mended(self, rows: Sequence[int]) -> None:
        """Make a pattern hold, publish what it can spare, and keep it if it is the best."""
        self.search = self._search()
        try:
            self.search.start(rows)
            self.search.publish_each()
            self.audit()
        except Unprotectable:
            self.told("kept the one before", 0, 0)

    def _search(self) -> Search:
        over, told = self.clock.is_over, self.told
        return Search(self.space, self.changed, over, lambda stage, count: told(stage, count, 0))

    def first(self) -> list[int]:
        """What to begin from: what was suppressed before, elimination, or nothing."""
        carried = self.view.carried(self.space)
        if self.clock.ends is not None:
            # A nought that was hidden before is seldom needed, and there may be no time to find out.
            carried = carried[self.space.values[carried] > 0]
        if not len(carried) and np.count_nonzero(self.space.roles == Role.PRIMARY) > MANY:
            carried = np.array(eliminated(self.space), np.int64)
        return [int(at) for at in carried]

    def audit(self) -> None:
        """Make the pattern hold in whole counts, and keep it if it is the best. Raises Unprotectable."""
        for _round in range(MOST_ROUNDS):
            try:
                rows = self._looked(self.released())
            except Unfinished:
                self.told("kept the one before", 0, 0)
                return
            if not rows:
                return
            self.search.widen(rows)
        raise Unprotectable(rows[0])

    def _looked(self, release: Release) -> list[int]:
        """The rows that are narrow in whole counts; without any it is kept if it is the best."""
        audited = self.view.read(release, self.changes)
        began, is_first = time.monotonic(), not self.tables
        if is_first:
            found = attacked(audited, self.view.profile.k, self._heard)
        else:
            # There is always an answer: with none that holds yet, the time does not count.
            is_over = self.clock.is_short if self.best is not None else _never
            known = (*self.tables, *self.search.tables())
            found = attacked(audited, self.view.profile.k, known=known, is_over=is_over)
        self.tables = found.tables
        if is_first:
            self.clock.keep(time.monotonic() - began)
        rows = [*found.narrow, *(row for row, _value in found.told)]
        if not rows:
            best = self.best
            if best is None or release.is_published.sum() > best.is_published.sum():
                self.best = release
            if is_first:
                self.settled, self.audited, self.found = release, audited, found
        return rows

    def released(self) -> Release:
        """What would leave with the rows suppressed that the search hides, beside the primary ones."""
        hidden = self.is_kept.copy()
        hidden[sorted(self.search.hidden)] = True
        hidden |= (self.search.space.roles == Role.PRIMARY) & (self.space.roles == Role.OPEN)
        return self._released(hidden)

    def _released(self, hidden: NDArray[np.bool_]) -> Release:
        is_published = np.ones(len(self.cells), bool)
        is_published[self.space.cells[hidden]] = False
        return self.view.release(np.where(is_published, self.cells.values, 0), is_published)

    def _heard(self, some: int, every: int) -> None:
        """How far an audit is, where it takes so long that somebody wants to know."""
        self.told("audit", some, every)

    def settle(self) -> None:
        """Attack the best pattern from what would leave alone. Raises Unprotectable."""
        release = self.best
        if release is None or release is self.settled:
            return
        audited = self.view.read(release, self.changes)
        is_over = self.clock.is_late if self.settled is not None else _never
        try:
            found = attacked(audited, self.view.profile.k, self._heard, is_over=is_over)
        except Unfinished:
            self.best = self.settled
            return
        if found.narrow or found.told:
            if self.settled is None:
                raise Unprotectable(found.narrow[0] if found.narrow else found.told[0][0])
            self.best = self.settled
            return
        self.settled, self.audited, self.found = release, audited, found
