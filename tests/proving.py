"""Collects what the tests prove: with `--proofs FOLDER` each run leaves its results there as JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

_results: dict[str, dict[str, Any]] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--proofs", metavar="FOLDER", help="leave what was proved in this folder")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        proves = sorted({one for mark in item.iter_markers("proves") for one in mark.args})
        red = sorted({one for mark in item.iter_markers("red") for one in mark.args})
        if proves or red:
            _results[item.nodeid] = {"proves": proves, "red": red, "passed": False}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    known = _results.get(report.nodeid)
    if known is None:
        return
    if report.when == "call":
        known["passed"] = report.passed
    elif report.failed:
        known["passed"] = False


def pytest_sessionfinish(session: pytest.Session) -> None:
    folder = session.config.getoption("--proofs")
    if folder:
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{os.getpid()}.json").write_text(json.dumps(_results, indent=1, sort_keys=True))
