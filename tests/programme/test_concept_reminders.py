"""Reminders in a concept file: told apart line by line, and which step is due on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programme.test_concept_checks import TEXT, edited, line_of, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.progression import ReminderStep
from samspil.programme.concept.reading import read, read_bytes
from samspil.programme.concept.reminding import step_on, turns

AT = "progression.schedule.reminders"
STEPS = read(TEXT).progression.schedule.reminders
DUE = date(2014, 11, 3)

days = st.dates(date(2012, 1, 1), date(2032, 12, 31))
many = st.lists(st.integers(-120, 120), min_size=1, max_size=6, unique=True).map(
    lambda found: tuple(ReminderStep(slug=f"s{one + 200}", days=one, to="mentor") for one in sorted(found))
)


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_both_files_have_the_four_steps(file):
    concept = read_bytes(file.read_bytes())

    assert [(one.days, one.to, one.needs_reason) for one in concept.progression.schedule.reminders] == [
        (-7, "mentor", False),
        (0, "mentor", False),
        (7, "mentor", False),
        (14, "coordinator", True),
    ]
    assert from_document(as_document(concept)) == concept


def test_a_file_from_before_reminds_nobody_and_is_stored_as_it_was():
    old = read_bytes(BEFORE.read_bytes())

    assert old.progression.schedule.reminders == ()
    assert "reminders" not in as_document(old)["progression"]["schedule"]


CASES = {
    "two on one day": (
        "{slug: today, days: 0, to: mentor}",
        "{slug: today, days: -7, to: mentor}",
        f"{AT}[1].days",
        "The step on day -7 does not come after the one on day -7.",
        "Write the earliest first, and one step a day.",
    ),
    "out of order": (
        "{slug: soon, days: -7, to: mentor}",
        "{slug: soon, days: 3, to: mentor}",
        f"{AT}[1].days",
        "The step on day 0 does not come after the one on day 3.",
        "Write the earliest first, and one step a day.",
    ),
    "one name twice": (
        "{slug: today, days: 0, to: mentor}",
        "{slug: soon, days: 0, to: mentor}",
        f"{AT}[1].slug",
        "`soon` stands twice in this list.",
        "Rename or remove one of them.",
    ),
    "somebody unknown": (
        "{slug: today, days: 0, to: mentor}",
        "{slug: today, days: 0, to: minister}",
        f"{AT}[1].to",
        "The code `minister` is not known here.",
        "Write one of: mentor, coordinator.",
    ),
    "a reason from the mentor": (
        "{slug: reason, days: 14, to: coordinator, needs_reason: true}",
        "{slug: reason, days: 14, to: mentor, needs_reason: true}",
        f"{AT}[3].to",
        "Only the coordinator can give a reason.",
        "Write `to: coordinator`, or remove `needs_reason`.",
    ),
    "a reason too early": (
        "{slug: soon, days: -7, to: mentor}",
        "{slug: soon, days: -7, to: coordinator, needs_reason: true}",
        f"{AT}[0].days",
        "A reason cannot be asked for before the due date has passed.",
        "Write 1 day or more, or remove `needs_reason`.",
    ),
    "a year later": (
        "{slug: reason, days: 14, to: coordinator, needs_reason: true}",
        "{slug: reason, days: 365, to: coordinator, needs_reason: true}",
        f"{AT}[3].days",
        "Day 365 is too far from the due date.",
        "Write a day from -120 to 120.",
    ),
    "half a day": (
        "{slug: after, days: 7, to: mentor}",
        "{slug: after, days: 7.5, to: mentor}",
        f"{AT}[2].days",
        "`7.5` is not a whole number.",
        "Write digits only: no dots, no unit, no leading zero.",
    ),
    "an unknown key": (
        "{slug: after, days: 7, to: mentor}",
        "{slug: after, days: 7, to: mentor, text: Husk}",
        f"{AT}[2].text",
        "The key `text` is not known here.",
        "Known keys: source, slug, days, to, needs_reason.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_hold_is_told_on_its_line(case):
    old, new, path, message, hint = CASES[case]
    text = edited(old, new)

    found = problems(text)

    assert [(one.path, one.message) for one in found] == [(path, message)]
    assert [one.line for one in found] == [line_of(text, _at(path, text))]
    assert [one.hint for one in found] == [hint]


def _at(path: str, text: str) -> str:
    """The text of the step's line: the n-th below the heading."""
    lines = text.split("    reminders:\n")[1].splitlines()
    return lines[int(path[len(AT) + 1])]


def test_the_steps_of_one_measurement_come_one_by_one():
    told = {
        offset: getattr(step_on(STEPS, DUE, DUE + timedelta(days=offset)), "slug", None)
        for offset in (-8, -7, -1, 0, 6, 7, 13, 14, 300)
    }

    assert told == {
        -8: None,
        -7: "soon",
        -1: "soon",
        0: "today",
        6: "today",
        7: "after",
        13: "after",
        14: "reason",
        300: "reason",
    }
    assert (step_on((), DUE, DUE), turns((), DUE)) == (None, ())


@given(many, days, days)
def test_a_due_date_is_at_no_step_or_at_the_newest_alone(steps, due_on, on):
    """Both ways of asking agree: day by day for one measurement, and by due dates for all at once."""
    at = [turn.step for turn in turns(steps, on) if turn.takes(due_on)]
    reached = [one for one in steps if (on - due_on).days >= one.days]

    assert at == reached[-1:]
    assert at == [one for one in [step_on(steps, due_on, on)] if one is not None]
