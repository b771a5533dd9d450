"""A column that follows from another one is thought of, told by a table, or refused: else cells come out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from samspil.evaluation import disclosure

SIZE = {"A": "small", "B": "small", "C": "large", "D": "large", "E": "large"}
COUNTS = {
    "A": (2, 9, 14), "B": (11, 3, 8), "C": (7, 12, 1), "D": (15, 4, 10), "E": (9, 8, 3),
}  # fmt: skip
ENDS = ("better", "same", "worse")
LEVELS = {"region": ("region",), "size": ("size",), "end": ("end",)}
APART = (("a", ("region", "end")), ("b", ("size", "end")))
"""By region and by size, together and with nothing said of how the two hang together."""


def cells_of(tables, levels=None, size=None):
    dimensions = tuple(disclosure.Dimension(*one) for one in (levels or LEVELS).items())
    plan = disclosure.Plan(dimensions, tuple(disclosure.Table(*one) for one in tables))
    people = [
        disclosure.Record({"region": region, "size": (size or SIZE)[region], "end": end}, count)
        for region, counts in COUNTS.items()
        for end, count in zip(ENDS, counts, strict=True)
    ]
    return disclosure.counted(plan, people)


def worked_out(cells) -> int:
    """How many suppressed cells are one number for whoever knows the size of each region, by scipy alone."""
    release = disclosure.suppress(cells, disclosure.Profile()).release
    inner = [(region, end) for region in COUNTS for end in ENDS]
    known, sums, hidden = [], [], []
    for key, value, is_published in zip(cells.frame.keys, cells.values, release.is_published, strict=True):
        wanted = dict(key)
        row = np.array(
            [
                float(
                    wanted.get("region", region) == region
                    and wanted.get("size", SIZE[region]) == SIZE[region]
                    and wanted.get("end", end) == end
                )
                for region, end in inner
            ]
        )
        if is_published:
            known.append(row)
            sums.append(float(value))
        else:
            hidden.append(row)
    assert len(hidden) > 5
    found = 0
    for row in hidden:
        ends = [
            linprog(way * row, A_eq=known, b_eq=sums, A_ub=-np.array(hidden), b_ub=-np.ones(len(hidden)))
            for way in (1.0, -1.0)
        ]
        assert [one.status for one in ends] == [0, 0]
        found += -ends[1].fun - ends[0].fun < 1 - 1e-6
    return found


@pytest.mark.proves("G40")
def test_whoever_knows_which_size_a_region_has_works_cells_out_unless_it_is_told_or_said():
    assert worked_out(cells_of(APART)) > 0
    assert worked_out(cells_of((*APART, ("c", ("region", "size"))))) == 0
    levels = {"where": ("size", "region"), "end": ("end",)}
    assert worked_out(cells_of((("a", ("where", "end")),), levels)) == 0


SHOWN, HIDDEN = disclosure.Profile(), disclosure.Profile(are_zeros_shown=False)
CROSSED = (*APART, ("c", ("region", "size")))
ONE_BY_ONE = dict(zip("ABCDE", "vwxyz", strict=True))


@pytest.mark.parametrize(
    ("tables", "levels", "size", "profile", "found"),
    [
        pytest.param(APART, None, None, SHOWN, (("region", "size"),), id="apart"),
        pytest.param(CROSSED, None, None, SHOWN, (), id="told by a table"),
        pytest.param(CROSSED, None, None, HIDDEN, (("region", "size"),), id="crossed, noughts hidden"),
        pytest.param(
            APART, None, ONE_BY_ONE, SHOWN, (("region", "size"), ("size", "region")), id="one by one"
        ),
        pytest.param(APART, None, dict.fromkeys(COUNTS, "small"), SHOWN, (), id="one label"),
        pytest.param(
            (("a", ("where", "end")),), {"where": ("size", "region"), "end": ("end",)},
            None, SHOWN, (), id="said",
        ),
        pytest.param(
            (("a", ("region", "end")), ("b", ("kind", "end"))),
            {"region": ("region",), "kind": ("size", "end"), "end": ("end",)},
            None, SHOWN, None, id="a column in two places",
        ),
    ],
)  # fmt: skip
def test_what_follows_is_found(tables, levels, size, profile, found):
    if found is None:
        with pytest.raises(disclosure.Unusable):
            cells_of(tables, levels, size)
        return
    assert disclosure.following(cells_of(tables, levels, size), profile) == found


def test_the_coarser_level_of_a_hierarchy_that_follows_is_found():
    """Each region is in one half of the country, though not in one place of it."""
    levels = {"region": ("region",), "where": ("half", "place"), "end": ("end",)}
    plan = disclosure.Plan(
        tuple(disclosure.Dimension(*one) for one in levels.items()),
        (disclosure.Table("a", ("region", "end")), disclosure.Table("b", ("where", "end"))),
    )
    people = [
        disclosure.Record({"region": region, "half": half, "place": f"{half}{place}", "end": "same"}, 7)
        for region, half in (("A", "north"), ("B", "north"), ("C", "south"))
        for place in (1, 2)
    ]

    assert disclosure.following(disclosure.counted(plan, people), SHOWN) == (("region", "half"),)
