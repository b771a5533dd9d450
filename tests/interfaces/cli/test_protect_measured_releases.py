"""Means release after release, and the change between two, by `samspil protect`."""

from __future__ import annotations

import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from tests.interfaces.cli.test_protect import asked, brought, protected, table
from tests.interfaces.cli.test_protect_measures import (
    FILES,
    PLAN,
    WITH_POINTS,
    people,
    prepared,
    tenth,
)

LATER = ("--ledger", "releases", "--before", "first.csv")


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """A folder with two releases in a ledger, of those who came in the first half-years and of all."""
    folder = prepared(tmp_path_factory.mktemp("followed"))
    brought(folder, [row for row in people() if row["half"] < "h3"], WITH_POINTS)
    ran = protected(folder, "--ledger", "releases", out="first")
    assert (ran.returncode, ran.stderr) == (0, "")
    shutil.copy(folder / "micro.csv", folder / "first.csv")
    brought(folder, people(), WITH_POINTS)
    ran = protected(folder, *LATER, "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    (folder / "told.json").write_text(ran.stdout)
    return folder


def test_means_are_shown_release_after_release_and_checked_with_the_ledger(followed):
    shown = [
        sum(row["status"] == "published" for row in table(followed, "t3.points", out))
        for out in ("first", "out")
    ]

    assert min(shown) > 4
    assert json.loads((followed / "told.json").read_text())["measures"]["points"]["shown"] == shown[1]
    assert asked(followed, "verify", "out", "--ledger", "releases").returncode == 0
    assert asked(followed, "verify", "first", "--ledger", "releases").returncode == 0
    again = protected(followed, *LATER, out="again", seed="7")
    assert (again.returncode, again.stderr) == (0, "")
    for name in set(FILES) - {"report.json"}:
        assert (followed / "again" / name).read_bytes() == (followed / "out" / name).read_bytes()
    assert sorted(one.name for one in (followed / "releases").iterdir()) == ["0001", "0002", "head.json"]


def test_no_time_to_see_what_figures_that_are_out_tell_is_a_sentence_and_nothing_is_written(tmp_path):
    folder = prepared(tmp_path)
    brought(folder, [row for row in people() if row["half"] < "h3"], WITH_POINTS)
    assert protected(folder, "--ledger", "releases", out="first").returncode == 0
    shutil.copy(folder / "micro.csv", folder / "first.csv")
    brought(folder, people(), WITH_POINTS)

    ran = protected(folder, *LATER, "--seconds", "0")

    assert ran.returncode == 1
    assert ran.stderr.startswith("samspil: Together with this release, figures of those before it would tell")
    assert ran.stderr.endswith("nothing was written. Cross fewer columns, or say more --seconds.\n")
    assert not (folder / "out").exists()


@pytest.mark.red("G40")
def test_a_figure_of_an_earlier_release_that_was_changed_is_refused(followed, tmp_path):
    shutil.copytree(followed, tmp_path / "all")
    file = tmp_path / "all" / "releases" / "0001" / "t3.points.csv"
    file.write_text(file.read_text("utf-8").replace("Total,Total,", "Total,Total,1"), "utf-8")

    for ran in (
        asked(tmp_path / "all", "verify", "out", "--ledger", "releases"),
        protected(tmp_path / "all", *LATER, out="more"),
    ):
        assert ran.returncode in (1, 2)
        told = "Release 0001 of the ledger: the table «t3.points» is another than the one that was certified."
        assert told in ran.stderr


def _without_one(folder: Path) -> None:
    lines = (folder / "first.csv").read_text("utf-8").splitlines()
    (folder / "first.csv").write_text("\n".join(lines[:-1]) + "\n", "utf-8")


def _another_value(folder: Path) -> None:
    text = (folder / "first.csv").read_text("utf-8").replace(",10\n", ",0\n")
    (folder / "first.csv").write_text(text, "utf-8")


NOT_BROUGHT = {
    "no file": (
        lambda _folder: None,
        ("--ledger", "releases"),
        "Figures are held against 1 release that is out, and 0 files are given",
    ),
    "no ledger": (
        lambda _folder: None,
        ("--before", "first.csv"),
        "1 file is given with --before, and 0 releases are out.",
    ),
    "one person less": (
        _without_one,
        LATER,
        "samspil: first.csv is not what release 1 was made of: «t3» has ",
    ),
    "another value": (_another_value, LATER, "made of: «t3.points» has other figures at «"),
    "no such file": (lambda folder: (folder / "first.csv").unlink(), LATER, "first.csv cannot be read"),
    "no measure any more": (
        lambda folder: (folder / "plan.yaml").write_text(PLAN.split("measures:")[0]),
        LATER,
        "Figures of «points» are out since release 1, and the plan names no such measure",
    ),
}


@pytest.mark.parametrize("name", NOT_BROUGHT)
def test_figures_that_are_out_are_held_against_their_own_file_and_no_other(followed, tmp_path, name):
    spoil, more, sentence = NOT_BROUGHT[name]
    copy = tmp_path / "all"
    shutil.copytree(followed, copy)
    shutil.rmtree(copy / "releases" / "0002")
    head = json.loads((copy / "releases" / "head.json").read_text())
    entry = (copy / "releases" / "0001" / "release.json").read_bytes()
    head |= {"count": 1, "newest": hashlib.sha256(entry).hexdigest()}
    (copy / "releases" / "head.json").write_text(json.dumps(head))
    spoil(copy)

    ran = protected(copy, *more, out="more")

    assert (ran.returncode, sentence in ran.stderr) == (2, True), ran.stderr
    assert not (copy / "more").exists()
    assert sorted(one.name for one in (copy / "releases").iterdir()) == ["0001", "head.json"]


@pytest.fixture
def folder(tmp_path):
    return prepared(tmp_path)


def test_a_change_is_worked_out_and_one_that_is_a_column_is_refused(folder):
    rows = [{**row, "before": str(at * 7 % 11 // 6)} for at, row in enumerate(people())]
    rows = [{**row, "points": str(int(row["points"]) // 3) if row["points"] else ""} for row in rows]
    rows = [
        {**row, "change": str(int(row["points"]) - int(row["before"])) if row["points"] else ""}
        for row in rows
    ]
    brought(folder, rows, (*WITH_POINTS, "before", "change"))
    scale = "tables: [{name: t, by: [mun]}]\nmeasures:\n"
    scale += "".join(f"  - {{column: {one}, from: 0, to: 3, show: [mean]}}\n" for one in ("before", "points"))
    (folder / "plan.yaml").write_text(scale + "  - {column: change, from: -3, to: 3, show: [mean]}\n")
    refused = protected(folder)
    (folder / "plan.yaml").write_text(scale + "  - {column: change, of: [points, before], show: [mean]}\n")
    ran = protected(folder, "--json")

    assert refused.returncode == 2
    assert "«before», «points», «change» follow from one another in every row" in refused.stderr
    assert ran.returncode == 0
    values = [int(row["change"]) for row in rows if row["change"]]
    shown = {row["mun"]: row["mean"] for row in table(folder, "t.change")}
    assert shown["Total"] == tenth(Decimal(sum(values)) / len(values))
    assert asked(folder, "verify", "out").returncode == 0
    said = json.loads((folder / "out" / "certificate.json").read_text())["releases"][0]["measures"]
    assert [one.get("of") for one in said] == [None, None, ["points", "before"]]
