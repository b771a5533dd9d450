"""Means, deviations, sums and percentages beside counts: right, and read by somebody who tries all."""

from __future__ import annotations

import csv
import io
import itertools
import random
import statistics
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest

from samspil.evaluation import disclosure

GROUPS = ("a", "b", "c", "d")
TENTH = Decimal("0.1")


def measure(show=("mean", "sd"), least=0, most=2):
    return disclosure.Measure("points", least, most, show)


def plan(percent=""):
    column = disclosure.Dimension("group", ("group",))
    return disclosure.Plan((column,), (disclosure.Table("t", ("group",), percent),))


def people(sizes, seed, values=(0, 1, 2), none=0.15):
    lots = random.Random(seed)
    return [
        disclosure.Record(
            {"group": group}, values={"points": None if lots.random() < none else lots.choice(values)}
        )
        for group, size in zip(GROUPS, sizes, strict=False)
        for _one in range(size)
    ]


def made_of(records, shown, profile, **more):
    cells = disclosure.counted(plan(), records, None, [shown])
    made = disclosure.suppress(cells, profile, steps=4)
    return cells, disclosure.measured(made, cells, **more)


def read(text):
    return {row.pop("group"): row for row in csv.DictReader(io.StringIO(text))}


def rounded(mean: Fraction) -> str:
    found = Decimal(mean.numerator) / Decimal(mean.denominator)
    # Halves go up, also below nought.
    return str(
        (found + Decimal("0.05")).quantize(TENTH, "ROUND_FLOOR")
        if found < 0
        else found.quantize(TENTH, ROUND_HALF_UP)
    )


@pytest.mark.parametrize("seed", range(30))
def test_the_figures_are_those_that_another_program_comes_to(seed):
    lots = random.Random(seed)
    shown = measure(("sum", "mean", "sd"), -5, 7)
    values = [lots.randint(-5, 7) for _one in range(lots.randint(30, 60))]
    records = [disclosure.Record({"group": "a"}, values={"points": one}) for one in values]
    _cells, found = made_of(records, shown, disclosure.Profile())

    row = read(disclosure.texts_of(found.release)["t.points"])["Total"]

    assert row["sum"] == str(sum(values))
    assert row["mean"] == rounded(Fraction(sum(values), len(values)))
    assert abs(float(row["sd"]) - statistics.stdev(values)) <= 0.05 + 1e-9
    assert row["status"] == "published"


class Everything:
    """All tables of people by value that agree with a file of counts and one of figures, by trying all.

    A state of a group is how many have each value and how many none; only what can be told of it is kept.
    """

    def __init__(self, counts: str, figures: str, shown: disclosure.Measure, floor: int) -> None:
        self.counts, self.figures = read(counts), read(figures)
        self.shown, self.floor = shown, floor
        total = int(self.counts["Total"]["value"])
        self.states = {
            group: sorted(
                {
                    self.told(one)
                    for size in self.sizes(group, total)
                    for one in compositions(size, shown.most - shown.least + 2)
                    if self.agrees(group, self.told(one))
                }
            )
            for group in self.counts
            if group != "Total"
        }
        self.possible = {group: self.within(group) for group in self.states}

    def sizes(self, group: str, total: int) -> range:
        if self.counts[group]["status"] == "published":
            return range(int(self.counts[group]["value"]), int(self.counts[group]["value"]) + 1)
        known = sum(
            int(row["value"])
            for name, row in self.counts.items()
            if name != "Total" and row["status"] == "published"
        )
        others = sum(row["status"] != "published" for row in self.counts.values()) - 1
        return range(self.floor, total - known - others * self.floor + 1)

    def told(self, slots: tuple[int, ...]) -> tuple[int, int, int, int]:
        """How many people, how many without a value, the sum and the sum of squares."""
        values = range(self.shown.least, self.shown.most + 1)
        return (
            sum(slots),
            slots[-1],
            sum(n * v for n, v in zip(slots, values, strict=False)),
            sum(n * v * v for n, v in zip(slots, values, strict=False)),
        )

    def agrees(self, group: str, state: tuple[int, int, int, int]) -> bool:
        row = self.figures[group]
        if row["status"] != "published":
            return True
        size, none, total, squares = state
        having = size - none
        if having < 2:
            return False
        if row["mean"] != rounded(Fraction(total, having)):
            return False
        if "sum" in row and row["sum"] != str(total):
            return False
        if "sd" not in row:
            return True
        variance = Fraction(having * squares - total * total, having * (having - 1))
        low, high = Fraction(row["sd"]) - Fraction(1, 20), Fraction(row["sd"]) + Fraction(1, 20)
        return (low <= 0 or low * low <= variance) and variance < high * high

    def within(self, group: str) -> list[tuple[int, int, int, int]]:
        """The states of a group that some states of the others make whole."""
        sums = {(0, 0, 0, 0)}
        for other, states in self.states.items():
            if other != group:
                sums = {tuple(map(sum, zip(one, state, strict=True))) for one in sums for state in states}
        total = int(self.counts["Total"]["value"])
        found = []
        for state in self.states[group]:
            wholes = (tuple(map(sum, zip(state, one, strict=True))) for one in sums)
            if any(whole[0] == total and self.agrees("Total", whole) for whole in wholes):
                found.append(state)
        return found

    def exposed(self, small: int) -> list[str]:
        """What can be worked out that should not be."""
        found = []
        for group, states in self.possible.items():
            assert states, group
            if self.counts[group]["status"] != "published" and len({one[0] for one in states}) == 1:
                found.append(f"count of {group}")
            if self.figures[group]["status"] == "published":
                continue
            if len({one[2] for one in states}) == 1:
                found.append(f"sum of {group}")
            means = {Fraction(one[2], one[0] - one[1]) for one in states if one[0] > one[1]}
            if len(means) == 1 and all(one[0] > one[1] for one in states):
                found.append(f"mean of {group}")
        for group, states in self.possible.items():
            none = {one[1] for one in states}
            if self.counts[group]["status"] == "published" and len(none) == 1 and 0 < min(none) < small:
                found.append(f"without a value in {group}")
        return found


def compositions(people: int, slots: int):
    for bars in itertools.combinations(range(people + slots - 1), slots - 1):
        ends = (-1, *bars, people + slots - 1)
        yield tuple(ends[at + 1] - ends[at] - 1 for at in range(slots))


SIZES = ((6, 5, 2), (7, 2, 1), (5, 5, 4), (8, 6, 5), (9, 4, 3), (6, 6, 6))


def everything_of(release, shown):
    texts = disclosure.texts_of(release)
    return Everything(texts["t"], texts["t.points"], shown, release.profile.floor)


@pytest.mark.proves("G40")
@pytest.mark.parametrize("show", [("mean",), ("mean", "sd"), ("mean", "sum")], ids="-".join)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_whoever_tries_all_works_out_no_count_no_sum_and_no_mean(seed, sizes, show):
    shown = measure(show)
    profile = disclosure.Profile(k=3, measured=4)
    _cells, found = made_of(people(sizes, seed), shown, profile)

    assert everything_of(found.release, shown).exposed(3) == []


@pytest.mark.proves("G40")
def test_figures_are_shown_where_that_exposes_nobody_and_would_be_read_where_it_does():
    shown, exposing, told = measure(), 0, 0
    for sizes, seed in itertools.product(SIZES, range(3)):
        cells, found = made_of(people(sizes, seed), shown, disclosure.Profile(k=3, measured=4))
        told += int(found.release.measures[0].is_shown.sum())
        # The same with the figures of every published count, which nobody looked at.
        counts = everything_like(cells, found.release, shown)
        exposing += counts != []

    assert told > 20
    assert exposing > 3


def everything_like(cells, release, shown):
    lines = ["group,mean,sd,status"]
    slots = cells.measured[shown]
    for at, key in enumerate(cells.frame.keys):
        own = slots[cells.frame.members[at]].sum(axis=0)
        values = [one for one, count in zip(shown.values.tolist(), own, strict=False) for _n in range(count)]
        name = key[0][1] if key else "Total"
        if release.is_published[at] and len(values) > 1:
            sd = Decimal(statistics.stdev(values)).quantize(TENTH, ROUND_HALF_UP)
            lines.append(f"{name},{rounded(Fraction(sum(values), len(values)))},{sd},published")
        else:
            lines.append(f"{name},,,suppressed")
    texts = disclosure.texts_of(release)
    return Everything(texts["t"], "\n".join(lines), shown, release.profile.floor).exposed(3)


def test_figures_stand_only_where_the_count_does_and_enough_have_a_value_that_is_not_the_same():
    records = people((30, 14, 9, 2), 4, none=0.0)
    records += [disclosure.Record({"group": "e"}, values={"points": 2}) for _one in range(20)]
    records += [disclosure.Record({"group": "f"}, values={"points": int(at > 0)}) for at in range(20)]
    records += [disclosure.Record({"group": "g"}, values={}) for _one in range(20)]
    cells, found = made_of(records, measure(), disclosure.Profile())

    counts = read(disclosure.texts_of(found.release)["t"])
    figures = read(disclosure.texts_of(found.release)["t.points"])
    status = {group: (counts[group]["status"], row["status"]) for group, row in figures.items()}

    assert status["Total"] == ("published", "published")
    assert status["a"] == ("published", "published")
    assert {status[group] for group in "efg"} == {("published", "suppressed")}
    assert status["d"] == ("suppressed", "suppressed")
    assert {len(row["mean"]) for row in figures.values() if row["status"] == "suppressed"} == {0}
    assert len(cells) == 8


def test_two_measures_are_read_together():
    both = (measure(), disclosure.Measure("steps", 0, 3, ("mean",)))
    lots = random.Random(3)
    records = [
        disclosure.Record(
            {"group": lots.choice("abcd")}, values={"points": lots.randint(0, 2), "steps": lots.randint(0, 3)}
        )
        for _one in range(90)
    ]
    cells = disclosure.counted(plan(), records, None, both)
    found = disclosure.measured(disclosure.suppress(cells, disclosure.Profile(), steps=2), cells)

    assert [one.measure.column for one in found.release.measures] == ["points", "steps"]
    assert [int(one.is_shown.sum()) for one in found.release.measures] == [5, 5]


def test_no_time_withholds_all_figures_and_says_so():
    cells, found = made_of(people((30, 20, 15, 3), 2), measure(), disclosure.Profile(), seconds=0.0)

    assert int(found.release.measures[0].is_shown.sum()) == 0
    assert found.withheld[0] > 0


def test_more_time_shows_what_no_time_withholds():
    _cells, found = made_of(people((30, 20, 15, 3), 2), measure(), disclosure.Profile(), seconds=60.0)

    assert int(found.release.measures[0].is_shown.sum()) + found.withheld[0] >= 3
    assert int(found.release.measures[0].is_shown.sum()) > 0


def test_any_order_of_records_gives_the_same_figures():
    records = people((30, 20, 15, 3), 6)
    texts = []
    for seed in range(3):
        random.Random(seed).shuffle(records)
        _cells, found = made_of(records, measure(), disclosure.Profile())
        texts.append(disclosure.texts_of(found.release))

    assert texts[0] == texts[1] == texts[2]


def test_percentages_are_told_where_both_counts_are_and_are_those_of_the_counts():
    records = [disclosure.Record({"group": one}) for one in "a" * 31 + "b" * 22 + "c" * 9 + "d" * 2]
    cells = disclosure.counted(plan("group"), records)
    made = disclosure.suppress(cells, disclosure.Profile(), steps=2)

    found = read(disclosure.texts_of(made.release)["t.percent"])

    sizes = Counter(one.labels["group"] for one in records)
    counts = read(disclosure.texts_of(made.release)["t"])
    assert found["Total"] == {"percent": "100.0", "status": "published"}
    for group, size in sizes.items():
        is_told = counts[group]["status"] == "published"
        wanted = str(Decimal(100 * size / 64).quantize(TENTH, ROUND_HALF_UP)) if is_told else ""
        assert found[group] == {"percent": wanted, "status": counts[group]["status"]}
    assert sum(row["status"] == "suppressed" for row in found.values()) == 2


@pytest.mark.parametrize(
    ("least", "most", "show", "sentence"),
    [
        (0, 0, ("mean",), "goes from 0 to 0"),
        (0, 101, ("mean",), "Count in larger units"),
        (0, 10, (), "can be shown"),
        (0, 10, ("median",), "can be shown"),
        (0, 10, ("sd",), "only beside its mean"),
        (20_000, 20_001, ("mean",), "beyond 10000"),
    ],
)
def test_a_measure_that_cannot_be_is_refused_with_a_sentence(least, most, show, sentence):
    with pytest.raises(disclosure.Unusable) as refused:
        disclosure.Measure("points", least, most, show)

    assert sentence in refused.value.sentence


def test_measures_after_another_release_ask_for_its_file_and_for_no_other():
    records = people((30, 20, 15, 3), 2)
    cells = disclosure.counted(plan(), records, None, [measure()])
    first = disclosure.suppress(cells, disclosure.Profile(), steps=2)
    second = disclosure.suppress(cells, disclosure.Profile(), steps=2, past=[first.as_past()])
    other = disclosure.counted(plan(), people((30, 21, 15, 3), 2), None, [measure()])

    for before, sentence in (
        ([], "held against 1 release that is out, and 0 files are given"),
        ([other], "The file of release 1 does not give the counts that were published"),
    ):
        with pytest.raises(disclosure.Unusable) as refused:
            disclosure.measured(second, cells, before=before)
        assert sentence in refused.value.sentence


def test_a_release_cannot_hold_a_figure_where_the_count_is_suppressed():
    _cells, found = made_of(people((30, 20, 15, 3), 2), measure(), disclosure.Profile())
    one = found.release.measures[0]
    everywhere = disclosure.Shown(one.measure, np.ones_like(one.is_shown), one.figures, one.fewest)

    with pytest.raises(ValueError, match="where the count is suppressed"):
        disclosure.Release(
            found.release.frame, found.release.values, found.release.is_published, found.release.profile,
            None, (everywhere,),
        )  # fmt: skip
