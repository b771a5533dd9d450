"""What a concept file says about obligations and milestones beside their words, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from tests.programme.test_concept_checks import edited, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.promising import USUAL, due_of, promise_rules
from samspil.programme.concept.reading import read, read_bytes
from samspil.programme.concept.timetable import order_of, told_by

HERE = "conversation_themes:\n"
STAFF = "  - id: staff\n"


def test_a_file_that_says_nothing_of_it_is_stored_as_it_was_and_has_the_usual():
    concept = read_bytes(BEFORE.read_bytes())

    assert {"obligation_rules", "milestone_order"} & set(as_document(concept)) == set()
    assert all("milestone" not in one for one in as_document(concept)["obligations"])
    assert promise_rules(concept) == USUAL
    assert told_by(concept, "start") == "courses"
    assert order_of(concept, "start").after == ()


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_the_shipped_files_come_back_whole(file):
    concept = read_bytes(file.read_bytes())

    assert from_document(as_document(concept)) == concept


def test_a_file_says_its_own_limits_and_by_which_milestone_an_obligation_is_due():
    rules = "obligation_rules: {source: assumption, share_percent: 90, meeting_gap_months: 7}\n"
    concept = read(edited(HERE, rules + HERE))
    assert (promise_rules(concept).share_percent, promise_rules(concept).meeting_gap_months) == (90, 7)
    assert promise_rules(concept).late_months == 6

    assert due_of(concept, "staff") == date(2013, 8, 31)
    later = read(edited(STAFF, f"{STAFF}    milestone: start\n"))
    assert due_of(later, "staff") == date(2013, 11, 30)
    assert [due_of(later, one) for one in ("development", "meetings")] == [date(2013, 5, 31), None]


@pytest.mark.parametrize(
    ("place", "text", "path", "message", "hint"),
    [
        (
            STAFF,
            f"{STAFF}    milestone: begin\n",
            "obligations[1].milestone",
            "There is no milestone `begin`.",
            "Write one of: agreements,",
        ),
        (
            HERE,
            f"obligation_rules: {{share_percent: 101}}\n{HERE}",
            "obligation_rules.share_percent",
            "101 per cent is more than all of it.",
            "Write a whole number from 1 to 100.",
        ),
        (
            "{id: start, owner: coordinator, after: [training_held], source: assumption}",
            "{id: start, owner: coordinator, after: [training], source: assumption}",
            "milestone_order[4].after",
            "There is no milestone `training`.",
            "Write one of: agreements,",
        ),
        (
            "{id: training_developed, owner: training_provider, after: [agreements]",
            "{id: training_developed, owner: training_provider, after: [training_developed]",
            "milestone_order[0].after",
            "The milestone `training_developed` waits for itself.",
            "Remove one of those that it comes after.",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_line_and_what_to_do(place, text, path, message, hint):
    whole = edited(place, text)

    (found,) = problems(whole)
    assert (found.path, found.message) == (path, message)
    assert found.hint.startswith(hint)
    line = whole.splitlines()[found.line - 1]
    assert path.rpartition(".")[2] in line
