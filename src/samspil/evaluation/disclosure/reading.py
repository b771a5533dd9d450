"""An attack on what would leave, by whoever knows how much was put right, and by whoever is told so.

How many were put right since the releases before can open a cell by itself: if everything but one of its
cells is published, a reader subtracts. So that number stays in the house. What is told in its place is how
much must have been put right for all that is published to be true, or a little more where no pattern is safe
from whoever takes it at that. Any reader can work out as much, so it tells nothing.

Whoever thinks that more was put right holds more tables possible, and works out less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samspil.evaluation.disclosure.attack import Found, Impossible, attacked
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.space import Space
from samspil.evaluation.disclosure.view import View


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader finds in a release and in those before it, who thinks that at most `changes` were put
    right."""

    changes: int
    space: Space
    found: Found

    @classmethod
    def of(
        cls,
        view: View,
        release: Release,
        changes: int,
        left: Callable[[], float],
        heard: Callable[[int, int], None] = lambda _some, _every: None,
    ) -> Read:
        """The attack, from what is published alone. Raises Unfinished, and Impossible."""
        space = view.read(release, changes)
        return cls(changes, space, attacked(space, view.profile.k, heard, left=left))

    def as_told(self, view: View, release: Release, left: Callable[[], float]) -> Read:
        """The same by a reader who thinks that as little was put right as is safe to think, which is never
        more than whoever attacked here knows. What is safe from who thinks of few is from who thinks of
        more. Raises Unfinished."""
        if not self.changes:
            return self
        best, low, more, next_more = self, view.fewest_changes(release, left), 0, 0
        while low < best.changes:
            at = min(low + more, best.changes - 1)
            read = self._safe(view, release, at, left)
            if read is None:
                low, more, next_more = at + 1, next_more, 2 * next_more + 1
            else:
                best, more, next_more = read, (at - low) // 2, 0
        return best

    @classmethod
    def _safe(cls, view: View, release: Release, changes: int, left: Callable[[], float]) -> Read | None:
        space = view.read(release, changes)
        try:
            found = attacked(space, view.profile.k, left=left, is_one_enough=True)
        except Impossible:
            return None
        return None if found.open() else cls(changes, space, found)
