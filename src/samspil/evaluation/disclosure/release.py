"""What leaves the house: the labels, the counts that are published, and which cells are suppressed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import MOST_PEOPLE, TOTAL, Frame, Key, Unusable
from samspil.evaluation.disclosure.history import Linkage, ways_of
from samspil.evaluation.disclosure.profile import Profile
from samspil.evaluation.disclosure.same import same_cells
from samspil.evaluation.disclosure.space import Layer, Role

PUBLISHED, SUPPRESSED = "published", "suppressed"


@dataclass(frozen=True, slots=True)
class Release:
    """Some tables as a reader gets them.

    `is_published` (cells,); `values` (cells,) is nought where a cell is suppressed: nothing of the truth
    is in here that is not published. `may_be_nought` (cells,): those that were suppressed when they last
    stood in a release, and may be so again though nobody is in them any more.
    """

    frame: Frame
    values: NDArray[np.int64]
    is_published: NDArray[np.bool_]
    profile: Profile
    may_be_nought: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if self.values[~self.is_published].any():
            raise ValueError("A suppressed cell holds a count.")

    def layer(self) -> Layer:
        """What a reader knows of it."""
        roles = np.where(self.is_published, Role.KNOWN, Role.HIDDEN).astype(np.int8)
        profile = self.profile
        return Layer(self.frame, self.values, roles, profile.floor, profile.width, self.may_be_nought)


@dataclass(frozen=True, slots=True)
class Past:
    """A release that is out, how it hangs together with the one before it, and how much a reader was
    told had been put right until then at most."""

    release: Release
    linkage: Linkage = Linkage()
    changes: int = 0


def hidden_before(frame: Frame, linkage: Linkage, past: Sequence[Past]) -> NDArray[np.bool_] | None:
    """Which cells (cells,) were suppressed when they last stood in a release; None where none is out.

    A cell is what it was by its labels' chains: one that was put together of others was suppressed where
    one of those was. Raises Unusable.
    """
    if not past:
        return None
    frames = [*(one.release.frame for one in past), frame]
    same = same_cells(frames, ways_of(frames, [*(one.linkage for one in past), linkage]))
    hidden, met = np.zeros(len(frame), bool), np.zeros(len(frame), bool)
    for number in reversed(range(len(past))):
        shown = past[number].release.is_published
        found, told = np.zeros(len(frame), bool), np.zeros(len(frame), bool)
        for one in same:
            if one.release == number:
                found[list(one.newer)] = True
                told[list(one.newer)] |= not shown[list(one.older)].all()
        hidden |= told & ~met
        met |= found
    return hidden


def table_text(release: Release, name: str) -> str:
    """One table as CSV: the columns it is divided by, `value` and `status`; a suppressed value is empty."""
    table = next(one for one in release.frame.plan.tables if one.name == name)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.by, "value", "status"])
    for at in release.frame.tables[name]:
        labels = labels_of(release.frame, table.by, release.frame.keys[at])
        is_published = bool(release.is_published[at])
        value = str(release.values[at]) if is_published else ""
        writer.writerow([*labels, value, PUBLISHED if is_published else SUPPRESSED])
    return out.getvalue()


def labels_of(frame: Frame, by: Sequence[str], key: Key) -> list[str]:
    """What stands in the columns of a table for a cell: a label of some level, or the name of the sums."""
    said = dict(key)
    found = []
    for name in by:
        number, _depth = frame.plan.place(name, name)
        columns = frame.plan.dimensions[number].columns
        found.append(next((said[column] for column in columns if column in said), TOTAL))
    return found


def read_tables(frame: Frame, texts: Mapping[str, str], profile: Profile) -> Release:
    """A release out of its files. Raises Unusable where a file is not what the labels ask for, or two
    disagree."""
    values = np.zeros(len(frame), np.int64)
    is_published = np.zeros(len(frame), bool)
    seen: dict[int, str] = {}
    for table in frame.plan.tables:
        rows = csv.reader(io.StringIO(texts[table.name]))
        if next(rows, None) != [*table.by, "value", "status"]:
            raise Unusable(f"The table «{table.name}» has other columns than it should have.", row=1)
        wanted = [(at, labels_of(frame, table.by, frame.keys[at])) for at in frame.tables[table.name]]
        for number, (said, (at, labels)) in enumerate(_paired(rows, wanted, table.name), start=2):
            value, status = said[-2:]
            if said[:-2] != labels or not _is_told(value, status):
                raise Unusable(
                    f"Row {number} of the table «{table.name}» is not what it should be.", row=number
                )
            if seen.setdefault(at, f"{value} {status}") != f"{value} {status}":
                raise Unusable(f"Row {number} of «{table.name}» says other than another table.", row=number)
            is_published[at] = status == PUBLISHED
            values[at] = int(value) if status == PUBLISHED else 0
    return Release(frame, values, is_published, profile)


def _is_told(value: str, status: str) -> bool:
    if status == SUPPRESSED:
        return value == ""
    return (
        status == PUBLISHED
        and len(value) <= len(str(MOST_PEOPLE))
        and value.isascii()
        and value.isdigit()
        and value == str(int(value))
        and int(value) <= MOST_PEOPLE
    )


def _paired(
    rows: Iterator[list[str]], wanted: Sequence[tuple[int, list[str]]], name: str
) -> Iterator[tuple[list[str], tuple[int, list[str]]]]:
    found = list(rows)
    if len(found) != len(wanted) or any(len(row) != len(wanted[0][1]) + 2 for row in found):
        raise Unusable(f"The table «{name}» has other rows than it should have.")
    return zip(found, wanted, strict=True)
