"""What the evaluator asks on a day of its own: of whom, until when, and beside the rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery.surveying import survey, with_surveys

from samspil.programme.concept.comparing import changes
from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import ConceptErrors, read
from samspil.programme.concept.rounds import Held, windows

FILE = Path(__file__).parents[2] / "programmes" / "forebyggelseskonceptet-2013-2015.yaml"
FIRST = read(FILE.read_text(encoding="utf-8"))
DAY = date(2014, 9, 1)
STARTED, LATER = date(2014, 2, 3), date(2016, 6, 1)
ALWAYS: Held = {"evaluation": [(date(2012, 1, 1), date.max)]}
ASKED = with_surveys(FIRST, survey(DAY))

days = st.dates(date(2014, 1, 1), date(2015, 6, 1))


def owed(
    *, started: date = STARTED, ended: date | None = None, held: Held = ALWAYS, until: date = LATER
) -> bool:
    found = windows(ASKED, "mentor", started, ended, held, until)
    return "midway" in [one.key for one in found]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, True),
        ({"until": DAY}, True),
        ({"until": DAY - timedelta(days=1)}, False),
        ({"started": DAY}, True),
        ({"started": DAY + timedelta(days=1)}, False),
        ({"ended": DAY + timedelta(days=1)}, True),
        ({"ended": DAY}, False),
        ({"held": {}}, False),
        ({"held": {"follow_up": [(date.min, date.max)]}}, False),
        ({"held": {"evaluation": [(date.min, DAY)]}}, True),
        ({"held": {"evaluation": [(DAY, date.max)]}}, True),
        ({"held": {"evaluation": [(date.min, DAY - timedelta(days=1))]}}, False),
        ({"held": {"evaluation": [(DAY + timedelta(days=1), date.max)]}}, False),
    ],
)
def test_it_is_owed_by_whoever_is_there_and_says_yes_on_its_day(told: dict, expected: bool) -> None:
    assert owed(**told) is expected


def test_it_asks_its_own_instrument_and_closes_for_good() -> None:
    (found,) = [one for one in windows(ASKED, "mentor", STARTED, None, ALWAYS, LATER) if one.slug == "midway"]

    assert (found.instrument, found.version, found.title.da) == ("parent", 1, "Midtvejs")
    assert (found.opens_on, found.due_on) == (DAY, date(2014, 9, 22))
    assert (found.done_until, found.late_until) == (date(2014, 10, 6),) * 2


def test_it_closes_before_the_course_ends_and_keeps_its_due_day() -> None:
    ended = date(2014, 9, 11)
    (found,) = [
        one for one in windows(ASKED, "mentor", STARTED, ended, ALWAYS, LATER) if one.slug == "midway"
    ]

    assert (found.due_on, found.done_until, found.late_until) == (
        date(2014, 9, 22),
        *(date(2014, 9, 10),) * 2,
    )


def test_the_other_intervention_is_not_asked() -> None:
    assert windows(ASKED, "parent", STARTED, None, ALWAYS, LATER) == windows(
        FIRST, "parent", STARTED, None, ALWAYS, LATER
    )


def test_an_intervention_without_a_round_may_be_asked_all_the_same() -> None:
    only = replace(ASKED, progression=replace(ASKED.progression, instruments=()))

    assert [one.key for one in windows(only, "mentor", STARTED, None, ALWAYS, LATER)] == ["midway"]


@given(day=days, started=days, lasts=st.none() | st.integers(0, 500), until=days, cut=st.none() | days)
def test_a_survey_changes_no_round(
    day: date, started: date, lasts: int | None, until: date, cut: date | None
) -> None:
    schedule = replace(FIRST.progression.schedule, data_cut=cut)
    concept = replace(FIRST, progression=replace(FIRST.progression, schedule=schedule))
    ended = None if lasts is None else started + timedelta(days=lasts)
    course = ("mentor", started, ended, ALWAYS, until)

    found = windows(with_surveys(concept, survey(day)), *course)

    assert tuple(one for one in found if one.slug != "midway") == windows(concept, *course)
    is_there = started <= day <= min(until, cut or until) and (ended is None or day < ended)
    assert (len(found) - len(windows(concept, *course))) == is_there
    assert [one.opens_on for one in found] == sorted(one.opens_on for one in found)


# --- in the file

SURVEYS = """
    surveys:
      - slug: midway
        title: {da: Midtvejs, en: Midway}
        intervention: mentor
        instrument: midway_form
        version: 1
        opens_on: 2014-09-01
        due_days: 21
"""


def file_with(surveys: str) -> str:
    text = FILE.read_text(encoding="utf-8")
    mark = "    # Days after the due date; before it with a minus."
    assert text.count(mark) == 1
    return text.replace(mark, surveys.strip("\n") + "\n" + mark)


def test_a_file_says_it_in_seven_lines_and_it_is_kept_as_said() -> None:
    concept = read(file_with(SURVEYS))

    (one,) = concept.progression.schedule.surveys
    assert (one.slug, one.instrument, one.opens_on, one.due_days) == ("midway", "midway_form", DAY, 21)
    assert from_document(as_document(concept)) == concept
    assert [change.path for change in changes(FIRST, concept)] == ["progression.schedule.surveys"]


def test_a_file_without_surveys_is_stored_as_it_always_was() -> None:
    assert "surveys" not in as_document(FIRST)["progression"]["schedule"]  # type: ignore[call-overload,index]


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("slug: midway\n", "slug: follow_up\n", "slug", "The slug `follow_up` is that of a round."),
        ("slug: midway\n", "slug: month_3\n", "slug", "The slug `month_3` is that of a round."),
        (
            "slug: midway\n",
            "slug: a_survey_of_everybody\n",
            "slug",
            "The slug `a_survey_of_everybody` has more than 20 characters.",
        ),
        (
            "instrument: midway_form",
            "instrument: mentee",
            "instrument",
            "The instrument `mentee` is asked at the rounds already.",
        ),
        (
            "opens_on: 2014-09-01",
            "opens_on: 2015-12-01",
            "opens_on",
            "The survey opens on 2015-12-01, when nothing is asked.",
        ),
        (
            "opens_on: 2014-09-01",
            "opens_on: 2012-12-31",
            "opens_on",
            "The survey opens on 2012-12-31, when nothing is asked.",
        ),
    ],
)
def test_a_survey_that_cannot_be_asked_is_said_where_it_stands(
    old: str, new: str, path: str, message: str
) -> None:
    assert SURVEYS.count(old) == 1
    text = file_with(SURVEYS.replace(old, new))
    first = next(number for number, row in enumerate(text.splitlines(), start=1) if row == "    surveys:")
    within = [number for number, row in enumerate(text.splitlines(), start=1) if new.strip() in row]

    with pytest.raises(ConceptErrors) as caught:
        read(text)

    (found,) = caught.value.errors
    assert (found.path, found.message) == (f"progression.schedule.surveys[0].{path}", message)
    assert found.line == next(number for number in within if number > first)
