"""Seeded programmes by the hundred, each protected and then attacked by a reader who was written apart.

`make campaign PROTECT=1 [SEED=number]` writes docs/campaigns/protect.json. From 4 × 3 up to
98 × 3 × 4 × 6 linked tables; noughts shown and hidden, with and without regions, k from 3 to 5. The
reader has its own files, matrix and solver (scipy) and looks at every suppressed cell under A1 and A2, at
most 400 of an instance; the small ones are tried out table by table; in some, secondary cells are published
one by one, and what opens is to be noticed by our own audit. Exit code 1 if a cell can be worked out, or one
that opens is not noticed.

The file is written as it goes, so that what was ended early says how far it came.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.campaigns.planner import commit  # noqa: E402  (the root must be known first)
from tests.evaluation.disclosure.reader import OutOfPatience, Reader  # noqa: E402

from samspil.evaluation import disclosure  # noqa: E402
from samspil.interfaces.cli.bench.grids import Lots, Programme, cells_of  # noqa: E402

FORKING = multiprocessing.get_context("fork")
RESULT = ROOT / "docs" / "campaigns" / "protect.json"
INSTANCES = 520
SAVED = 20
"""How many instances between two times that the file is written."""
MOST_CELLS = 400
"""With more suppressed cells than this the reader looks at so many of them, evenly spread."""
MOST_SECONDS = 240
PATIENCE, MOST_MUTATED = 100_000, 12
"""Trials at the tables of one small instance, and secondary cells of one that are published one by one."""
SPOILED = 5
"""In every so manieth instance secondary cells are published one by one."""
SMALL, MIDDLE, LARGE, WHOLE = "4 to 6", "7 to 14", "15 to 40", "98"
SHARES = (SMALL,) * 25 + (MIDDLE,) * 16 + (LARGE,) * 8 + (WHOLE,)
"""Municipalities, by how often they come in fifty."""
ONE = ((("geo", "out"),), (("geo", "interv", "out"),), (("mun", "out"),), (("mun", "interv", "out"),))
LINKED = (
    (("geo", "interv", "out"), ("geo", "interv", "half")),
    (("geo", "interv"), ("geo", "out"), ("interv", "out", "half")),
    (("geo", "interv", "out"), ("geo", "interv", "half"), ("reg", "interv", "out", "half")),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One instance: who, which tables, under which rules. `size`: how many municipalities, in words."""

    number: int
    size: str
    programme: Programme
    tables: tuple[tuple[str, ...], ...]
    profile: disclosure.Profile
    steps: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one. Counts of cells; `open` those that the reader worked out, by reader.

    `tried`: suppressed cells of which two possible values were found by trying tables. `unsettled`: those of
    which none were, because there were too many tables. `settled`: those that can be one number only.
    `mutated`, `opened`, `missed`: secondaries published, those that open another, and those of them that
    our audit did not notice. `refused`: no pattern was found. `unfinished`: it was ended after MOST_SECONDS.
    """

    hidden: int = 0
    secondary: int = 0
    looked_at: int = 0
    open_a1: int = 0
    open_a2: int = 0
    tried: int = 0
    unsettled: int = 0
    settled: int = 0
    mutated: int = 0
    opened: int = 0
    missed: int = 0
    refused: int = 0
    unfinished: int = 0

    @property
    def is_bad(self) -> bool:
        """Whether somebody can be worked out, or an audit was blind."""
        return bool(self.open_a1 or self.open_a2 or self.settled or self.missed)


def cases(seed: int, many: int) -> list[Case]:
    """The instances of a seed, the largest last."""
    made = [_case(seed, number) for number in range(many)]
    return sorted(made, key=lambda one: (one.size == WHOLE, one.number))


def _case(seed: int, number: int) -> Case:
    lots = Lots((seed << 32) + number)
    size = SHARES[number % len(SHARES)]
    low, high = {SMALL: (4, 6), MIDDLE: (7, 14), LARGE: (15, 40), WHOLE: (98, 98)}[size]
    municipalities = low + lots.below(high - low + 1)
    people = {SMALL: 12 + lots.below(110), MIDDLE: 60 + lots.below(240), LARGE: 150 + lots.below(600)}
    programme = Programme(
        seed=(seed << 32) + number,
        people=people.get(size, 300),
        municipalities=municipalities,
        regions=1 + lots.below(max(2, municipalities // 4)) if size != WHOLE else 5,
        interventions=3 if size == WHOLE else 1 + lots.below(3),
        outcomes=4 if size == WHOLE else 3 + lots.below(2),
        halves=6 if size == WHOLE else 1 + lots.below(3),
    )
    group = LINKED if lots.below(2) else ONE
    return Case(
        number=number,
        size=size,
        programme=programme,
        tables=group[lots.below(len(group))],
        profile=disclosure.Profile(k=3 + lots.below(3), are_zeros_shown=bool(lots.below(3))),
        steps=10 if size == SMALL else 0,
    )


def tried(case: Case, folder: Path) -> Outcome:
    """Protect one instance and attack what would leave."""
    cells = cells_of(case.programme, case.tables)
    try:
        made = disclosure.suppress(cells, case.profile, steps=case.steps)
    except disclosure.Unprotectable:
        return Outcome(refused=1)
    parents = _parents(cells)
    reader = read(made.release, folder, parents, case.profile.floor)
    lesser = reader if not case.profile.floor else read(made.release, folder, parents, 0)
    every = -(-len(reader.hidden) // MOST_CELLS) or 1
    looked_at = reader.hidden[::every]
    counts = Counter[str](
        hidden=len(reader.hidden),
        secondary=int(np.count_nonzero(made.is_secondary)),
        looked_at=len(looked_at),
        open_a1=len(lesser.narrow(1, looked_at)),
        open_a2=len(reader.narrow(1, looked_at)),
    )
    if case.size == SMALL and len(reader.inner) <= 40 and frozenset() in reader.known:
        counts.update(_by_trying(reader, int(cells.values.max()) + 2))
    if not case.number % SPOILED and case.size in (SMALL, MIDDLE):
        counts.update(_spoiled(cells, made, folder, parents))
    return Outcome(**counts)


def read(release: disclosure.Release, folder: Path, parents: dict[str, str], floor: int) -> Reader:
    """A reader of the files of a release, and of nothing else."""
    names = {one.name: one.by for one in release.frame.plan.tables}
    for name in names:
        (folder / f"{name}.csv").write_text(disclosure.table_text(release, name), "utf-8")
    return Reader(folder, names, {"geo": parents}, floor, same={"reg": "geo", "mun": "geo"})


def _parents(cells: disclosure.Cells) -> dict[str, str]:
    return {path[-1]: path[0] for path in cells.frame.paths[0] if len(path) > 1}


def _by_trying(reader: Reader, most: int) -> dict[str, int]:
    """What every table of whole counts says, as far as there is patience for."""
    found: dict[frozenset[tuple[str, str]], set[int]] = {cell: set() for cell in reader.hidden}
    is_all = True
    try:
        for sums in reader.every_table(most, PATIENCE):
            for cell, value in sums.items():
                found[cell].add(value)
            if all(len(values) > 1 for values in found.values()):
                break
    except OutOfPatience:
        is_all = False
    left = sum(len(values) < 2 for values in found.values())
    return {"tried": len(found) - left, "settled": left * is_all, "unsettled": left * (not is_all)}


def _spoiled(
    cells: disclosure.Cells, made: disclosure.Protected, folder: Path, parents: dict[str, str]
) -> dict[str, int]:
    """Publish secondaries one by one: how many open another cell, and how many of those we do not notice."""
    counts = Counter[str]()
    secondaries = np.flatnonzero(made.is_secondary)
    for at in secondaries[:: -(-len(secondaries) // MOST_MUTATED) or 1]:
        shown = made.release.is_published.copy()
        shown[at] = True
        release = disclosure.Release(
            cells.frame, np.where(shown, cells.values, 0), shown, made.release.profile
        )
        theirs = read(release, folder, parents, release.profile.floor).narrow(1)
        counts.update(mutated=1, opened=bool(theirs), missed=not noticed(release, theirs))
    return dict(counts)


def noticed(release: disclosure.Release, theirs: list[frozenset[tuple[str, str]]]) -> bool:
    """Whether our own audit finds every cell that the reader found narrow."""
    space = disclosure.joined([release.layer()])
    ours = {
        frozenset(
            ("geo" if column in ("reg", "mun") else column, label)
            for column, label in release.frame.keys[space.cells[row]]
        )
        for row in disclosure.attack(release).narrow
    }
    return set(theirs) <= ours


def main() -> int:
    """Run them all, write what came of it."""
    seed, many = int(os.environ.get("SEED") or 1), int(os.environ.get("INSTANCES") or INSTANCES)
    began, worked = time.time(), _worked()
    asked, found = cases(seed, many), []
    with tempfile.TemporaryDirectory() as folder:
        for case in tqdm(asked, file=sys.stderr, leave=False, desc="Protecting"):
            start = time.monotonic()
            one = _within(case, Path(folder)) if case.size == WHOLE else tried(case, Path(folder))
            found.append((case, one, time.monotonic() - start))
            if len(found) % SAVED == 0 or case.size == WHOLE or len(found) == many:
                took = {"took_s": round(time.time() - began), "cpu_s": round(_worked() - worked)}
                result = told(seed, many, found) | took
                RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(result, indent=2, ensure_ascii=False))
    return 1 if any(one.is_bad for _case, one, _took in found) else 0


def _worked() -> float:
    """Seconds of processor so far, those of children that have ended too."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _within(case: Case, folder: Path) -> Outcome:
    """What came of a large one, in a process of its own that is ended when it takes too long."""
    here, there = FORKING.Pipe(duplex=False)
    child = FORKING.Process(target=lambda: there.send(tried(case, folder)), daemon=True)
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(MOST_SECONDS) else Outcome(unfinished=1)
    finally:
        child.kill()
        child.join()


def told(seed: int, many: int, found: list[tuple[Case, Outcome, float]]) -> dict[str, Any]:
    """The result so far."""

    def of(size: str) -> dict[str, Any]:
        mine = [(case, one, took) for case, one, took in found if case.size == size]
        names = Outcome.__dataclass_fields__
        sums = {name: sum(getattr(one, name) for _case, one, _took in mine) for name in names}
        return {
            "instances": len(mine),
            "linked": sum(len(case.tables) > 1 for case, _one, _took in mine),
            "noughts_hidden": sum(not case.profile.are_zeros_shown for case, _one, _took in mine),
            **sums,
            "slowest_s": round(max((took for _case, _one, took in mine), default=0.0), 1),
        }

    return {
        "commit": commit(),
        "seed": seed,
        "asked_for": many,
        "ran": len(found),
        "what": "counts of cells; open, settled and missed shall be 0",
        "municipalities": {size: of(size) for size in (SMALL, MIDDLE, LARGE, WHOLE)},
        "bad": [case.number for case, one, _took in found if one.is_bad],
    }


if __name__ == "__main__":
    sys.exit(main())
