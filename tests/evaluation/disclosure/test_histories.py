"""Tiny releases one after the other, and every history that agrees with them: nothing hidden is settled."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.evaluation.disclosure.histories import Histories, Told, TooMany
from tests.evaluation.disclosure.test_safe import cells_of as geo_cells_of

from samspil.evaluation import disclosure

K = 3
Person = tuple[str, str]
Was = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Step:
    """One release: its people, what its labels were, and which columns its tables cross."""

    people: tuple[Person, ...]
    was: Was
    tables: tuple[str, ...] = ("ab",)


def cells_of(step: Step) -> disclosure.Cells:
    tables = tuple(disclosure.Table(f"t{at}", tuple(by)) for at, by in enumerate(step.tables))
    plan = disclosure.Plan(tuple(disclosure.Dimension(name, (name,)) for name in "ab"), tables)
    return disclosure.counted(plan, [disclosure.Record({"a": one, "b": other}) for one, other in step.people])


def released(steps: list[Step], profile: disclosure.Profile) -> list[disclosure.Protected]:
    """The releases up to the first that is refused."""
    made: list[disclosure.Protected] = []
    for step in steps:
        past = [one.as_past() for one in made]
        try:
            linkage = disclosure.Linkage(step.was)
            made.append(disclosure.suppress(cells_of(step), profile, past=past, linkage=linkage, steps=0))
        except (disclosure.Unusable, disclosure.Unprotectable):
            break
    return made


def told(steps: list[Step], made: list[disclosure.Protected]) -> list[Told]:
    return [
        Told(
            tuple(disclosure.table_text(one.release, table.name) for table in one.release.frame.plan.tables),
            step.was,
            one.release.profile.are_zeros_shown,
        )
        for step, one in zip(steps, made, strict=False)
    ]


def histories(steps: list[Step], made: list[disclosure.Protected]) -> Histories:
    most = max(int(cells_of(step).inner.max()) for step in steps[: len(made)]) + 2
    return Histories(told(steps, made), made[-1].changes, most)


@st.composite
def moved(draw: st.DrawFn, people: tuple[Person, ...], number: int) -> Step:
    """What may happen between two releases."""
    places = sorted({place for place, _end in people})
    one = draw(st.sampled_from(places))
    rows, was = list(people), {}
    what = draw(st.sampled_from(["grow", "right", "gone", "join", "leave", "name", "split", "one", "back"]))
    more = [
        (draw(st.sampled_from(places)), draw(st.sampled_from("mn")))
        for _one in range(draw(st.integers(0, 3)))
    ]
    if what == "right":
        rows[draw(st.integers(0, len(rows) - 1))] = (one, draw(st.sampled_from("mn")))
    elif what == "gone":
        rows.pop(draw(st.integers(0, len(rows) - 1)))
    elif what == "join":
        more = [(f"j{number}", end) for _place, end in more]
    elif what == "leave":
        rows, more = [row for row in rows if row[0] != one], [row for row in more if row[0] != one]
    elif what in ("name", "split"):
        new = (f"r{number}",) if what == "name" else (f"s{number}", f"t{number}")
        rows = [(draw(st.sampled_from(new)) if place == one else place, end) for place, end in rows]
        was = {"a": {name: (one,) for name in new if any(row[0] == name for row in rows)}}
        more = [row for row in more if row[0] != one]
    elif what == "one" and len(places) > 1:
        two = draw(st.permutations(places))[:2]
        rows = [(f"g{number}" if place in two else place, end) for place, end in rows]
        was = {"a": {f"g{number}": tuple(sorted(two))}}
        more = [row for row in more if row[0] not in two]
    elif what == "back":
        more = [(draw(st.sampled_from("xyz")), end) for _place, end in more]
    assume(rows + more)
    return Step(tuple(rows + more), was, draw(st.sampled_from([("ab",), ("ab",), ("a", "b"), ("a",)])))


@st.composite
def series(draw: st.DrawFn) -> list[Step]:
    people = st.tuples(st.sampled_from("xyz"), st.sampled_from("mn"))
    steps = [Step(tuple(draw(st.lists(people, min_size=5, max_size=11))), {})]
    for number in range(2):
        steps.append(draw(moved(steps[-1].people, number)))
    return steps


@pytest.mark.proves("G40")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(series(), st.booleans())
def test_no_hidden_cell_and_no_small_difference_is_one_number_in_all_histories(steps, are_zeros_shown):
    made = released(steps, disclosure.Profile(k=K, are_zeros_shown=are_zeros_shown))
    assume(made)

    try:
        every = histories(steps, made)
    except TooMany:
        assume(False)

    assert every.settled() == []
    assert every.told_differences(K) == []


FIRST = tuple([("x", "m")] * 4 + [("x", "n")] * 3 + [("y", "m")] * 3 + [("y", "n")] * 4 + [("z", "m")] * 5)
CALLED = {
    "one name for another": ({"x": "u"}, {"a": {"u": ("x",)}}),
    "two put together": ({"x": "u", "y": "u"}, {"a": {"u": ("x", "y")}}),
}


@pytest.mark.red("G40")
def test_releases_that_are_protected_one_by_one_are_settled_by_trying_all():
    people = (*[("x", "m")] * 5, *[("x", "n")] * 3, *[("y", "m")] * 2, *[("y", "n")] * 4)
    steps = [Step(people, {}), Step((*people, ("y", "m")), {})]
    alone = [released([step], disclosure.Profile(k=K))[0] for step in steps]

    every = histories(steps, alone)

    assert (0, frozenset({("a", "y"), ("b", "m")})) in every.settled()
    assert (1, 0, frozenset({("a", "y")}), 1) in every.told_differences(K)


@pytest.mark.proves("G40")
@pytest.mark.parametrize("name", CALLED)
def test_a_small_difference_is_hidden_whatever_the_cell_was_called_before(name):
    called, was = CALLED[name]
    later = tuple((called.get(place, place), end) for place, end in (*FIRST, ("x", "m"), ("x", "m")))
    steps = [Step(FIRST, {}), Step(later, was)]

    made = released(steps, disclosure.Profile(k=K))

    assert len(made) == 2
    told_now = dict(zip(made[1].release.frame.keys, made[1].release.is_published.tolist(), strict=True))
    assert (told_now[("a", "u"),], told_now[("a", "u"), ("b", "m")]) == (False, False)
    assert histories(steps, made).told_differences(K) == []


@pytest.mark.proves("G40")
def test_the_sum_of_what_was_one_is_not_told_when_it_differs_by_a_few():
    people = tuple([("x", "m")] * 12 + [("y", "m")] * 9 + [("y", "n")] * 9)
    split = tuple(
        (("u", "v")[at % 2] if place == "x" else place, end) for at, (place, end) in enumerate(people)
    )
    more = (("u", "m"), ("v", "m"), *[("y", "m")] * 3)
    steps = [Step(people, {}), Step((*split, *more), {"a": {"u": ("x",), "v": ("x",)}})]

    made = released(steps, disclosure.Profile(k=K))

    assert len(made) == 2
    told_now = dict(zip(made[1].release.frame.keys, made[1].release.is_published.tolist(), strict=True))
    assert not (told_now[("a", "u"),] and told_now[("a", "v"),])
    assert disclosure.attack(made[1].release, made[1].past, made[1].linkage).told == ()


@pytest.mark.proves("G40")
def test_a_region_under_another_name_is_held_against_what_it_was():
    rows = [
        {"reg": "R" + place[0], "mun": place, "out": out}
        for place, many in (("a1", 9), ("a2", 8), ("b1", 9), ("b2", 9))
        for out in ("yes", "no")
        for _one in range(many)
    ]
    later = [{**row, "reg": row["reg"].replace("Ra", "North")} for row in rows]
    later += [{"reg": "North", "mun": "a1", "out": "yes"}, {"reg": "North", "mun": "a2", "out": "yes"}]
    later += [{"reg": "Rb", "mun": "b1", "out": "yes"}] * 5
    table = ("t", ("geo", "out"))
    profile = disclosure.Profile(k=5)
    first = disclosure.suppress(geo_cells_of(rows, table), profile, steps=0)

    second = disclosure.suppress(geo_cells_of(later, table), profile, past=[first.as_past()], steps=0)

    told_now = dict(zip(second.release.frame.keys, second.release.is_published.tolist(), strict=True))
    assert first.release.is_published.all()
    assert [told_now[("reg", "North"),], told_now[("reg", "North"), ("out", "yes")]] == [False, False]


def test_a_cell_that_was_hidden_when_it_last_stood_may_be_hidden_again_though_nobody_is_in_it():
    """It stood in the first release and not in the second. To show that nobody is there any more would tell
    who was; the release was refused, though it can be made."""
    people = tuple([("x", "m")] * 4 + [("x", "n")] + [("y", "m")] * 4 + [("y", "n")] * 4)
    gone = tuple(one for one in people if one != ("x", "n"))
    steps = [Step(people, {}), Step(people, {}, ("a", "b")), Step((*gone, ("x", "m")), {})]

    made = released(steps, disclosure.Profile(k=K))

    assert len(made) == 3
    every = histories(steps, made)
    assert (every.settled(), every.told_differences(K)) == ([], [])


REFUSED = {
    "a label that joins while its column is left out": (
        [Step(FIRST, {}), Step((*FIRST, ("w", "m")), {}, ("b",))],
        "«a» divides one of the releases 1 and 2 and not the other.",
    ),
    "one that leaves while its column is left out": (
        [Step(FIRST, {}), Step(FIRST[:-5], {}, ("b",))],
        "«a» divides one of the releases 1 and 2 and not the other.",
    ),
    "one that is back": (
        [Step(FIRST, {}), Step(FIRST[:-5], {}), Step(FIRST, {})],
        "«z» is back in release 3, and was gone before.",
    ),
    "one that is back with people who are said to be new": (
        [Step(FIRST, {}), Step(FIRST[:-5], {}), Step(FIRST, {"a": {"z": ()}})],
        "«z» is back in release 3, and was gone before.",
    ),
    "one that is back beside the name it was given": (
        [
            Step(FIRST, {}),
            Step(tuple(("u" if a == "z" else a, b) for a, b in FIRST), {"a": {"u": ("z",)}}),
            Step((*(("u" if a == "z" else a, b) for a, b in FIRST), *[("z", "m")] * 4), {}),
        ],
        "«z» is back in release 3, and was gone before.",
    ),
    "a new name that is not there": (
        [Step(FIRST, {}), Step((*FIRST, *[("w", "m")] * 4), {"a": {"ww": ("x",)}})],
        "«was» says what «ww» in «a» was, and it is not there in this release.",
    ),
    "a column that is not there": (
        [Step(FIRST, {}), Step(FIRST, {"c": {"x": ("x",)}})],
        "«was» speaks of «c», and no table is divided by it.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_can_hold_together_is_refused_with_a_sentence(name):
    steps, sentence = REFUSED[name]
    profile = disclosure.Profile(k=K)
    made = released(steps[:-1], profile)
    assert len(made) == len(steps) - 1

    with pytest.raises(disclosure.Unusable) as refused:
        disclosure.suppress(
            cells_of(steps[-1]),
            profile,
            past=[one.as_past() for one in made],
            linkage=disclosure.Linkage(steps[-1].was),
            steps=0,
        )

    assert refused.value.sentence.startswith(sentence)


def grown(*counts: tuple[int, int, int, int, int]) -> list[tuple[Person, ...]]:
    """People who grow from release to release: how many in each of five places."""
    places = (("x", "m"), ("x", "n"), ("y", "m"), ("y", "n"), ("z", "n"))
    return [
        tuple(place for place, many in zip(places, one, strict=True) for _one in range(many))
        for one in counts
    ]


@pytest.mark.proves("G40")
def test_a_difference_from_the_release_before_the_last_one_is_not_told():
    people = grown((2, 2, 3, 2, 1), (2, 2, 4, 2, 1), (3, 2, 6, 2, 1))
    steps = [Step(one, {}) for one in people]

    made = released(steps, disclosure.Profile(k=K))

    assert len(made) == 3
    every = histories(steps, made)
    assert (every.settled(), every.told_differences(K)) == ([], [])


@pytest.mark.proves("G40")
def test_a_release_that_tells_a_difference_between_two_before_it_is_refused_with_its_name():
    people = grown((1, 2, 4, 1, 1), (2, 2, 7, 1, 1), (3, 3, 9, 1, 1))
    tables = (("ab",), ("a", "b"), ("ab",))
    steps = [Step(one, {}, each) for one, each in zip(people, tables, strict=True)]
    # That nobody is in (z, m) is shown, and tells who of x or z came between the first two.
    before = released(steps[:2], disclosure.Profile(k=K))
    assert len(before) == 2

    past = [one.as_past() for one in before]
    with pytest.raises(disclosure.Unprotectable) as refused:
        disclosure.suppress(cells_of(steps[2]), disclosure.Profile(k=K), past=past, steps=0)

    assert refused.value.label == "difference of 2 from 1 [(('a', 'x'),)] [(('a', 'x'),)]"
    hidden = released(steps, disclosure.Profile(k=K, are_zeros_shown=False))
    assert len(hidden) == 3
    assert histories(steps, hidden).told_differences(K) == []
