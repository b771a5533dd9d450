"""A file that is not the one a release was made of: which table and which cell say so."""

from __future__ import annotations

import pytest

from samspil.evaluation import disclosure

PLAN = disclosure.Plan(
    (disclosure.Dimension("mun", ("mun",)), disclosure.Dimension("out", ("out",))),
    (disclosure.Table("small", ("out",)), disclosure.Table("t", ("mun", "out"))),
)
POINTS = disclosure.Measure("points", 0, 3, ("mean",))


def cells_of(rows: list[tuple[str, str, int]]) -> disclosure.Cells:
    records = [disclosure.Record({"mun": mun, "out": out}, values={"points": at}) for mun, out, at in rows]
    return disclosure.counted(PLAN, records, None, [POINTS])


EVERY = [(mun, out, at % 4) for mun in "AB" for out in "xy" for at in range(12)]
FOUND = {
    "the same": (EVERY, ""),
    "in another order": (EVERY[::-1], ""),
    "one less": (EVERY[1:], "«small» has 24 at «x» in «out», and the file gives 23"),
    "one elsewhere": (
        [("B", "x", 0), *EVERY[1:]],
        "«t» has 12 at «A» in «mun», «x» in «out», and the file gives 11",
    ),
    "a label less": (EVERY[:24], "«t» is about «B» in «mun», which the release has, and the file has not"),
    "a label more": (
        [*EVERY, ("A", "z", 1)],
        "«small» is about «z» in «out», which the file has, and the release has not",
    ),
    "another value": (
        [("A", "x", 3), *EVERY[1:]],
        "«small.points» has other figures at «x» in «out» than the file gives",
    ),
    "two values the other way round": (
        [("A", "x", 3), *EVERY[1:15], ("A", "y", 0), *EVERY[16:]],
        "«small.points» has other figures at «x» in «out» than the file gives",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_the_cell_that_says_so_is_the_finest_of_its_table(name):
    cells = cells_of(EVERY)
    made = disclosure.suppress(cells, disclosure.Profile(), steps=0)
    release = disclosure.measured(made, cells).release
    assert release.measures[0].is_shown.sum() > 4
    rows, sentence = FOUND[name]

    assert disclosure.unlike(cells_of(rows), release) == sentence
