"""Where a file that is brought for an earlier release is another than the one it was made of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import Cells, Frame
from samspil.evaluation.disclosure.figures import figures_of
from samspil.evaluation.disclosure.release import Release
from samspil.evaluation.disclosure.space import rows_of


def unlike(brought: Cells, release: Release) -> str:
    """The first cell of a table that these cells do not give as it was published, in words; empty for none.

    `valued` refuses such a file too. It says of which release, and whoever has the wrong file would like to
    know where to look.
    """
    for one, other, told in (
        (release.frame, brought.frame, "the release has, and the file has not"),
        (brought.frame, release.frame, "the file has, and the release has not"),
    ):
        there = set(other.keys)
        for name, cells in one.tables.items():
            gone = next((at for at in cells if one.keys[at] not in there), None)
            if gone is not None:
                return f"«{name}» is about {_cell(one, gone)}, which {told}"
    shown = release.is_published
    for name, at in _finest(release.frame, shown & (brought.values != release.values)):
        was, now = int(release.values[at]), int(brought.values[at])
        return f"«{name}» has {was} at {_cell(release.frame, at)}, and the file gives {now}"
    return _unlike_figures(brought, release)


def _unlike_figures(brought: Cells, release: Release) -> str:
    frame = release.frame
    rows = rows_of(frame, np.arange(frame.size))
    for told in release.measures:
        one = told.measure
        same = [
            held
            for each, held in brought.measured.items()
            if (each.column, each.least, each.most, each.of) == (one.column, one.least, one.most, one.of)
        ]
        if not same:
            continue
        people = rows @ same[0]
        found = figures_of(one, people[:, :-1])
        is_other = np.zeros(len(frame), bool)
        for name in one.show:
            is_other |= told.is_shown & (found[name] != told.figures[name])
        for name, at in _finest(frame, is_other):
            return f"«{name}.{one.column}» has other figures at {_cell(frame, at)} than the file gives"
    return ""


def _finest(frame: Frame, is_other: NDArray[np.bool_]) -> Iterator[tuple[str, int]]:
    """The cell of each table that is divided most among some (cells,): the row that is wrong is in it."""
    for name, cells in frame.tables.items():
        found = [at for at in cells if is_other[at]]
        if found:
            yield name, max(found, key=lambda at: len(frame.keys[at]))


def _cell(frame: Frame, at: int) -> str:
    """A cell by its labels."""
    return ", ".join(f"«{label}» in «{column}»" for column, label in frame.keys[at]) or "the total"
