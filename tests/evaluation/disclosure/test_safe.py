"""No suppressed cell can be worked out from what leaves: by an attacker of our own, by one written apart,
by trying all."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.disclosure import invented
from tests.evaluation.disclosure.reader import Reader

from samspil.evaluation import disclosure

GEO = disclosure.Dimension("geo", ("reg", "mun"))
OTHERS = tuple(disclosure.Dimension(name, (name,)) for name in ("interv", "out", "half"))
LINKED = (("t3", ("geo", "interv", "out")), ("half", ("geo", "interv", "half")))


def plan(*tables: tuple[str, tuple[str, ...]]) -> disclosure.Plan:
    return disclosure.Plan((GEO, *OTHERS), tuple(disclosure.Table(*one) for one in tables))


def cells_of(rows, *tables):
    return disclosure.counted(plan(*tables), [disclosure.Record(row) for row in rows])


def written(release: disclosure.Release, folder: Path) -> None:
    for table in release.frame.plan.tables:
        (folder / f"{table.name}.csv").write_text(disclosure.table_text(release, table.name), "utf-8")


def reader_of(release, folder, rows) -> Reader:
    written(release, folder)
    tables = {one.name: one.by for one in release.frame.plan.tables}
    return Reader(folder, tables, invented.parents(rows), release.profile.floor)


def narrow(reader: Reader, cells, width: int) -> list[frozenset[tuple[str, str]]]:
    found = []
    for cell in cells:
        low, high = reader.interval(cell)
        if high - low < width - 1e-6:
            found.append(cell)
    return found


@pytest.mark.proves("G40")
@pytest.mark.parametrize("zeros", [True, False], ids=["noughts shown", "noughts hidden"])
@pytest.mark.parametrize("seed", range(6))
def test_another_reader_works_out_no_suppressed_cell_of_linked_tables(tmp_path, seed, zeros):
    rows = invented.people(seed, 150 + 60 * seed, 6 + 2 * seed)
    profile = disclosure.Profile(k=5, are_zeros_shown=zeros, width=1)
    cells = cells_of(rows, *LINKED)

    made = disclosure.suppress(cells, profile, steps=4)

    small = {at for at, value in enumerate(cells.values) if (0 if not zeros else 1) <= value < 5}
    hidden = set(np.flatnonzero(~made.release.is_published).tolist())
    assert small <= hidden
    reader = reader_of(made.release, tmp_path, rows)
    assert len(reader.hidden) == len(hidden)
    assert len(small) > 20
    assert narrow(reader, reader.hidden, 1) == []


@pytest.mark.proves("G40")
@pytest.mark.parametrize("width", [2, 3])
def test_a_wider_profile_keeps_every_suppressed_cell_as_wide_so_that_none_shows_its_kind(tmp_path, width):
    rows = invented.people(3, 200, 8)
    made = disclosure.suppress(cells_of(rows, LINKED[0]), disclosure.Profile(width=width), steps=2)

    reader = reader_of(made.release, tmp_path, rows)
    assert len(reader.hidden) > 40
    assert narrow(reader, reader.hidden, width) == []


@pytest.mark.red("G40")
def test_without_the_pattern_the_reader_works_out_primary_cells(tmp_path):
    rows = invented.people(1, 210, 8)
    cells, profile = cells_of(rows, LINKED[0]), disclosure.Profile()
    small = disclosure.primary(cells, profile)
    alone = disclosure.Release(cells.frame, np.where(small, 0, cells.values), ~small, profile)

    reader = reader_of(alone, tmp_path, rows)

    opened = narrow(reader, reader.hidden, 1)
    assert len(opened) > 3
    assert len(disclosure.attack(alone).narrow) == len(opened)


@pytest.mark.proves("G40")
@pytest.mark.parametrize("seed", range(3))
def test_a_secondary_cell_that_is_published_is_noticed_whenever_it_opens_one(tmp_path, seed):
    rows = invented.people(40 + seed, 120, 6)
    cells, profile = cells_of(rows, LINKED[0]), disclosure.Profile()
    made = disclosure.suppress(cells, profile, steps=6)
    opened = 0

    secondaries = np.flatnonzero(made.is_secondary)
    assert len(secondaries) > 3
    for at in secondaries:
        shown = made.release.is_published.copy()
        shown[at] = True
        spoiled = disclosure.Release(cells.frame, np.where(shown, cells.values, 0), shown, profile)
        theirs = narrow(reader_of(spoiled, tmp_path, rows), reader_of(spoiled, tmp_path, rows).hidden, 1)
        ours = disclosure.attack(spoiled)
        assert {frozenset(k for k in key) for key in named(spoiled, ours)} == set(theirs)
        opened += bool(theirs)
    assert opened == len(secondaries), "a cell that opens nothing when it is shown was suppressed for nothing"


def named(release, found):
    """The cells an attack found narrow, as the other reader names them."""
    space = disclosure.joined([release.layer()])
    at = {"reg": "geo", "mun": "geo"}
    return [
        [(at.get(column, column), label) for column, label in release.frame.keys[space.cells[row]]]
        for row in found.narrow
    ]


SMALL = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from("mn")), min_size=8, max_size=26
)


@settings(max_examples=60, deadline=None)
@given(SMALL, st.sampled_from([3, 4]), st.booleans())
def test_trying_every_table_of_counts_there_is_settles_no_suppressed_cell(tmp_path_factory, drawn, k, zeros):
    dimensions = tuple(disclosure.Dimension(name, (name,)) for name in ("one", "two", "three"))
    tables = (disclosure.Table("t", ("one", "two")), disclosure.Table("u", ("two", "three")))
    cells = disclosure.counted(
        disclosure.Plan(dimensions, tables),
        [disclosure.Record(dict(zip(("one", "two", "three"), one, strict=True))) for one in drawn],
    )
    profile = disclosure.Profile(k=k, are_zeros_shown=zeros)
    made = disclosure.suppress(cells, profile, steps=1)
    folder = tmp_path_factory.mktemp("tables")
    written(made.release, folder)
    reader = Reader(folder, {one.name: one.by for one in tables}, {}, profile.floor)
    most = int(cells.values.max()) + 2
    if frozenset() not in reader.known:
        return  # without a total there is no end of tables to try

    found: dict[frozenset[tuple[str, str]], set[int]] = {cell: set() for cell in reader.hidden}
    for number, sums in enumerate(reader.every_table(most)):
        for cell, value in sums.items():
            found[cell].add(value)
        if number > 20_000 or all(len(values) > 1 for values in found.values()):
            break
    assert [cell for cell, values in found.items() if len(values) < 2] == []


def bytes_of(made) -> list[str]:
    release = made.release
    texts = [disclosure.table_text(release, one.name) for one in release.frame.plan.tables]
    return [*texts, disclosure.certify(made)]


def test_any_order_of_the_records_gives_the_same_bytes():
    rows = invented.people(7, 240, 10)
    profile = disclosure.Profile()
    first = bytes_of(disclosure.suppress(cells_of(rows, *LINKED), profile, steps=6))

    for seed in (1, 2):
        random.Random(seed).shuffle(rows)
        assert bytes_of(disclosure.suppress(cells_of(rows, *LINKED), profile, steps=6)) == first


def test_more_steps_never_hide_more_and_a_limit_of_time_gives_a_safe_answer():
    cells, profile = cells_of(invented.people(9, 400, 14), LINKED[0]), disclosure.Profile()

    hidden = [int(disclosure.suppress(cells, profile, steps=n).is_secondary.sum()) for n in (0, 10, 20, 40)]
    cut = disclosure.suppress(cells, profile, seconds=0.0)

    assert hidden == sorted(hidden, reverse=True)
    assert cut.is_cut
    assert cut.found.narrow == ()
    # More than with time to look, and far from all there is: once everything was hidden when time was out.
    assert hidden[0] <= int(cut.is_secondary.sum()) <= 2 * hidden[0]


def test_the_package_is_imported_without_django_and_without_a_database():
    said = "import sys, samspil.evaluation.disclosure as _; print({'django', 'psycopg'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
