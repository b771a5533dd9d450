"""Means, deviations, sums and percentages by `samspil protect`: right, and only where the count is."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
import statistics
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from tests.evaluation.disclosure import invented
from tests.interfaces.cli.test_protect import COLUMNS, PROFILE, asked, brought, protected, table

PLAN = """
tables:
  - {name: t3, by: [mun, interv], percent: interv}
measures:
  - {column: points, from: 0, to: 10, show: [mean, sd]}
"""
WHO = ("mun", "interv")
WITH_POINTS = (*COLUMNS, "points")
FILES = (
    "certificate.json", "note.da.txt", "note.en.txt", "report.json", "t3.csv", "t3.percent.csv",
    "t3.points.csv",
)  # fmt: skip


def people() -> list[dict[str, str]]:
    """Of 220 people in five municipalities, one in ten has no points."""
    lots = random.Random(3)
    return [
        {**row, "points": "" if lots.random() < 0.1 else str(lots.randint(0, 10))}
        for row in invented.people(5, 220, 5)
    ]


def prepared(folder: Path) -> Path:
    (folder / "plan.yaml").write_text(PLAN)
    (folder / "k5.yaml").write_text(PROFILE)
    brought(folder, people(), WITH_POINTS)
    return folder


@pytest.fixture
def folder(tmp_path):
    return prepared(tmp_path)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A folder in which the command has been run once, for whoever only reads."""
    folder = prepared(tmp_path_factory.mktemp("done"))
    ran = protected(folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    (folder / "said.txt").write_text(ran.stdout)
    return folder


def by_cell(rows: list[dict[str, str]]) -> dict[tuple[str, ...], dict[str, str]]:
    return {tuple(row[one] for one in WHO): row for row in rows}


def values_of(folder: Path, key: tuple[str, ...]) -> list[list[int]]:
    """The points of each person of a cell: one, or none."""
    with (folder / "micro.csv").open(encoding="utf-8", newline="") as opened:
        return [
            [int(row["points"])] if row["points"] else []
            for row in csv.DictReader(opened)
            if all(label in ("Total", row[one]) for one, label in zip(WHO, key, strict=True))
        ]


def tenth(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.1"), ROUND_HALF_UP))


def test_figures_and_percentages_are_files_beside_the_counts(done):
    assert sorted(one.name for one in (done / "out").iterdir()) == list(FILES)
    counts, points, percent = (by_cell(table(done, name)) for name in ("t3", "t3.points", "t3.percent"))

    assert list(counts) == list(points) == list(percent)
    assert list(points["Total", "Total"]) == ["mun", "interv", "mean", "sd", "status"]
    assert list(percent["Total", "Total"]) == ["mun", "interv", "percent", "status"]
    assert {row["status"] for row in (*points.values(), *percent.values())} == {"published", "suppressed"}
    suppressed = [row for row in points.values() if row["status"] == "suppressed"]
    assert {(row["mean"], row["sd"]) for row in suppressed} == {("", "")}


def test_figures_stand_only_where_the_count_does_and_are_those_of_the_file(done):
    counts, points = by_cell(table(done)), by_cell(table(done, "t3.points"))
    shown = [key for key, row in points.items() if row["status"] == "published"]

    assert len(shown) > 4
    for key in shown:
        people_there = values_of(done, key)
        values = [value for one in people_there for value in one]
        assert counts[key]["value"] == str(len(people_there))
        assert len(values) >= 10
        assert points[key]["mean"] == tenth(Decimal(sum(values)) / len(values))
        assert points[key]["sd"] == tenth(Decimal(statistics.stdev(values)))
    hidden = [key for key, row in counts.items() if row["status"] == "suppressed"]
    assert max(len(values_of(done, key)) for key in hidden) == 17
    assert {points[key]["status"] for key in hidden} == {"suppressed"}


def test_percentages_are_told_where_both_counts_are_and_are_those_of_the_counts(done):
    counts, told = by_cell(table(done)), by_cell(table(done, "t3.percent"))

    for (mun, interv), row in told.items():
        part, every = counts[mun, interv], counts[mun, "Total"]
        is_told = "suppressed" not in (part["status"], every["status"])
        assert row["status"] == ("published" if is_told else "suppressed")
        assert row["percent"] == (
            tenth(100 * Decimal(part["value"]) / int(every["value"])) if is_told else ""
        )
    assert {one["percent"] for (_mun, interv), one in told.items() if interv == "Total"} == {"100.0"}


def test_the_report_the_text_and_the_notes_say_it(done):
    report = json.loads((done / "out" / "report.json").read_text("utf-8"))
    shown = sum(row["status"] == "published" for row in table(done, "t3.points"))
    withheld = report["measures"]["points"]["withheld"]

    assert report["measures"] == {"points": {"shown": shown, "withheld": withheld, "is_cut": False}}
    said = f"points: figures in {shown} cells, withheld in {withheld} so that nothing can be worked out."
    assert said in (done / "said.txt").read_text().splitlines()
    english = (done / "out" / "note.en.txt").read_text("utf-8")
    assert "where at least 10 have a value and the values are not alike" in english
    assert "Percentages are shown only where both counts are." in english
    danish = (done / "out" / "note.da.txt").read_text("utf-8")
    assert "mindst 10 har en værdi, og værdierne ikke er ens" in danish
    assert "Procenter vises kun, hvor begge antal vises." in danish
    assert ("Some are left out" in english, "Nogle er udeladt" in danish) == (withheld > 0, withheld > 0)


def test_without_measures_nothing_is_said_of_them(folder):
    (folder / "plan.yaml").write_text("tables: [{name: t3, by: [mun]}]\n")

    ran = protected(folder, "--json")

    assert "measures" not in json.loads(ran.stdout)
    assert not (folder / "out" / "t3.points.csv").exists()
    assert "Means" not in (folder / "out" / "note.en.txt").read_text("utf-8")


def test_more_people_behind_a_figure_are_asked_for_by_the_profile_and_never_fewer_than_k(folder):
    (folder / "plan.yaml").write_text(PLAN.replace("[mun, interv], percent: interv", "[mun]"))
    (folder / "k5.yaml").write_text("k: 5\nmeasured: 60\n")
    assert protected(folder).returncode == 0
    (folder / "k5.yaml").write_text("k: 12\n")
    assert protected(folder, out="other").returncode == 0

    sizes = {row["mun"]: int(row["value"] or 0) for row in table(folder)}
    shown = [row["mun"] for row in table(folder, "t3.points") if row["status"] == "published"]
    assert min(sizes[mun] for mun in shown) >= 60
    assert "at least 60 have a value" in (folder / "out" / "note.en.txt").read_text("utf-8")
    assert "at least 12 have a value" in (folder / "other" / "note.en.txt").read_text("utf-8")


@pytest.mark.proves("G40")
def test_what_was_written_is_checked_without_the_data(done, tmp_path):
    shutil.copytree(done / "out", tmp_path / "out")
    (tmp_path / "out" / "report.json").unlink()

    ran = asked(tmp_path, "verify", "out")

    hidden = sum(row["status"] == "suppressed" for row in table(tmp_path))
    assert (ran.returncode, ran.stdout) == (0, f"All {hidden} suppressed cells are shown to be safe.\n")


def _line(name: str, is_it, change, *, is_certified: bool = False):
    """Change the first line of a file that is so, and tell the certificate perhaps."""

    def spoil(out: Path) -> None:
        at = out / f"{name}.csv"
        lines = at.read_text("utf-8").splitlines()
        counts = dict(zip(lines, (out / "t3.csv").read_text("utf-8").splitlines(), strict=True))
        line = next(one for one in lines[1:] if is_it(one, counts[one]))
        lines[lines.index(line)] = change(line)
        at.write_text("\n".join(lines) + "\n", "utf-8")
        if is_certified:
            digest = hashlib.sha256(at.read_bytes()).hexdigest()
            _certificate(lambda said: said["measures"][0].update(sha256=[digest]))(out)

    return spoil


def _certificate(change):
    def spoil(out: Path) -> None:
        said = json.loads((out / "certificate.json").read_text("utf-8"))
        change(said["releases"][0])
        (out / "certificate.json").write_text(json.dumps(said), "utf-8")

    return spoil


def _figure(line: str) -> str:
    return line.replace(",,,suppressed", ",5.0,2.0,published")


def is_withheld(line: str, count: str) -> bool:
    return line.endswith("suppressed") and count.endswith("published")


def is_suppressed(_line: str, count: str) -> bool:
    return count.endswith("suppressed")


def is_told(line: str, _count: str) -> bool:
    return line.endswith("published")


def is_small(line: str, count: str) -> bool:
    return is_withheld(line, count) and int(count.split(",")[-2]) < 10


def other(line: str) -> str:
    return line.replace("Total,Total,", "Total,Total,1")


ANOTHER = "The table «t3.points» is another than the one that was certified."
SPOILED = {
    "a mean": (_line("t3.points", is_told, other), ANOTHER),
    "a figure where it was withheld": (_line("t3.points", is_withheld, _figure), ANOTHER),
    "a figure where the count is suppressed": (_line("t3.points", is_suppressed, _figure), ANOTHER),
    "a figure where the count is suppressed, certified": (
        _line("t3.points", is_suppressed, _figure, is_certified=True),
        "of the table «t3.points» is not what it should be.",
    ),
    "a figure of too few, certified": (
        _line("t3.points", is_small, _figure, is_certified=True),
        "A figure stands where fewer people are than it takes.",
    ),
    "a figure beyond the scale, certified": (
        _line("t3.points", is_told, other, is_certified=True),
        "A figure cannot be: it is beyond what the scale allows.",
    ),
    "a percent": (
        _line("t3.percent", is_told, lambda line: line.replace("100.0", "99.0")),
        "The table «t3.percent» is not what the counts come to.",
    ),
    "a file less": (
        lambda out: (out / "t3.points.csv").unlink(),
        "The table «t3.points» is missing.",
    ),
    "the percentages less": (
        lambda out: (out / "t3.percent.csv").unlink(),
        "The table «t3.percent» is missing.",
    ),
    "too few asked for": (
        _certificate(lambda said: said["measures"][0].update(fewest=4)),
        "A release is not described as it should be.",
    ),
    "yes for a number": (
        _certificate(lambda said: said["measures"][0].update({"from": False})),
        "A release is not described as it should be.",
    ),
    "no digests": (
        _certificate(lambda said: said["measures"][0].pop("sha256")),
        "A release is not described as it should be.",
    ),
}


@pytest.mark.red("G40")
@pytest.mark.parametrize("name", SPOILED)
def test_a_figure_or_a_percent_that_was_changed_is_found(done, tmp_path, name):
    shutil.copytree(done / "out", tmp_path / "out")
    spoil, sentence = SPOILED[name]
    spoil(tmp_path / "out")

    ran = asked(tmp_path, "verify", "out")

    assert ran.returncode == 1
    assert sentence in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_any_order_and_any_seed_of_the_hash_give_the_same_figures(done, folder):
    rows = people()
    random.Random(1).shuffle(rows)
    brought(folder, rows, tuple(reversed(WITH_POINTS)))

    assert protected(folder, seed="4711").returncode == 0

    for name in set(FILES) - {"report.json"}:
        assert (folder / "out" / name).read_bytes() == (done / "out" / name).read_bytes()


def test_no_time_shows_no_figure_and_the_counts_all_the_same(folder):
    ran = protected(folder, "--seconds", "0.01", "--json")

    assert ran.returncode == 0
    assert {row["status"] for row in table(folder, "t3.points")} == {"suppressed"}
    assert {row["status"] for row in table(folder)} == {"published", "suppressed"}
    told = json.loads(ran.stdout)["measures"]["points"]
    assert (told["shown"], told["withheld"] > 4, told["is_cut"]) == (0, True, True)
    said = (
        f"points: figures in 0 cells, withheld in all {told['withheld']}: the 0.01 s were over before they "
        "were found safe. Say a larger --seconds."
    )
    assert said in protected(folder, "--seconds", "0.01", "--force").stdout.splitlines()
    assert "Some are left out so that nothing" in (folder / "out" / "note.en.txt").read_text("utf-8")
    assert "Nogle er udeladt, så intet" in (folder / "out" / "note.da.txt").read_text("utf-8")
    assert asked(folder, "verify", "out").returncode == 0


def test_percentages_are_entered_in_a_ledger_as_well(folder):
    (folder / "plan.yaml").write_text(PLAN.split("measures:")[0])

    assert protected(folder, "--ledger", "releases").returncode == 0
    assert (folder / "releases" / "0001" / "t3.percent.csv").exists()
    assert asked(folder, "verify", "out", "--ledger", "releases").returncode == 0
