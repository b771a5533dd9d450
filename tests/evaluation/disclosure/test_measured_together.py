"""Before, after and the change between: read together by somebody who tries all, and refused where nobody
says that one follows from the others."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from tests.evaluation.disclosure.lived import compositions, is_one
from tests.evaluation.disclosure.test_figures import plan

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.relations import following

PROFILE = disclosure.Profile(k=3, measured=4)
NAMES = ("before", "after", "change")
# What somebody can have before and after, perhaps nothing.
HAVING = ((0, 0), (0, 1), (1, 0), (1, 1), (None, 0), (None, 1), (0, None), (1, None), (None, None))


def measures(show):
    before, after = (disclosure.Measure(one, 0, 1, show) for one in NAMES[:2])
    return before, after, disclosure.difference("change", after, before, show)


def people(seed: int):
    lots = random.Random(seed)
    sizes = lots.choice([(4, 4), (5, 4), (5, 3), (4, 5)])
    return [
        (group, lots.choice(HAVING[:4]) if lots.random() < 0.8 else lots.choice(HAVING))
        for group, size in zip("ab", sizes, strict=True)
        for _one in range(size)
    ]


def cells_of(some, shown, more=()):
    names = NAMES if "change" in more else NAMES[:2]
    records = []
    for group, (before, after) in some:
        change = None if None in (before, after) else after - before
        values = dict(zip(NAMES, (before, after, change), strict=True))
        records.append(disclosure.Record({"group": group}, values={one: values[one] for one in names}))
    return disclosure.counted(plan(), records, None, shown)


def protected(some, show):
    cells = cells_of(some, measures(show))
    made = disclosure.suppress(cells, PROFILE, steps=0)
    return disclosure.measured(made, cells)


def apart(some, show):
    """The same figures with every measure held for itself, as if it followed from nothing."""
    change = disclosure.Measure("change", -1, 1, show)
    shown = []
    for one in (*measures(show)[:2], change):
        cells = cells_of(some, [one], more=("change",))
        release = disclosure.measured(disclosure.suppress(cells, PROFILE, steps=0), cells).release
        shown += release.measures
    return replace(release, measures=tuple(shown))


def read(text):
    return {row.pop("group"): row for row in csv.DictReader(io.StringIO(text))}


def value(name: str, slot):
    before, after = slot
    if name == "change":
        return None if None in slot else after - before
    return {"before": before, "after": after}[name]


VALUES = {name: [value(name, slot) for slot in HAVING] for name in NAMES}
HAS = {name: np.array([one is not None for one in VALUES[name]], int) for name in NAMES}
WORTH = {name: np.array([one or 0 for one in VALUES[name]], int) for name in NAMES}


def told(slots: np.ndarray) -> np.ndarray:
    """Size, and for each measure how many have it and their sum (tables, 7)."""
    own = [part for name in NAMES for part in (slots @ HAS[name], slots @ WORTH[name])]
    return np.unique(np.column_stack([slots.sum(1), *own]), axis=0)


def opened(release) -> list[tuple[str, str]]:
    """What a reader works out of the files of a release, by trying all."""
    texts = disclosure.texts_of(release)
    counts = read(texts["t"])
    figures = {name: read(texts[f"t.{name}"]) for name in NAMES}

    def agrees(group, rows):
        row = counts[group]
        good = rows[:, 0] == int(row["value"]) if row["status"] == "published" else rows[:, 0] >= 1
        for at, name in enumerate(NAMES):
            row = figures[name][group]
            if row["status"] != "published":
                continue
            having, total = rows[:, 1 + 2 * at], rows[:, 2 + 2 * at]
            safe = np.maximum(having, 1)
            good = good & (having > 0)
            if "mean" in row:
                good = good & ((20 * total + safe) // (2 * safe) == round(float(row["mean"]) * 10))
            if "sum" in row:
                good = good & (total == int(row["sum"]))
        return good

    total = int(counts["Total"]["value"])
    groups = [one for one in counts if one != "Total"]
    own = {}
    for group in groups:
        row = counts[group]
        sizes = [int(row["value"])] if row["status"] == "published" else range(1, total)
        rows = [told(compositions(size, len(HAVING))) for size in sizes if size <= 7]
        rows = np.concatenate(rows)
        own[group] = rows[agrees(group, rows)]
    possible = {}
    for group in [*groups, "Total"]:
        sums = np.zeros((1, 7), int)
        for other in groups:
            if other != group:
                sums = np.unique((sums[:, None] + own[other][None]).reshape(-1, 7), axis=0)
                sums = sums[sums[:, 0] <= total]
        rows = sums[agrees("Total", sums)] if group == "Total" else own[group]
        is_in = [group == "Total" or agrees("Total", sums + one).any() for one in rows]
        possible[group] = rows[is_in]
    found = []
    for group, rows in possible.items():
        assert len(rows), group
        if counts[group]["status"] != "published" and is_one(rows[:, 0]):
            found.append((group, "count"))
        for at, name in enumerate(NAMES):
            having, sums = rows[:, 1 + 2 * at], rows[:, 2 + 2 * at]
            without = rows[:, 0] - having
            if counts[group]["status"] == "published" and is_one(without) and 0 < without[0] < PROFILE.k:
                found.append((group, f"without {name}"))
            if figures[name][group]["status"] != "published":
                if is_one(sums):
                    found.append((group, f"sum of {name}"))
                if (having > 0).all() and is_one(sums * 10**6 // having):
                    found.append((group, f"mean of {name}"))
    return found


MEAN, BOTH, TOTAL = ("mean",), ("mean", "sum"), ("sum",)


@pytest.mark.proves("G40")
@pytest.mark.parametrize(
    ("seed", "show"), [(1, BOTH), (1, TOTAL), (2, MEAN), (2, TOTAL), (4, TOTAL), (5, MEAN), (5, BOTH)]
)
def test_whoever_has_before_after_and_change_works_out_nothing(seed, show):
    found = protected(people(seed), show)

    assert opened(found.release) == []
    assert sum(int(one.is_shown.sum()) for one in found.release.measures) > 0


@pytest.mark.red("G40")
def test_measures_that_are_held_one_by_one_are_opened_by_that_reader():
    assert ("a", "sum of change") in opened(apart(people(1), BOTH))


def test_a_change_is_of_those_who_have_both_and_is_the_later_less_the_earlier():
    cells = cells_of([("a", (0, 1)), ("a", (1, 0)), ("a", (None, 1)), ("b", (1, 1))], measures(MEAN))
    before, after, change = measures(MEAN)

    # From -1 to 1, then those who have none.
    assert (change.least, change.most, change.of) == (-1, 1, ("after", "before"))
    assert cells.measured[change].tolist() == [[1, 0, 1, 1], [0, 1, 0, 0]]
    assert cells.measured[before].tolist() == [[1, 1, 1], [0, 1, 0]]
    assert cells.measured[after].tolist() == [[1, 2, 0], [0, 1, 0]]


FOLLOWING = {
    "a difference": (lambda a, b: (a, b, a - b), ("x", "y", "z")),
    "a sum": (lambda a, b: (a, b, a + b), ("x", "y", "z")),
    "a multiple, and more": (lambda a, b: (a, b, 3 * a + 2), ("x", "z")),
    "the same": (lambda a, b: (a, b, b), ("y", "z")),
    "a mean of two, doubled": (lambda a, b: (a, 2 * b - a, b), ("x", "y", "z")),
    "nothing": (lambda a, b: (a, b, a * b), ()),
    "the same of everybody": (lambda a, b: (a, b, 7), ()),
}


@pytest.mark.parametrize("name", FOLLOWING)
def test_a_measure_that_follows_from_others_is_found_in_the_data(name):
    made, wanted = FOLLOWING[name]
    lots = random.Random(1)
    rows = [made(lots.randint(0, 9), lots.randint(0, 9)) for _one in range(60)]
    some = Counter((*row[:2], None) if at % 7 == 0 else row for at, row in enumerate(rows))

    assert following(("x", "y", "z"), some) == wanted
    # Of one who is otherwise it does not follow any more, and of nobody nothing does.
    assert following(("x", "y", "z"), some + Counter([(3, 5, 100), (4, 5, 11), (9, 9, 0), (0, 1, 8)])) == ()
    assert following(("x", "y", "z"), Counter()) == ()


def test_a_total_of_five_is_found_and_weights_do_not_hide_it():
    lots = random.Random(2)
    rows = [tuple(lots.randint(0, 4) for _one in range(5)) for _one in range(40)]
    some = Counter({(*row, sum(row)): 3 for row in rows})

    assert following("abcdef", some) == tuple("abcdef")


def test_measures_that_follow_from_one_another_are_refused_with_what_to_say():
    change = disclosure.Measure("change", -1, 1, MEAN)

    with pytest.raises(disclosure.Unusable) as refused:
        cells_of(people(1), [*measures(MEAN)[:2], change], more=("change",))

    assert "«before», «after», «change» follow from one another in every row" in refused.value.sentence
    assert "{column: change, of: [after, before], show: [mean]}" in refused.value.sentence


def test_two_changes_from_one_before_are_held_together_and_others_apart():
    one, two, three, other = (disclosure.Measure(name, 0, 3, MEAN) for name in "wxyz")
    every = [
        one,
        other,
        two,
        three,
        *(disclosure.difference(f"{m.column}-w", m, one, MEAN) for m in (two, three)),
    ]
    records = [
        disclosure.Record(
            {"group": "a"}, values=dict(zip("wxyz", (at % 4, at % 3, at % 2, at // 4), strict=True))
        )
        for at in range(16)
    ]

    cells = disclosure.counted(plan(), records, None, every)

    assert [[m.column for m in joint.measures] for joint in cells.joints] == [
        ["w", "x", "y", "x-w", "y-w"],
        ["z"],
    ]
    assert list(cells.measured) == every


def test_what_can_be_too_many_things_together_is_refused():
    long = disclosure.Measure("long", 0, 90, MEAN)
    other = disclosure.Measure("other", 0, 90, MEAN)
    third = disclosure.Measure("third", -90, 9, MEAN, ("long", "other"))

    with pytest.raises(disclosure.Unusable) as refused:
        disclosure.counted(plan(), [disclosure.Record({"group": "a"})], None, [long, other, third])

    assert "«long» and what is of it can be 8464 things together" in refused.value.sentence


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (("after", "after"), "is of two other measures"),
        (("after",), "is of two other measures"),
        (("after", "change"), "is of two other measures"),
    ],
)
def test_a_change_of_what_cannot_be_is_refused(of, sentence):
    with pytest.raises(disclosure.Unusable) as refused:
        disclosure.Measure("change", -1, 1, MEAN, of)

    assert sentence in refused.value.sentence


def test_a_change_of_what_is_no_measure_is_refused():
    before, _after, change = measures(MEAN)

    with pytest.raises(disclosure.Unusable) as refused:
        disclosure.counted(plan(), [disclosure.Record({"group": "a"})], None, [before, change])

    assert refused.value.sentence == "«change» is of «after», and that is no measure with a scale of its own."
