"""Forms after visits and courses in a concept file: what a wrong file is told, and what a right one asks."""

from __future__ import annotations

from datetime import date

import pytest
from tests.programme.test_concept_errors import TEXT, line_of, problems

from samspil.programme.concept.owing import form_windows
from samspil.programme.concept.reading import read

DAYS = "due_days: 3, grace_days: 4, late_days: 0"
FORM = "{source: assumption, after: %s, asked: %s, instrument: %s, version: 1, " + DAYS + "}"
ONE = FORM % ("visit", "teacher", "teacher")
LONG = "a-name-of-an-instrument-that-has-forty-two"


def with_forms(*forms: str) -> str:
    """The real file with forms of its own."""
    return TEXT + "\nforms:\n" + "".join(f"  - {one}\n" for one in forms)


CASES = {
    "a participant of a visit": (
        (ONE, FORM % ("visit", "participant", "training")),
        "forms[1].asked",
        "Nobody is `participant` at a visit.",
        "Write one of: pupils, teacher, role_model.",
    ),
    "a teacher of a course": (
        (FORM % ("training", "teacher", "teacher"),),
        "forms[0].asked",
        "Nobody is `teacher` at a training.",
        "Write one of: participant.",
    ),
    "asked twice": (
        (ONE, ONE),
        "forms[1]",
        "`teacher` has two forms after a visit.",
        "Keep one of them.",
    ),
    "an instrument of the rounds": (
        (FORM % ("visit", "teacher", "mentee"),),
        "forms[0].instrument",
        "The instrument `mentee` is asked at the rounds already.",
        "Give the form an instrument of its own.",
    ),
    "a name too long for a row": (
        (FORM % ("visit", "teacher", LONG),),
        "forms[0].instrument",
        f"The name `{LONG}` has more than 40 characters.",
        "Choose an instrument with a shorter one.",
    ),
}


@pytest.mark.parametrize(("forms", "path", "message", "hint"), CASES.values(), ids=CASES)
def test_a_wrong_form_is_told_with_its_line_and_what_to_do(
    forms: tuple[str, ...], path: str, message: str, hint: str
) -> None:
    text = with_forms(*forms)

    (told,) = problems(text)

    assert (told.path, told.message, told.hint) == (path, message, hint)
    assert told.line == line_of(text, "\nforms:\n") + 1 + len(forms)


def test_the_same_file_with_right_forms_is_read_and_asks_just_those() -> None:
    daily = FORM % ("training_day", "participant", "training")
    concept = read(with_forms(ONE, daily))
    day = date(2014, 9, 1)

    asked = {
        after: [(one.asked, one.due_on.day, one.late_until.day) for one in form_windows(concept, after, day)]
        for after in ("visit", "training", "training_day")
    }

    assert asked == {"visit": [("teacher", 4, 8)], "training": [], "training_day": [("participant", 4, 8)]}


def test_a_file_that_says_nothing_asks_after_a_visit_and_once_after_a_course() -> None:
    concept = read(TEXT)

    asked = {
        after: [one.asked for one in form_windows(concept, after, date(2014, 9, 1))]
        for after in ("visit", "training", "training_day")
    }

    assert asked == {
        "visit": ["pupils", "teacher", "role_model"],
        "training": ["participant"],
        "training_day": [],
    }


def test_a_reminder_is_of_somebody_who_can_still_answer() -> None:
    days = "due_days: 3, grace_days: 4, late_days: 2, remind_days: %s"
    form = "{source: assumption, after: visit, asked: %s, instrument: %s, version: 1, " + days + "}"

    def told(asked: str, number: int) -> list[tuple[str, str]]:
        return [(one.path, one.message) for one in problems(with_forms(form % (asked, asked, number)))]

    for number in (0, 6):
        assert read(with_forms(form % ("teacher", "teacher", number))).forms[0].remind_days == number
    too_late = "Nobody can answer any more 7 days after the due day."
    assert told("teacher", 7) == [("forms[0].remind_days", too_late)]
    assert told("pupils", 1) == [("forms[0].remind_days", "A group is not reminded.")]


def test_who_is_asked_is_reminded_the_day_after_the_due_day_unless_the_file_says_otherwise() -> None:
    windows = {one.asked: one for one in form_windows(read(TEXT), "visit", date(2014, 5, 5))}

    assert {asked: one.remind_on for asked, one in windows.items()} == {
        "pupils": None,
        "teacher": date(2014, 5, 13),
        "role_model": date(2014, 5, 9),
    }
    off = "{source: assumption, after: visit, asked: teacher, instrument: teacher, version: 1, "
    (one,) = form_windows(read(with_forms(off + DAYS + ", remind_days: null}")), "visit", date(2014, 5, 5))
    assert one.remind_on is None
