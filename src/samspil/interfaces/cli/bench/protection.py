"""`samspil bench protect`: how well and how fast tables are protected, instance by instance.

Every figure is counted anew from what would leave: the files are read again and attacked by two readers,
and the certificate is checked against them. Beside it stands, for the one grid that others were run on,
what they needed there.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import platform
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.attack import Impossible, attacked
from samspil.evaluation.disclosure.elimination import eliminated
from samspil.evaluation.disclosure.space import joined
from samspil.evaluation.disclosure.view import View
from samspil.interfaces.cli.bench.commit import commit_of
from samspil.interfaces.cli.bench.grids import TABLES, Programme, cells_of, plan_of
from samspil.interfaces.cli.protect_rows import records

ROOT = Path(__file__).resolve().parents[5]
WEIGHT = "n"
LIMITS = {"T2": 5.0, "T3": 5.0, "LINK": 30.0, "CUBE4": 90.0}
"""Seconds that the search may take where none are said."""
PROVED, PROVING = ("T2", "T3"), 150.0
"""Of which tables it is proven how few cells are enough, where that is asked, and within how many seconds."""
SMALL = Programme(people=60, municipalities=4, regions=1, outcomes=3, halves=2)
SHOWN, HIDDEN = disclosure.Profile(), disclosure.Profile(are_zeros_shown=False)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What others needed on the same tables.

    `plain_seconds`: GaussSuppression 1.2.3 in R 4.2.2 without its handling of singletons, which is what
    elimination alone does. `secondary` and `exposed`: GaussSuppression with it, and how many primary cells
    come out exact for a reader who knows where noughts are shown. `fewest`: the proven optimum at equal
    protection, None where nobody proved one.
    """

    plain_seconds: float
    secondary: int
    exposed: int
    fewest: int | None


THEIRS = {
    "32888ba4312dc1c2d151b8b31b1ad2546a5558832ce6ea5dd8083969f474add6": {
        "T2": Theirs(0.08, 16, 0, 16),
        "T3": Theirs(0.69, 106, 0, 74),
        "LINK": Theirs(6.7, 163, 966, None),
        "CUBE4": Theirs(37.6, 769, 0, None),
    }
}
"""By the SHA-256 of the grid they were run on: 1,500 invented people, written before this package was."""


@dataclass(frozen=True, slots=True)
class Instance:
    """Some tables of some people, under some rules, with the seconds that the search may take."""

    name: str
    grid: str
    cells: disclosure.Cells
    profile: disclosure.Profile
    seconds: float
    theirs: Theirs | None = None
    is_proved: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """All that is told of one instance. Counts of cells, `hidden` people in secondary ones, seconds.

    `exposed_a1`, `exposed_a2`: suppressed cells that a reader works out who knows that people are not fewer
    than none, and one who also knows that where noughts are shown a suppressed cell is at least one.
    `seconds` and `cpu_seconds` are those of pattern, audit and certificate; the attacks are not in them.
    `is_cut`: the limit ended the search. `proven`, `proven_hidden`, `proven_seconds`: fewer secondary cells
    than this there cannot be; how many the best pattern has that was met on the way; and the time of all.
    """

    instance: str
    grid: str
    cells: int
    primary: int
    secondary: int
    hidden: int
    exposed_a1: int
    exposed_a2: int
    limit: float
    seconds: float
    cpu_seconds: float
    steps: int
    is_cut: bool
    certificate_kb: int
    certified: int
    verify_seconds: float
    eliminated: int
    elimination_seconds: float
    their_plain_seconds: float | None
    their_secondary: int | None
    their_exposed: int | None
    fewest: int | None
    proven: int | None
    proven_hidden: int | None
    proven_seconds: float | None


def instances(
    folder: Path | None, seconds: Sequence[float], only: Iterable[str] = (), *, is_exact: bool = False
) -> Iterator[Instance]:
    """Our own invented programmes, and the grids that lie in a folder: CSV files with the column «n».

    `seconds`: the limits to measure each with, their own where there are none. `only`: names, all where
    there are none. `is_exact`: also prove of `PROVED` how few cells are enough. Raises Unusable for a file
    that cannot be read as a grid.
    """
    wanted = frozenset(only)
    for grid, programme, names, profile in _own():
        for name in names:
            if not wanted or name in wanted:
                cells = cells_of(programme, TABLES[name])
                for limit in seconds or (LIMITS[name],):
                    yield Instance(name, grid, cells, profile, limit, None, is_exact and name in PROVED)
    for file in sorted(folder.glob("*.csv")) if folder else ():
        theirs = THEIRS.get(hashlib.sha256(file.read_bytes()).hexdigest(), {})
        for name, tables in TABLES.items():
            if not wanted or name in wanted:
                plan = plan_of(*tables)
                cells = disclosure.counted(plan, records(file, plan, WEIGHT))
                for limit in seconds or (LIMITS[name],):
                    is_proved = is_exact and name in PROVED
                    yield Instance(name, file.stem, cells, SHOWN, limit, theirs.get(name), is_proved)


def _own() -> tuple[tuple[str, Programme, tuple[str, ...], disclosure.Profile], ...]:
    few, usual, many = Programme(people=300), Programme(), Programme(people=5000)
    return (
        ("invented, 4 × 3", SMALL, ("T2", "T3", "LINK"), SHOWN),
        ("invented, 300", few, ("T2", "T3", "LINK"), SHOWN),
        ("invented, 1,500", usual, ("T2", "T3", "LINK", "CUBE4"), SHOWN),
        ("invented, 1,500, noughts hidden", usual, ("T2", "T3"), HIDDEN),
        ("invented, 5,000", many, ("T2", "T3"), SHOWN),
    )


def measured(one: Instance, steps: int) -> Row:
    """Protect an instance, read what would leave, attack it and check its certificate.

    Raises Unprotectable.
    """
    small = disclosure.primary(one.cells, one.profile)
    space, *_none = View(one.cells.frame, one.profile, (), disclosure.Linkage()).truth(one.cells, small)
    began = time.perf_counter()
    alone = eliminated(space)
    elimination = time.perf_counter() - began
    began, worked = time.perf_counter(), time.process_time()
    made = disclosure.suppress(one.cells, one.profile, steps=steps, seconds=one.seconds)
    certificate = disclosure.certify(made)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    texts = {
        table.name: disclosure.table_text(made.release, table.name)
        for table in made.release.frame.plan.tables
    }
    proven, proven_hidden, proven_seconds = _proved(one) if one.is_proved else (None, None, None)
    began = time.perf_counter()
    verdict = disclosure.verify(certificate, texts)
    verifying = time.perf_counter() - began
    a1, a2 = exposed(made.release.frame, texts, one.profile)
    return Row(
        instance=one.name,
        grid=one.grid,
        cells=len(one.cells),
        primary=int(np.count_nonzero(small)),
        secondary=int(np.count_nonzero(made.is_secondary)),
        hidden=int(one.cells.values[made.is_secondary].sum()),
        exposed_a1=a1,
        exposed_a2=a2,
        limit=one.seconds,
        seconds=round(took, 2),
        cpu_seconds=round(worked, 2),
        steps=made.steps,
        is_cut=made.is_cut,
        certificate_kb=-(-len(certificate.encode()) // 1000),
        certified=verdict.cells,
        verify_seconds=round(verifying, 2),
        eliminated=len(alone),
        elimination_seconds=round(elimination, 2),
        their_plain_seconds=one.theirs.plain_seconds if one.theirs else None,
        their_secondary=one.theirs.secondary if one.theirs else None,
        their_exposed=one.theirs.exposed if one.theirs else None,
        fewest=one.theirs.fewest if one.theirs else None,
        proven=proven,
        proven_hidden=proven_hidden,
        proven_seconds=proven_seconds,
    )


def _proved(one: Instance) -> tuple[int, int, float]:
    """Fewer secondary cells than this there cannot be, how many the best has, and the seconds."""
    began = time.perf_counter()
    made = disclosure.suppress(one.cells, one.profile, seconds=PROVING, is_exact=True)
    if made.proof is None:
        raise AssertionError("a proof was asked for")
    took = round(time.perf_counter() - began, 1)
    return made.proof.lower, int(np.count_nonzero(made.is_secondary)), took


def measured_within(one: Instance, steps: int, most: float) -> dict[str, Any]:
    """A row in a process of its own, which is ended after `most` seconds; then the row says so.

    A limit of the search does not end an audit, and the next instance shall not wait for it for ever.
    Where nothing was measured `failed` says why, and there are no figures.
    """
    forking = multiprocessing.get_context("fork")
    here, there = forking.Pipe(duplex=False)
    child = forking.Process(target=_sent, args=(one, steps, there), daemon=True)
    child.start()
    there.close()
    try:
        told = here.recv() if here.poll(most) else f"not done in {most:g} s"
    except EOFError:
        told = "ended without a word"
    finally:
        child.kill()
        child.join()
        here.close()
    if isinstance(told, Row):
        return asdict(told)
    return {"instance": one.name, "grid": one.grid, "cells": len(one.cells), "failed": told}


def _sent(one: Instance, steps: int, there: Connection) -> None:
    try:
        there.send(measured(one, steps))
    except disclosure.Unprotectable:
        there.send("no pattern keeps every small cell safe")
    except Impossible:
        there.send("the audit found no table of whole counts; nothing would be written")


def exposed(
    frame: disclosure.Frame, texts: Mapping[str, str], profile: disclosure.Profile
) -> tuple[int, int]:
    """How many suppressed cells of some files are exact: for A1 and for A2. Attacked from the files alone."""
    layer = disclosure.read_tables(frame, texts, profile).layer()
    layers = [replace(layer, floor=floor, width=1) for floor in (0, profile.floor)]
    found = [attacked(joined([one]), profile.k) for one in layers]
    return len(found[0].exact), len(found[1].exact)


def report(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is published as JSON: `Row` as an object each."""
    return {
        "commit": commit_of(ROOT),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "results": list(rows),
    }


HEAD = (
    "| grid | tables | cells | primary | secondary | hidden | exposed A1 / A2 | limit, s | wall, s | CPU, s "
    "| certificate, kB | verify, s | elimination: cells, s | R's elimination, s | GaussSuppression (exposed) "
    "| optimum | at least / with --exact, s |"
)
ABOUT = """\
Written by `samspil bench protect --write FILE`. `--tables FOLDER` reads grids of others (CSV with the columns
reg, mun, interv, out, half and n), `--seconds` and `--steps` say for how long to look, `--only` which tables.

- **Tables.** T2: municipality and region × outcome. T3: × intervention. LINK: T3, municipality ×
  intervention × half-year, and region × intervention × outcome × half-year, published together. CUBE4: all
  four ways. Small is 1 to 4; noughts are shown unless it says otherwise.
- **Grids.** «invented» ones are made by `interfaces/cli/bench/grids.py`, seed 1, the same everywhere.
  grid_1500_1 is the one that R was run on; it is no part of the repository.
- **Exposed.** Suppressed cells that a reader works out of the files alone, attacked anew after they were
  written: A1 knows that people are not fewer than none, A2 also where noughts are shown. Whole counts.
- **Seconds.** Wall and CPU are those of pattern, audit and certificate, two threads. The limit ends all but
  the first pattern and its audit; «·» says that it did, and the answer is the last that was settled by
  then. The machine is shared with others, which the wall shows.
- **Others.** R's elimination: GaussSuppression 1.2.3 without its handling of singletons, R 4.2.2, the same
  machine. GaussSuppression: secondary cells with it, and in brackets how many *primary* cells A2 works out.
  Optimum: proven at equal protection, by others' cuts and HiGHS.
- **With `--exact`**, of T2 and T3 and within 150 s: how many secondary cells there are at least, proven; how
  many the best pattern has that was met; and the seconds of search, proof and audit.
"""


def page(told: Mapping[str, Any]) -> str:
    """The table of instances as a page."""
    lines = ["# Protected tables, measured", "", f"Commit {told['commit']}, {told['machine']}.", ""]
    lines += [ABOUT, HEAD]
    lines.append("|" + " --- |" * (HEAD.count("|") - 1))
    lines += [_line(one) for one in told["results"]]
    return "\n".join(lines) + "\n"


def _line(one: Mapping[str, Any]) -> str:
    if "failed" in one:
        return f"| {one['grid']} | {one['instance']} | {one['cells']:,} | {one['failed']} |{' |' * 13}"
    theirs = "–"
    if one["their_secondary"] is not None:
        theirs = f"{one['their_secondary']:,} ({one['their_exposed']:,})"
    parts = (
        one["grid"],
        one["instance"],
        f"{one['cells']:,}",
        f"{one['primary']:,}",
        f"{one['secondary']:,}",
        f"{one['hidden']:,}",
        f"{one['exposed_a1']} / {one['exposed_a2']}",
        f"{one['limit']:g}{' ·' if one['is_cut'] else ''}",
        f"{one['seconds']:.1f}",
        f"{one['cpu_seconds']:.1f}",
        f"{one['certificate_kb']:,}",
        f"{one['verify_seconds']:.2f}",
        f"{one['eliminated']:,}, {one['elimination_seconds']:.2f}",
        "–" if one["their_plain_seconds"] is None else f"{one['their_plain_seconds']:g}",
        theirs,
        "–" if one["fewest"] is None else str(one["fewest"]),
        "–"
        if one["proven"] is None
        else f"{one['proven']} / {one['proven_hidden']}, {one['proven_seconds']:g}",
    )
    return f"| {' | '.join(parts)} |"
