"""`samspil protect verify DIR`: whether what was written still holds, and under the rules of the ledger."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from samspil.evaluation import disclosure
from samspil.interfaces.cli.exits import DONE, REFUSED, USAGE, Failed
from samspil.interfaces.cli.protect_input import is_plain, one_line


def verified(options: Namespace) -> int:
    """Check the certificate of a folder against its files and the ledger. Raises Failed."""
    if len(options.what) != 2:
        raise Failed("verify takes one folder.", USAGE)
    for name in (*sorted(vars(options).get("met", ())), "before", "force", "exact"):
        if name != "ledger" and getattr(options, name):
            raise Failed(f"verify takes no --{name}.", USAGE)
    folder = Path(options.what[1])
    if not (folder / "certificate.json").exists():
        raise Failed(f"{folder} holds no certificate.json.", USAGE, path=str(folder))
    try:
        certificate = (folder / "certificate.json").read_bytes().decode()
        releases = json.loads(certificate)["releases"]
        names = disclosure.names_of(releases[-1])
        # What is not there is not given, and the check says which it is.
        files = {name: folder / f"{name}.csv" for name in names if is_plain(name)}
        texts = {name: file.read_bytes().decode() for name, file in files.items() if file.exists()}
        verdict = disclosure.verify(certificate, texts, _past(releases, options.ledger))
    except OSError as problem:
        raise Failed(f"{folder} cannot be read: {problem.strerror}.", USAGE) from None
    except (ValueError, LookupError, TypeError, RecursionError) as problem:
        said = (
            problem.sentence
            if isinstance(problem, disclosure.Unusable)
            else "The certificate cannot be read."
        )
        raise Failed(one_line(said), REFUSED) from None
    told = {"holds": verdict.holds, "cells": verdict.cells, "problems": list(verdict.problems)}
    shown = "All {} suppressed cells are shown to be safe."
    if verdict.cells == 1:
        shown = "The {} suppressed cell is shown to be safe."
    text = "\n".join(verdict.problems) or shown.format(verdict.cells)
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else text)
    return DONE if verdict.holds else REFUSED


def _past(releases: list[Any], ledger: str | None) -> tuple[disclosure.Past, ...]:
    """The releases of the ledger that is named, which holds this one. Raises Failed and Unusable.

    Whoever names a ledger wants the rules compared: one that says nothing of this release would let any
    certificate pass under the rules that it made up.
    """
    number = len(releases)
    if ledger is None:
        if number > 1:
            raise Failed(f"This is release {number}: say --ledger DIR, where those before it lie.", USAGE)
        return ()
    place = Path(ledger)
    if not place.exists():
        raise Failed(f"There is no ledger {ledger}.", USAGE, path=ledger)
    past = disclosure.Ledger.opened(place).past
    if not past:
        raise Failed(f"The ledger {ledger} holds no release; this is release {number}.", REFUSED, path=ledger)
    if len(past) < number:
        raise Failed(
            f"Release {number} is not entered in the ledger {ledger}, so its rules cannot be compared.",
            REFUSED,
            path=ledger,
        )
    return past
