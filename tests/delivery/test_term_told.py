"""What a plan says in codes: why a series is left out, what a planned one gave up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from samspil.delivery.planning.solving import plan
from samspil.delivery.planning.term import (
    Fixed,
    Noted,
    Part,
    Reason,
    Remark,
    RoleModel,
    Stopped,
    Term,
    Unserved,
    WantedSeries,
    WhyNot,
)
from samspil.delivery.planning.travel import NEAR, SAME, TOWNS, UNKNOWN, minutes

MONDAY = date(2014, 3, 3)
MORNINGS = frozenset((day, Part.MORNING) for day in range(5))
END = MONDAY + timedelta(days=62)


def series(key: str = "s", **more: Any) -> WantedSeries:
    return WantedSeries(
        **{"key": key, "place": key, "postcode": "5000", "themes": ("x", "y"), "times": MORNINGS, **more}
    )


def who(key: str, **more: Any) -> RoleModel:
    return RoleModel(
        **{"key": key, "themes": frozenset({"x", "y"}), "postcode": "5000", "times": MORNINGS, **more}
    )


def term(*asked: WantedSeries, staff: tuple[RoleModel, ...] = (who("a"), who("b")), **more: Any) -> Term:
    return Term(MONDAY, END, asked, staff, **more)


EVERY_DAY = frozenset(MONDAY + timedelta(days=n) for n in range(63))
NOT_PLANNED = {
    "no visits": (term(series(themes=())), Reason(WhyNot.NO_VISITS)),
    "the place has no time": (term(series(times=frozenset())), Reason(WhyNot.NO_DAY)),
    "closed all the time": (term(series(closed=EVERY_DAY)), Reason(WhyNot.NO_DAY)),
    "holidays": (term(series(), holidays=EVERY_DAY), Reason(WhyNot.NO_DAY)),
    "days too near each other": (term(series(latest=MONDAY + timedelta(days=9))), Reason(WhyNot.NO_SPACING)),
    "nothing fits around what is fixed": (
        term(series(latest=MONDAY + timedelta(days=9), fixed=(Fixed(2, MONDAY, Part.MORNING, ("a", "b")),))),
        Reason(WhyNot.NO_SPACING),
    ),
    "one alone": (term(series(), staff=(who("a"),)), Reason(WhyNot.NO_ROLE_MODELS)),
    "too far": (term(series(postcode="9990")), Reason(WhyNot.NO_ROLE_MODELS)),
    "told to stay away": (
        term(series(), staff=(who("a", not_at=frozenset({"s"})), who("b"))),
        Reason(WhyNot.NO_ROLE_MODELS),
    ),
    "the language": (term(series(language="ar")), Reason(WhyNot.NO_LANGUAGE, language="ar")),
    "a theme": (term(series(themes=("x", "q", "q"))), Reason(WhyNot.NO_THEME, themes=("q",))),
    "never on the same days": (
        term(series(), staff=(who("a"), who("b", times=frozenset({(5, Part.MORNING)})))),
        Reason(WhyNot.NO_COMMON_DAY, role_models=("a", "b")),
    ),
}


@pytest.mark.parametrize("case", NOT_PLANNED)
def test_a_series_that_cannot_be_planned_says_why(case: str) -> None:
    """And the same series with nothing in its way is planned."""
    asked, why = NOT_PLANNED[case]
    made = plan(asked, seconds=5)
    assert made.unserved == (Unserved("s", why),)
    assert [one for one in made.visits if not one.is_fixed] == []
    assert (made.most_served, made.bound, made.stopped) == (0, 0, Stopped.PROVEN)
    free = plan(term(series()), seconds=5)
    assert (len(free.visits), free.unserved, free.stopped) == (2, (), Stopped.PROVEN)


def test_of_two_that_need_the_same_people_one_is_told_who_is_taken_by_whom() -> None:
    """One day a week for nine weeks, and both want a visit of each of their three on three of them."""
    one_day = frozenset({(2, Part.MORNING)})
    asked = [series(f"s{number}", themes=("x",) * 3, times=one_day) for number in range(4)]
    staff = (who("a", most_a_week=1), who("b", most_a_week=1))
    made = plan(term(*asked, staff=staff, most_days=21, most_a_term=40), seconds=5)
    assert [(one.reason.code, one.reason.role_models) for one in made.unserved] == [(WhyNot.FULL, ("a", "b"))]
    out = made.unserved[0].series
    assert made.unserved[0].reason.series == tuple(sorted({one.key for one in asked} - {out}))
    assert len({one.series for one in made.visits}) == 3


def test_a_ceiling_that_is_reached_is_the_reason() -> None:
    asked = term(series("s1"), series("s2"), staff=(who("a", most_a_term=2), who("b")))
    made = plan(asked, seconds=5)
    assert [(one.reason.code, one.reason.role_models) for one in made.unserved] == [(WhyNot.FULL, ("a",))]
    more = plan(replace(asked, role_models=(who("a", most_a_term=4), who("b"))), seconds=5)
    assert more.unserved == ()


def test_nobody_gets_more_than_one_and_a_half_equal_shares() -> None:
    """Two live next door and four an hour away: the near ones would make it all, were there no ceiling."""
    near = tuple(who(key) for key in "ab")
    far = tuple(who(key, postcode="8000") for key in "cdef")
    asked = [series(f"s{number}") for number in range(6)]
    made = plan(term(*asked, staff=(*near, *far), most_minutes=200), seconds=5)
    counts = {key: sum(key in one.team for one in made.visits) for key in "abcdef"}
    assert made.unserved == ()
    assert (counts["a"], counts["b"], sum(counts.values())) == (6, 6, 24)
    without = plan(term(*asked, staff=(*near, *far), most_minutes=200, most_a_term=99), seconds=5)
    assert {key for one in without.visits for key in one.team} == {"a", "b"}


def test_the_same_two_come_through_the_series_unless_they_cannot() -> None:
    """b is away in the second half, so c takes the second visit, and the plan says so."""
    staff = (who("a"), who("b", away=((MONDAY + timedelta(days=14), END),)), who("c", postcode="8000"))
    wide = {"most_minutes": 200, "ideal_days": 21}
    asked = term(series(earliest=None, latest=None, themes=("x", "y")), staff=staff, **wide)
    made = plan(asked, seconds=5)
    assert {one.team for one in made.visits} == {("a", "c")}
    early = Fixed(1, MONDAY, Part.MORNING, ("a", "b"))
    made = plan(replace(asked, series=(series(fixed=(early,)),)), seconds=5)
    assert [(one.team, one.is_fixed) for one in made.visits] == [(("a", "b"), True), (("a", "c"), False)]
    assert made.noted == (Noted("s", Remark.OTHER_TEAM, (2,), ("c",)),)


def test_what_was_preferred_is_kept_and_what_was_given_up_is_said() -> None:
    weeks = frozenset({MONDAY + timedelta(days=7), MONDAY + timedelta(days=28)})
    made = plan(term(series(preferred_weeks=weeks)), seconds=5)
    assert [one.on - timedelta(days=one.on.weekday()) for one in made.visits] == sorted(weeks)
    assert made.noted == ()
    shut = frozenset(MONDAY + timedelta(days=7 + n) for n in range(5))
    made = plan(term(series(preferred_weeks=weeks, closed=shut)), seconds=5)
    assert [(one.remark, one.positions) for one in made.noted] == [(Remark.NOT_PREFERRED, (1,))]
    made = plan(term(series(), least_days=30), seconds=5)
    assert [(one.remark, one.positions) for one in made.noted] == [(Remark.SPACING, (2,))]


def test_a_concept_with_other_numbers_of_visits_is_planned_the_same_way() -> None:
    for themes in (("x",), ("x", "y", "", "x"), ("",) * 5):
        made = plan(term(series(themes=themes), least_days=7, most_days=14, ideal_days=7), seconds=5)
        assert [(one.position, one.theme) for one in made.visits] == list(enumerate(themes, start=1))
        assert made.gap == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("5000", "5000", SAME),
        ("5000", "5230", 75 - 75 + 20),
        ("5000", "50", SAME),
        ("50", "52", NEAR),
        ("", "", UNKNOWN),
        ("5000", "3900", UNKNOWN),
        ("0999", "0999", SAME),
    ],
)
def test_the_way_between_two_postcodes(one: str, other: str, expected: int) -> None:
    assert (minutes(one, other), minutes(other, one)) == (expected, expected)


def test_the_estimates_of_the_way_are_near_what_a_driver_would_say() -> None:
    """Known drives, in minutes: the estimate is within a third, or a quarter of an hour."""
    drives = {
        ("5000", "5500"): 45,
        ("5000", "7000"): 50,
        ("8000", "9000"): 85,
        ("8000", "8700"): 45,
        ("6000", "7100"): 30,
        ("4000", "1000"): 40,
        ("6700", "6000"): 55,
        ("7400", "8800"): 45,
    }
    for (one, other), known in drives.items():
        assert abs(minutes(one, other) - known) <= max(15, known / 3), (one, other, minutes(one, other))
    assert all(54.5 < up < 58 and 8 < over < 15.2 for up, over in TOWNS.values())
