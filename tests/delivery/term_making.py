"""Terms made by Hypothesis: small, crowded and full of exceptions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from samspil.delivery.planning.term import Fixed, Part, RoleModel, Term, WantedSeries

STARTS = date(2014, 3, 3)
THEMES = ("x", "y", "z")
POSTCODES = ("5000", "5230", "5500", "8000", "")
PARTS = (Part.MORNING, Part.AFTERNOON)


def days(weeks: int) -> st.SearchStrategy[date]:
    return st.integers(0, 7 * weeks - 1).map(lambda n: STARTS + timedelta(days=n))


def times(weekdays: int, least: int) -> Any:
    return st.frozensets(
        st.tuples(st.integers(0, weekdays - 1), st.sampled_from(PARTS)), min_size=least, max_size=2 * weekdays
    )


def spans(weeks: int) -> Any:
    return st.lists(
        st.builds(lambda on, n: (on, on + timedelta(days=n)), days(weeks), st.integers(0, 9)), max_size=2
    ).map(tuple)


@st.composite
def role_models(draw: Any, number: int, weeks: int, weekdays: int) -> RoleModel:
    return RoleModel(
        f"r{number}",
        draw(st.frozensets(st.sampled_from(THEMES), min_size=1)),
        draw(st.sampled_from(POSTCODES)),
        draw(st.sampled_from([frozenset({"da"}), frozenset({"da", "en"})])),
        draw(times(weekdays, weekdays)),
        draw(spans(weeks)),
        draw(st.integers(1, 3)),
        draw(st.sampled_from([None, None, 2, 5])),
        frozenset({f"r{number + 1}"}) if draw(st.booleans()) else frozenset(),
        frozenset({"p1"}) if draw(st.integers(0, 9)) == 0 else frozenset(),
    )


@st.composite
def series(draw: Any, number: int, weeks: int, weekdays: int, visits: int, people: int) -> WantedSeries:
    themes = tuple(draw(st.sampled_from(("", *THEMES))) for _one in range(draw(st.integers(1, visits))))
    fixed = ()
    if draw(st.integers(0, 4)) == 0 and people >= 2:
        team = draw(st.lists(st.integers(0, people - 1), min_size=2, max_size=2, unique=True))
        fixed = (
            Fixed(
                draw(st.integers(1, len(themes))),
                draw(days(weeks)),
                draw(st.sampled_from(PARTS)),
                tuple(f"r{one}" for one in team),
            ),
        )
    return WantedSeries(
        f"s{number}",
        f"p{draw(st.integers(1, 3))}",
        draw(st.sampled_from(POSTCODES)),
        themes,
        draw(st.sampled_from(("", "", "8a"))),
        draw(st.sampled_from(("", "", "en"))),
        draw(times(weekdays, weekdays)),
        draw(st.frozensets(days(weeks), max_size=3)),
        draw(st.frozensets(days(weeks), max_size=2)),
        draw(st.frozensets(st.integers(0, weeks - 1).map(lambda n: STARTS + timedelta(weeks=n)), max_size=2)),
        draw(st.sampled_from([None, None, STARTS + timedelta(days=6)])),
        draw(st.sampled_from([None, None, STARTS + timedelta(days=7 * weeks - 6)])),
        fixed,
    )


@st.composite
def terms(
    draw: Any, most_series: int = 6, people: int = 6, weeks: int = 7, weekdays: int = 5, visits: int = 3
) -> Term:
    """A term with the exceptions of real ones, too small for everybody to be served."""
    count = draw(st.integers(1, people))
    least = draw(st.integers(1, 10))
    return Term(
        STARTS,
        STARTS + timedelta(days=7 * weeks - 1),
        tuple(
            draw(series(number, weeks, weekdays, visits, count))
            for number in range(draw(st.integers(1, most_series)))
        ),
        tuple(draw(role_models(number, weeks, weekdays)) for number in range(count)),
        draw(st.frozensets(days(weeks), max_size=6)),
        least,
        least + draw(st.integers(0, 14)),
        least + draw(st.integers(0, 7)),
        draw(st.sampled_from((45, 90, 200))),
        draw(st.sampled_from([None, None, 3, 6])),
    )
