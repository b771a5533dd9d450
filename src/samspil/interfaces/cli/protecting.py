"""`samspil protect`: tables out of a file of records, so that nobody in them can be worked out."""

from __future__ import annotations

import json
import math
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure import insiders, many
from samspil.interfaces.cli.exits import DONE, REFUSED, USAGE, Failed
from samspil.interfaces.cli.protect_input import (
    check_first,
    check_following,
    linkage_of,
    measures_of,
    one_line,
    plan_of,
    profile_of,
)
from samspil.interfaces.cli.protect_output import must_be_free, put
from samspil.interfaces.cli.protect_rows import records, told_apart
from samspil.interfaces.cli.protect_verify import verified
from samspil.interfaces.cli.protect_yaml import yaml_of

STAGES = {
    "mended": "first pattern",
    "published again": "publishing again",
    "neighbourhoods": "looking for fewer",
    "audit": "audit",
    "measures": "means and sums",
    "proof": "at least",
    "insiders": "insiders",
}


def protect(options: Namespace) -> int:
    """Protect a file, or check what was protected: `samspil protect verify DIR`."""
    if options.what[0] == "verify":
        return verified(options)
    _must_be_asked(options)
    out = Path(options.out)
    must_be_free(out, [options.what[0], options.tables, options.profile], options.ledger, options.force)
    started = time.perf_counter()
    try:
        asked = yaml_of(options.tables)
        plan, weight = plan_of(asked)
        profile = profile_of(yaml_of(options.profile))
        linkage = linkage_of(asked, plan)
        ledger = disclosure.Ledger.opened(Path(options.ledger)) if options.ledger else None
        check_first(linkage, ledger)
        measures = measures_of(asked, plan)
        before = _before(options, ledger, weight, measures)
        read = told_apart(records(Path(options.what[0]), plan, weight, measures))
        cells = disclosure.counted(plan, read, weight, measures)
        check_following(asked, cells, profile)
        with _Shown(is_quiet=options.json) as shown:
            made, figures = _made(cells, profile, linkage, ledger, before, options, shown)
            took = time.perf_counter() - started
            inside = _inside(cells, made, options.insiders, shown) if options.insiders else None
        report = _report(cells, profile, made, took)
        if measures:
            report["measures"] = _figures(figures)
        if inside is not None:
            report["insiders"] = inside
        if made.proof is not None:
            report["exact"] = _proof(made, made.proof)
        certificate = disclosure.certify(made)
        if ledger is not None:
            newest = ledger.enter(made, certificate)
            report["ledger"] = {"release": len(made.past) + 1, "changes": made.changes, "newest": newest}
    except disclosure.Unusable as problem:
        sentence = one_line(problem.sentence)
        raise Failed(sentence, USAGE, path=problem.column, line=problem.row) from None
    except disclosure.FiguresTell as problem:
        told = (
            f"Together with this release, figures of those before it would tell {problem.label}, or there "
            "was no time to see that they do not; nothing was written. "
            "Cross fewer columns, or say more --seconds."
        )
        raise Failed(one_line(told), REFUSED) from None
    except disclosure.Unprotectable as problem:
        told = f"No pattern keeps every small cell safe; nothing was written. It fails at {problem.label}."
        raise Failed(told, REFUSED) from None
    texts = _texts(made, certificate, disclosure.design(cells, profile), report)
    put(out, texts, is_entered=ledger is not None)
    print(
        json.dumps(report, ensure_ascii=False, indent=2)
        if options.json
        else _said(report, out, options.seconds)
    )
    return DONE


def _must_be_asked(options: Namespace) -> None:
    """Raises Failed where something is missing, or a number is none that anybody can mean."""
    if len(options.what) > 1:
        raise Failed("Give one file.", USAGE)
    for name in ("tables", "profile", "out"):
        if not getattr(options, name):
            raise Failed(f"--{name} is missing.", USAGE)
    if options.ledger == "":
        raise Failed("--ledger names no folder.", USAGE)
    if options.insiders < 0:
        raise Failed("--insiders is a number of coalitions, from 0 up.", USAGE)
    if options.steps < 0:
        raise Failed("--steps is a number of steps, from 0 up.", USAGE)
    if options.seconds is not None and not 0 <= options.seconds < math.inf:
        raise Failed("--seconds is a number of seconds, from 0 up.", USAGE)


def _before(
    options: Namespace,
    ledger: disclosure.Ledger | None,
    weight: str | None,
    measures: Sequence[disclosure.Measure],
) -> list[disclosure.Cells]:
    """The cells of the releases that are out, of the files that are given, oldest first. Raises Unusable."""
    past = ledger.past if ledger is not None else ()
    if len(options.before) > len(past):
        raise disclosure.Unusable(
            f"{many(len(options.before), 'file is', 'files are')} given with --before, and "
            f"{many(len(past), 'release is', 'releases are')} out."
        )
    found = []
    for number, (file, one) in enumerate(zip(options.before, past, strict=False), start=1):
        plan = one.release.frame.plan
        try:
            read = records(Path(file), plan, weight, measures)
            found.append(disclosure.counted(plan, read, weight, measures))
        except disclosure.Unusable as problem:
            raise disclosure.Unusable(
                f"{file}: {problem.sentence}", row=problem.row, column=problem.column
            ) from None
        where = disclosure.unlike(found[-1], one.release)
        if where:
            raise disclosure.Unusable(f"{file} is not what release {number} was made of: {where}.")
    return found


def _made(
    cells: disclosure.Cells,
    profile: disclosure.Profile,
    linkage: disclosure.Linkage,
    ledger: disclosure.Ledger | None,
    before: Sequence[disclosure.Cells],
    options: Namespace,
    shown: _Shown,
) -> tuple[disclosure.Protected, disclosure.Measured]:
    """The release, held against those of the ledger, and its figures. The last one made once more is that
    one again."""
    past = ledger.past if ledger is not None else ()

    def after(some: Sequence[disclosure.Past]) -> tuple[disclosure.Protected, disclosure.Measured]:
        made = disclosure.suppress(
            cells,
            profile,
            past=some,
            linkage=linkage,
            steps=options.steps,
            seconds=options.seconds,
            is_exact=options.exact,
            told=shown,
        )
        found = disclosure.measured(
            made, cells, before=before[: len(some)], seconds=options.seconds, told=shown
        )
        return replace(made, release=found.release), found

    is_counts = not cells.measured and not any(one.release.measures for one in past)
    may_read = is_counts or len(before) >= len(past) - 1
    if ledger is not None and may_read and ledger.may_hold(cells, profile, linkage):
        again = after(past[:-1])
        if ledger.holds(again[0]):
            return again
    if ledger is not None:
        ledger.must_be_finished()
    return after(past)


def _report(
    cells: disclosure.Cells, profile: disclosure.Profile, made: disclosure.Protected, seconds: float
) -> dict[str, Any]:
    found = made.found
    readers = ("A1", "A2", "A5") if made.past else ("A1", "A2")
    attacks = {name: {"exact": len(found.exact), "narrow": len(found.narrow)} for name in readers}

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


def _figures(found: disclosure.Measured) -> dict[str, dict[str, int | bool]]:
    """In how many cells there are figures of each measure, in how many they are withheld, and whether that
    is for want of time."""
    every = zip(found.release.measures, found.withheld, found.is_cut, strict=True)
    return {
        one.measure.column: {
            "shown": int(np.count_nonzero(one.is_shown)),
            "withheld": withheld,
            "is_cut": is_cut,
        }
        for one, withheld, is_cut in every
    }


def _proof(made: disclosure.Protected, proof: disclosure.Proof) -> dict[str, Any]:
    """How near the pattern is to what is proven to be needed at least."""
    hidden = int(np.count_nonzero(made.is_secondary))
    return {
        "lower": proof.lower,
        "secondary": hidden,
        "gap": round((hidden - proof.lower) / max(proof.lower, 1), 4),
        "is_proven": hidden == proof.lower,
        "cuts": proof.cuts,
        "rounds": proof.rounds,
        "seconds": round(proof.seconds, 3),
    }


def _inside(
    cells: disclosure.Cells, made: disclosure.Protected, number: int, shown: _Shown
) -> dict[str, dict[str, int]]:
    """What insiders learn, by kind; up to `number` coalitions of each."""
    found = insiders.audited(
        cells,
        made.release,
        number,
        () if made.past else made.found.tables,
        lambda done: shown("insiders", done, 0),
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


def _texts(
    made: disclosure.Protected,
    certificate: str,
    advice: tuple[disclosure.Advice, ...],
    report: dict[str, Any],
) -> dict[str, str]:
    """Every file of the folder by its name."""
    texts = {f"{name}.csv": told for name, told in disclosure.texts_of(made.release).items()}
    texts["certificate.json"] = certificate
    is_withheld = any(one["withheld"] for one in report.get("measures", {}).values())
    for name, words in (("note.da.txt", disclosure.DANISH), ("note.en.txt", disclosure.ENGLISH)):
        texts[name] = disclosure.note(made.release, advice, words, is_withheld=is_withheld)
    texts["report.json"] = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    return texts


def _said(report: dict[str, Any], out: Path, seconds: float | None) -> str:
    every = report["all"]
    lines = [
        f"{every['cells']} cells, {every['primary']} too small, {every['secondary']} hidden beside them, "
        f"{every['attack']['A2']['exact']} can be worked out. {every['seconds']:.1f} s.",
    ]
    if "exact" in report:
        proof = report["exact"]
        lines.append(
            f"At least {many(proof['lower'], 'cell has', 'cells have')} to be hidden beside them; this hides "
            f"{proof['secondary']}."
        )
    for one in report["design"]:
        if one["coarser"] is not None:
            by = ", ".join(one["coarser"]) or "the total alone"
            lines.append(f"{one['table']}: {one['share']:.0%} of the cells are too small. Coarser: {by}.")
    for column, told in report.get("measures", {}).items():
        why = f"{told['withheld']} so that nothing can be worked out."
        if told["is_cut"]:
            why = (
                f"all {told['withheld']}: the {seconds:g} s were over before they were found safe. Say a "
                "larger --seconds."
            )
        lines.append(f"{column}: figures in {many(told['shown'], 'cell', 'cells')}, withheld in {why}")
    for kind, told in report.get("insiders", {}).items():
        lines.append(
            f"{kind}: {told['learning']} of {told['asked']} learn {many(told['exact'], 'cell', 'cells')} of "
            "others exactly."
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
