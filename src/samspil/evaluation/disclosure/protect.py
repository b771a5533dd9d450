"""A release that is safe: primary cells, the pattern of further cells, and the audit of what would leave."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.attack import Found, attacked
from samspil.evaluation.disclosure.cells import Cells
from samspil.evaluation.disclosure.elimination import eliminated
from samspil.evaluation.disclosure.pattern import Search, Unprotectable
from samspil.evaluation.disclosure.profile import Profile, primary
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.space import Role, Space, joined, space_of

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

    `found`: the attack on it, made from what would leave alone. `is_cut`: whether the time was out before the
    search was done. `steps`: neighbourhoods tried.
    """

    release: Release
    is_primary: NDArray[np.bool_]
    is_secondary: NDArray[np.bool_]
    space: Space
    found: Found
    steps: int
    is_cut: bool


def suppress(
    cells: Cells,
    profile: Profile,
    *,
    steps: int = USUAL_STEPS,
    seconds: float | None = None,
    told: Told = quietly,
) -> Protected:
    """Suppress what has to be so that no suppressed cell can be worked out, and as little more as is found.

    `steps`: how long to look for fewer; the same steps give the same pattern on every machine.
    `seconds`: stop looking after so long, with more suppressed; the audit is made all the same and takes
    its own time. Raises Unprotectable.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    is_primary = primary(cells, profile)
    work = _Work(cells, profile, is_primary, lambda: ends is not None and time.monotonic() > ends, told)
    done, blocks = 0, -(-steps // BLOCK)
    while work.audit() and done < blocks and work.may_go_on():
        work.search.go_on(BLOCK)
        done += 1
    release = _released(cells, work.space, work.best, profile)
    audited = joined([release.layer()])
    found = attacked(audited, profile.width, lambda some, every: told("audit", some, every))
    is_secondary = ~release.is_published & ~is_primary
    return Protected(
        release, is_primary, is_secondary, audited, found, done * BLOCK, done < blocks and work.is_over()
    )


class _Work:
    """The search, and an audit in whole counts of every pattern that may be the answer.

    The search counts in parts of people, which is quick and finds a few cells wide that are not. Those
    get more room. Secondary cells are kept as wide as primary ones: else whoever sees how narrow a cell
    is would know which kind it is.
    """

    def __init__(
        self,
        cells: Cells,
        profile: Profile,
        is_primary: NDArray[np.bool_],
        is_over: Callable[[], bool],
        told: Told,
    ) -> None:
        self.cells, self.profile, self.is_over, self.told = cells, profile, is_over, told
        self.space = space_of(cells, is_primary, profile)
        self.widths = np.full(len(self.space), profile.width, np.int64)
        self.tables: tuple[NDArray[np.int64], ...] = ()
        self.best: NDArray[np.int64] = np.zeros(0, np.int64)
        self.fewest: int | None = None
        self.search = self._searching()
        self.search.start(eliminated(self.space) if np.count_nonzero(is_primary) > MANY else ())

    def _searching(self) -> Search:
        return Search(self.space, self.widths, self.is_over, lambda stage, count: self.told(stage, count, 0))

    def may_go_on(self) -> bool:
        """Whether there is anything to save, and time for it."""
        return bool(self.search.hidden) and not self.is_over()

    def audit(self) -> bool:
        """Make the pattern hold in whole counts and keep it if it is the best; always true. Raises
        Unprotectable."""
        for _round in range(MOST_ROUNDS):
            hidden = np.array(sorted(self.search.hidden), np.int64)
            release = _released(self.cells, self.space, hidden, self.profile)
            audited = joined([release.layer()])
            found = attacked(audited, self.profile.width, known=self.tables)
            self.tables = found.tables
            rows = np.flatnonzero(np.isin(self.space.cells, audited.cells[list(found.narrow)]))
            if not len(rows):
                count = int(np.count_nonzero(~release.is_published))
                if self.fewest is None or count < self.fewest:
                    self.best, self.fewest = (
                        np.flatnonzero(np.isin(self.space.cells, np.flatnonzero(~release.is_published))),
                        count,
                    )
                return True
            self._widen(rows, hidden)
        raise Unprotectable(int(rows[0]))

    def _widen(self, rows: NDArray[np.int64], hidden: NDArray[np.int64]) -> None:
        roles = self.space.roles.copy()
        self.widths[rows[roles[rows] == Role.PRIMARY]] += 1
        roles[rows] = Role.PRIMARY
        self.space = replace(self.space, roles=roles)
        self.search = self._searching()
        self.search.start([int(at) for at in hidden if roles[at] == Role.OPEN], is_thorough=False)


def _released(cells: Cells, space: Space, hidden: NDArray[np.int64], profile: Profile) -> Release:
    is_published = np.ones(len(cells), bool)
    is_published[space.cells[space.roles == Role.PRIMARY]] = False
    is_published[space.cells[hidden]] = False
    return Release(cells.frame, np.where(is_published, cells.values, 0), is_published, profile)
