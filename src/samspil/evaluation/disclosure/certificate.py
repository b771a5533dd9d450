"""A certificate that anybody can check without a solver: possible tables that agree with everything
published.

For every suppressed cell it names two tables of whole counts, both of which agree with all that was
published, and which differ in the cell by at least the width. Whoever reads the release can therefore
not tell the two apart. The tables are worked out from what was published alone, so that the certificate
tells nothing more and may be published with it. It names all suppressed cells, for it must not say which
of them were small.

The format is documented in `docs/guide/protect.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.attack import Found
from samspil.evaluation.disclosure.cells import Dimension, Frame, Plan, Table, Unusable, framed
from samspil.evaluation.disclosure.profile import Profile
from samspil.evaluation.disclosure.release import Release, read_tables, table_text
from samspil.evaluation.disclosure.space import Space

FORMAT = "samspil-certificate-1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `cells` suppressed cells shown to be wide, and `problems`, sentences; none is
    good."""

    cells: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the certificate shows what it says."""
        return not self.problems


def certify(release: Release, space: Space, found: Found) -> str:
    """The certificate of a release as JSON, the same bytes for the same release.

    `space` and `found`: the attack on the release alone. Raises ValueError where the attack found a cell
    that is not wide: nothing is certified then.
    """
    if found.narrow:
        raise ValueError(f"{len(found.narrow)} suppressed cells are not wide; there is nothing to certify.")
    frame = release.frame
    of_column = np.full(space.width, -1, np.int64)
    for at in np.flatnonzero(space.inner[0] >= 0)[::-1]:
        of_column[space.inner[0][at]] = at
    cells = {
        int(space.cells[row]): [int(low), int(high)]
        for row, low, high in zip(found.rows, found.at_low, found.at_high, strict=True)
    }
    said: dict[str, Any] = {
        "format": FORMAT,
        "zeros": "shown" if release.profile.are_zeros_shown else "hidden",
        "width": release.profile.width,
        "dimensions": [
            {"name": one.name, "columns": list(one.columns), "labels": [list(path) for path in paths]}
            for one, paths in zip(frame.plan.used(), frame.paths, strict=True)
        ],
        "tables": [
            {"name": one.name, "by": list(one.by), "sha256": _digest(table_text(release, one.name))}
            for one in frame.plan.tables
        ],
        "possible": [
            sorted([int(of_column[column]), int(table[column])] for column in np.flatnonzero(table))
            for table in found.tables
        ],
        "cells": [[at, *cells[at]] for at in sorted(cells)],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def verify(certificate: str, texts: Mapping[str, str]) -> Verdict:
    """Whether a certificate holds for these files. `texts`: the tables by name, as they were published.

    It reads the files and adds up; it needs no solver and believes nothing that the certificate says about a
    cell. Raises Unusable where the certificate cannot be read, or the files are not those it speaks of.
    """
    said, frame, profile = _read(certificate)
    for one in said["tables"]:
        if one["name"] not in texts:
            raise Unusable(f"The table «{one['name']}» is missing.")
        if _digest(texts[one["name"]]) != one["sha256"]:
            raise Unusable(f"The table «{one['name']}» is another than the one that was certified.")
    release = read_tables(frame, texts, profile)
    possible = _possible(said["possible"], frame.size)
    sums: NDArray[np.int64] = (_added_up(frame) @ possible).toarray()
    return Verdict(*_checked(release, sums, said["cells"]))


def _read(certificate: str) -> tuple[dict[str, Any], Frame, Profile]:
    try:
        said = json.loads(certificate)
        if said["format"] != FORMAT:
            raise Unusable(f"This is no certificate of the format {FORMAT}.")
        dimensions = tuple(Dimension(one["name"], tuple(one["columns"])) for one in said["dimensions"])
        tables = tuple(Table(one["name"], tuple(one["by"])) for one in said["tables"])
        frame = framed(
            Plan(dimensions, tables),
            [[tuple(path) for path in one["labels"]] for one in said["dimensions"]],
        )
        profile = Profile(
            are_zeros_shown={"shown": True, "hidden": False}[said["zeros"]], width=said["width"]
        )
    except (KeyError, TypeError, json.JSONDecodeError) as broken:
        raise Unusable("The certificate cannot be read.") from broken
    return said, frame, profile


def _possible(tables: list[list[list[int]]], size: int) -> sparse.csr_array:
    """The possible tables as columns (inner cells, tables). Raises Unusable for counts below nothing."""
    at = [(inner, number, count) for number, table in enumerate(tables) for inner, count in table]
    if any(not 0 <= inner < size or count < 0 for inner, _number, count in at):
        raise Unusable("A table of the certificate holds a count that cannot be.")
    inner, number, count = (np.array([one[part] for one in at], np.int64) for part in range(3))
    return sparse.csr_array((count, (inner, number)), shape=(size, len(tables)))


def _added_up(frame: Frame) -> sparse.csr_array:
    """Which inner cells each cell is the sum of (cells, inner cells)."""
    starts = np.cumsum([0, *(len(one) for one in frame.members)], dtype=np.int64)
    inner = np.concatenate(frame.members)
    return sparse.csr_array((np.ones(len(inner), np.int64), inner, starts), shape=(len(frame), frame.size))


def _checked(
    release: Release, sums: NDArray[np.int64], cells: list[list[int]]
) -> tuple[int, tuple[str, ...]]:
    problems = []
    is_published = release.is_published
    if (sums[is_published] != release.values[is_published][:, None]).any():
        problems.append("A table of the certificate does not agree with what was published.")
    if (sums[~is_published] < release.profile.floor).any():
        problems.append(
            "A table of the certificate has fewer in a suppressed cell than a reader knows it to hold."
        )
    named = {at for at, _low, _high in cells}
    if named != set(np.flatnonzero(~is_published).tolist()):
        problems.append("The certificate does not speak of every suppressed cell and of no other.")
    narrow = sum(
        not (0 <= low < sums.shape[1] and 0 <= high < sums.shape[1])
        or bool(abs(sums[at, high] - sums[at, low]) < release.profile.width)
        for at, low, high in cells
        if 0 <= at < len(sums)
    )
    if narrow:
        problems.append(f"{narrow} suppressed cells are not shown to be as wide as they should be.")
    return len(named) if not problems else 0, tuple(problems)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
