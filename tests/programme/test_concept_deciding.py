"""Decisions in writing in a concept file: the usual where it says nothing, its own, and a share of all."""

from __future__ import annotations

import pytest
from tests.programme.test_concept_checks import edited, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.deciding import USUAL, deciding
from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import read, read_bytes

LAST = "    every_months: 6\n"


@pytest.mark.parametrize("file", [*FILES, BEFORE], ids=lambda one: one.stem)
def test_a_file_that_says_none_has_the_usual_and_is_stored_as_it_was(file):
    concept = read_bytes(file.read_bytes())

    assert deciding(concept) == USUAL
    assert "decisions" not in as_document(concept)["organisation"]


def test_a_file_says_its_own():
    concept = read(edited(LAST, f"{LAST}  decisions: {{quorum_percent: 66, days: 5, remind_days: 3}}\n"))

    found = deciding(concept)
    assert (found.quorum_percent, found.days, found.remind_days) == (66, 5, 3)
    assert from_document(as_document(concept)) == concept


def test_more_than_all_can_never_answer():
    found = problems(edited(LAST, f"{LAST}  decisions: {{quorum_percent: 100}}\n"))

    assert [(one.path, one.message) for one in found] == [
        (
            "organisation.decisions.quorum_percent",
            "More than 100 per cent of the members can never answer.",
        )
    ]
