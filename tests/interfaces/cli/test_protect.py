"""`samspil protect` as a statistician meets it: a folder out of a file, sentences, and a check apart."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.evaluation.disclosure import invented

PLAN = """
hierarchies: {geo: [reg, mun]}
tables:
  - {name: t3, by: [geo, interv, out]}
"""
PROFILE = "k: 5\nzeros: shown\nwidth: 1\n"
COLUMNS = ("reg", "mun", "interv", "out", "half")


def asked(folder: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, without a database, a home or settings."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "samspil.interfaces.cli.main", "protect", *arguments],
        cwd=folder,
        env={**kept, "PYTHONHASHSEED": seed, "SAMSPIL_HOME": str(folder / "none"), "SAMSPIL_PGBIN": "/none"},
        capture_output=True,
        text=True,
        check=False,
    )


def brought(folder: Path, rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> None:
    with (folder / "micro.csv").open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    brought(tmp_path, invented.people(5, 260, 9))
    return tmp_path


def protected(
    folder: Path, *more: str, out: str = "out", seed: str = "0"
) -> subprocess.CompletedProcess[str]:
    """Run it with the usual rules, but for those that are said in `more`: nothing can be said twice."""
    usual = {"--tables": "plan.yaml", "--profile": "k5.yaml", "--steps": "10"}
    said = {one.split("=")[0] for one in more}
    rules = [word for rule in usual.items() if rule[0] not in said for word in rule]
    return asked(folder, "micro.csv", *rules, "--out", out, *more, seed=seed)


def table(folder: Path, name: str = "t3", out: str = "out") -> list[dict[str, str]]:
    with (folder / out / f"{name}.csv").open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_a_file_becomes_tables_with_every_combination_a_report_notes_and_a_certificate(folder):
    ran = protected(folder, "--json")

    assert (ran.returncode, ran.stderr) == (0, "")
    written = sorted(one.name for one in (folder / "out").iterdir())
    assert written == ["certificate.json", "note.da.txt", "note.en.txt", "report.json", "t3.csv"]
    rows = table(folder)
    assert list(rows[0]) == ["geo", "interv", "out", "value", "status"]
    assert len(rows) == (9 + 3 + 1) * (3 + 1) * (4 + 1)
    assert {row["status"] for row in rows} == {"published", "suppressed"}
    assert {row["value"] for row in rows if row["status"] == "suppressed"} == {""}
    small = [row for row in rows if row["value"] and 1 <= int(row["value"]) <= 4]
    assert small == []
    assert next(row for row in rows if row["geo"] == row["interv"] == row["out"] == "Total")["value"] == "260"
    report = json.loads(ran.stdout)
    assert report == json.loads((folder / "out" / "report.json").read_text())
    hidden = sum(row["status"] == "suppressed" for row in rows)
    every = report["all"]
    assert (every["cells"], every["primary"] + every["secondary"]) == (len(rows), hidden)
    assert every["attack"] == {"A1": {"exact": 0, "narrow": 0}, "A2": {"exact": 0, "narrow": 0}}
    assert f"{hidden} af {len(rows)} felter er skjult." in (folder / "out" / "note.da.txt").read_text()


def test_the_sums_of_what_is_published_are_those_of_the_file(folder):
    protected(folder)
    counts: dict[tuple[str, str], int] = {}
    for row in csv.DictReader((folder / "micro.csv").open(encoding="utf-8")):
        counts[row["reg"], row["interv"]] = counts.get((row["reg"], row["interv"]), 0) + 1

    told = {(row["geo"], row["interv"]): row for row in table(folder) if row["out"] == "Total"}
    assert all(told[key]["value"] in ("", str(count)) for key, count in counts.items())
    assert sum(told[key]["value"] == str(count) for key, count in counts.items()) > 4


def test_with_exact_it_is_said_how_many_cells_have_to_be_hidden_at_least(folder):
    brought(folder, invented.people(5, 90, 3))
    told = protected(folder, "--exact")

    assert (told.returncode, told.stderr) == (0, "")
    every = json.loads((folder / "out" / "report.json").read_text())
    proof, hidden = every["exact"], every["all"]["secondary"]
    assert list(proof) == ["lower", "secondary", "gap", "is_proven", "cuts", "rounds", "seconds"]
    assert (proof["lower"], proof["secondary"], proof["gap"], proof["is_proven"]) == (hidden, hidden, 0, True)
    said = f"At least {hidden} cells have to be hidden beside them; this hides {hidden}."
    assert told.stdout.splitlines()[1] == said
    assert asked(folder, "verify", "out").returncode == 0

    assert protected(folder, out="usual").returncode == 0
    assert "exact" not in json.loads((folder / "usual" / "report.json").read_text())


@pytest.mark.proves("G40")
def test_the_certificate_is_checked_without_what_was_protected(folder):
    protected(folder)
    (folder / "out" / "report.json").unlink()

    ran = asked(folder, "verify", "out")

    hidden = sum(row["status"] == "suppressed" for row in table(folder))
    assert (ran.returncode, ran.stdout) == (0, f"All {hidden} suppressed cells are shown to be safe.\n")


def _value(folder):
    at = folder / "out" / "t3.csv"
    at.write_text(at.read_text().replace(",260,published", ",261,published"))


def _certificate(change):
    def spoil(folder):
        at = folder / "out" / "certificate.json"
        said = json.loads(at.read_text())
        change(said)
        at.write_text(json.dumps(said))

    return spoil


def _rehashed(folder):
    """A cell more is published, and the certificate is told that this is the file."""
    import hashlib

    at = folder / "out" / "t3.csv"
    first = next(row for row in at.read_text().splitlines() if row.endswith(",,suppressed"))
    at.write_text(at.read_text().replace(first, first.replace(",,suppressed", ",3,published")))
    _certificate(
        lambda said: said["releases"][0]["tables"][0].update(
            sha256=hashlib.sha256(at.read_bytes()).hexdigest()
        )
    )(folder)


SPOILED = {
    "another value": (_value, "another than the one that was certified"),
    "a cell is left out": (_certificate(lambda said: said["cells"].pop()), "does not speak of every"),
    "one table twice": (
        _certificate(lambda said: said["cells"][0].__setitem__(3, said["cells"][0][2])),
        "1 suppressed cell is not shown",
    ),
    "a table that does not agree": (
        _certificate(lambda said: said["possible"][0][0].__setitem__(1, 77)),
        "does not agree with what was published",
    ),
    "a table below nothing": (
        _certificate(lambda said: said["possible"][0][0].__setitem__(1, -1)),
        "a count that cannot be",
    ),
    "a table that is not there": (
        _certificate(lambda said: said["cells"][0].__setitem__(2, 9999)),
        "1 suppressed cell is not shown",
    ),
    "a cell more is shown": (_rehashed, "does not speak of every"),
    "a greater width is promised": (
        _certificate(lambda said: said["releases"][0].update(width=400)),
        "are not shown",
    ),
    "no certificate": (_certificate(lambda said: said.clear()), "cannot be read"),
}


@pytest.mark.red("G40")
@pytest.mark.parametrize("name", SPOILED)
def test_a_certificate_or_a_table_that_was_changed_is_found(folder, name):
    protected(folder)
    spoil, sentence = SPOILED[name]
    spoil(folder)

    ran = asked(folder, "verify", "out")

    assert ran.returncode == 1
    assert sentence in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_any_order_and_any_seed_of_the_hash_give_the_same_bytes(folder):
    protected(folder, out="first")
    rows = invented.people(5, 260, 9)
    random.Random(1).shuffle(rows)
    brought(folder, rows, ("half", "out", "mun", "interv", "reg"))
    protected(folder, out="second", seed="4711")

    for name in ("t3.csv", "certificate.json", "note.da.txt", "note.en.txt"):
        assert (folder / "first" / name).read_bytes() == (folder / "second" / name).read_bytes()


def test_counted_rows_weigh_what_they_say_and_labels_are_kept_as_they_are(folder):
    odd = 'Æblegård, "øst" og 2 til'
    (folder / "plan.yaml").write_text("weight: n\ntables: [{name: t, by: [by]}]\n")
    (folder / "micro.csv").write_text('by,n\n"Æblegård, ""øst"" og 2 til",12\n å ,30\nø,8\n å ,1\n', "utf-8")

    assert protected(folder).returncode == 0

    found = {row["by"]: row["value"] for row in table(folder, "t")}
    assert found == {odd: "12", " å ": "31", "ø": "8", "Total": "51"}


BAD = {
    "no such column": (PLAN.replace("interv", "indsats"), None, "The file has no column «indsats».", 1),
    "a key of its own": (PLAN + "colour: red\n", None, "The plan has no «colour»; it has", None),
    "no tables": ("hierarchies: {}\n", None, "«tables» is a list of tables", None),
    "one name twice": (PLAN + "  - {name: t3, by: [out]}\n", None, "names the table «t3» twice", None),
    "a name that is a path": (PLAN.replace("t3", "../t3"), None, "cannot be the name of a file", None),
    "a dimension with itself": (PLAN.replace("[geo,", "[geo, mun,"), None, "with itself", None),
    "no yaml": ("tables: [", None, "no YAML that can be read", 1),
    "k too small": (None, "k: 2\n", "k is 2; it is never below 3.", None),
    "k missing": (None, "width: 1\n", "does not say «k»", None),
    "k in words": (None, "k: five\n", "«k» is a whole number.", None),
    "zeros otherwise": (None, "k: 5\nzeros: maybe\n", "«zeros» is shown or hidden.", None),
    "another rule": (None, "k: 5\ndominance: 2\n", "The profile has no «dominance»", None),
}


@pytest.mark.parametrize("name", BAD)
def test_a_plan_or_a_profile_that_cannot_be_used_is_a_sentence(folder, name):
    plan, profile, sentence, line = BAD[name]
    (folder / "plan.yaml").write_text(plan or PLAN)
    (folder / "k5.yaml").write_text(profile or PROFILE)

    ran = protected(folder, "--json")

    assert ran.returncode == 2
    assert sentence in ran.stderr
    assert ran.stderr.count("\n") == 1
    error = json.loads(ran.stdout)["error"]
    assert (error["code"], error["line"]) == ("usage", line)
    assert not (folder / "out").exists()


ROWS = {
    "below nothing": ("a,x,-1\n", "«-1» in «n» is not a whole number from 0 up", 2),
    "broken": ("a,x,1\na,x,1.5\n", "«1.5» in «n» is not a whole number from 0 up", 3),
    "empty count": ("a,x,\n", "«» in «n» is not a whole number", 2),
    "a label missing": ("a,x,1\n,x,1\n", "Row 3 has nothing in «one»", 3),
    "a field too few": ("a,x\n", "Row 2 has 2 fields, and the heading has 3.", 2),
    "the name of the sums": ("Total,x,1\n", "«Total» in row 2 is the name of the sums", 2),
    "after a line in quotes": ('"a\nb",x,1\na,x,z\n', "Row 4: «z» in «n»", 4),
    "nobody": ("", "There is no row to count.", None),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_cannot_be_counted_is_named_with_its_line(folder, name):
    rows, sentence, line = ROWS[name]
    (folder / "plan.yaml").write_text("weight: n\ntables: [{name: t, by: [one, two]}]\n")
    (folder / "micro.csv").write_text("one,two,n\n" + rows)

    ran = protected(folder, "--json")

    assert ran.returncode == 2
    assert sentence in ran.stderr
    assert json.loads(ran.stdout)["error"]["line"] == line


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("R1,k1\nR2,k1\n", "Row 3: «k1» belongs to «R1» and to «R2»."),
        ("R1,k1\nk1,k2\n", "Row 3: «k1» stands in «mun» and in «reg»."),
    ],
)
def test_a_label_with_two_parents_or_on_two_levels_is_refused(folder, rows, sentence):
    (folder / "plan.yaml").write_text("hierarchies: {geo: [reg, mun]}\ntables: [{name: t, by: [geo]}]\n")
    (folder / "micro.csv").write_text("reg,mun\n" + rows)

    ran = protected(folder)
    assert (ran.returncode, ran.stderr) == (2, f"samspil: {sentence}\n")


def test_what_is_in_the_folder_is_not_written_over_unless_that_is_said(folder):
    (folder / "out").mkdir()
    (folder / "out" / "mine.txt").write_text("mine")

    assert protected(folder).returncode == 2
    assert (folder / "out" / "mine.txt").read_text() == "mine"
    assert protected(folder, "--force").returncode == 0
    assert not (folder / "out" / "mine.txt").exists()
    assert [one.name for one in folder.iterdir() if one.name.startswith(".")] == []


def test_three_municipalities_are_told_in_a_sentence_why_only_the_programme_can_be_shown(folder):
    brought(folder, invented.people(2, 60, 3))

    assert protected(folder).returncode == 0
    note = (folder / "out" / "note.en.txt").read_text()
    assert "With only 3 in «mun», nothing can be shown for each when one of them is small" in note


def test_what_insiders_learn_is_counted_when_it_is_asked_for(folder):
    (folder / "micro.csv").write_text("mun\n" + "k1\n" * 3 + "k2\n" * 2 + "k3\n" * 9 + "k4\n" * 8)
    (folder / "plan.yaml").write_text("tables: [{name: t, by: [mun]}]\n")

    ran = protected(folder, "--insiders", "9", "--json")

    kinds = ("participant", "sole", "mentor", "unit")
    asked_of = dict(zip(kinds, (4, 0, 9, 4), strict=True))
    found = json.loads(ran.stdout)["insiders"]
    assert {kind: found[kind]["asked"] for kind in kinds} == asked_of
    # k1 and k2 are suppressed with five together: either knows the other, and who knows all of k1 does.
    assert found["unit"] == {"asked": 4, "learning": 2, "exact": 2, "narrow": 2, "own": 0}
    assert found["participant"] == {"asked": 4, "learning": 0, "exact": 0, "narrow": 0, "own": 0}
    assert (folder / "out" / "report.json").read_text() == ran.stdout
    assert "insiders" not in json.loads(protected(folder, "--json", out="without").stdout)
    refused = protected(folder, "--insiders", "-1", out="third")
    assert (refused.returncode, refused.stderr) == (
        2,
        "samspil: --insiders is a number of coalitions, from 0 up.\n",
    )
