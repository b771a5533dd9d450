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
