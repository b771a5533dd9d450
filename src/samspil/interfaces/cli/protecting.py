"""`samspil protect`: tables out of a file of records, so that nobody in them can be worked out."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from tqdm import tqdm

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure import insiders
from samspil.interfaces.cli.exits import DONE, REFUSED, USAGE, Failed

PLAN_KEYS = {"weight", "hierarchies", "tables"}
PROFILE_KEYS = {"k", "zeros", "width"}
STAGES = {
    "mended": "first pattern",
    "published again": "publishing again",
    "neighbourhoods": "looking for fewer",
    "audit": "audit",
    "insiders": "insiders",
}


def protect(options: Namespace) -> int:
    """Protect a file, or check what was protected: `samspil protect verify DIR`."""
    if options.what[0] == "verify" and len(options.what) == 2:
        return _verified(Path(options.what[1]), options)
    if len(options.what) != 1 or not (options.tables and options.profile and options.out):
        raise Failed("Say which file: samspil protect FILE.csv --tables --profile --out DIR.", USAGE)
    if options.insiders < 0:
        raise Failed("--insiders is a number of coalitions, from 0 up.", USAGE)
    out = Path(options.out)
    if out.exists() and any(out.iterdir()) and not options.force:
        raise Failed(f"{out} is not empty; choose another folder, or say --force.", USAGE, path=str(out))
    try:
        plan, weight = plan_of(_yaml(options.tables))
        profile = profile_of(_yaml(options.profile))
        cells = disclosure.counted(plan, records(Path(options.what[0]), plan, weight))
        started = time.perf_counter()
        with _Shown(is_quiet=options.json) as shown:
            made = disclosure.suppress(
                cells, profile, steps=options.steps, seconds=options.seconds, told=shown
            )
            took = time.perf_counter() - started
            inside = _inside(cells, made, options.insiders, shown) if options.insiders else None
    except disclosure.Unusable as problem:
        raise Failed(problem.sentence, USAGE, path=problem.column, line=problem.row) from None
    except disclosure.Unprotectable:
        raise Failed("No pattern keeps every small cell safe; nothing was written.", REFUSED) from None
    report = _report(cells, profile, made, took)
    if inside is not None:
        report["insiders"] = inside
    _write(out, made, disclosure.design(cells, profile), report)
    print(json.dumps(report, ensure_ascii=False, indent=2) if options.json else _said(report, out))
    return DONE


def _verified(folder: Path, options: Namespace) -> int:
    try:
        certificate = (folder / "certificate.json").read_text("utf-8")
        names = [one["name"] for one in json.loads(certificate)["tables"]]
        texts = {name: (folder / f"{name}.csv").read_bytes().decode() for name in names if _is_plain(name)}
        verdict = disclosure.verify(certificate, texts)
    except OSError as problem:
        raise Failed(f"{folder} cannot be read: {problem.strerror}.", USAGE) from None
    except (ValueError, KeyError, TypeError) as problem:
        said = (
            problem.sentence
            if isinstance(problem, disclosure.Unusable)
            else "The certificate cannot be read."
        )
        raise Failed(said, REFUSED) from None
    told = {"holds": verdict.holds, "cells": verdict.cells, "problems": list(verdict.problems)}
    text = "\n".join(verdict.problems) or f"All {verdict.cells} suppressed cells are shown to be safe."
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else text)
    return DONE if verdict.holds else REFUSED


def plan_of(said: Any) -> tuple[disclosure.Plan, str | None]:
    """The plan of a file, and the column that says how many a row stands for. Raises Unusable."""
    _only(said, PLAN_KEYS, "plan")
    hierarchies, tables, weight = said.get("hierarchies") or {}, said.get("tables"), said.get("weight")
    if not isinstance(hierarchies, dict) or not all(_are_words(one) for one in hierarchies.values()):
        raise disclosure.Unusable("«hierarchies» names columns from coarse to fine: {geo: [reg, mun]}.")
    if not isinstance(tables, list) or not all(
        isinstance(one, dict) and set(one) == {"name", "by"} and _are_words(one["by"]) for one in tables
    ):
        raise disclosure.Unusable("«tables» is a list of tables, each with «name» and «by».")
    if not (weight is None or isinstance(weight, str)):
        raise disclosure.Unusable("«weight» is the name of a column.")
    for one in tables:
        if not isinstance(one["name"], str) or not _is_plain(one["name"]):
            raise disclosure.Unusable(f"The table's name «{one['name']}» cannot be the name of a file.")
    above = {column for columns in hierarchies.values() for column in columns} | set(hierarchies)
    alone = dict.fromkeys(name for one in tables for name in one["by"] if name not in above)
    dimensions = [disclosure.Dimension(str(name), tuple(columns)) for name, columns in hierarchies.items()]
    dimensions += [disclosure.Dimension(name, (name,)) for name in alone]
    made = tuple(disclosure.Table(one["name"], tuple(one["by"])) for one in tables)
    return disclosure.Plan(tuple(dimensions), made), weight


def profile_of(said: Any) -> disclosure.Profile:
    """The rules of a file; what is not named is off. Raises Unusable."""
    _only(said, PROFILE_KEYS, "profile")
    for name in ("k", "width"):
        if name in said and (not isinstance(said[name], int) or isinstance(said[name], bool)):
            raise disclosure.Unusable(f"«{name}» is a whole number.")
    zeros = said.get("zeros", "shown")
    if zeros not in ("shown", "hidden"):
        raise disclosure.Unusable("«zeros» is shown or hidden.")
    if "k" not in said:
        raise disclosure.Unusable("The profile does not say «k», the smallest count that may be shown.")
    return disclosure.Profile(k=said["k"], are_zeros_shown=zeros == "shown", width=said.get("width", 1))


def records(file: Path, plan: disclosure.Plan, weight: str | None) -> Iterator[disclosure.Record]:
    """The rows of a file. Raises Unusable with the line of the file, heading counted, and the column."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            yield from _rows(opened, plan, weight)
    except OSError as problem:
        raise disclosure.Unusable(f"{file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        line = _not_utf8(file)
        raise disclosure.Unusable(f"Row {line} of {file} is not written in UTF-8.", row=line) from None


def _not_utf8(file: Path) -> int:
    """The first line that cannot be decoded; what is decoded is read ahead, so the reader does not know."""
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return number


def _split(opened: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line in the file. Raises Unusable where it is no CSV."""
    reader = csv.reader(opened, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as problem:
        line = reader.line_num
        raise disclosure.Unusable(f"Row {line} is no CSV: {problem}.", row=line) from None


def _rows(opened: Any, plan: disclosure.Plan, weight: str | None) -> Iterator[disclosure.Record]:
    rows = _split(opened)
    _line, head = next(rows, (1, []))
    if not head:
        raise disclosure.Unusable("The file is empty.")
    wanted = [column for one in plan.used() for column in one.columns]
    for column in [*wanted, *([weight] if weight else [])]:
        if head.count(column) != 1:
            how = "no" if column not in head else "more than one"
            why = " Its fields are to be separated by commas." if len(head) == 1 and ";" in head[0] else ""
            raise disclosure.Unusable(f"The file has {how} column «{column}».{why}", row=1, column=column)
    places = [(column, head.index(column)) for column in wanted]
    for line, row in rows:
        if not row:
            continue
        if len(row) != len(head):
            raise disclosure.Unusable(
                f"Row {line} has {len(row)} fields, and the heading has {len(head)}.", row=line
            )
        count = 1 if weight is None else _count(row[head.index(weight)], line, weight)
        yield disclosure.Record({column: row[at] for column, at in places}, count, line)


def _count(said: str, line: int, column: str) -> int:
    if not (said.isascii() and said.isdigit()) or len(said) > 9:
        raise disclosure.Unusable(
            f"Row {line}: «{said}» in «{column}» is not a whole number from 0 up.", row=line, column=column
        )
    return int(said)


def _report(
    cells: disclosure.Cells, profile: disclosure.Profile, made: disclosure.Protected, seconds: float
) -> dict[str, Any]:
    found = made.found
    attacks = {name: {"exact": len(found.exact), "narrow": len(found.narrow)} for name in ("A1", "A2")}

    def counts(at: Any) -> dict[str, int]:
        return {
            "cells": len(at),
            "primary": int(np.count_nonzero(made.is_primary[at])),
            "secondary": int(np.count_nonzero(made.is_secondary[at])),
            "hidden": int(cells.values[at][made.is_secondary[at]].sum()),
        }

    every = np.arange(len(cells))
    return {
        "for": "whoever publishes; it tells which cells are small: publish tables, notes and certificate",
        "k": profile.k,
        "zeros": "shown" if profile.are_zeros_shown else "hidden",
        "width": profile.width,
        "steps": made.steps,
        "is_cut": made.is_cut,
        "all": {**counts(every), "seconds": round(seconds, 3), "attack": attacks},
        "tables": {name: counts(np.array(at, np.int64)) for name, at in cells.frame.tables.items()},
        "design": [
            {
                "table": one.table,
                "filled": one.filled,
                "primary": one.primary,
                "share": round(one.share, 4),
                "coarser": None if one.coarser is None else list(one.coarser),
            }
            for one in disclosure.design(cells, profile)
        ],
    }


def _inside(
    cells: disclosure.Cells, made: disclosure.Protected, number: int, shown: _Shown
) -> dict[str, dict[str, int]]:
    """What insiders learn, by kind; up to `number` coalitions of each."""
    found = insiders.audited(
        cells, made.release, number, made.found.tables, lambda done: shown("insiders", done, 0)
    )
    return {
        one.insider.value: {
            "asked": one.asked,
            "learning": one.learning,
            "exact": one.exact,
            "narrow": one.narrow,
            "own": one.own,
        }
        for one in found
    }


def _write(
    out: Path, made: disclosure.Protected, advice: tuple[disclosure.Advice, ...], report: dict[str, Any]
) -> None:
    """Write the folder whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        texts = {
            f"{one.name}.csv": disclosure.table_text(made.release, one.name)
            for one in made.release.frame.plan.tables
        }
        texts["certificate.json"] = disclosure.certify(made.release, made.space, made.found)
        texts["note.da.txt"] = disclosure.note(made.release, advice, disclosure.DANISH)
        texts["note.en.txt"] = disclosure.note(made.release, advice, disclosure.ENGLISH)
        texts["report.json"] = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
        for name, text in texts.items():
            (new / name).write_bytes(text.encode())
        new.chmod(0o755)
        if out.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
            os.replace(out, old)
            os.replace(new, out)
            shutil.rmtree(old)
        else:
            os.replace(new, out)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _said(report: dict[str, Any], out: Path) -> str:
    every = report["all"]
    lines = [
        f"{every['cells']} cells, {every['primary']} too small, {every['secondary']} hidden beside them, "
        f"{every['attack']['A2']['exact']} can be worked out. {every['seconds']:.1f} s.",
    ]
    for one in report["design"]:
        if one["coarser"] is not None:
            by = ", ".join(one["coarser"]) or "the total alone"
            lines.append(f"{one['table']}: {one['share']:.0%} of the cells are too small. Coarser: {by}.")
    for kind, told in report.get("insiders", {}).items():
        lines.append(
            f"{kind}: {told['learning']} of {told['asked']} learn {told['exact']} cells of others exactly."
        )
    return "\n".join([*lines, f"Written to {out}."])


class _Shown:
    """How far it is, on a terminal."""

    def __init__(self, *, is_quiet: bool) -> None:
        self.is_quiet = is_quiet

    def __enter__(self) -> _Shown:
        self.bar = tqdm(disable=True if self.is_quiet else None, unit="", leave=False)
        return self

    def __exit__(self, *_what: object) -> None:
        self.bar.close()

    def __call__(self, stage: str, done: int, every: int) -> None:
        self.bar.set_description(f"{STAGES.get(stage, stage)}: {done}" + (f" of {every}" if every else ""))


def _yaml(file: str) -> Any:
    try:
        return yaml.safe_load(Path(file).read_bytes())
    except OSError as problem:
        raise Failed(f"{file} cannot be read: {problem.strerror}.", USAGE, path=file) from None
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise Failed(f"{file} is no YAML that can be read.", USAGE, path=file, line=line) from None


def _only(said: Any, keys: set[str], what: str) -> None:
    if not isinstance(said, dict):
        raise disclosure.Unusable(f"The {what} is empty or no list of names and values.")
    for name in said:
        if name not in keys:
            raise disclosure.Unusable(f"The {what} has no «{name}»; it has {', '.join(sorted(keys))}.")


def _are_words(said: Any) -> bool:
    return isinstance(said, list) and bool(said) and all(isinstance(one, str) and one for one in said)


def _is_plain(name: str) -> bool:
    return bool(name) and len(name) <= 100 and not set(name) & set('/\\:*?"<>|\0\n\r') and name[0] != "."
