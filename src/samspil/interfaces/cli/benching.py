"""`samspil bench protect`: measure, then print or write the table of instances."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from tqdm import tqdm

from samspil.evaluation import disclosure
from samspil.interfaces.cli.bench.grids import TABLES
from samspil.interfaces.cli.bench.protection import instances, measured_within, page, report
from samspil.interfaces.cli.exits import DONE, REFUSED, USAGE, Failed


def bench_protect(options: Namespace) -> int:
    """Measure every instance; exit code 1 when a cell can be worked out or an instance was not done."""
    _must_fit(options)
    folder = Path(options.tables) if options.tables else None
    rows = []
    try:
        asked = list(instances(folder, options.seconds, options.only, is_exact=options.exact))
    except disclosure.Unusable as problem:
        raise Failed(problem.sentence, USAGE, path=problem.column, line=problem.row) from None
    with tqdm(asked, file=sys.stderr, leave=False, disable=True if options.json else None) as bar:
        for one in bar:
            bar.set_description(f"{one.grid}, {one.name}")
            rows.append(measured_within(one, options.steps, options.most))
    told = report(rows)
    if options.write:
        Path(options.write).parent.mkdir(parents=True, exist_ok=True)
        Path(options.write).write_text(page(told), "utf-8")
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else page(told), end="")
    is_safe = all("failed" not in one and not one["exposed_a1"] + one["exposed_a2"] for one in rows)
    return DONE if is_safe else REFUSED


def _must_fit(options: Namespace) -> None:
    for name in options.only:
        if name not in TABLES:
            raise Failed(f"There are no tables called {name}; choose of {', '.join(TABLES)}.", USAGE)
    if options.tables and not Path(options.tables).is_dir():
        raise Failed(f"{options.tables} is no folder.", USAGE, path=options.tables)
    if options.steps < 0 or options.most <= 0 or any(one < 0 for one in options.seconds):
        raise Failed("Steps and seconds are not below nothing.", USAGE)
