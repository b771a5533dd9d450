"""Cumulative releases with a column of times, tiny ones, and every history that agrees with them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.evaluation.disclosure.histories import Timed, Told, TooMany

from samspil.evaluation import disclosure

K = 3
Person = tuple[str, str]
"""A place and a half-year."""


@dataclass(frozen=True)
class Half:
    """One release: who is in it, and which columns its tables cross."""

    people: tuple[Person, ...]
    tables: tuple[str, ...] = ("ah",)
    is_named: bool = True


def cells_of(half: Half) -> disclosure.Cells:
    tables = tuple(disclosure.Table(f"t{at}", tuple(by)) for at, by in enumerate(half.tables))
    plan = disclosure.Plan(tuple(disclosure.Dimension(name, (name,)) for name in "ah"), tables)
    return disclosure.counted(plan, [disclosure.Record({"a": one, "h": other}) for one, other in half.people])


def linkage(half: Half) -> disclosure.Linkage:
    return disclosure.Linkage(period="h" if half.is_named else "")


def released(halves: list[Half], profile: disclosure.Profile) -> list[disclosure.Protected]:
    """The releases up to the first that is refused."""
    made: list[disclosure.Protected] = []
    for half in halves:
        past = [one.as_past() for one in made]
        try:
            made.append(
                disclosure.suppress(cells_of(half), profile, past=past, linkage=linkage(half), steps=0)
            )
        except (disclosure.Unusable, disclosure.Unprotectable):
            break
    return made


def histories(halves: list[Half], made: list[disclosure.Protected]) -> Timed:
    every = [
        Told(
            tuple(disclosure.table_text(one.release, table.name) for table in one.release.frame.plan.tables),
            {},
            one.release.profile.are_zeros_shown,
            "h" if half.is_named else "",
        )
        for half, one in zip(halves, made, strict=False)
    ]
    most = max(int(cells_of(half).inner.max()) for half in halves[: len(made)]) + 2
    return Timed(every, made[-1].changes, most)


@st.composite
def series(draw: st.DrawFn) -> list[Half]:
    """A half-year more in each, and perhaps somebody who is added, taken out or moved in those before."""
    shown = st.sampled_from([("ah",), ("ah",), ("a", "h"), ("h",)])
    places = st.sampled_from("xyz" if draw(st.booleans()) else "xy")
    people = [(one, "h1") for one in draw(st.lists(places, min_size=4, max_size=9))]
    halves = [Half(tuple(people), draw(shown))]
    for number in range(2, 2 + draw(st.integers(1, 2))):
        before = list(people)
        for what in draw(st.lists(st.sampled_from(["late", "gone", "place", "half"]), max_size=2)):
            if what == "late":
                people.append(draw(st.sampled_from(before)))
            elif people:
                place, half = people.pop(draw(st.integers(0, len(people) - 1)))
                if what == "place":
                    people.append((draw(places), half))
                elif what == "half":
                    people.append((place, f"h{draw(st.integers(1, number))}"))
        people += [(one, f"h{number}") for one in draw(st.lists(places, min_size=1, max_size=6))]
        halves.append(Half(tuple(people), draw(shown), draw(st.sampled_from([True, True, True, False]))))
    return halves


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(series(), st.booleans())
def test_no_hidden_cell_and_no_small_difference_is_one_number_where_times_go_on(halves, are_zeros_shown):
    made = released(halves, disclosure.Profile(k=K, are_zeros_shown=are_zeros_shown))
    assume(len(made) > 1)

    try:
        every = histories(halves, made)
    except TooMany:
        assume(False)

    assert every.settled() == []
    assert every.told_differences(K) == []
