"""The spacing of visits in a concept file: the usual where it says none, and days that are out of order."""

from __future__ import annotations

import pytest
from tests.programme.test_concept_checks import edited, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import read, read_bytes
from samspil.programme.concept.spacing import USUAL, spacing

LAST = "conversation_themes:\n"


@pytest.mark.parametrize("file", [*FILES, BEFORE], ids=lambda one: one.stem)
def test_a_file_that_says_none_has_the_usual_and_is_stored_as_it_was(file):
    concept = read_bytes(file.read_bytes())

    assert spacing(concept) == USUAL
    assert "visit_spacing" not in as_document(concept)


def test_a_file_says_its_own():
    concept = read(edited(LAST, f"visit_spacing: {{least_days: 7, ideal_days: 7, most_a_week: 3}}\n{LAST}"))

    found = spacing(concept)
    assert (found.least_days, found.ideal_days, found.most_days, found.most_a_week) == (7, 7, 42, 3)
    assert from_document(as_document(concept)) == concept


def test_days_that_are_out_of_order_are_told():
    found = problems(edited(LAST, f"visit_spacing: {{least_days: 30}}\n{LAST}"))

    assert [(one.path, one.message) for one in found] == [
        ("visit_spacing", "The days between visits are not in their order.")
    ]
