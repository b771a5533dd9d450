"""Figures release after release, read by somebody who tries everybody's values through all of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
import pytest
from tests.evaluation.disclosure.lived import Files, Lived, put_right
from tests.evaluation.disclosure.test_figures import measure, plan

from samspil.evaluation import disclosure
from samspil.evaluation.disclosure.history import columns_across
from samspil.evaluation.disclosure.stays import Paths

PROFILE = disclosure.Profile(k=3, measured=4)
Person = tuple[str, int | None]


@dataclass(frozen=True)
class Programme:
    """The people of each release, by group and value."""

    releases: tuple[tuple[Person, ...], ...]
    values: tuple[int, ...]


def grown(seed: int, releases: int = 2, values: tuple[int, ...] = (0, 1)) -> Programme:
    """Three groups; people come, get a value that was missing, are put right or leave."""
    lots = random.Random(seed)
    sizes = lots.choice([(6, 2, 1), (5, 2, 2), (4, 2, 5), (7, 1, 2), (6, 4, 4), (5, 6, 4), (8, 5, 1)])
    people = [
        (group, None if lots.random() < 0.25 else lots.choice(values))
        for group, size in zip("abc", sizes, strict=True)
        for _one in range(size)
    ]
    found = [tuple(people)]
    for _release in range(1, releases):
        people = [
            (group, lots.choice(values)) if value is None and lots.random() < 0.5 else (group, value)
            for group, value in people
        ]
        what = lots.choice(["grow", "grow", "right", "gone"])
        if what == "right":
            at = lots.randrange(len(people))
            people[at] = (people[at][0], lots.choice(values))
        elif what == "gone":
            people.pop(lots.randrange(len(people)))
        come = lots.choice(["", "aaa", "bbb", "abc", "aab", "aaaa", "abbc", "aaabb"])
        people += [(group, lots.choice([*values, None])) for group in come]
        found.append(tuple(people))
    return Programme(tuple(found), values)


def cells_of(people, shown):
    records = [disclosure.Record({"group": group}, values={"points": value}) for group, value in people]
    return disclosure.counted(plan(), records, None, [shown])


def released(programme: Programme, show):
    """The releases up to the first that is refused, and the cells of each."""
    made, cells = [], []
    for people in programme.releases:
        now = cells_of(people, measure(show, 0, programme.values[-1]))
        past = [one.as_past() for one in made]
        try:
            one = disclosure.suppress(now, PROFILE, past=past, steps=0)
            found = disclosure.measured(one, now, before=cells)
        except (disclosure.Unprotectable, disclosure.Unusable):
            break
        made.append(replace(one, release=found.release))
        cells.append(now)
    return made, cells


def slots_of(programme: Programme, release: int, group: str):
    own = [value for name, value in programme.releases[release] if name == group]
    return np.array([*(own.count(value) for value in programme.values), own.count(None)])


def put_right_in(programme: Programme, made) -> int:
    """How many were put right, as a reader may know: what is told with the counts, and values beside."""
    every = []
    for at in range(len(made) - 1):
        for group in "abc":
            one, other = (slots_of(programme, number, group) for number in (at, at + 1))
            every.append(int(put_right(one, other[None])[0]) - max(0, int(one.sum() - other.sum())))
    return sum(every) + made[-1].changes


def lived(programme: Programme, made) -> Lived:
    files = []
    for one in made:
        texts = disclosure.texts_of(one.release)
        files.append(Files(texts["t"], texts["t.points"]))
    return Lived(files, programme.values, put_right_in(programme, made), 1, PROFILE.fewest)


def concerned(programme: Programme, older: int, newer: int, group: str) -> int:
    """How many with a value make the difference between two releases of a group."""
    groups = "abc" if group == "Total" else group
    old, new = (sum(slots_of(programme, at, one)[:-1] for one in groups) for at in (older, newer))
    return int(np.abs(new - old).sum())


def opened(programme: Programme, made) -> list:
    reader = lived(programme, made)
    found = list(reader.exposed(PROFILE.k))
    found += [one for one in reader.told_differences() if 0 < concerned(programme, *one) < PROFILE.fewest]
    return found


MEAN, BOTH, SPREAD = ("mean",), ("mean", "sum"), ("mean", "sd")
TWO = [(1, MEAN), (1, BOTH), (3, BOTH), (5, MEAN), (5, BOTH), (5, SPREAD), (7, MEAN), (7, SPREAD)]


@pytest.mark.proves("G40")
@pytest.mark.parametrize(("seed", "show"), TWO)
def test_whoever_tries_all_values_through_two_releases_works_out_nothing(seed, show):
    programme = grown(seed)
    made, _cells = released(programme, show)

    assert len(made) == 2
    assert opened(programme, made) == []


@pytest.mark.proves("G40")
def test_whoever_tries_all_values_through_three_releases_works_out_nothing():
    programme = grown(5, 3)
    made, _cells = released(programme, SPREAD)

    assert [int(one.release.measures[0].is_shown.sum()) for one in made] == [2, 2, 2]
    assert opened(programme, made) == []


@pytest.mark.red("G40")
def test_figures_that_are_held_release_by_release_are_opened_by_that_reader():
    programme = grown(5)
    made, cells = released(programme, BOTH)
    alone = disclosure.measured(disclosure.suppress(cells[1], PROFILE, steps=0), cells[1])
    (shown,) = alone.release.measures
    second = replace(made[1], release=replace(made[1].release, measures=(shown,)))

    assert shown.is_shown.sum() > 0
    assert opened(programme, [made[0], second]) == [(0, 1, "b")]


def test_a_changed_value_or_another_scale_is_not_what_the_release_was_made_of():
    programme = grown(1)
    made, cells = released(programme, MEAN)
    now = disclosure.suppress(cells[1], PROFILE, past=[made[0].as_past()], steps=0)
    first = list(programme.releases[0])
    at = next(at for at, (group, value) in enumerate(first) if (group, value) == ("a", 1))
    first[at] = ("a", 0)
    other = cells_of(first, measure(MEAN, 0, 1))
    wider = cells_of(programme.releases[1], measure(MEAN, 0, 2))

    for cells_now, before, sentence in (
        (cells[1], other, "does not give the figures of «points» that were published"),
        (wider, cells[0], "«points» was another scale in release 1: give it another name."),
        (replace(cells[1], measured={}, joints={}), cells[0], "the plan names no such measure"),
    ):
        with pytest.raises(disclosure.Unusable) as refused:
            disclosure.measured(now, cells_now, before=[before])
        assert sentence in refused.value.sentence


def test_a_file_with_the_same_mean_of_fewer_people_is_not_what_the_release_was_made_of():
    first = [*[("a", at % 2) for at in range(8)], *[("b", at % 2) for at in range(8)]]
    made, cells = released(Programme((tuple(first), tuple(first)), (0, 1)), MEAN)
    fewer = cells_of([*first[:8], ("b", 0), ("b", 1), *[("b", None)] * 6], measure(MEAN, 0, 1))
    now = disclosure.suppress(cells[1], PROFILE, past=[made[0].as_past()], steps=0)

    assert made[0].release.measures[0].is_shown.tolist() == [True, True, True]
    with pytest.raises(disclosure.Unusable) as refused:
        disclosure.measured(now, cells[1], before=[fewer])
    assert "does not give the figures of «points» that were published" in refused.value.sentence


@pytest.mark.parametrize(
    ("seed", "show", "label"),
    [(1, MEAN, "the count of «b» in «group», in release 1"), (5, BOTH, "something of «points»")],
)
def test_no_time_to_look_at_what_is_out_refuses_and_does_not_publish(seed, show, label):
    programme = grown(seed)
    made, cells = released(programme, show)
    now = disclosure.suppress(cells[1], PROFILE, past=[made[0].as_past()], steps=0)

    with pytest.raises(disclosure.FiguresTell) as refused:
        disclosure.measured(now, cells[1], before=cells[:1], seconds=0.0)
    assert refused.value.label == label


@pytest.mark.proves("G40")
def test_somebody_put_right_between_hidden_groups_is_seen_by_no_count_and_opens_nothing():
    first = [*[("a", at % 2) for at in range(8)], ("b", 0), ("b", 1), ("c", 1), ("c", None)]
    second = [*first[:8], ("b", 0), ("c", 1), ("c", 1), ("c", None), *[("a", 1)] * 4]
    programme = Programme((tuple(first), tuple(second)), (0, 1))
    made, _cells = released(programme, MEAN)

    # A reader thinks that nobody was put right, and so the truth is no table that is begun from.
    assert [one.changes for one in made] == [0, 0]
    assert made[1].release.measures[0].is_shown.sum() > 0
    assert opened(programme, made) == []


def test_any_order_of_records_gives_the_same_figures_in_every_release():
    texts = []
    for seed in range(2):
        lots = random.Random(seed)
        programme = grown(7)
        rows = [list(one) for one in programme.releases]
        for one in rows:
            lots.shuffle(one)
        made, _cells = released(replace(programme, releases=tuple(map(tuple, rows))), SPREAD)
        texts.append([disclosure.texts_of(one.release) for one in made])

    assert texts[0] == texts[1]
    assert len(texts[0]) == 2


def test_who_got_a_value_is_one_person_and_who_was_put_right_is_two():
    every = [cells_of(one, measure(MEAN, 0, 1)) for one in RIGHT]
    columns = columns_across([one.frame for one in every], [disclosure.Linkage()] * 2)
    (joint,) = every[0].joints

    stays = Paths(columns, [one.inner for one in every]).stays([one.joints[joint] for one in every], joint)

    found = {(one.first, one.what): count for one, count in stays.items()}

    # Two who keep their value, one who got one; one put right is gone with the old and new with the other.
    assert found == {(0, (0, 0)): 2, (0, (2, 0)): 1, (0, (1,)): 1, (1, (0,)): 1}


def test_nobody_is_put_right_where_everybody_can_have_got_the_value_that_was_missing():
    before, after = (disclosure.Measure(name, 0, 1, MEAN) for name in ("before", "after"))
    every = [before, after, disclosure.difference("change", after, before, MEAN)]
    cells = []
    for people in ([(0, None), (None, 0)], [(0, 0), (0, 1)]):
        records = [
            disclosure.Record({"group": "a"}, values={"before": one, "after": other}) for one, other in people
        ]
        cells.append(disclosure.counted(plan(), records, None, every))
    columns = columns_across([one.frame for one in cells], [disclosure.Linkage()] * 2)
    (joint,) = cells[0].joints

    stays = Paths(columns, [one.inner for one in cells]).stays([one.joints[joint] for one in cells], joint)

    # Of three things that each can be, the last is no value: who had (0, none) has (0, 1), the other (0, 0).
    assert {(one.first, one.what): count for one, count in stays.items()} == {(0, (2, 1)): 1, (0, (6, 0)): 1}


RIGHT = (
    (("a", 0), ("a", 0), ("a", 1), ("a", None)),
    (("a", 0), ("a", 0), ("a", 0), ("a", 0)),
)
