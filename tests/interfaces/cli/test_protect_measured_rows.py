"""Measures and their columns as they come: what cannot be used is a sentence, weights are right."""

from __future__ import annotations

import json
import statistics
from decimal import Decimal

import pytest
from tests.interfaces.cli.test_protect import PROFILE, asked, protected, table
from tests.interfaces.cli.test_protect_measures import tenth

TABLE = "tables: [{name: t, by: [one]}]\n"
SCALE = TABLE + "measures: [{column: points, from: 0, to: 10, show: [mean]}]\n"
LONG = "x" * 60
PLANS = {
    "no measure": (TABLE + "measures: points\n", "«measures» is a list of columns"),
    "a key of its own": (SCALE.replace("show", "tell"), "The measure has no «tell»; it has"),
    "no scale": (
        SCALE.replace("to: 10, ", ""),
        "A measure has «column», «from», «to» and «show»: [mean, sd]; or «column», «of»: [after, before]",
    ),
    "of one alone": (
        SCALE.replace("[mean]}]", "[mean]}, {column: more, of: [points], show: [mean]}]"),
        "«more» is of two measures: the first less the second.",
    ),
    "of what is not there": (
        SCALE.replace("[mean]}]", "[mean]}, {column: more, of: [points, two], show: [mean]}]"),
        "«more» is of «two», and that is no measure with a scale of its own.",
    ),
    "of and from": (
        SCALE.replace("from: 0", "of: [points, two], from: 0"),
        "A measure has «column», «from», «to» and «show»",
    ),
    "yes and no": (SCALE.replace("from: 0", "from: no"), "«points» goes from a whole number to another."),
    "up to yes": (SCALE.replace("to: 10", "to: true"), "«points» goes from a whole number to another."),
    "a part of a number": (SCALE.replace("10", "7.5"), "«points» goes from a whole number to another."),
    "the wrong way": (SCALE.replace("10", "-10"), "«points» goes from 0 to -10; it needs 1 to 100 steps."),
    "too long": (SCALE.replace("10", "101"), "it needs 1 to 100 steps. Count in larger units."),
    "a median": (SCALE.replace("[mean]", "[median]"), "Of «points» can be shown, once each: mean, sd, sum."),
    "one twice": (SCALE.replace("[mean]", "[mean, mean]"), "can be shown, once each: mean, sd, sum."),
    "a deviation alone": (
        SCALE.replace("[mean]", "[sd]"),
        "«points» has a standard deviation shown only beside its mean.",
    ),
    "a path": (
        SCALE.replace("points", "a/b"),
        "The column's name «a/b» cannot be part of a file's name.",
    ),
    "names that are long together": (
        SCALE.replace("points", LONG).replace("name: t", f"name: {LONG}"),
        f"The name «{LONG}.{LONG}» cannot be the name of a file.",
    ),
    "a name of many bytes": (SCALE.replace("points", "😀" * 70), "cannot be part of a file's name."),
    "half a sign": (SCALE.replace("points", '"\\ud83d"'), "cannot be part of a file's name."),
    "two files of one name": (
        TABLE.replace("]\n", ", {name: t.points, by: [one]}]\n") + SCALE.removeprefix(TABLE),
        "Two files would be named «t.points».",
    ),
    "a column twice": (
        TABLE + "measures:\n" + "- {column: points, from: 0, to: 10, show: [mean]}\n" * 2,
        "The measure «points» is named twice.",
    ),
    "percent of what is not crossed": (
        TABLE.replace("[one]", "[one], percent: two"),
        "The table «t» has percent of «two», not crossed.",
    ),
    "percent of nothing": (TABLE.replace("[one]", "[one], percent: [one]"), "and perhaps «percent»"),
    "what divides the table": (
        SCALE.replace("points", "one"),
        "«one» divides a table or counts people; it cannot be a measure as well.",
    ),
    "what divides it coarsely": (
        "hierarchies: {at: [two, one]}\n" + SCALE.replace("[one]", "[at]").replace("points", "two"),
        "«two» divides a table or counts people; it cannot be a measure as well.",
    ),
    "what counts people": (
        "weight: points\n" + SCALE,
        "«points» divides a table or counts people; it cannot be a measure as well.",
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_measure_that_cannot_be_used_is_a_sentence(tmp_path, name):
    plan, sentence = PLANS[name]
    (tmp_path / "plan.yaml").write_text(plan)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    (tmp_path / "micro.csv").write_text("one,two,points\n" + "a,x,1\na,x,4\n" * 9)

    ran = protected(tmp_path, "--json")

    assert ran.returncode == 2
    assert sentence in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


HEAD = "one,points\na,1\n"
ROWS = {
    "a comma": (HEAD + 'a,"7,5"\n', "Row 3: «7,5» in «points» is not a whole number.", 3, "points"),
    "a part": (HEAD + "a,7.5\n", "Row 3: «7.5» in «points» is not a whole number.", 3, "points"),
    "a word": (HEAD + "a,abc\n", "Row 3: «abc» in «points» is not a whole number.", 3, "points"),
    "a sign alone": (HEAD + "a,-\n", "Row 3: «-» in «points» is not a whole number.", 3, "points"),
    "a space": (HEAD + "a, \n", "Row 3: « » in «points» is not a whole number.", 3, "points"),
    "digits of another script": (
        HEAD + "a,٣\n",
        "Row 3: «٣» in «points» is not a whole number.",
        3,
        "points",
    ),
    "more digits than a number has": (
        HEAD + "a," + "9" * 5000 + "\n",
        f"Row 3: «{'9' * 40}» in «points» is not a whole number.",
        3,
        "points",
    ),
    "beyond the scale": (HEAD + "a,11\n", "Row 3: 11 in «points» is not from 0 to 10.", 3, "points"),
    "below the scale": (HEAD + "a,-1\n", "Row 3: -1 in «points» is not from 0 to 10.", 3, "points"),
    "no such column": ("one,two\na,1\n", "The file has no column «points».", 1, "points"),
    "semicolons": (
        "one;points\na;1\n",
        "The file has no column «one». Its fields are to be separated by commas.",
        1,
        "one",
    ),
    "a column twice": (
        "one,points,points\na,1,1\n",
        "The file has more than one column «points».",
        1,
        "points",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_value_that_cannot_be_is_named_with_row_and_column(tmp_path, name):
    content, sentence, line, column = ROWS[name]
    (tmp_path / "plan.yaml").write_text(SCALE)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    (tmp_path / "micro.csv").write_text(content, "utf-8")

    ran = protected(tmp_path, "--json")

    assert (ran.returncode, ran.stderr) == (2, f"samspil: {sentence}\n")
    error = json.loads(ran.stdout)["error"]
    assert (error["line"], error["path"]) == (line, column)
    assert not (tmp_path / "out").exists()


def test_counted_rows_weigh_what_they_say_and_whoever_has_no_value_counts_in_no_mean(tmp_path):
    """From an office program: mark of the byte order, line ends of two signs, a column with spaces and æ."""
    (tmp_path / "plan.yaml").write_text(
        "weight: n\ntables: [{name: t, by: [one], percent: one}]\n"
        "measures: [{column: trivsel æøå nu, from: -2, to: 4, show: [sum, mean, sd]}]\n",
        "utf-8",
    )
    (tmp_path / "k5.yaml").write_text(PROFILE)
    lines = ("one,n,trivsel æøå nu", "a,30,4", "a,20,-2", "a,50,1", "a,10,", "b,40,0", "b,60,-1", "b,0,3", "")
    (tmp_path / "micro.csv").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())

    ran = protected(tmp_path)

    assert (ran.returncode, ran.stderr) == (0, "")
    values = {"a": [4] * 30 + [-2] * 20 + [1] * 50, "b": [0] * 40 + [-1] * 60}
    values["Total"] = values["a"] + values["b"]
    wanted = {
        group: {
            "sum": str(sum(own)),
            "mean": tenth(Decimal(sum(own)) / len(own)),
            "sd": tenth(Decimal(statistics.stdev(own))),
        }
        for group, own in values.items()
    }
    rows = table(tmp_path, "t.trivsel æøå nu")
    assert {row["one"]: {name: row[name] for name in ("sum", "mean", "sd")} for row in rows} == wanted
    assert {row["one"]: row["percent"] for row in table(tmp_path, "t.percent")} == {
        "Total": "100.0",
        "a": "52.4",
        "b": "47.6",
    }
    assert asked(tmp_path, "verify", "out").returncode == 0


def test_rows_that_stand_for_millions_are_no_trouble(tmp_path):
    (tmp_path / "plan.yaml").write_text("weight: n\n" + SCALE)
    (tmp_path / "k5.yaml").write_text("k: 100000000\n")
    rows = (
        "a,1,300000000",
        "a,9,400000000",
        "b,2,90000000",
        "c,8,80000000",
        "d,0,200000000",
        "d,7,300000000",
    )
    (tmp_path / "micro.csv").write_text("one,points,n\n" + "\n".join(rows) + "\n")

    ran = protected(tmp_path, "--seconds", "20", "--json")

    assert (ran.returncode, ran.stderr) == (0, "")
    counts = {row["one"]: row["status"] for row in table(tmp_path, "t")}
    assert [one for one, status in counts.items() if status == "suppressed"] == ["b", "c"]
    told = json.loads(ran.stdout)["measures"]["points"]
    assert told["shown"] + told["withheld"] == 3
