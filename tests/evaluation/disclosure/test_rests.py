"""What figures tell by subtraction, and because they stand: read by whoever has the files and the note."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace

import numpy as np
import pytest
from tests.evaluation.disclosure.lived import compositions
from tests.evaluation.disclosure.test_figures import measure, plan

from samspil.evaluation import disclosure

Person = tuple[str, int | None]
Files = dict[str, str]


def released(*every: list[Person], show, most: int, **rules) -> list[Files]:
    """The files of some releases, one after the other."""
    made, cells = [], []
    for people in every:
        records = [disclosure.Record({"group": group}, values={"points": value}) for group, value in people]
        now = disclosure.counted(plan(), records, None, [measure(show, 0, most)])
        past = [one.as_past() for one in made]
        one = disclosure.suppress(now, disclosure.Profile(**rules), past=past, steps=0)
        made.append(replace(one, release=disclosure.measured(one, now, before=cells).release))
        cells.append(now)
    return [disclosure.texts_of(one.release) for one in made]


def read(text: str) -> dict[str, dict[str, str]]:
    return {row.pop("group"): row for row in csv.DictReader(io.StringIO(text))}


def rest(files: Files) -> tuple[set[str], int, int] | None:
    """Which groups have no sum, how many people those are and what they have together; None where the sum of
    all is not told. Everybody has a value."""
    counts, figures = read(files["t"]), read(files["t.points"])
    left = {group for group, row in figures.items() if row["status"] != "published"}
    if "Total" in left:
        return None
    found = []
    for rows, column in ((counts, "value"), (figures, "sum")):
        told = sum(int(rows[group][column]) for group in rows if group not in {*left, "Total"})
        found.append(int(rows["Total"][column]) - told)
    return left, *found


def scored(group: str, number: int, seed: int) -> list[Person]:
    lots = random.Random(seed)
    return [(group, lots.randint(0, 10)) for _one in range(number)]


FIRST = [*scored("a", 20, 1), *scored("b", 4, 2), *scored("c", 3, 3)]
SECOND = [*FIRST, *scored("a", 12, 4), ("b", 8)]


@pytest.mark.proves("G40")
@pytest.mark.parametrize("show", [("sum",), ("mean", "sum")], ids="-".join)
def test_what_two_hidden_groups_have_together_is_not_told_while_they_are_few(show):
    (files,) = released(FIRST, show=show, most=10)

    assert rest(files) is None or rest(files)[1] >= 10
    assert "published" in {row["status"] for row in read(files["t.points"]).values()}


@pytest.mark.proves("G40")
def test_the_value_of_one_who_came_to_either_of_two_hidden_groups_is_not_told():
    first, second = released(FIRST, SECOND, show=("sum",), most=10, measured=5)

    # Seven people stand behind a figure then, and their sum may be told; of eight the one would be told.
    assert rest(first)[:2] == ({"b", "c"}, 7)
    assert rest(second) is None or rest(second)[0] != {"b", "c"}
    assert "published" in {row["status"] for row in read(second["t.points"]).values()}


@pytest.mark.red("G40")
def test_sums_wherever_enough_people_are_tell_that_reader_what_one_has_who_came():
    def told(people: list[Person]) -> Files:
        sums = {group: [value for name, value in people if name == group] for group in "abc"}
        shown = {"Total": [value for _name, value in people], "a": sums["a"]}
        counts = ["group,value,status", *(f"{group},{len(one)},published" for group, one in shown.items())]
        figures = ["group,sum,status", *(f"{group},{sum(one)},published" for group, one in shown.items())]
        hidden = [f"{group},,suppressed" for group in "bc"]
        return {"t": "\n".join([*counts, *hidden]), "t.points": "\n".join([*figures, *hidden])}

    before, after = rest(told(FIRST)), rest(told(SECOND))

    assert (after[1] - before[1], after[2] - before[2]) == (1, 8)


def having(row: dict[str, str], people: int, fewest: int) -> set[int]:
    """How many of so many people can have a value of 0 to 2, by their mean and deviation and the note."""
    found = set()
    for number in range(fewest, people + 1):
        for one in compositions(number, 3):
            values = np.repeat([0, 1, 2], one)
            if one.max() < number - 1 and (f"{values.mean():.1f}", f"{values.std(ddof=1):.1f}") == (
                row["mean"],
                row["sd"],
            ):
                found.add(number)
    return found


ONE_WITHOUT = [*[("a", 0)] * 8, ("a", 1), ("a", 2), ("a", None), *[("b", at % 3) for at in range(30)]]


@pytest.mark.proves("G40")
def test_how_few_have_no_value_is_not_told_by_a_figure_standing_where_it_does():
    (files,) = released([*ONE_WITHOUT, *[("b", None)] * 9], show=("mean", "sd"), most=2)
    row = read(files["t.points"])["a"]

    assert row["status"] == "suppressed"
    # The figures would stand for nine, ten, twelve or fourteen, and the note says that ten have a value.
    assert having({"mean": "0.3", "sd": "0.7"}, 11, 9) == {9, 10}
    assert having({"mean": "0.3", "sd": "0.7"}, 11, 10) == {10}


CROSSED = {"ax": 30, "ay": 6, "az": 6, "bx": 6, "by": 2, "bz": 2, "cx": 6, "cy": 2, "cz": 2}


@pytest.mark.proves("G40")
def test_what_is_in_neither_of_a_row_and_a_column_is_not_told_while_they_are_few():
    lots = random.Random(5)
    records = [
        disclosure.Record({"row": cell[0], "column": cell[1]}, values={"points": lots.randint(0, 10)})
        for cell, number in CROSSED.items()
        for _one in range(number)
    ]
    dimensions = tuple(disclosure.Dimension(one, (one,)) for one in ("row", "column"))
    asked = disclosure.Plan(dimensions, (disclosure.Table("t", ("row", "column")),))
    cells = disclosure.counted(asked, records, None, [measure(("sum",), 0, 10)])
    made = disclosure.suppress(cells, disclosure.Profile(measured=11), steps=0)
    files = disclosure.texts_of(disclosure.measured(made, cells).release)

    rows = csv.DictReader(io.StringIO(files["t.points"]))
    told = {(row["row"], row["column"]) for row in rows if row["status"] == "published"}

    # All less the row and the column, and the cell in both once more, are eight people.
    every = {("Total", "Total"), ("a", "Total"), ("Total", "x"), ("a", "x")}
    assert told < every
    assert len(told) == 3
