"""What insiders learn, by a reader who takes away what they know, and by trying every table there is."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.campaigns.protect import read
from tests.evaluation.disclosure.reader import Reader

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure import insiders
from samspil.evaluation.disclosure.insiders import Coalition, Insider
from samspil.interfaces.cli.bench.grids import TABLES, Programme, cells_of

Named = frozenset[tuple[str, str]]


class Inside:
    """A reader who knows some people: takes them away, and asks for the rest with a solver of its own."""

    def __init__(
        self, reader: Reader, known: dict[tuple[str, ...], int], whole: set[tuple[str, ...]]
    ) -> None:
        self.reader = reader
        others = {cell for one in every_inner(reader) if one not in whole for cell in reader._cells_over(one)}
        self.beforehand = set(reader.hidden) - others
        self.people = [known.get(one, 0) for one in reader.inner]
        self.bounds = [(0, 0 if one in whole else 10_000) for one in reader.inner]
        system, values, least_of = reader._made()
        equal, least = system.toarray(), least_of.toarray()
        self.equal, self.values = equal, values - equal @ np.array(self.people, float)
        self.mine = least @ np.array(self.people, float)
        self.least, self.floors = least, np.maximum(reader.floor - self.mine, 0.0)

    def learned(self) -> tuple[set[Named], set[Named]]:
        """Suppressed cells that are exact though others may be in them, and those where nobody else is."""
        exact, own = set(), set()
        self.low = np.full(len(self.reader.hidden), np.inf)
        self.high = -self.low
        for number, cell in enumerate(self.reader.hidden):
            row = self.least[number]
            if cell in self.beforehand:
                continue
            for sign in (1.0, -1.0):
                if self.high[number] - self.low[number] < 0.5:
                    self._end(sign * row)
            if self.high[number] - self.low[number] < 0.5:
                (own if self.low[number] < 0.5 and self.mine[number] else exact).add(cell)
        return exact, own

    def _end(self, costs: np.ndarray) -> None:
        found = milp(
            costs,
            constraints=[
                LinearConstraint(self.equal, self.values, self.values),
                LinearConstraint(self.least, self.floors, np.inf),
            ],
            integrality=np.ones(len(costs)),
            bounds=Bounds(*np.array(self.bounds, float).T),
        )
        assert found.status == 0, found.message
        sums = self.least @ np.rint(found.x)
        self.low, self.high = np.minimum(self.low, sums), np.maximum(self.high, sums)


def every_inner(reader: Reader) -> list[tuple[str, ...]]:
    """All finest combinations, also those where a nought is shown."""
    finest = [
        sorted(set(lines) - {up for line in lines.values() for up in line[1:]})
        for lines in (reader.above[column] for column in reader.columns)
    ]
    return list(itertools.product(*finest))


def named(frame: disclosure.Frame, cells: tuple[int, ...]) -> set[Named]:
    """Cells as the reader names them."""
    return {
        frozenset(("geo" if column in ("reg", "mun") else column, label) for column, label in frame.keys[at])
        for at in cells
    }


def inside(cells: disclosure.Cells, reader: Reader, one: Coalition) -> Inside:
    """The coalition as the reader knows it: by labels."""
    finest = {
        at: tuple(dict(zip(columns_of(cells.frame), cells.frame.inner_key(at), strict=True))[column][-1]
                  for column in reader.columns)
        for at in range(cells.frame.size)
    }  # fmt: skip
    known = {finest[at]: int(one.known[at]) for at in np.flatnonzero(one.known)}
    return Inside(reader, known, {finest[int(at)] for at in np.flatnonzero(one.is_whole)})


def columns_of(frame: disclosure.Frame) -> list[str]:
    return [one.name for one in frame.plan.used()]


def made_of(programme: Programme, name: str, *, zeros: bool = True):
    cells = cells_of(programme, TABLES[name])
    return cells, disclosure.suppress(cells, disclosure.Profile(are_zeros_shown=zeros), steps=0)


def read_by(cells: disclosure.Cells, release: disclosure.Release, folder: Path) -> Reader:
    parents = {path[-1]: path[0] for path in cells.frame.paths[0]}
    return read(release, folder, parents, release.profile.floor)


@pytest.mark.parametrize("zeros", [True, False], ids=["noughts shown", "noughts hidden"])
@pytest.mark.parametrize("name", ["T2", "T3", "LINK"])
def test_each_kind_of_insider_learns_what_a_reader_of_its_own_says(tmp_path, name, zeros):
    cells, made = made_of(
        Programme(people=40, municipalities=4, regions=2, outcomes=3, halves=2), name, zeros=zeros
    )
    reader = read_by(cells, made.release, tmp_path)
    seen, learning = set(), 0

    for kind, one in insiders.coalitions(cells, 3):
        found = insiders.insiders(made.release, one, made.found.tables)
        exact, own = inside(cells, reader, one).learned()
        assert named(cells.frame, found.exact) == exact
        assert named(cells.frame, found.own) == own
        learning += bool(exact)
        assert found.exact == found.narrow
        seen.add(kind)
    assert seen == set(Insider)
    assert learning > 0


SMALL = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=5, max_size=9)


@settings(max_examples=40, deadline=None)
@given(SMALL, st.booleans())
def test_trying_every_table_there_is_settles_the_same_cells_for_every_insider(drawn, zeros):
    dimensions = tuple(disclosure.Dimension(name, (name,)) for name in ("one", "two"))
    cells = disclosure.counted(
        disclosure.Plan(dimensions, (disclosure.Table("t", ("one", "two")),)),
        [disclosure.Record(dict(zip(("one", "two"), one, strict=True))) for one in drawn],
    )
    made = disclosure.suppress(cells, disclosure.Profile(k=3, are_zeros_shown=zeros), steps=0)
    release = made.release
    if not release.is_published[cells.frame.keys.index(())]:
        return  # without a total there is no end of tables to try
    every = possible(cells, release)

    for _kind, one in insiders.coalitions(cells, 3):
        agreeing = [
            table
            for table in every
            if (table >= one.known).all() and (table == one.known)[one.is_whole].all()
        ]
        exact, own = set(), set()
        for at in np.flatnonzero(~release.is_published):
            members = cells.frame.members[at]
            left = {int((table - one.known)[members].sum()) for table in agreeing}
            if len(left) == 1 and not one.is_whole[members].all():
                (own if left == {0} and one.known[members].any() else exact).add(int(at))
        found = insiders.insiders(release, one)
        assert (set(found.exact), set(found.own)) == (exact, own)


def possible(cells: disclosure.Cells, release: disclosure.Release) -> list[np.ndarray]:
    """Every table of whole counts that agrees with a release, found by trying all that have its total."""
    size, total = cells.frame.size, int(cells.inner.sum())
    bars = np.array(list(itertools.combinations(range(total + size - 1), size - 1)))
    ends = np.full((len(bars), 1), total + size - 1)
    tables = np.diff(np.hstack([ends * 0 - 1, bars, ends])) - 1
    sums = np.stack([tables[:, one].sum(axis=1) for one in cells.frame.members], axis=1)
    agrees = (sums == release.values)[:, release.is_published].all(axis=1)
    agrees &= (sums >= release.profile.floor)[:, ~release.is_published].all(axis=1)
    return list(tables[agrees])


def of_counts(counts: dict[str, int]) -> tuple[disclosure.Cells, disclosure.Release]:
    """One row of counts with its sum, and a release in which those below five are hidden."""
    plan = disclosure.Plan((disclosure.Dimension("mun", ("mun",)),), (disclosure.Table("t", ("mun",)),))
    cells = disclosure.counted(plan, [disclosure.Record({"mun": one}, n) for one, n in counts.items()])
    shown = ~disclosure.primary(cells, disclosure.Profile())
    return cells, disclosure.Release(cells.frame, cells.values * shown, shown, disclosure.Profile())


def test_the_one_municipality_of_two_knows_the_other_and_a_participant_does_not():
    cells, release = of_counts({"k1": 3, "k2": 2, "k3": 9})
    by_kind = {kind: [] for kind in Insider}
    for kind, one in insiders.coalitions(cells, 9):
        by_kind[kind].append((one, insiders.insiders(release, one)))
    at = {label: number for number, key in enumerate(cells.frame.keys) for _column, label in key}

    learned = {
        next(label for label in at if one.is_whole[cells.frame.members[at[label]]].all()): found.exact
        for one, found in by_kind[Insider.UNIT]
    }
    assert learned == {"k1": (at["k2"],), "k2": (at["k1"],), "k3": ()}
    assert [found.exact for _one, found in by_kind[Insider.PARTICIPANT]] == [(), (), ()]


def test_whoever_knows_that_they_are_alone_learns_what_others_do_not():
    """Five in two places: whoever knows that k1 holds nobody but them knows that k2 holds four."""
    cells, release = of_counts({"k1": 1, "k2": 4, "k3": 7})
    (one,) = (one for kind, one in insiders.coalitions(cells, 9) if kind is Insider.SOLE)

    found = insiders.insiders(release, one)
    (k2,) = (at for at, key in enumerate(cells.frame.keys) if key == (("mun", "k2"),))
    assert found == insiders.Learned(exact=(k2,), narrow=(k2,), own=())


def test_a_cell_that_holds_only_oneself_is_counted_apart():
    """k1 has one person, who has one outcome: that the municipality's sum is theirs is their own affair."""
    plan = disclosure.Plan(
        tuple(disclosure.Dimension(name, (name,)) for name in ("mun", "out")),
        (disclosure.Table("t", ("mun", "out")),),
    )
    rows = {("k1", "a"): 1, ("k2", "a"): 3, ("k2", "b"): 2, ("k3", "a"): 2, ("k3", "b"): 9, ("k4", "b"): 3}
    cells = disclosure.counted(
        plan, [disclosure.Record({"mun": mun, "out": out}, n) for (mun, out), n in rows.items()]
    )
    made = disclosure.suppress(cells, disclosure.Profile())
    counted = {one.insider: one for one in insiders.audited(cells, made.release, 9, made.found.tables)}

    assert counted[Insider.SOLE].asked == 1
    assert counted[Insider.PARTICIPANT].own == 0
    assert {kind: one.asked for kind, one in counted.items()} == {
        Insider.PARTICIPANT: 6,
        Insider.SOLE: 1,
        Insider.MENTOR: 9,
        Insider.UNIT: 4,
    }


def test_coalitions_are_the_same_for_the_same_people_in_any_order():
    programme = Programme(people=80, municipalities=6, regions=2)
    first = cells_of(programme, TABLES["T3"])
    second = disclosure.counted(first.frame.plan, list(programme.records())[::-1])

    for (kind, one), (other_kind, other) in zip(
        insiders.coalitions(first, 5), insiders.coalitions(second, 5), strict=True
    ):
        assert kind == other_kind
        assert np.array_equal(one.known, other.known)
        assert np.array_equal(one.is_whole, other.is_whole)
