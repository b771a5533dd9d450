"""A certificate that anybody can check without a solver: possible tables that agree with everything
published.

For every suppressed cell, of this release and of those before it, it names two tables of whole counts, both
of which agree with all that was published, and which differ in the cell by at least the width. Whoever reads
the releases can therefore not tell the two apart. The tables are worked out from what was published alone,
so that the certificate tells nothing more and may be published with it. It names all suppressed cells, for
it must not say which of them were small. It speaks of counts; of the figures of
measures it holds the digests.

The format is documented in `docs/guide/protect.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from samspil.evaluation.disclosure.cells import (
    MOST_PEOPLE,
    Dimension,
    Measure,
    Plan,
    Table,
    Unusable,
    framed,
)
from samspil.evaluation.disclosure.counting import Labels
from samspil.evaluation.disclosure.figures import Shown, beyond
from samspil.evaluation.disclosure.history import Columns, Linkage, columns_across
from samspil.evaluation.disclosure.profile import Profile
from samspil.evaluation.disclosure.protect import Protected
from samspil.evaluation.disclosure.release import (
    Past,
    Release,
    hidden_before,
    measure_name,
    measure_text,
    percent_name,
    percent_text,
    read_measure,
    read_tables,
    table_text,
)
from samspil.evaluation.disclosure.space import rows_of
from samspil.evaluation.disclosure.words import many

FORMAT = "samspil-certificate-4"
MOST_COUNT = 4 * MOST_PEOPLE
"""More than a possible table has in one combination; sums of larger counts would come round to nought."""


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


def certify(made: Protected) -> str:
    """The certificate of a release as JSON, the same bytes for the same releases.

    Raises ValueError where the attack found a cell that is not wide: nothing is certified then.
    """
    found, space = made.found, made.space
    if found.narrow or found.told:
        raise ValueError(f"{len(found.narrow)} suppressed cells are not wide; there is nothing to certify.")
    cells = sorted(
        [int(space.layers[row]), int(space.cells[row]), int(low), int(high)]
        for row, low, high in zip(found.rows, found.at_low, found.at_high, strict=True)
    )
    said: dict[str, Any] = {
        "format": FORMAT,
        "releases": [described(one) for one in (*made.past, made.as_past())],
        "possible": [
            sorted([int(space.origin[column]), int(table[column])] for column in np.flatnonzero(table))
            for table in found.tables
        ],
        "cells": cells,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"


def described(past: Past) -> dict[str, Any]:
    """A release by its labels, its rules and the digests of its files: all but the counts."""
    release = past.release
    frame, profile = release.frame, release.profile
    return {
        "k": profile.k,
        "zeros": "shown" if profile.are_zeros_shown else "hidden",
        "width": profile.width,
        "dimensions": [
            {"name": one.name, "columns": list(one.columns), "labels": [list(path) for path in paths]}
            for one, paths in zip(frame.plan.used(), frame.paths, strict=True)
        ],
        "tables": [
            {
                "name": one.name,
                "by": list(one.by),
                "percent": one.percent,
                "sha256": digest(table_text(release, one.name)),
            }
            for one in frame.plan.tables
        ],
        "measures": [_measure_described(release, one) for one in release.measures],
        "was": {
            column: {label: list(was) for label, was in sorted(labels.items())}
            for column, labels in sorted(past.linkage.was.items())
        },
        "period": past.linkage.period,
        "changes": past.changes,
    }


def _measure_described(release: Release, shown: Shown) -> dict[str, Any]:
    """A measure by its scale, what is shown, and the digests of its files in the order of the tables."""
    one = shown.measure
    return {
        "column": one.column,
        "from": one.least,
        "to": one.most,
        "show": list(one.show),
        **({"of": list(one.of)} if one.of else {}),
        "fewest": shown.fewest,
        "sha256": [digest(measure_text(release, table, shown)) for table in release.frame.plan.tables],
    }


def read_past(said: Mapping[str, Any], texts: Mapping[str, str], past: Sequence[Past]) -> Past:
    """A release out of its description and its files, after those of `past`.

    Raises Unusable where a file is missing or another than the one that is described.
    """
    try:
        dimensions = tuple(Dimension(one["name"], tuple(one["columns"])) for one in said["dimensions"])
        tables = tuple(Table(one["name"], tuple(one["by"]), one["percent"]) for one in said["tables"])
        labels = [
            _labels(each, one["labels"]) for each, one in zip(dimensions, said["dimensions"], strict=True)
        ]
        frame = framed(Plan(dimensions, tables), labels)
        if frame.plan.used() != dimensions:
            raise TypeError
        are_shown = {"shown": True, "hidden": False}[said["zeros"]]
        profile = Profile(k=said["k"], are_zeros_shown=are_shown, width=said["width"])
        was = {
            column: {label: tuple(before) for label, before in each.items()}
            for column, each in said["was"].items()
        }
        linkage, changes = Linkage(was, said["period"]), said["changes"]
        if not _are_whole([profile.k, profile.width, changes]) or not isinstance(linkage.period, str):
            raise TypeError
        digests = {one["name"]: one["sha256"] for one in said["tables"]}
        measures = [
            (
                Measure(one["column"], one["from"], one["to"], tuple(one["show"]), tuple(one.get("of", ()))),
                one["fewest"],
            )
            for one in said["measures"]
        ]
        for one, (measure, fewest) in zip(said["measures"], measures, strict=True):
            if not _are_whole([measure.least, measure.most, fewest]) or fewest < profile.k:
                raise TypeError
            names = [measure_name(table, measure) for table in tables]
            digests.update(zip(names, one["sha256"], strict=True))
    except (KeyError, TypeError, AttributeError, ValueError) as broken:
        if isinstance(broken, Unusable):
            raise
        raise Unusable("A release is not described as it should be.") from broken
    for name, wanted in digests.items():
        if name not in texts:
            raise Unusable(f"The table «{name}» is missing.")
        if digest(texts[name]) != wanted:
            raise Unusable(f"The table «{name}» is another than the one that was certified.")
    release = read_tables(frame, texts, profile)
    shown = tuple(read_measure(release, texts, measure, fewest) for measure, fewest in measures)
    release = replace(release, measures=shown, may_be_nought=hidden_before(frame, linkage, past))
    for name, table in ((percent_name(one), one) for one in tables if one.percent):
        if name not in texts:
            raise Unusable(f"The table «{name}» is missing.")
        if texts[name] != percent_text(release, table):
            raise Unusable(f"The table «{name}» is not what the counts come to.")
    return Past(release, linkage, changes)


def _labels(dimension: Dimension, said: Any) -> list[tuple[str, ...]]:
    """The finest labels of a dimension with those above them.

    A file of counts does not say which label is under which. Were one under two, each of those would have
    room for people who are not there, and cells would look wide that are not. Raises Unusable, and TypeError
    where these are no labels.
    """
    known = Labels(dimension)
    for number, path in enumerate(said, start=1):
        if len(path) != len(dimension.columns) or not all(isinstance(one, str) for one in path):
            raise TypeError
        try:
            known.take(dict(zip(dimension.columns, path, strict=True)), number)
        except Unusable:
            raise Unusable(
                "The certificate does not say of every label where it belongs, and once."
            ) from None
    if len(known.paths) < len(said):
        raise Unusable("The certificate does not say of every label where it belongs, and once.")
    return list(known.paths)


def names_of(said: Mapping[str, Any]) -> list[str]:
    """The files that the description of a release speaks of, without their ending.

    Raises KeyError and TypeError where it is not described as it should be.
    """
    found = []
    for one in said["tables"]:
        found += [one["name"], *([f"{one['name']}.percent"] if one["percent"] else [])]
        found += [f"{one['name']}.{each['column']}" for each in said["measures"]]
    return found


def verify(certificate: str, texts: Mapping[str, str], ledger: Sequence[Past] = ()) -> Verdict:
    """Whether a certificate holds for these files. `texts`: the tables by name, as they were published.

    `ledger`: the releases that were entered, oldest first: those that it comes after, and this one where it
    is among them. What was published before, and by which rules, is taken from there, and a certificate
    that says otherwise is refused. Of a release that is not in a ledger the rules are those that the
    certificate names. It reads the files and adds up; it needs no solver and believes nothing that the
    certificate says about a cell. Raises Unusable where the certificate cannot be read, or the files are
    not those it speaks of.
    """
    try:
        said = json.loads(certificate)
        if said["format"] != FORMAT:
            raise Unusable(f"This is no certificate of the format {FORMAT}.")
        releases, possible, cells = list(said["releases"]), said["possible"], said["cells"]
    except (KeyError, TypeError, ValueError, RecursionError) as broken:
        if isinstance(broken, Unusable):
            raise
        raise Unusable("The certificate cannot be read.") from broken
    if not releases or len(ledger) < len(releases) - 1:
        raise Unusable(f"The certificate speaks of {len(releases)} releases, and {len(ledger)} are known.")
    _must_agree(releases, ledger)
    before = list(ledger[: len(releases) - 1])
    past = [*before, read_past(releases[-1], texts, before)]
    columns = columns_across([one.release.frame for one in past], [one.linkage for one in past])
    changes = past[-1].changes
    if changes <= 0:
        columns = columns.unchanged()
    if not isinstance(cells, list) or not all(_are_whole(one) and len(one) == 4 for one in cells):
        raise Unusable("A cell of the certificate is not named as it should be.")
    return _checked(past, columns, _possible(possible, len(columns)), cells, changes)


def _must_agree(releases: Sequence[Any], ledger: Sequence[Past]) -> None:
    """What a certificate says of a release must be what the ledger says. Raises Unusable."""
    for number, (one, entered) in enumerate(zip(releases, ledger, strict=False), start=1):
        known = described(entered)
        if not isinstance(one, dict):
            raise Unusable("A release is not described as it should be.")
        other = [name for name in sorted({*known, *one}) if known.get(name) != one.get(name)]
        if other:
            raise Unusable(
                f"The certificate says other of release {number} than the ledger does: {', '.join(other)}."
            )


def _possible(tables: list[list[list[int]]], size: int) -> sparse.csr_array:
    """The possible tables as columns (columns, tables). Raises Unusable for counts below nothing."""
    try:
        at = [(column, number, count) for number, table in enumerate(tables) for column, count in table]
    except (TypeError, ValueError) as broken:
        raise Unusable("The certificate cannot be read.") from broken
    if any(not (_are_whole(one) and 0 <= one[0] < size and 0 <= one[2] <= MOST_COUNT) for one in at):
        raise Unusable("A table of the certificate holds a count that cannot be.")
    column, number, count = (np.array([one[part] for one in at], np.int64) for part in range(3))
    return sparse.csr_array((count, (column, number)), shape=(size, len(tables)))


def _checked(
    past: Sequence[Past], columns: Columns, possible: sparse.csr_array, cells: list[list[int]], changes: int
) -> Verdict:
    problems = []
    changed: NDArray[np.int64] = columns.is_change.astype(np.int64) @ possible
    if (changed > changes).any():
        problems.append("A table of the certificate has put more right than it says.")
    wide: set[tuple[int, int]] = set()
    for number, one in enumerate(past):
        release = one.release
        frame, is_published = release.frame, release.is_published
        sums: NDArray[np.int64] = (rows_of(frame, columns.inner[number]) @ possible).toarray()
        if (sums[is_published] != release.values[is_published][:, None]).any():
            problems.append("A table of the certificate does not agree with what was published.")
        small = (release.values >= release.profile.floor) & (release.values < release.profile.k)
        if (small & is_published).any():
            problems.append("A count that is too small was published.")
        problems += [sentence for shown in release.measures for sentence in beyond(shown, release.values)]
        if (sums[~is_published] < release.layer().floors()[~is_published][:, None]).any():
            problems.append(
                "A table of the certificate has fewer in a suppressed cell than a reader knows it to hold."
            )
        for at, low, high in (tuple(each[1:]) for each in cells if each[0] == number):
            is_there = 0 <= at < len(frame) and 0 <= low < sums.shape[1] and 0 <= high < sums.shape[1]
            if is_there and abs(sums[at, high] - sums[at, low]) >= release.profile.width:
                wide.add((number, at))
    wanted = _suppressed(past)
    if {(each[0], each[1]) for each in cells} != wanted:
        problems.append("The certificate does not speak of every suppressed cell and of no other.")
    if wanted - wide:
        single = "suppressed cell is not shown to be as wide as it should be."
        several = "suppressed cells are not shown to be as wide as they should be."
        problems.append(many(len(wanted - wide), single, several))
    return Verdict(len(wanted) if not problems else 0, tuple(dict.fromkeys(problems)))


def _are_whole(some: Any) -> bool:
    """Whether these are whole numbers, and neither broken nor endless nor yes and no."""
    return isinstance(some, list | tuple) and all(type(one) is int for one in some)


def _suppressed(past: Sequence[Past]) -> set[tuple[int, int]]:
    return {
        (number, int(at))
        for number, one in enumerate(past)
        for at in np.flatnonzero(~one.release.is_published)
    }


def digest(text: str) -> str:
    """The SHA-256 of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()
