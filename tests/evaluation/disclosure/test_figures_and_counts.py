"""Figures that would tell a suppressed count, read in whole numbers by a solver that is not the code's."""

from __future__ import annotations

import csv
import io
import itertools
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.evaluation.disclosure.test_figures import measure, rounded

from samspil.evaluation import disclosure


def two_by_two():
    """A small cell among people of whom one half have next to nothing and the other next to all."""
    rows = [("x", "p", 0)] * 3 + [("x", "q", 0)] * 7 + [("x", "q", 1)] * 2
    rows += [("y", "p", 10)] * 8 + [("y", "p", 9)] * 1 + [("y", "q", 10)] * 7 + [("y", "q", 9)] * 1
    dimensions = tuple(disclosure.Dimension(one, (one,)) for one in ("row", "col"))
    asked = disclosure.Plan(dimensions, (disclosure.Table("t", ("row", "col")),))
    records = [disclosure.Record({"row": r, "col": c}, values={"points": value}) for r, c, value in rows]
    return disclosure.counted(asked, records, None, [measure(("mean", "sum"), 0, 10)])


def ends(counts: list[dict[str, str]], figures: list[dict[str, str]]) -> tuple[int, int]:
    """The fewest and the most that can be in (x, p), by whole numbers of people with each value."""
    inner = list(itertools.product("xy", "pq"))
    size = len(inner) * 12  # eleven values, and none
    rows, low, high = [], [], []

    def over(line):
        return [(line["row"] in (r, "Total")) and (line["col"] in (c, "Total")) for r, c in inner]

    def say(line, weights, least, most):
        rows.append(np.concatenate([np.array(weights, float) * inside for inside in over(line)]))
        low.append(least)
        high.append(most)

    for line in counts:
        is_known = line["status"] == "published"
        say(
            line,
            [1] * 12,
            float(line["value"]) if is_known else 1.0,
            float(line["value"]) if is_known else 99.0,
        )
    for line in figures:
        if line["status"] == "published":
            mean, total = float(line["mean"]), float(line["sum"])
            say(line, [*range(11), 0], total, total)
            say(line, [*(one - mean + 0.05 for one in range(11)), 0], -1e-9, np.inf)
            say(line, [*(one - mean - 0.05 for one in range(11)), 0], -np.inf, -1e-3)
    wanted = np.concatenate([np.full(12, float(one == ("x", "p"))) for one in inner])
    found = []
    for sign in (1.0, -1.0):
        answer = milp(
            sign * wanted,
            constraints=LinearConstraint(np.array(rows), low, high),
            integrality=np.ones(size),
            bounds=Bounds(0, 30),
        )
        assert answer.status == 0, answer.message
        found.append(round(sign * answer.fun))
    return found[0], found[1]


def lines(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.proves("G40")
def test_a_count_that_figures_would_tell_is_kept_by_withholding_some():
    cells = two_by_two()
    made = disclosure.suppress(cells, disclosure.Profile(), steps=2)
    found = disclosure.measured(made, cells)
    texts = disclosure.texts_of(found.release)

    fewest, most = ends(lines(texts["t"]), lines(texts["t.points"]))

    assert fewest < most
    margins = [one for one in lines(texts["t"]) if one["status"] == "published"]
    assert len(margins) == 5
    sums = {
        ("x", "Total"): 2,
        ("y", "Total"): 168,
        ("Total", "p"): 89,
        ("Total", "q"): 81,
        ("Total", "Total"): 170,
    }
    every = [
        {
            "row": one["row"],
            "col": one["col"],
            "status": "published",
            "sum": str(sums[one["row"], one["col"]]),
            "mean": rounded(Fraction(sums[one["row"], one["col"]], int(one["value"]))),
        }
        for one in margins
    ]
    assert ends(lines(texts["t"]), every) == (3, 3)
