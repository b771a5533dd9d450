"""What is missing, misspelt or too much in what the command is asked: a sentence that says which."""

from __future__ import annotations

import json

import pytest
from tests.interfaces.cli.test_protect import PROFILE, asked, protected

TABLES = "tables: [{name: t, by: [one, two]}]\n"
SCALE = "measures:\n- {column: p, from: 0, to: 3, show: [mean]}\n"
ROWS = "one,two,p\n" + "a,x,1\nb,y,2\nb,x,3\n" * 9


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_text(TABLES)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    (tmp_path / "micro.csv").write_text(ROWS)
    return tmp_path


ALL = ("--tables", "plan.yaml", "--profile", "k5.yaml", "--out", "out")
ASKED = {
    ("micro.csv", *ALL[2:]): "--tables is missing.",
    ("micro.csv", *ALL[:2], *ALL[4:]): "--profile is missing.",
    ("micro.csv", *ALL[:4]): "--out is missing.",
    ("micro.csv", *ALL, "--ledger", ""): "--ledger names no folder.",
    ("micro.csv", "more.csv", *ALL): "Give one file.",
    ("verify",): "verify takes one folder.",
    ("verify", "a", "b"): "verify takes one folder.",
    ("verify", "nowhere"): "nowhere holds no certificate.json.",
    ("verify", "."): ". holds no certificate.json.",
    ("verify", ".", "--out", "z"): "verify takes no --out.",
    ("verify", ".", "--force"): "verify takes no --force.",
    ("verify", ".", "--before", "micro.csv"): "verify takes no --before.",
}


@pytest.mark.parametrize("words", ASKED)
def test_what_is_missing_or_too_much_is_named(folder, words):
    ran = asked(folder, *words)

    assert (ran.returncode, ran.stderr) == (2, f"samspil: {ASKED[words]}\n")
    assert sorted(one.name for one in folder.iterdir()) == ["k5.yaml", "micro.csv", "plan.yaml"]


PLANS = {
    "tables: [{name: t, bye: [one]}]\n": "Table 1 has no «by»; it has «bye».",
    "tables: [{name: t, by: [one]}, {by: [two]}]\n": "Table 2 has no «name».",
    "tables: [{name: t, by: [one], colour: red}]\n": (
        "Table 1 has «colour»; a table has «name», «by» and «percent»."
    ),
    "tables: [{name: t, by: one}]\n": "«by» of table 1 is a list of columns: [one].",
    TABLES + SCALE + SCALE.removeprefix("measures:\n"): "The measure «p» is named twice.",
    TABLES + "unrelated: [[one, nix]]\n": "No table is divided by «nix».",
}


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_misspelt_in_a_plan_is_named(folder, plan):
    (folder / "plan.yaml").write_text(plan)

    ran = protected(folder)

    assert (ran.returncode, ran.stderr) == (2, f"samspil: {PLANS[plan]}\n")
    assert not (folder / "out").exists()


def test_a_file_that_does_not_belong_in_the_ledger_is_named(folder):
    assert protected(folder, "--ledger", "releases").returncode == 0
    (folder / "releases" / "readme.txt").write_text("mine")

    for ran in (
        protected(folder, "--ledger", "releases", out="next"),
        asked(folder, "verify", "out", "--ledger", "releases"),
    ):
        told = "samspil: readme.txt does not belong in the ledger; take it out.\n"
        assert (ran.returncode in (1, 2), ran.stderr) == (True, told)
    assert not (folder / "next").exists()


BLANKS = {" a": "before it", "a ": "after it", "\u00a0a": "of another kind"}


@pytest.mark.parametrize("label", BLANKS)
def test_labels_that_differ_by_blanks_at_their_ends_alone_are_refused_with_the_row(folder, label):
    (folder / "micro.csv").write_text(f"{ROWS}{label},x,1\n", "utf-8")

    ran = protected(folder, "--json")

    said = f"Row 29: «{label}» in «one» differs from «a» above it by blanks at the ends alone."
    assert (ran.returncode, ran.stderr) == (2, f"samspil: {said} Write them the same.\n")
    error = json.loads(ran.stdout)["error"]
    assert (error["line"], error["path"]) == (29, "one")
    assert not (folder / "out").exists()


def test_the_same_label_in_two_columns_may_have_blanks_in_one(folder):
    (folder / "micro.csv").write_text("one,two\n" + "a, a\nb,c\n" * 9)

    assert protected(folder).returncode == 0


def test_one_is_said_as_one(folder):
    (folder / "micro.csv").write_text(ROWS + "a\n")
    assert protected(folder).stderr == "samspil: Row 29 has 1 field, and the heading has 3.\n"

    (folder / "micro.csv").write_text("one\na\n")
    (folder / "plan.yaml").write_text("tables: [{name: t, by: [one]}]\n")
    (folder / "k5.yaml").write_text("k: 5\n")
    assert protected(folder).returncode == 0
    assert asked(folder, "verify", "out").stdout == "All 2 suppressed cells are shown to be safe.\n"
