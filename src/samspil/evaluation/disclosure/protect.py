"""A release that is safe: primary cells, the pattern of further cells, and the audit of what would leave."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.attack import Found, Unfinished, attacked
from samspil.evaluation.disclosure.cells import Cells, Unusable
from samspil.evaluation.disclosure.clock import Clock
from samspil.evaluation.disclosure.elimination import eliminated
from samspil.evaluation.disclosure.exact import MOST_OPEN, Proof, beginnings, proved
from samspil.evaluation.disclosure.history import Linkage
from samspil.evaluation.disclosure.pattern import Search, Unprotectable
from samspil.evaluation.disclosure.profile import Profile, primary
from samspil.evaluation.disclosure.reading import Read
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
MOST_ROUNDS = 10
SHARE = 0.5
"""How much is searched before what was found is settled, against what settling took the last time, with what
did not hold: both are counted in steps of the solver, so that where it is done does not hang on the machine,
nor on a limit."""
ANEW, WORTH, CUTTING = 3, 0.02, 1.5
"""After so many blocks of neighbourhoods the search begins anew from what cuts say; before, where publishing
cell after cell saves less than this part of them in the steps that the first pattern took. The cuts may take
so many times what the search took by then."""
SEARCHED, KEPT = 0.4, 2.0
"""Which part of a limit of time the search has, where the rest is for the proof; and how many times what
settling took last is kept of that for settling what the proof finds."""

Told = Callable[[str, int, int], None]


def quietly(_stage: str, _done: int, _all: int) -> None:
    """Hear nothing of how far it is."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A release, and how it came about. `is_primary` (cells,), `is_secondary` (cells,) and `put_right` stay
    in the house.

    `past` and `linkage`: the releases that it comes after, and how it hangs together with the last of
    them. `changes`: how much was put right in those, as a reader reckons; it follows from what is published.
    `put_right`: how much was at the least, by the truth of this release. `found`: the attack on all that is
    out then, made from what is published alone. `is_cut`: whether the time was out before the search was
    done. `steps`: neighbourhoods tried. `proof`: how few can be hidden at all, where that was asked.
    """

    release: Release
    past: tuple[Past, ...]
    linkage: Linkage
    changes: int
    put_right: int
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
    `seconds`: when to be done, with more suppressed; the first pattern that is safe, and its audit, take
    what they need. But for `is_exact`, what is settled by then is on the way of every longer time too, so
    that more time is never worse. `is_exact`: prove how few can be hidden at all, and take a pattern met on
    the way that hides fewer; without `seconds` until it is proven that nothing does. Raises Unprotectable,
    and Unusable where releases cannot be about the same people, or there is too much to prove.
    """
    view = View(cells.frame, profile, tuple(past), linkage or Linkage())
    is_primary = primary(cells, profile) | view.differing(cells)
    many = int(np.count_nonzero(~is_primary & (cells.values > 0)))
    if is_exact and many > MOST_OPEN:
        raise Unusable(
            f"{many} cells may be hidden beside the small ones, more than {MOST_OPEN}: too many to prove how "
            "few are enough. Leave --exact out, or publish fewer tables together."
        )
    work = _Work(cells, view, is_primary, Clock(seconds, SEARCHED if is_exact else 1.0), told)
    try:
        steps_done = work.run(-(-steps // BLOCK), may_begin_anew=not is_exact and many <= MOST_OPEN) * BLOCK
        is_cut = not work.is_done
        proof = work.proved() if is_exact else None
    except Unprotectable as problem:
        raise Unprotectable(problem.row, work.space.labels[problem.row]) from None
    release, read = work.settled, work.read
    if release is None or read is None:
        raise AssertionError("the first pattern is settled, or there is none")
    is_secondary = ~release.is_published & ~is_primary
    return Protected(
        release, view.past, view.linkage, read.changes, work.changes, is_primary, is_secondary, read.space,
        read.found, steps_done, is_cut, proof,
    )  # fmt: skip


class _Work:
    """The search, and an audit in whole counts of every pattern that may be the answer.

    The search counts in parts of people, which is quick and finds a few cells wide that are not. Those
    are asked for in whole counts from then on. Secondary cells are kept as wide as primary ones: else
    whoever sees how narrow a cell is would know which kind it is.

    A pattern *holds* when an audit found it wide that was handed the tables of those before it and of the
    search, which know the truth and what a pattern published that came before. It is *settled* when one did
    that was handed what would leave and nothing else; its tables are those of the certificate. Only what is
    settled is an answer, and what is settled when hangs on the data alone: a limit of time ends the row of
    patterns somewhere and changes none of them.
    """

    def __init__(
        self, cells: Cells, view: View, is_primary: NDArray[np.bool_], clock: Clock, told: Told
    ) -> None:
        self.cells, self.view, self.clock, self.told = cells, view, clock, told
        self.space, self.changes, self.changed = view.truth(cells, is_primary)
        self.is_kept = (self.space.roles == Role.PRIMARY) & (self.space.layers == len(view.past))
        self.tables: tuple[NDArray[np.int64], ...] = ()
        self.holding: list[Release] = []
        """Patterns that hold and are better than what is settled, the best last."""
        self.settled: Release | None = None
        self.read: Read | None = None
        self.searched, self.spent, self.took, self.is_done = 0, 0, 0.0, False
        """What the search had taken when a pattern was settled last, and what settling took, in steps of the
        solver; how many seconds that was; and whether the row of patterns came to its end."""
        self.first, self.may_begin_anew, self.is_least = (0, 0), False, False
        """What the first pattern took and hides; whether cuts may still be asked where to begin anew; whether
        they said that nothing hides fewer."""
        self.search = self._search()

    def run(self, blocks: int, *, may_begin_anew: bool = True) -> int:
        """Settle ever better patterns, on the way of so many blocks of neighbourhoods; how many of those
        there was time for. More of them go on from where fewer end. `may_begin_anew`: once, from what cuts
        say. Raises Unprotectable."""
        self.may_begin_anew = may_begin_anew
        self.search.start(self.beginning())
        self.settle_anew()
        self.first = self.search.effort, self.fewest()
        done = 0
        try:
            self.search.publish_each(self.pause)
            if self._is_late() and not self.begin_anew():
                self.search.publish_each(self.pause)
            while not self.clock.is_over():
                self.look()
                if done == ANEW and self.may_begin_anew:
                    self.begin_anew()
                    if self.clock.is_over():
                        break
                if done == blocks or not self.search.hidden or self.is_least:
                    self.settle()
                    self.is_done = True
                    break
                self.search.go_on(BLOCK)
                done += not self.clock.is_over()
        except Unprotectable:
            self.told("kept the one before", 0, 0)
            self.finish()
            self.is_done = not self.clock.is_over()
        except Unfinished:
            self.told("kept the one before", 0, 0)
        return done

    def begin_anew(self) -> bool:
        """Make patterns of what cuts in parts say and go on from the best, if one is better than what holds;
        whether one is. Raises Unprotectable, and Unfinished where there is no time to find out."""
        self.may_begin_anew = False
        before = best = self.search
        most = int(CUTTING * before.effort)
        starts, lower = beginnings(self.space, self, self.clock.left, self.told, most)
        self.is_least = lower >= self.fewest()
        spent = 0
        for rows in starts:
            if spent >= before.effort:
                break
            fewest, self.search, self.searched = self.fewest(), self._search(), 0
            try:
                self.search.start(rows)
                self.search.publish_each(self.pause)
                if self._is_better(self.released()):
                    self.audit()
                    self.settle()
            except Unprotectable:
                self.told("kept the one before", 0, 0)
            if self.fewest() < fewest:
                best = self.search
            spent += self.search.effort
        self.search, self.searched = best, best.effort
        return best is not before

    def proved(self) -> Proof:
        """How few cells can be hidden beside the primary ones; what is met on the way is tried."""
        self.clock.go_on(KEPT * self.took)
        proof = proved(self.space, self, self.clock.left, self.told)
        self.finish()
        return proof

    def fewest(self) -> int:
        """How many cells the best pattern hides beside the primary ones."""
        best = self.holding[-1] if self.holding else self.settled
        if best is None:
            raise AssertionError("a pattern is proven to be good after there is one")
        return self._hides(best)

    def _hides(self, release: Release) -> int:
        return int(np.count_nonzero(~release.is_published)) - int(np.count_nonzero(self.is_kept))

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
        except (Unprotectable, Unfinished):
            self.told("kept the one before", 0, 0)

    def _search(self) -> Search:
        def told(stage: str, count: int) -> None:
            self.told(stage, count, 0)

        may_end = self.settled is not None
        return Search(self.space, self.changed, self.clock.left, told, may_end=may_end)

    def beginning(self) -> list[int]:
        """What to begin from: what was suppressed before, elimination, or nothing."""
        carried = self.view.carried(self.space)
        # A nought that was hidden before is seldom needed.
        carried = carried[self.space.values[carried] > 0]
        if not len(carried) and np.count_nonzero(self.space.roles == Role.PRIMARY) > MANY:
            carried = np.array(eliminated(self.space), np.int64)
        return [int(at) for at in carried]

    # --- audits

    def pause(self) -> bool:
        """Settle what was found if it is time to. False where it is time to begin anew."""
        if self._is_due() and self._is_better(self.released()):
            self.settle_anew()
        return not self._is_late()

    def look(self) -> None:
        """Make what was found hold if it is better than what did, and settle it if it is time to."""
        if self._is_better(self.released()):
            if self._is_due():
                self.settle_anew()
            else:
                self.audit()

    def audit(self) -> None:
        """Make the pattern hold. Raises Unprotectable, and Unfinished where there is no time to find out."""
        for _round in range(MOST_ROUNDS):
            rows = self._looked(self.released())
            if not rows:
                return
            self.search.widen(rows)
        raise Unprotectable(rows[0])

    def settle_anew(self) -> None:
        """Settle the pattern that the search has, made to hold before where it does not. Raises Unprotectable
        and Unfinished."""
        before, self.spent = self.search.effort, 0
        rows = self._settled(self.released())
        if rows:
            self.search.widen(rows)
            self.audit()
            self.settle()
        self.searched = self.search.effort
        self.spent += self.searched - before

    def settle(self) -> None:
        """Settle the best pattern that holds. Raises Unprotectable where none does, and Unfinished."""
        rows = [0]
        while self.holding and rows:
            rows = self._settled(self.holding.pop())
        if self.settled is None:
            raise Unprotectable(rows[0])

    def finish(self) -> None:
        """Settle the best pattern that holds, if there is time to."""
        try:
            self.settle()
        except Unfinished:
            self.told("kept the one before", 0, 0)

    def _is_due(self) -> bool:
        return self.search.effort - self.searched >= SHARE * self.spent

    def _is_late(self) -> bool:
        took, hidden = self.first
        times = self.search.effort / max(took, 1) - 1
        return (
            self.may_begin_anew
            and times >= 1
            and hidden - self._hides(self.released()) < WORTH * times * hidden
        )

    def _is_better(self, release: Release) -> bool:
        best = self.holding[-1] if self.holding else self.settled
        return best is None or bool(release.is_published.sum() > best.is_published.sum())

    def _left(self) -> float:
        """The seconds for an audit. There is always an answer: the first may take as many as it needs."""
        return math.inf if self.settled is None else self.clock.latest - self.clock.now()

    def _looked(self, release: Release) -> list[int]:
        """The rows that are narrow in whole counts; without any the pattern holds."""
        known = (*self.tables, *self.search.tables())
        audited = self.view.read(release, self.changes)
        # Beside a proof time is kept for settling: what holds and cannot be settled any more is no use.
        left = self._left if self.settled is None else self.clock.left
        found = attacked(audited, self.view.profile.k, known=known, left=left)
        self.tables = found.tables
        rows = found.open()
        if not rows and self._is_better(release):
            self.holding.append(release)
        return rows

    def _settled(self, release: Release) -> list[int]:
        """The rows that are narrow to whoever has what would leave alone; without any it is settled."""
        began = self.clock.now()
        read = Read.of(self.view, release, self.changes, self._left, self._heard)
        self.tables, rows = read.found.tables, read.found.open()
        self.spent += read.found.effort
        if not rows:
            self.read, self.settled = read.as_told(self.view, release, self._left), release
            self.search.may_end = True
            self.holding.clear()
        self.took = self.clock.now() - began
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
