"""A release that is safe: primary cells, the pattern of further cells, and the audit of what would leave."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.attack import Found, attacked
from samspil.evaluation.disclosure.cells import Cells
from samspil.evaluation.disclosure.elimination import eliminated
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

Told = Callable[[str, int, int], None]


def quietly(_stage: str, _done: int, _all: int) -> None:
    """Hear nothing of how far it is."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A release, and how it came about. `is_primary` (cells,) and `is_secondary` (cells,) stay in the house.

    `past` and `linkage`: the releases that it comes after, and how it hangs together with the last of
    them. `changes`: how much was put right in those at the least, which a reader is thought to know.
    `found`: the attack on all that is out then, made from what is published alone. `is_cut`: whether the
    time was out before the search was done. `steps`: neighbourhoods tried.
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
    told: Told = quietly,
) -> Protected:
    """Suppress what has to be so that no suppressed cell can be worked out, and as little more as is found.

    `past`: the releases about the same people that are out, oldest first; nothing that is suppressed in
    them can be worked out afterwards either. `linkage`: how this one hangs together with the last.
    `steps`: how long to look for fewer; the same steps give the same pattern on every machine.
    `seconds`: stop looking after so long, with more suppressed; the audit is made all the same and takes
    its own time. Raises Unprotectable, and Unusable where releases cannot be about the same people.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    view = View(cells.frame, profile, tuple(past), linkage or Linkage())
    is_primary = primary(cells, profile) | view.differing(cells)
    work = _Work(cells, view, is_primary, lambda: ends is not None and time.monotonic() > ends, told)
    done, blocks = 0, -(-steps // BLOCK)
    try:
        work.begin()
        while work.audit() and done < blocks and work.may_go_on():
            work.search.go_on(BLOCK)
            done += 1
    except Unprotectable as problem:
        raise Unprotectable(problem.row, work.space.labels[problem.row]) from None
    release = work.best
    if release is None:
        raise AssertionError("a pattern that was audited is the best until another is")
    audited = view.read(release, work.changes)
    found = attacked(audited, profile.k, lambda some, every: told("audit", some, every))
    if found.narrow or found.told:
        row = found.narrow[0] if found.narrow else found.told[0][0]
        raise Unprotectable(row, audited.labels[row])
    is_secondary = ~release.is_published & ~is_primary
    return Protected(
        release, view.past, view.linkage, work.changes, is_primary, is_secondary, audited, found,
        done * BLOCK, done < blocks and work.is_over(),
    )  # fmt: skip


class _Work:
    """The search, and an audit in whole counts of every pattern that may be the answer.

    The search counts in parts of people, which is quick and finds a few cells wide that are not. Those
    are asked for in whole counts from then on. Secondary cells are kept as wide as primary ones: else
    whoever sees how narrow a cell is would know which kind it is.
    """

    def __init__(
        self,
        cells: Cells,
        view: View,
        is_primary: NDArray[np.bool_],
        is_over: Callable[[], bool],
        told: Told,
    ) -> None:
        self.cells, self.view, self.is_over, self.told = cells, view, is_over, told
        self.space, self.changes, self.changed = view.truth(cells, is_primary)
        self.is_own = self.space.layers == len(view.past)
        self.whole = np.zeros(len(self.space), bool)
        self.tables: tuple[NDArray[np.int64], ...] = ()
        self.best: Release | None = None
        self.search = self._searching()

    def begin(self) -> None:
        """The first pattern: from what was suppressed before, from elimination, or from nothing."""
        carried = self.view.carried(self.space)
        if not len(carried) and np.count_nonzero(self.space.roles == Role.PRIMARY) > MANY:
            carried = np.array(eliminated(self.space), np.int64)
        self.search.start(carried.tolist())

    def _searching(self) -> Search:
        return Search(
            self.space, self.whole, self.changed, self.is_over,
            lambda stage, count: self.told(stage, count, 0),
        )  # fmt: skip

    def may_go_on(self) -> bool:
        """Whether there is anything to save, and time for it."""
        return bool(self.search.hidden) and not self.is_over()

    def audit(self) -> bool:
        """Make the pattern hold in whole counts and keep it if it is the best; always true. Raises
        Unprotectable."""
        for _round in range(MOST_ROUNDS):
            hidden = np.array(sorted(self.search.hidden), np.int64)
            release = self.released(hidden)
            audited = self.view.read(release, self.changes)
            found = attacked(audited, self.view.profile.k, known=self.tables)
            self.tables = found.tables
            rows = np.array([*found.narrow, *(row for row, _value in found.told)], np.int64)
            if not len(rows):
                best = self.best
                if best is None or release.is_published.sum() > best.is_published.sum():
                    self.best = release
                return True
            self._widen(rows, hidden)
        raise Unprotectable(int(rows[0]))

    def released(self, hidden: NDArray[np.int64]) -> Release:
        """What would leave with these rows suppressed beside the primary ones."""
        is_published = np.ones(len(self.cells), bool)
        is_published[self.space.cells[(self.space.roles == Role.PRIMARY) & self.is_own]] = False
        is_published[self.space.cells[hidden]] = False
        return self.view.release(np.where(is_published, self.cells.values, 0), is_published)

    def _widen(self, rows: NDArray[np.int64], hidden: NDArray[np.int64]) -> None:
        roles = self.space.roles.copy()
        self.whole[rows[roles[rows] == Role.PRIMARY]] = True
        roles[rows] = Role.PRIMARY
        self.space = replace(self.space, roles=roles)
        self.search = self._searching()
        self.search.start([int(at) for at in hidden if roles[at] == Role.OPEN], is_thorough=False)
