"""What is looked for under a limit of time ends with it, and what was not found then is withheld."""

from __future__ import annotations

import random
import time

import numpy as np

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.figures import ENDLESS, Said
from samspil.evaluation.disclosure.scores import Claim, Scores

NAMES = ("points", "before", "change")


def told_together():
    """400 people with points, points before and the change between: 144 things that somebody can have, so
    that one change of a value takes milliseconds."""
    lots = random.Random(3)
    records = []
    for _one in range(400):
        group = lots.choice("abcdefg")
        labels = {"region": "N" if group < "d" else "S", "group": group, "kind": lots.choice("xy")}
        labels["end"] = lots.choices(("little", "much", "other"), (5, 3, 1))[0]
        values = {
            "points": lots.choice([None, *range(11)]) if lots.random() < 0.5 else lots.randrange(11),
            "before": lots.choice([None, *range(8)]),
        }
        records.append(disclosure.Record(labels, values=values))
    asked = disclosure.Plan(
        (
            disclosure.Dimension("place", ("region", "group")),
            *(disclosure.Dimension(one, (one,)) for one in ("kind", "end")),
        ),
        (disclosure.Table("t", ("place", "kind", "end")),),
    )
    points, before = (disclosure.Measure(one, 0, 10, ("mean",)) for one in NAMES[:2])
    change = disclosure.difference("change", points, before, ("mean",))
    cells = disclosure.counted(asked, records, None, [points, before, change])
    return disclosure.suppress(cells, disclosure.Profile(width=2), steps=0), cells


def test_a_way_is_looked_for_until_the_time_is_over_and_nobody_is_moved_then():
    people = np.array([[1, 0, 1], [1, 0, 1]])
    both, weights = np.arange(2), np.arange(3)
    claims = [Claim(0, both, Said(weights, 4, 4)), Claim(0, both, Said(weights**2, 8, 8))]
    asked: list[bool] = []

    def is_over() -> bool:
        asked.append(len(asked) == 5)
        return asked[-1]

    scores = Scores(people, claims, random.Random(0), is_over)

    # Two of four people in the middle, and the squares as they were: there is no such table.
    assert scores.wish(both, Said(np.array([0, 1, 0]), 2, ENDLESS), 1000) is False
    assert (scores.tried, asked) == (5, [False] * 5 + [True])
    assert scores.people.tolist() == people.tolist()


def test_measures_that_are_of_one_another_end_with_the_time_they_have():
    """Seen to take 28 s where each way went on to its 2,000 changes."""
    made, cells = told_together()

    started = time.process_time()
    found = disclosure.measured(made, cells, seconds=0.3)
    used = time.process_time() - started

    assert [int(one.is_shown.sum()) for one in found.release.measures] == [0, 0, 0]
    assert used < 3
    assert found.is_cut == (True, True, True)


def ten(groups: str) -> tuple[disclosure.Protected, disclosure.Cells]:
    """Ten of each group with points of nought to three; of the last one only three."""
    records = [
        disclosure.Record({"group": group}, values={"points": at % 4})
        for group in groups
        for at in range(3 if group == groups[-1] else 10)
    ]
    asked = disclosure.Plan(
        (disclosure.Dimension("group", ("group",)),), (disclosure.Table("t", ("group",)),)
    )
    cells = disclosure.counted(asked, records, None, [disclosure.Measure("points", 0, 3, ("mean", "sum"))])
    return disclosure.suppress(cells, disclosure.Profile(), steps=0), cells


def told_of(found: disclosure.Measured) -> tuple[int, tuple[int, ...], tuple[bool, ...]]:
    return int(found.release.measures[0].is_shown.sum()), found.withheld, found.is_cut


def test_what_is_withheld_for_want_of_time_is_told_apart_from_what_would_tell():
    # Of four groups the small one and one beside it are hidden: three counts stand, the total with them.
    made, cells = ten("abcd")
    assert told_of(disclosure.measured(made, cells, seconds=0.0)) == (0, (3,), (True,))
    # With time two groups and the total keep theirs, and nothing is withheld.
    assert told_of(disclosure.measured(made, cells, seconds=600.0)) == (3, (0,), (False,))
    # Of two groups no figure can stand but the total's.
    made, cells = ten("ab")
    assert told_of(disclosure.measured(made, cells)) == (1, (0,), (False,))


def test_where_no_figure_could_stand_the_time_took_none():
    asked = disclosure.Plan(
        (disclosure.Dimension("group", ("group",)),), (disclosure.Table("t", ("group",)),)
    )
    records = [disclosure.Record({"group": one}, values={"points": 1}) for one in "aaaaaaaabbbbbbbb"]
    cells = disclosure.counted(asked, records, None, [disclosure.Measure("points", 0, 3, ("mean",))])
    made = disclosure.suppress(cells, disclosure.Profile(), steps=0)

    assert told_of(disclosure.measured(made, cells, seconds=0.0)) == (0, (0,), (False,))
