"""What a course owes, from its dates and the concept alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.programme.concept.model import Concept
from samspil.programme.concept.reading import read
from samspil.programme.concept.rounds import Held, Window, months_after, windows
from samspil.programme.concept.values import Text

FOLDER = Path(__file__).parents[2] / "programmes"
FIRST = read((FOLDER / "forebyggelseskonceptet-2013-2015.yaml").read_text(encoding="utf-8"))
SECOND = read((FOLDER / "samspil-2026-2029.yaml").read_text(encoding="utf-8"))
LATER = date(2040, 1, 1)
YES: Held = {"follow_up": [(date(2012, 1, 1), date.max)]}

days = st.dates(date(2012, 1, 1), date(2032, 12, 31))
concepts = st.sampled_from([FIRST, SECOND])


@st.composite
def courses(draw: st.DrawFn) -> tuple[Concept, str, date, date | None, Held]:
    """A concept, an intervention, a start, an end or none, and consent to the follow-up."""
    started_on = draw(days)
    length = draw(st.none() | st.integers(0, 900))
    ended_on = None if length is None else started_on + timedelta(days=length)
    intervention = draw(st.sampled_from(["mentor", "parent"]))
    return draw(concepts), intervention, started_on, ended_on, draw(st.sampled_from([YES, {}]))


def keys(found: tuple[Window, ...]) -> list[str]:
    return [window.key for window in found]


def months_by_counting(day: date, months: int) -> date:
    """The oracle: walk to the first of the right month, then forward to the day or its last day."""
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    found = first
    while found.day < day.day and (found + timedelta(days=1)).month == first.month:
        found += timedelta(days=1)
    return found


SEVEN_MONTHS = (
    Window(
        "start",
        "start",
        Text("Start", "Start", "البداية", "Bilowga", "Başlangıç"),
        date(2013, 9, 2),
        date(2013, 9, 30),
        date(2013, 10, 14),
        date(2013, 11, 17),
        "mentee",
        1,
    ),
    Window(
        "quarter",
        "month-3",
        Text("3 måneder", "3 months", "الشهر 3", "3 bilood", "3 ay"),
        date(2013, 11, 18),
        date(2013, 12, 2),
        date(2013, 12, 16),
        date(2014, 2, 15),
        "mentee",
        1,
    ),
    Window(
        "quarter",
        "month-6",
        Text("6 måneder", "6 months", "الشهر 6", "6 bilood", "6 ay"),
        date(2014, 2, 16),
        date(2014, 3, 2),
        date(2014, 3, 16),
        date(2014, 4, 9),
        "mentee",
        1,
    ),
    Window(
        "closing",
        "closing",
        Text("Afslutning", "Closing", "النهاية", "Dhammaad", "Bitiş"),
        date(2014, 4, 10),
        date(2014, 4, 24),
        date(2014, 5, 8),
        date(2014, 9, 25),
        "mentee",
        1,
    ),
    Window(
        "follow_up",
        "follow-up",
        Text(
            "Opfølgning, 6 mdr. efter",
            "Follow-up, 6 months after",
            "متابعة بعد 6 أشهر",
            "Dabagal, 6 bilood kaddib",
            "Takip, 6 ay sonra",
        ),
        date(2014, 9, 26),
        date(2014, 10, 10),
        date(2014, 10, 24),
        None,
        "mentee",
        1,
    ),
)


def test_a_course_that_ran_seven_months_owes_these_windows() -> None:
    found = windows(FIRST, "mentor", date(2013, 9, 2), date(2014, 4, 10), YES, LATER)

    assert found == SEVEN_MONTHS


def test_other_numbers_in_the_file_give_other_windows() -> None:
    found = windows(SECOND, "mentor", date(2027, 1, 4), date(2027, 6, 1), YES, LATER)

    assert [(each.key, each.opens_on, each.due_on, each.done_until) for each in found] == [
        ("first", date(2027, 1, 4), date(2027, 1, 25), date(2027, 2, 4)),
        ("month-2", date(2027, 2, 25), date(2027, 3, 4), date(2027, 3, 14)),
        ("month-4", date(2027, 4, 27), date(2027, 5, 4), date(2027, 5, 14)),
        ("last", date(2027, 6, 1), date(2027, 6, 22), date(2027, 7, 2)),
        ("later", date(2028, 5, 11), date(2028, 6, 1), date(2028, 6, 11)),
    ]
    assert found[1].title == Text(
        "Efter 2 måneder", "After 2 months", "بعد الشهر 2", "2 bilood kaddib", "2 ay sonra"
    )


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2013, 9, 1), []),
        (date(2013, 9, 2), ["start"]),
        (date(2013, 11, 17), ["start"]),
        (date(2013, 11, 18), ["start", "month-3"]),
        (date(2014, 2, 16), ["start", "month-3", "month-6"]),
    ],
)
def test_a_window_is_owed_from_the_day_it_opens(until: date, expected: list[str]) -> None:
    found = windows(FIRST, "mentor", date(2013, 9, 2), None, {}, until)

    assert keys(found) == expected


def test_a_running_course_knows_when_its_newest_window_closes() -> None:
    found = windows(FIRST, "mentor", date(2013, 9, 2), None, {}, date(2013, 11, 18))

    assert [each.late_until for each in found] == [date(2013, 11, 17), date(2014, 2, 15)]


@pytest.mark.parametrize(
    ("ended_on", "expected"),
    [
        (date(2013, 9, 2), ["closing"]),
        (date(2013, 9, 3), ["start", "closing"]),
        (date(2013, 11, 18), ["start", "closing"]),
        (date(2013, 11, 19), ["start", "month-3", "closing"]),
    ],
)
def test_nothing_opens_on_the_day_of_the_end_but_the_closing(ended_on: date, expected: list[str]) -> None:
    found = windows(FIRST, "mentor", date(2013, 9, 2), ended_on, {}, LATER)

    assert keys(found) == expected


def test_an_early_end_shortens_the_open_window_and_moves_no_due_date() -> None:
    (open_,) = windows(FIRST, "mentor", date(2013, 9, 2), None, {}, date(2013, 9, 12))
    start, closing = windows(FIRST, "mentor", date(2013, 9, 2), date(2013, 9, 12), {}, LATER)

    assert (start.done_until, start.late_until) == (date(2013, 9, 11),) * 2
    assert (start.opens_on, start.due_on) == (open_.opens_on, open_.due_on)
    assert closing.opens_on == date(2013, 9, 12)


@given(courses(), days)
def test_no_end_ever_moves_a_day_on_which_something_opens_or_is_due(
    course: tuple[Concept, str, date, date | None, Held], until: date
) -> None:
    concept, intervention, started_on, _ended_on, consented = course
    running = {one.key: one for one in windows(concept, intervention, started_on, None, {}, until)}

    for one in windows(*course, until):
        if one.key in running:
            assert (one.opens_on, one.due_on) == (running[one.key].opens_on, running[one.key].due_on)
            assert one.done_until <= running[one.key].done_until


# --- the data cut


def cut(concept: Concept, day: date | None) -> Concept:
    schedule = replace(concept.progression.schedule, data_cut=day)
    return replace(concept, progression=replace(concept.progression, schedule=schedule))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, ["start", "month-3", "month-6", "closing", "follow-up"]),
        (date(2014, 9, 26), ["start", "month-3", "month-6", "closing", "follow-up"]),
        (date(2014, 9, 25), ["start", "month-3", "month-6", "closing"]),
        (date(2014, 4, 10), ["start", "month-3", "month-6", "closing"]),
        (date(2014, 4, 9), ["start", "month-3", "month-6"]),
        (date(2013, 9, 1), []),
    ],
)
def test_what_opens_after_the_data_cut_is_never_owed(day: date | None, expected: list[str]) -> None:
    concept = cut(FIRST, day)

    assert keys(windows(concept, "mentor", date(2013, 9, 2), date(2014, 4, 10), YES, LATER)) == expected


@given(courses(), days, days)
def test_the_data_cut_takes_windows_away_and_changes_no_other(
    course: tuple[Concept, str, date, date | None, Held], until: date, day: date
) -> None:
    concept, *rest = course
    whole = windows(cut(concept, None), *rest, until)

    found = windows(cut(concept, day), *rest, until)

    assert found == tuple(one for one in whole if one.opens_on <= day)


def test_consent_to_the_follow_up_adds_it_and_changes_nothing_else() -> None:
    without = windows(FIRST, "parent", date(2013, 9, 2), date(2014, 4, 10), {}, LATER)
    with_consent = windows(FIRST, "parent", date(2013, 9, 2), date(2014, 4, 10), YES, LATER)

    assert with_consent[:-1] == without
    assert with_consent[-1].slug == "follow_up"


def test_visits_owe_no_measurement() -> None:
    assert windows(FIRST, "role_model", date(2013, 9, 2), None, YES, LATER) == ()


def test_a_course_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match=r"^The course ends before it starts\.$"):
        windows(FIRST, "mentor", date(2013, 9, 2), date(2013, 9, 1), {}, LATER)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2013, 1, 31), 1, date(2013, 2, 28)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2013, 11, 30), 3, date(2014, 2, 28)),
        (date(2013, 12, 15), 1, date(2014, 1, 15)),
        (date(2013, 8, 31), 0, date(2013, 8, 31)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
    ],
)
def test_months_stop_at_the_last_day(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


@given(days, st.integers(0, 60))
def test_months_agree_with_counting(day: date, months: int) -> None:
    assert months_after(day, months) == months_by_counting(day, months)


@given(courses(), days)
def test_windows_are_ordered_open_and_never_overlap(
    course: tuple[Concept, str, date, date | None, Held], until: date
) -> None:
    found = windows(*course, until)

    for window in found:
        assert window.opens_on <= min(window.due_on, window.done_until)
        assert window.opens_on <= until
        assert window.late_until is None or window.done_until <= window.late_until
    for before, after in pairwise(found):
        assert before.late_until is not None
        assert before.late_until < after.opens_on
    assert len({window.key for window in found}) == len(found)


@given(courses(), days, st.integers(0, 400))
def test_more_time_only_adds(
    course: tuple[Concept, str, date, date | None, Held], until: date, more: int
) -> None:
    sooner = windows(*course, until)
    later = windows(*course, until + timedelta(days=more))

    assert later[: len(sooner)] == sooner


@given(courses(), days)
def test_nothing_but_the_rounds_and_instruments_matters(
    course: tuple[Concept, str, date, date | None, Held], until: date
) -> None:
    concept = course[0]
    other = FIRST if concept is SECOND else SECOND
    disguised = replace(other, progression=concept.progression)

    assert windows(disguised, *course[1:], until) == windows(*course, until)


@given(courses())
def test_the_count_agrees_with_a_count_by_hand(
    course: tuple[Concept, str, date, date | None, Held],
) -> None:
    concept, intervention, started_on, ended_on, consented = course
    step, early, follow_up, ahead = (3, 14, 6, 14) if concept is FIRST else (2, 7, 12, 21)
    until = date(2034, 1, 1)

    expected = int(ended_on is None or ended_on > started_on)
    last = until if ended_on is None else min(until, ended_on - timedelta(days=1))
    number = step
    while months_by_counting(started_on, number) - timedelta(days=early) <= last:
        expected += 1
        number += step
    if ended_on is not None and ended_on <= until:
        expected += 1
        opens_on = months_by_counting(ended_on, follow_up) - timedelta(days=ahead)
        expected += bool(consented) and opens_on <= until

    found = windows(cut(concept, None), intervention, started_on, ended_on, consented, until)
    assert len(found) == expected
