"""Releases one after the other by the command: entered, held against each other, refused with the reason."""

from __future__ import annotations

import json
import shutil

import pytest
from tests.evaluation.disclosure import invented
from tests.interfaces.cli.test_protect import PLAN, PROFILE, asked, brought, protected


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    return tmp_path


def people(until: int, seed: int = 8):
    return [row for row in invented.people(seed, 160, 5) if int(row["half"][1]) <= until]


def files(folder, name: str) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in (folder / name).iterdir() if one.name != "report.json"}


def test_releases_are_entered_and_checked_and_the_same_one_again_is_the_same_bytes(folder):
    for number in (1, 2):
        brought(folder, people(number + 1))
        done = protected(folder, "--ledger", "releases", out=f"out{number}")
        assert (done.returncode, done.stderr) == (0, "")
    report = json.loads((folder / "out2" / "report.json").read_text("utf-8"))
    head = json.loads((folder / "releases" / "head.json").read_text("utf-8"))
    assert report["ledger"] == {"release": 2, "changes": 0, "newest": head["newest"]}
    assert report["all"]["attack"]["A5"] == {"exact": 0, "narrow": 0}
    assert sorted(one.name for one in (folder / "releases").iterdir()) == ["0001", "0002", "head.json"]
    assert "together with what was published before" in (folder / "out2" / "note.en.txt").read_text("utf-8")
    assert "sammen med det, der er offentliggjort før" in (folder / "out2" / "note.da.txt").read_text("utf-8")

    again = protected(folder, "--ledger", "releases", out="again", seed="7")
    assert (again.returncode, files(folder, "again")) == (0, files(folder, "out2"))
    assert sorted(one.name for one in (folder / "releases").iterdir()) == ["0001", "0002", "head.json"]

    held = asked(folder, "verify", "out2", "--ledger", "releases", "--json")
    assert (held.returncode, json.loads(held.stdout)["holds"]) == (0, True)
    alone = asked(folder, "verify", "out2")
    assert (alone.returncode, "This is release 2: say --ledger DIR" in alone.stderr) == (2, True)


def test_what_a_label_was_is_asked_for_beside_its_column_and_nothing_is_written(folder):
    brought(folder, people(2))
    assert protected(folder, "--ledger", "releases").returncode == 0
    renamed = [{**row, "out": "bedre" if row["out"] == "bedret" else row["out"]} for row in people(3)]
    brought(folder, renamed)

    refused = protected(folder, "--ledger", "releases", out="next")
    assert refused.returncode == 2
    assert "«bedret» in «out» is gone" in refused.stderr
    assert "was: {out: {bedre: [bedret]}}" in refused.stderr
    assert (folder / "next").exists() is False
    assert sorted(one.name for one in (folder / "releases").iterdir()) == ["0001", "head.json"]

    (folder / "plan.yaml").write_text(PLAN + "was: {out: {bedre: [bedret]}}\n")
    assert protected(folder, "--ledger", "releases", out="next").returncode == 0
    assert asked(folder, "verify", "next", "--ledger", "releases").returncode == 0


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("was: [out]\n", "«was» names what a label was before"),
        ("was: {out: {bedre: bedret}}\n", "«was» names what a label was before"),
        ("was: {city: {a: [b]}}\n", "No table is divided by «city»"),
        ("was: {out: {bedret: [bedre]}}\n", "«was» says what «bedret» in «out» was, and this is a first"),
        ("was: {out: {nowhere: []}}\n", "«was» says what «nowhere» in «out» was, and this is a first"),
        ("period: half\n", "No table is divided by «half»"),
        ("period: [half]\n", "«period» is the name of a column"),
    ],
)
def test_a_plan_that_says_it_wrongly_is_refused_with_what_it_should_say(folder, more, sentence):
    brought(folder, people(2))
    (folder / "plan.yaml").write_text(PLAN + more)

    refused = protected(folder, "--ledger", "releases")

    assert (refused.returncode, sentence in refused.stderr) == (2, True)
    assert not (folder / "releases").exists()


def test_what_a_label_was_is_nothing_where_no_ledger_says_what_was_before(folder):
    brought(folder, people(2))
    (folder / "plan.yaml").write_text(PLAN + "was: {out: {bedret: [bedre]}}\n")
    said = (
        "samspil: «was» says what «bedret» in «out» was, and this is a first release: there is nothing "
        "that it can have been."
    )

    alone = protected(folder)
    assert (alone.returncode, alone.stderr) == (2, f"{said} Say --ledger DIR, where those before it lie.\n")
    first = protected(folder, "--ledger", "releases")
    assert (first.returncode, first.stderr) == (2, f"{said}\n")
    assert not (folder / "out").exists()
    (folder / "plan.yaml").write_text(PLAN + "was: {out: {}}\n")
    assert protected(folder).returncode == 0


def test_a_ledger_that_was_changed_is_refused_before_anything_is_made(folder):
    brought(folder, people(2))
    assert protected(folder, "--ledger", "releases").returncode == 0
    entry = folder / "releases" / "0001" / "t3.csv"
    entry.write_text(entry.read_text("utf-8").replace(",0,published", ",7,published", 1), "utf-8")

    refused = protected(folder, "--ledger", "releases", out="next")

    told = "samspil: Release 0001 of the ledger: the table «t3» is another than the one that was certified.\n"
    assert (refused.returncode, refused.stderr) == (2, told)
    assert not (folder / "next").exists()
    held = asked(folder, "verify", "out", "--ledger", "releases")
    assert (held.returncode, held.stderr) == (1, told)

    # The folder is blamed where it is the folder.
    (folder / "releases" / "0001" / "t3.csv").write_bytes((folder / "out" / "t3.csv").read_bytes())
    entry = folder / "out" / "t3.csv"
    entry.write_text(entry.read_text("utf-8").replace(",0,published", ",7,published", 1), "utf-8")
    held = asked(folder, "verify", "out", "--ledger", "releases")
    told = "samspil: The table «t3» is another than the one that was certified.\n"
    assert (held.returncode, held.stderr) == (1, told)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A folder with two releases and their ledger, for whoever only reads; and beside it what is none."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "plan.yaml").write_text("tables: [{name: t, by: [one, two]}]\n")
    (folder / "k5.yaml").write_text(PROFILE)
    for number in (1, 2):
        (folder / "micro.csv").write_text("one,two\n" + "a,x\na,y\nb,x\nb,y\n" * 9 * number + "a,x\nb,x\n")
        assert protected(folder, "--ledger", "releases", out=f"out{number}").returncode == 0
        if number == 1:
            shutil.copytree(folder / "releases", folder / "earlier")
    (folder / "micro.csv").write_text("one,two\n" + "a,x\nb,y\n" * 9)
    assert protected(folder, "--ledger", "other", out="elsewhere").returncode == 0
    (folder / "empty").mkdir()
    return folder


OTHER = "samspil: The certificate says other of release 1 than the ledger does: tables.\n"
COMPARED = {
    ("out1", "releases"): (0, ""),
    ("out2", "releases"): (0, ""),
    ("out1", "earlier"): (0, ""),
    ("out2", "earlier"): (
        1,
        "samspil: Release 2 is not entered in the ledger earlier, so its rules cannot be compared.\n",
    ),
    ("out1", "other"): (1, OTHER),
    ("out1", "empty"): (1, "samspil: The ledger empty holds no release; this is release 1.\n"),
    ("out2", "empty"): (1, "samspil: The ledger empty holds no release; this is release 2.\n"),
    ("out1", "nowhere"): (2, "samspil: There is no ledger nowhere.\n"),
    ("out2", "nowhere"): (2, "samspil: There is no ledger nowhere.\n"),
}


@pytest.mark.parametrize(("out", "ledger"), COMPARED)
def test_a_release_is_checked_against_the_ledger_that_holds_it_and_no_other(two, out, ledger):
    ran = asked(two, "verify", out, "--ledger", ledger)

    assert (ran.returncode, ran.stderr) == COMPARED[out, ledger]
    assert (two / "nowhere").exists() is False


def test_rules_that_a_certificate_made_up_are_compared_with_the_ledger(two, tmp_path):
    """Under a k that nobody agreed on the certificate would hold, where no ledger says otherwise."""
    shutil.copytree(two, tmp_path / "two")
    at = tmp_path / "two" / "out1" / "certificate.json"
    said = json.loads(at.read_text("utf-8"))
    said["releases"][0]["k"] = 3
    at.write_text(json.dumps(said), "utf-8")

    ran = asked(tmp_path / "two", "verify", "out1", "--ledger", "releases")
    assert (ran.returncode, ran.stderr) == (1, OTHER.replace("tables", "k"))
    assert asked(tmp_path / "two", "verify", "out1").returncode == 0
