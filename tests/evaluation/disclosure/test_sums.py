"""Few people whom figures tell together, read by whoever asks a solver about all programmes that agree."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.evaluation.disclosure.sums import Person, Reader, Told, opened

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure import withholding
from samspil.evaluation.disclosure.rests import Rests

PROFILE = disclosure.Profile(k=3, measured=4)
ROW, CROSSED = ("row",), ("row", "column")
SHOWS = (("mean",), ("sum",), ("mean", "sd"), ("mean", "sum"))
VALUES = (1, 2, 3)
SIZES = ((5, 2, 1), (6, 3, 2), (8, 4, 2), (5, 5, 1, 2), (6, 6, 2, 2), (9, 5, 3, 1))


def somebody(lots: random.Random, group: tuple[str, ...], none: float = 0.2) -> Person:
    return group, None if lots.random() < none else lots.choice(VALUES)


def in_rows(seed: int, releases: int) -> list[list[Person]]:
    """Uneven groups; people come and get values that were missing."""
    lots = random.Random(seed)
    sizes = lots.choice(SIZES) if releases == 1 else (lots.randint(8, 10), 2, 2)
    now = [
        somebody(lots, (group,), 0.2 if releases == 1 else 0.0)
        for group, size in zip("abcd", sizes, strict=False)
        for _one in range(size)
    ]
    found = [now]
    for _release in range(1, releases):
        now = [somebody(lots, group, 0.5) if value is None else (group, value) for group, value in now]
        come = "a" * lots.randint(4, 6) + lots.choice("bc")
        now += [somebody(lots, (group,), 0.0) for group in come]
        found.append(now)
    return found


def in_both(seed: int) -> list[list[Person]]:
    """Groups of rows and columns, those of neither the first row nor the first column small."""
    lots = random.Random(seed)
    sizes = {"ax": 9, "ay": 4, "bx": 4, "az": 3, "bz": 1, "by": 1}
    every = [(one, size + lots.randint(0, 2)) for one, size in sizes.items()]
    return [[somebody(lots, tuple(one), 0.1) for one, size in every for _one in range(size)]]


def told(programme: list[list[Person]], columns: tuple[str, ...], show: tuple[str, ...]) -> list[Told]:
    """The releases of a programme up to the first that is refused."""
    dimensions = tuple(disclosure.Dimension(one, (one,)) for one in columns)
    plan = disclosure.Plan(dimensions, (disclosure.Table("t", columns),))
    shown = disclosure.Measure("points", VALUES[0], VALUES[-1], show)
    made, cells = [], []
    for people in programme:
        records = [
            disclosure.Record(dict(zip(columns, group, strict=True)), values={"points": value})
            for group, value in people
        ]
        now = disclosure.counted(plan, records, None, [shown])
        try:
            one = disclosure.suppress(now, PROFILE, past=[one.as_past() for one in made], steps=0)
            made.append(replace(one, release=disclosure.measured(one, now, before=cells).release))
        except disclosure.Unprotectable:
            break
        cells.append(now)
    every = [disclosure.texts_of(one.release) for one in made]
    return [Told({"t": (one["t"], one["t.points"])}, PROFILE.k, PROFILE.fewest, 1) for one in every]


def found(programme: list[list[Person]], columns: tuple[str, ...], show: tuple[str, ...]) -> set[str]:
    releases = told(programme, columns, show)
    reader = Reader(columns, releases, VALUES)
    return {what for what, _release, _groups in opened(reader, programme[: len(releases)])}


@pytest.mark.proves("G40")
@pytest.mark.parametrize("show", SHOWS, ids="-".join)
@pytest.mark.parametrize("seed", [2, 5, 9, 10, 11, 14])
def test_of_few_people_no_figures_tell_the_sum(seed, show):
    assert found(in_rows(seed, 1), ROW, show) == set()


@pytest.mark.proves("G40")
def test_nor_do_figures_of_rows_and_columns():
    assert found(in_both(1), CROSSED, ("sum",)) == set()


@pytest.mark.proves("G40")
@pytest.mark.parametrize("show", [("sum",), ("mean", "sum")], ids="-".join)
def test_nor_do_figures_of_two_releases_of_those_who_came(show):
    assert found(in_rows(1, 2), ROW, show) == set()


@pytest.mark.red("G40")
@pytest.mark.parametrize(
    ("programme", "columns", "what"),
    [(in_rows(14, 1), ROW, "sum"), (in_both(1), CROSSED, "sum"), (in_rows(1, 2), ROW, "came")],
    ids=["rows", "rows and columns", "two releases"],
)
def test_cells_that_are_held_one_by_one_are_opened_by_that_reader(programme, columns, what, monkeypatch):
    monkeypatch.setattr(Rests, "left", lambda _rests, _shown: iter(()))

    assert found(programme, columns, ("sum",)) == {what}


@pytest.mark.red("G40")
def test_tables_that_break_the_rules_of_the_note_are_none_for_that_reader(monkeypatch):
    monkeypatch.setattr(withholding, "standing", lambda *_what: iter(()))

    assert found(in_rows(2, 1), ROW, ("mean",)) == {"none"}
