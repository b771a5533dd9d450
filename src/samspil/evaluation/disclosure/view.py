"""One release among those that are out: where its pattern is looked for, and what a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.attack import Unfinished
from samspil.evaluation.disclosure.cells import Cells, Frame, Unusable
from samspil.evaluation.disclosure.history import Columns, Linkage, columns_across
from samspil.evaluation.disclosure.lp import Ends
from samspil.evaluation.disclosure.profile import Profile
from samspil.evaluation.disclosure.release import Past, Release, hidden_before
from samspil.evaluation.disclosure.space import Layer, Role, Space, joined

MANY_CHANGES = 1_000_000
"""More than anybody puts right: while it is looked for how few they can be."""


class View:
    """A release of `frame` under `profile`, after those of `past`.

    `columns`: who can be where in all of them. Raises Unusable where labels came and went and the
    linkage does not say how.
    """

    def __init__(self, frame: Frame, profile: Profile, past: tuple[Past, ...], linkage: Linkage) -> None:
        self.frame, self.profile, self.past, self.linkage = frame, profile, past, linkage
        self.may_be_nought = hidden_before(frame, linkage, past)
        self.columns = columns_of(frame, past, linkage)

    def release(self, values: NDArray[np.int64], is_published: NDArray[np.bool_]) -> Release:
        """What would leave. `values` and `is_published` (cells,)."""
        return Release(self.frame, values, is_published, self.profile, self.may_be_nought)

    def read(self, release: Release, changes: int) -> Space:
        """What a reader has who keeps all releases, from what is published alone."""
        return joined([*(one.release.layer() for one in self.past), release.layer()], self.columns, changes)

    def fewest_changes(self, release: Release, left: Callable[[], float]) -> int:
        """How much must have been put right for all that is published to be true. Raises Unfinished where
        there is no time to find out."""
        space = self.read(release, MANY_CHANGES)
        asked = Ends(space)
        asked.left = left
        found = asked.least(space.is_change.astype(float))
        if found is None:
            raise Unfinished
        return round(found.price)

    def truth(self, cells: Cells, is_primary: NDArray[np.bool_]) -> tuple[Space, int, dict[int, int]]:
        """The space of the search; how much was put right in earlier releases at the least, and where.

        Its values are the truth of this release; of what is suppressed in the others nobody has kept the
        truth, and one table that agrees with everything stands for it. Raises Unusable where there is none.
        """
        roles = np.where(is_primary, Role.PRIMARY, Role.OPEN).astype(np.int8)
        if self.profile.are_zeros_shown:
            is_open = self.may_be_nought if self.may_be_nought is not None else np.zeros(len(cells), bool)
            roles[(cells.values == 0) & ~is_open] = Role.KNOWN
        own = Layer(
            self.frame, cells.values, roles, self.profile.floor, self.profile.width, self.may_be_nought
        )
        layers = [*(self._to_be_kept(one.release) for one in self.past), own]
        space = joined(layers, self.columns)
        if not self.past:
            return space, 0, {}
        # What a reader was told once is not taken back: with less, releases that hold would not any more.
        changes = self.past[-1].changes
        found = Ends(_known(space)).cheapest()
        if changes or found is None:
            space = joined(layers, self.columns, MANY_CHANGES)
            found = Ends(_known(space)).least(space.is_change.astype(float))
            if found is None:
                raise Unusable("This and the releases before cannot be about the same people.")
            changes = max(changes, round(found.price))
            space = replace(space, ceiling=np.append(space.ceiling[:-1], float(changes)))
        people = np.rint(found.columns).astype(np.int64)
        where = {int(at): int(people[at]) for at in np.flatnonzero(space.is_change)}
        return replace(space, values=space.sums(people)), changes, where

    def _to_be_kept(self, release: Release) -> Layer:
        layer = release.layer()
        return replace(layer, roles=np.where(release.is_published, Role.KNOWN, Role.PRIMARY).astype(np.int8))

    def differing(self, cells: Cells) -> NDArray[np.bool_]:
        """Which cells (cells,) differ by one to k - 1 from what was published of them before.

        Whoever has both would count a small group: those who came, or who were put right. A cell that was
        several is held against their sum. Where one was split into several, none of them is small
        because of it, and their sum is attacked instead (`Space.asked`).
        """
        found = np.zeros(len(cells), bool)
        for one in self.columns.same:
            if one.at < len(self.past):
                continue
            told, older = self.past[one.release].release, list(one.older)
            if len(one.newer) > 1 or not told.is_published[older].all():
                continue
            more = int(cells.values[one.newer[0]]) - int(told.values[older].sum())
            found[one.newer[0]] |= 0 < abs(more) < self.profile.k
        return found

    def carried(self, space: Space) -> NDArray[np.int64]:
        """The open rows of this release that were suppressed in the one before."""
        if self.may_be_nought is None:
            return np.zeros(0, np.int64)
        own = np.flatnonzero((space.layers == len(self.past)) & (space.roles == Role.OPEN))
        return own[self.may_be_nought[space.cells[own]]]


def columns_of(frame: Frame, past: Sequence[Past], linkage: Linkage) -> Columns:
    """Who can be where in a release of this frame and in those before it. Raises Unusable."""
    frames = [*(one.release.frame for one in past), frame]
    return columns_across(frames, [*(one.linkage for one in past), linkage])


def _known(space: Space) -> Space:
    """All of the newest release known, as whoever protects it has it."""
    is_own = space.layers == space.layers.max()
    return replace(space, roles=np.where(is_own, Role.KNOWN, space.roles).astype(np.int8))
