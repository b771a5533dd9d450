"""What leaves the house: the labels, the counts that are published, and which cells are suppressed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.evaluation.disclosure.cells import (
    MOST_PEOPLE,
    TOTAL,
    Frame,
    Key,
    Measure,
    Table,
    Unusable,
)
from samspil.evaluation.disclosure.figures import Shown, read_figure, said
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
    stood in a release, and may be so again though nobody is in them any more. `measures`: the figures that
    stand beside the counts, and nowhere else.
    """

    frame: Frame
    values: NDArray[np.int64]
    is_published: NDArray[np.bool_]
    profile: Profile
    may_be_nought: NDArray[np.bool_] | None = None
    measures: tuple[Shown, ...] = ()

    def __post_init__(self) -> None:
        if self.values[~self.is_published].any():
            raise ValueError("A suppressed cell holds a count.")
        if any((one.is_shown & ~self.is_published).any() for one in self.measures):
            raise ValueError("A figure stands where the count is suppressed.")

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


def texts_of(release: Release) -> dict[str, str]:
    """All files of a release as CSV, by their names without the ending: `t3`, `t3.percent`, `t3.points`."""
    found = {}
    for table in release.frame.plan.tables:
        found[table.name] = table_text(release, table.name)
        if table.percent:
            found[percent_name(table)] = percent_text(release, table)
        for one in release.measures:
            found[measure_name(table, one.measure)] = measure_text(release, table, one)
    return found


def percent_name(table: Table) -> str:
    """The name of the file with a table's percentages."""
    return f"{table.name}.percent"


def measure_name(table: Table, measure: Measure) -> str:
    """The name of the file with the figures of a measure in a table."""
    return f"{table.name}.{measure.column}"


def table_text(release: Release, name: str) -> str:
    """One table as CSV: the columns it is divided by, `value` and `status`; a suppressed value is empty."""
    table = next(one for one in release.frame.plan.tables if one.name == name)

    def value(at: int) -> list[str] | None:
        return [str(release.values[at])] if release.is_published[at] else None

    return _text(release.frame, table, ["value"], value)


def percent_text(release: Release, table: Table) -> str:
    """How much of the total of `Table.percent` each cell is, in per cent with one decimal, as CSV.

    It is worked out of what is published and tells no more: it is empty where either count is suppressed or
    there is nobody.
    """
    frame = release.frame
    place = {frame.keys[at]: at for at in frame.tables[table.name]}
    number, _depth = frame.plan.place(table.percent, table.name)
    divided = set(frame.plan.dimensions[number].columns)

    def percent(at: int) -> list[str] | None:
        whole = place[tuple(one for one in frame.keys[at] if one[0] not in divided)]
        if not (release.is_published[at] and release.is_published[whole] and release.values[whole]):
            return None
        part, every = int(release.values[at]), int(release.values[whole])
        return [said("percent", (2000 * part + every) // (2 * every))]

    return _text(frame, table, ["percent"], percent)


def measure_text(release: Release, table: Table, shown: Shown) -> str:
    """The figures of one measure in one table as CSV; empty where they are not shown."""
    names = shown.measure.show

    def figures(at: int) -> list[str] | None:
        return [said(one, int(shown.figures[one][at])) for one in names] if shown.is_shown[at] else None

    return _text(release.frame, table, list(names), figures)


def _text(frame: Frame, table: Table, names: list[str], told: Callable[[int], list[str] | None]) -> str:
    """A table as CSV: the columns it is divided by, these, and `status`. `told`: None where suppressed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.by, *names, "status"])
    for at in frame.tables[table.name]:
        found = told(at)
        labels = labels_of(frame, table.by, frame.keys[at])
        writer.writerow([*labels, *(found or [""] * len(names)), PUBLISHED if found else SUPPRESSED])
    return out.getvalue()


def labels_of(frame: Frame, by: Sequence[str], key: Key) -> list[str]:
    """What stands in the columns of a table for a cell: a label of some level, or the name of the sums."""
    labels = dict(key)
    found = []
    for name in by:
        number, _depth = frame.plan.place(name, name)
        columns = frame.plan.dimensions[number].columns
        found.append(next((labels[column] for column in columns if column in labels), TOTAL))
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
        for number, (row, (at, labels)) in enumerate(_paired(rows, _wanted(frame, table), table.name), 2):
            value, status = row[-2:]
            if row[:-2] != labels or not _is_told(value, status):
                raise Unusable(
                    f"Row {number} of the table «{table.name}» is not what it should be.", row=number
                )
            if seen.setdefault(at, f"{value} {status}") != f"{value} {status}":
                raise Unusable(f"Row {number} of «{table.name}» says other than another table.", row=number)
            is_published[at] = status == PUBLISHED
            values[at] = int(value) if status == PUBLISHED else 0
    return Release(frame, values, is_published, profile)


def read_measure(release: Release, texts: Mapping[str, str], measure: Measure, fewest: int) -> Shown:
    """The figures of a measure out of its files. Raises Unusable where a file is not what it should be, or
    two disagree."""
    frame, names = release.frame, measure.show
    is_shown = np.zeros(len(frame), bool)
    figures = {one: np.zeros(len(frame), np.int64) for one in names}
    seen: dict[int, list[str]] = {}
    for table in frame.plan.tables:
        name = measure_name(table, measure)
        rows = csv.reader(io.StringIO(texts[name]))
        if next(rows, None) != [*table.by, *names, "status"]:
            raise Unusable(f"The table «{name}» has other columns than it should have.", row=1)
        wanted = _wanted(frame, table)
        for number, (row, (at, labels)) in enumerate(_paired(rows, wanted, name, len(names)), start=2):
            own = row[len(labels) :]
            is_known = own[-1] == PUBLISHED and bool(release.is_published[at])
            try:
                found = [read_figure(one, text) for one, text in zip(names, own, strict=False) if is_known]
            except ValueError:
                found = []
            is_empty = own == [*[""] * len(names), SUPPRESSED]
            if row[: len(labels)] != labels or not (len(found) == len(names) or is_empty):
                raise Unusable(f"Row {number} of the table «{name}» is not what it should be.", row=number)
            if seen.setdefault(at, own) != own:
                raise Unusable(f"Row {number} of «{name}» says other than another table.", row=number)
            is_shown[at] = bool(found)
            for one, figure in zip(names, found, strict=False):
                figures[one][at] = figure
    return Shown(measure, is_shown, figures, fewest)


def _wanted(frame: Frame, table: Table) -> list[tuple[int, list[str]]]:
    """The cells of a table with their labels, in the order of its file."""
    return [(at, labels_of(frame, table.by, frame.keys[at])) for at in frame.tables[table.name]]


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
    rows: Iterator[list[str]], wanted: Sequence[tuple[int, list[str]]], name: str, figures: int = 1
) -> Iterator[tuple[list[str], tuple[int, list[str]]]]:
    found = list(rows)
    if len(found) != len(wanted) or any(len(row) != len(wanted[0][1]) + 1 + figures for row in found):
        raise Unusable(f"The table «{name}» has other rows than it should have.")
    return zip(found, wanted, strict=True)
