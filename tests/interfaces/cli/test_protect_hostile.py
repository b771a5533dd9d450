"""Files and plans that somebody made to break it: a sentence on one line, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.interfaces.cli.test_protect import PROFILE, asked, brought, protected, table

WORDS = "samspil: "


def begun(tmp_path: Path) -> Path:
    """A folder with a plan, rules and rows in which nothing is wrong."""
    (tmp_path / "plan.yaml").write_text("tables: [{name: t, by: [one, two]}]\n")
    (tmp_path / "k5.yaml").write_text(PROFILE)
    (tmp_path / "micro.csv").write_text("one,two\n" + "a,x\nb,y\n" * 9)
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begun(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()
    }


ROWS = {
    "the heading twice": (b"one,two\none,two\na,x\n", "Row 2 is the heading once more.", 2),
    "tabs": (
        b"one\ttwo\na\tx\n",
        "The file has no column «one». Its fields are to be separated by commas.",
        1,
    ),
    "two bytes a sign": ("one,two\na,x\n".encode("utf-16"), "Row 1 of micro.csv is not written in UTF-8.", 1),
    "half a sign": (b"one,two\na,x\n\xed\xa0\x80,x\n", "Row 3 of micro.csv is not written in UTF-8.", 3),
    "a row without an end": (b"one,two\n" + b"a" * 10_000_000, "Row 2 has 10000000 signs and more.", 2),
    "a label that a terminal would obey": (
        b'r,m,one,two\nR,"\x1b[2J\nRow 9",a,x\nS,"\x1b[2J\nRow 9",a,x\n',
        "Row 5: «\\x1b[2J\\nRow 9» belongs to «R» and to «S».",
        5,
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_that_are_none_are_a_sentence_on_one_line(folder, name):
    content, sentence, line = ROWS[name]
    if content.startswith(b"r,"):
        (folder / "plan.yaml").write_text("hierarchies: {g: [r, m]}\ntables: [{name: t, by: [g]}]\n")
    (folder / "micro.csv").write_bytes(content)

    ran = protected(folder, "--json")

    assert (ran.returncode, ran.stderr) == (2, f"{WORDS}{sentence}\n")
    assert json.loads(ran.stdout)["error"]["line"] == line
    assert not (folder / "out").exists()


LABELS = {
    "nought": ("a\0b", "a"),
    "ends of lines": ("a\nb", "a\r\nb"),
    "a formula": ("=1+1", "@x"),
    "signs that are not seen": ("\ufeffa", "a\u202eb"),
    "two ways of writing one": ("å", "a\u030a"),
    "small": ("total", "TOTAL"),
}


@pytest.mark.parametrize("name", LABELS)
def test_labels_that_other_programs_stumble_over_come_out_as_they_went_in(folder, name):
    one, other = LABELS[name]
    brought(folder, [{"one": one, "two": "x"}] * 9 + [{"one": other, "two": "y"}] * 7, ("one", "two"))

    assert protected(folder).returncode == 0

    found = {row["one"]: row["value"] for row in table(folder, "t") if row["two"] == "Total"}
    assert found == {one: "9", other: "7", "Total": "16"}
    assert asked(folder, "verify", "out").returncode == 0


FEW = {
    "one unit": ("one,two\n" + "a,x\n" * 30, "", {"30"}),
    "one person": ("one,two\na,x\n", "", {""}),
    "nobody": ("one,two,n\na,x,0\nb,y,0\n", "weight: n\n", {"0"}),
}


@pytest.mark.parametrize("name", FEW)
def test_tables_with_nearly_nothing_in_them_are_made(folder, name):
    content, weight, values = FEW[name]
    (folder / "micro.csv").write_text(content)
    (folder / "plan.yaml").write_text(weight + "tables: [{name: t, by: [one, two]}]\n")

    assert protected(folder).returncode == 0
    assert {row["value"] for row in table(folder, "t")} == values


def test_two_tables_of_the_same_columns_say_the_same(folder):
    (folder / "plan.yaml").write_text("tables: [{name: t, by: [one, two]}, {name: u, by: [two, one]}]\n")
    (folder / "micro.csv").write_text("one,two\n" + "a,x\n" * 9 + "a,y\nb,x\nb,x\nb,x\n" + "b,y\n" * 8)

    assert protected(folder).returncode == 0

    first, second = (
        {(row["one"], row["two"]): (row["value"], row["status"]) for row in table(folder, name)}
        for name in "tu"
    )
    assert first == second
    assert ("", "suppressed") in first.values()


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
PLANS = {
    "a list": ("[a, b]\n", "The plan is empty or no list of names and values."),
    "a list of itself": ("&a [*a]\n", "The plan is empty or no list of names and values."),
    "tables of themselves": ("tables: &a [*a]\n", "«tables» is a list of tables, each with «name»"),
    "a percent of itself": (
        "tables: [&a {name: t, by: [one], percent: *a}]\n",
        "«tables» is a list of tables",
    ),
    "a billion": (LAUGHS, "The plan has no «a»; it has"),
    "a key that is a list": (
        "? [a]\n: 1\n",
        "plan.yaml line 1, column 3: no YAML that can be read: found unhashable key.",
    ),
    "a command": (
        "!!python/object/apply:os.system ['touch ran']\n",
        "plan.yaml line 1: tags (!!python…) are not read.",
    ),
    "very deep": ("[" * 20_000, "plan.yaml is no YAML that can be read."),
    "very long": ("#" + "x" * 1_000_000, "plan.yaml has more than 1000000 bytes; it is no plan"),
    "by nothing": ("tables: [{name: t, by: []}]\n", "«tables» is a list of tables, each with «name»"),
    "by what it tells": ("tables: [{name: t, by: [one, value]}]\n", "«value» is what a column of the tables"),
    "by a percent": ("tables: [{name: t, by: [percent], percent: percent}]\n", "«percent» is what a column"),
    "a hierarchy of no name": (
        "hierarchies: {~: [one]}\ntables: [{name: t, by: [two]}]\n",
        "YAML reads ~ as nothing: write it in quotes.",
    ),
    "a hierarchy of half a sign": (
        'hierarchies: {"\\ud800": [one]}\ntables: [{name: t, by: ["\\ud800"]}]\n',
        "«hierarchies» names columns from coarse to fine",
    ),
    "half a sign that was": (
        'tables: [{name: t, by: [one]}]\nwas: {one: {"\\ud800": [a]}}\n',
        "«was» names what",
    ),
    "a column with an end of line": (
        'tables: [{name: t, by: ["\\e[31mred\\nsamspil: done"]}]\n',
        "The file has no column «\\x1b[31mred\\nsamspil: done».",
    ),
    "names by case": (
        "tables: [{name: T, by: [one]}, {name: t, by: [two]}]\n",
        "Two files would be named «t».",
    ),
    "names by writing": (
        'tables: [{name: "\\u00e9", by: [one]}, {name: "e\\u0301", by: [two]}]\n',
        "Two files would be named",
    ),
    "a name of a space": ("tables: [{name: ' ', by: [one]}]\n", "cannot be the name of a file"),
    "a name that is not seen": ('tables: [{name: "a\\u202eb", by: [one]}]\n', "cannot be the name of a file"),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_was_made_to_break_it_is_a_sentence_on_one_line(folder, name):
    text, sentence = PLANS[name]
    (folder / "plan.yaml").write_text(text)
    before = files(folder)

    ran = protected(folder)

    assert (ran.returncode, sentence in ran.stderr, ran.stderr.count("\n")) == (2, True, 1)
    assert files(folder) == before


NUMBERS = {
    "k: 0\n": (2, "k is 0; it is never below 3."),
    "k: 1\n": (2, "k is 1; it is never below 3."),
    "k: .nan\n": (2, "«k» is a whole number."),
    "k: true\n": (2, "«k» is a whole number."),
    "k: " + "9" * 5000 + "\n": (2, "k5.yaml is no YAML that can be read."),
    "k: 5\nwidth: 0\n": (2, "width is 0; it is at least 1."),
    "k: 5\nmeasured: 3\n": (2, "measured is 3 and k is 5: measured is at least k."),
    "k: 5\nwidth: true\n": (2, "«width» is a whole number."),
    "k: 10\nwidth: 1000000000\n": (1, "No pattern keeps every small cell safe; nothing was written."),
}


@pytest.mark.parametrize("profile", NUMBERS)
def test_rules_that_cannot_be_kept_are_a_sentence(folder, profile):
    (folder / "k5.yaml").write_text(profile)
    code, sentence = NUMBERS[profile]

    ran = protected(folder)

    assert (ran.returncode, sentence in ran.stderr, (folder / "out").exists()) == (code, True, False)


def test_a_k_above_everybody_hides_everything(folder):
    (folder / "k5.yaml").write_text("k: 1000000000\nwidth: 7\n")

    assert protected(folder).returncode == 0
    assert {row["value"] for row in table(folder, "t")} == {"", "0"}
    assert asked(folder, "verify", "out").returncode == 0


def test_a_width_above_k_is_kept(folder):
    (folder / "micro.csv").write_text("one,two\n" + "a,x\n" * 19 + "a,y\nb,x\nb,x\nb,x\n" + "b,y\n" * 18)
    (folder / "k5.yaml").write_text("k: 5\nwidth: 9\n")

    assert protected(folder).returncode == 0

    # (a, y) is 1, and at least 9 apart with what stands beside it: so a sum beside it cannot be told.
    said = json.loads((folder / "out" / "certificate.json").read_text("utf-8"))
    wide = {(one, other): set() for one, _row, low, high in said["cells"] for other in (low, high)}
    assert (said["releases"][0]["width"], bool(wide)) == (9, True)
    assert asked(folder, "verify", "out").returncode == 0
    shown = {(row["one"], row["two"]): row["status"] for row in table(folder, "t")}
    assert [shown["a", "y"], shown["a", "x"], shown["b", "y"]] == ["suppressed"] * 3


@pytest.mark.parametrize("told", ["--seconds=nan", "--seconds=inf", "--seconds=-1", "--steps=-1"])
def test_numbers_that_are_none_are_refused(folder, told):
    ran = protected(folder, told)
    assert (ran.returncode, " is a number of " in ran.stderr, (folder / "out").exists()) == (2, True, False)


DEEP = "[" * 200_000


@pytest.mark.parametrize("file", ["out/certificate.json", "releases/head.json", "releases/0001/release.json"])
def test_what_nests_too_deep_to_be_read_is_a_sentence(folder, file):
    assert protected(folder, "--ledger", "releases").returncode == 0
    (folder / file).write_text(DEEP)

    ran = asked(folder, "verify", "out", "--ledger", "releases")

    assert (ran.returncode, "cannot be read." in ran.stderr, ran.stderr.count("\n")) == (1, True, 1)


def test_what_the_plan_the_profile_and_the_command_say_is_what_is_done(folder):
    """Noughts hidden, a column of times, no time: each was read and passed by, and no quick test saw it."""
    (folder / "k5.yaml").write_text("k: 5\nzeros: hidden\n")
    (folder / "plan.yaml").write_text(
        "tables: [{name: t, by: [one, two]}]\nperiod: two\nunrelated: [[one, two]]\n"
    )

    assert protected(folder, "--seconds", "0").returncode == 0

    shown = {(row["one"], row["two"]): row["value"] for row in table(folder, "t")}
    assert (shown["a", "y"], shown["b", "x"], shown["Total", "Total"]) == ("", "", "18")
    release = json.loads((folder / "out" / "certificate.json").read_text("utf-8"))["releases"][0]
    assert (release["period"], release["zeros"]) == ("two", "hidden")
    assert json.loads((folder / "out" / "report.json").read_text("utf-8"))["is_cut"] is True
    assert protected(folder, out="whole").returncode == 0
    assert json.loads((folder / "whole" / "report.json").read_text("utf-8"))["is_cut"] is False


FOLLOWS = "region,size,end\n" + "A,small,x\nA,small,y\nB,small,x\nC,large,x\nC,large,y\n" * 9
APART = "tables: [{name: a, by: [region, end]}, {name: b, by: [size, end]}]\n"


def test_a_column_that_follows_from_another_is_refused_until_the_plan_says_what_that_is(folder):
    (folder / "micro.csv").write_text(FOLLOWS)
    (folder / "plan.yaml").write_text(APART)
    ran = protected(folder)

    assert ran.returncode == 2
    assert ran.stderr == (
        f"{WORDS}Everybody of one «region» has the same «size». Whoever knows that works out more. Say "
        "hierarchies: {name: [size, region]}, or, with noughts shown, add a table by: [region, size]. If "
        "nobody can know it because it is chance, say unrelated: [[region, size]].\n"
    )
    assert not (folder / "out").exists()
    for said in (
        APART + "unrelated: [[size, region]]\n",
        "hierarchies: {geo: [size, region]}\ntables: [{name: a, by: [geo, end]}]\n",
        APART.replace("]}]", "]}, {name: c, by: [region, size]}]"),
    ):
        (folder / "plan.yaml").write_text(said)
        assert protected(folder, "--force").returncode == 0


@pytest.mark.parametrize("said", ["size", "[size]", "[[size]]", "{a: b}"])
def test_pairs_that_are_none_are_a_sentence(folder, said):
    (folder / "micro.csv").write_text(FOLLOWS)
    (folder / "plan.yaml").write_text(f"{APART}unrelated: {said}\n")

    ran = protected(folder)

    assert (ran.returncode, ran.stderr) == (
        2, f"{WORDS}«unrelated» names pairs of columns of the tables: [[region, size]].\n"
    )  # fmt: skip
