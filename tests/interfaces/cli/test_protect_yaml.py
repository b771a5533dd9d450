"""What YAML reads otherwise than it was written, and what is said twice: a sentence with its line."""

from __future__ import annotations

import json

import pytest
from tests.interfaces.cli.test_protect import PROFILE, protected, table

PLAN = "tables: [{name: t, by: [one, two]}]\n"
ROWS = "one,two\n" + "a,x\nb,y\n" * 9


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    (tmp_path / "micro.csv").write_text(ROWS)
    return tmp_path


PLANS = {
    "tables: [{name: t, by: [one]}]\nunrelated: []\ntables: [{name: u, by: [two]}]\n": (
        "«tables» is said twice in plan.yaml (lines 1 and 3).", 3
    ),
    "tables:\n- name: t\n  by: [one]\n  percent: one\n  by: [two]\n": (
        "«by» is said twice in plan.yaml (lines 3 and 5).", 5
    ),
    'tables: [{name: t, by: [one], "name": u}]\n': ("«name» is said twice in plan.yaml (line 1).", 1),
    PLAN + "was: {one: {a: [b], c: [d], a: []}}\n": ("«a» is said twice in plan.yaml (line 2).", 2),
    "tables: [\n  - {name: t": (
        "plan.yaml line 2, column 3: no YAML that can be read: expected the node content, but found '-'.", 2
    ),
    "tables:\n\t- {name: t, by: [one]}\n": (
        "plan.yaml line 2, column 1: no YAML that can be read: found character '\\t' that cannot start any "
        "token.", 2
    ),
    "tables:\n- by: [one]\n  name: !!python/name:os.system ''\n": (
        "plan.yaml line 3: tags (!!python…) are not read.", 3
    ),
    "tables: [{name: !!str t, by: [one]}]\n": ("plan.yaml line 1: tags (!!str) are not read.", 1),
    "tables: !mine [{name: t, by: [one]}]\n": ("plan.yaml line 1: tags (!mine) are not read.", 1),
    "tables: [{name: 12, by: [one]}]\n": (
        "YAML reads the table's name 12 as a number: write it in quotes.", 1
    ),
    "tables: [{name: 012, by: [one]}]\n": (
        "YAML reads the table's name 012 as a number: write it in quotes.", 1
    ),
    "tables:\n- by: [one]\n  name: yes\n": (
        "YAML reads the table's name yes as yes or no: write it in quotes.", 3
    ),
    "tables: [{name: ~, by: [one]}]\n": ("YAML reads the table's name ~ as nothing: write it in quotes.", 1),
    "tables: [{name: t, by: [2024-01-01]}]\n": ("YAML reads 2024-01-01 as a date: write it in quotes.", 1),
    PLAN + "was: {one: {0101: [a]}}\n": ("YAML reads 0101 as a number: write it in quotes.", 2),
    PLAN + "measures:\n- {column: v, from: 0, to: 010, show: [mean]}\n": (
        "to is a whole number, written without noughts before it.", 3
    ),
}  # fmt: skip


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_that_is_read_otherwise_than_it_was_written_is_refused(folder, plan):
    sentence, line = PLANS[plan]
    (folder / "plan.yaml").write_text(plan)

    ran = protected(folder, "--json")

    assert (ran.returncode, ran.stderr) == (2, f"samspil: {sentence}\n")
    assert json.loads(ran.stdout)["error"]["line"] == line
    assert not (folder / "out").exists()


PROFILES = {
    "k: 5\nzeros: hidden\nk: 3\nzeros: shown\n": "«k» is said twice in k5.yaml (lines 1 and 3).",
    "k: 010\n": "k is a whole number, written without noughts before it.",
    "k: 5\nwidth: 0_1\n": "width is a whole number, in digits alone.",
    "k: 0x10\n": "k is a whole number, in digits alone.",
    "k: 1:30\n": "k is a whole number, in digits alone.",
}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_rule_that_nobody_can_mean_is_refused(folder, profile):
    (folder / "k5.yaml").write_text(profile)

    ran = protected(folder)

    assert (ran.returncode, ran.stderr) == (2, f"samspil: {PROFILES[profile]}\n")
    assert not (folder / "out").exists()


TWICE = {
    "--tables": "plan.yaml", "--profile": "k5.yaml", "--out": "out", "--steps": "60", "--ledger": "releases",
    "--seconds": "5", "--insiders": "0",
}  # fmt: skip


@pytest.mark.parametrize("option", TWICE)
def test_an_option_that_is_said_twice_is_refused(folder, option):
    more = (option, TWICE[option]) * (1 if option == "--out" else 2)

    ran = protected(folder, *more)

    assert (ran.returncode, ran.stderr) == (2, f"samspil: {option} is said twice.\n")
    assert not (folder / "out").exists()


def test_names_in_quotes_noughts_that_are_numbers_and_what_is_shared_are_read_as_they_are(folder):
    (folder / "plan.yaml").write_text(
        "tables: [{name: '12', by: &both [one, two]}, &u {name: 'yes', by: *both}, {<<: *u, name: '~'}]\n"
        "weight: ~\n"
    )
    (folder / "k5.yaml").write_text("{k: 10, width: 1}\n")

    assert protected(folder).returncode == 0
    assert table(folder, "12") == table(folder, "yes") == table(folder, "~")
