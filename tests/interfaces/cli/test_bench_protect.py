"""The bench of protected tables measures what it says, on people who are the same on every machine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from samspil.evaluation import disclosure
from samspil.interfaces.cli.bench.grids import COLUMNS, TABLES, Lots, Programme, cells_of
from samspil.interfaces.cli.bench.protection import Instance, exposed, measured_within

GRID = """\
reg,mun,interv,out,half,n
R0,k00,mentor,bedret,h1,3
R0,k00,mentor,uaendret,h1,10
R0,k01,mentor,bedret,h1,20
R0,k01,mentor,uaendret,h1,30
"""
TINY = ("--tables", ".", "--steps", "0", "--seconds", "300", "--write", "bench/page.md")
TOOK = {"seconds", "cpu_seconds", "verify_seconds", "elimination_seconds", "limit", "proven_seconds"}


def asked(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the bench in a folder, without a database, a home or settings."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "samspil.interfaces.cli.main", "bench", "protect", *arguments],
        cwd=folder,
        env={**kept, "SAMSPIL_HOME": str(folder / "none"), "SAMSPIL_PGBIN": "/none"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_figures_of_a_tiny_grid_stand_in_the_answer_and_on_the_page(tmp_path):
    (tmp_path / "tiny.csv").write_text(GRID)

    ran = asked(tmp_path, "--only", "T2", *TINY, "--exact", "--json")

    assert (ran.returncode, ran.stderr) == (0, "")
    rows = json.loads(ran.stdout)["results"]
    tiny = rows.pop()
    assert {name: value for name, value in tiny.items() if name not in TOOK} == {
        "instance": "T2",
        "grid": "tiny",
        "cells": 4 * 3,
        "primary": 1,
        "secondary": 3,
        "hidden": 10 + 20 + 30,
        "exposed_a1": 0,
        "exposed_a2": 0,
        "steps": 0,
        "is_cut": False,
        "certificate_kb": 1,
        "certified": 4,
        "eliminated": 3,
        "their_plain_seconds": None,
        "their_secondary": None,
        "their_exposed": None,
        "fewest": None,
        "proven": 3,
        "proven_hidden": 3,
    }
    assert [(one["grid"], one["cells"], one["primary"]) for one in rows] == [
        ("invented, 4 × 3", 24, 5),
        ("invented, 300", 520, 193),
        ("invented, 1,500", 520, 236),
        ("invented, 1,500, noughts hidden", 520, 328),
        ("invented, 5,000", 520, 128),
    ]
    assert {(one["exposed_a1"], one["exposed_a2"]) for one in rows} == {(0, 0)}
    lines = (tmp_path / "bench" / "page.md").read_text().splitlines()
    table = [line.split(" | ") for line in lines if line.startswith("| ")]
    assert {len(line) for line in table[:1] + table[2:]} == {17}
    assert table[-1][:7] == ["| tiny", "T2", "12", "1", "3", "60", "0 / 0"]


def test_what_takes_too_long_is_ended_and_named(tmp_path):
    one = Instance("LINK", "here", cells_of(Programme(), TABLES["LINK"]), disclosure.Profile(), 600.0)

    told = measured_within(one, 60, 0.2)
    assert told == {"instance": "LINK", "grid": "here", "cells": 5152, "failed": "not done in 0.2 s"}


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("--only T9", "samspil: There are no tables called T9; choose of T2, T3, LINK, CUBE4.\n"),
        ("--tables nowhere", "samspil: nowhere is no folder.\n"),
        ("--seconds -1", "samspil: Steps and seconds are not below nothing.\n"),
        ("--tables .", "samspil: The file has no column «n».\n"),
    ],
)
def test_what_cannot_be_measured_is_a_sentence(tmp_path, told, sentence):
    (tmp_path / "grid.csv").write_text(GRID.replace(",n\n", ",many\n"))

    ran = asked(tmp_path, *told.split())
    assert (ran.returncode, ran.stderr) == (2, sentence)


def test_what_each_reader_works_out_of_a_pattern_that_protects_nothing_is_counted():
    """Five alone in five cells, and their sum: nothing for who knows no more, everything for the other."""
    plan = disclosure.Plan((disclosure.Dimension("out", ("out",)),), (disclosure.Table("t", ("out",)),))
    profile = disclosure.Profile()

    for counts, found in (((1, 1, 1, 1, 1), (0, 5)), ((1, 9, 9, 9, 9), (1, 1)), ((1, 2, 9, 9, 9), (0, 0))):
        rows = [disclosure.Record({"out": f"o{at}"}, count) for at, count in enumerate(counts)]
        cells = disclosure.counted(plan, rows)
        small = disclosure.primary(cells, profile)
        alone = disclosure.Release(cells.frame, cells.values * ~small, ~small, profile)
        assert exposed(cells.frame, {"t": disclosure.table_text(alone, "t")}, profile) == found


def test_invented_people_are_the_same_on_every_machine():
    """The files' own hashes: they change when, and only when, other people are invented."""
    few = Programme(people=60, municipalities=4, regions=1, outcomes=3, halves=1)

    assert [hashlib.sha256(one.text().encode()).hexdigest()[:16] for one in (Programme(), few)] == [
        "9b79898470f72de3",
        "7d7cb627ed7eaec2",
    ]


def test_the_numbers_drawn_are_those_that_the_method_is_known_for():
    """The first outputs of SplitMix64 for seed 1234567, as its reference implementation prints them."""
    lots = Lots(1234567)
    assert [lots.below(1 << 64) for _one in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_a_programme_has_its_people_in_all_its_combinations_and_uneven_municipalities():
    programme = Programme(seed=3, people=1000, municipalities=20, regions=4, halves=2)
    records = list(programme.records())

    assert len(records) == 20 * 3 * 4 * 2
    assert sum(one.count for one in records) == 1000
    assert {tuple(one.labels) for one in records} == {COLUMNS}
    assert len({(one.labels["reg"], one.labels["mun"]) for one in records}) == 20
    sizes = Counter[str]()
    for one in records:
        sizes[one.labels["mun"]] += one.count
    ordered = sorted(sizes.values(), reverse=True)
    assert ordered[0] > 5 * ordered[-1]
