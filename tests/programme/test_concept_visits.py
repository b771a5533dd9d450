"""Run sheets in a concept file: the shipped one where it says none, and every mistake on its line."""

from __future__ import annotations

import pytest
from tests.programme.test_concept_checks import TEXT, edited, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import read, read_bytes

STEP = "{slug: one, title: {da: En, en: One}, phase: during}"
LAST = "conversation_themes:\n"


def with_sheets(sheets: str) -> str:
    """The real file with run sheets of its own."""
    return edited(LAST, f"run_sheets:\n{sheets}\n{LAST}")


@pytest.mark.parametrize("file", [*FILES, BEFORE], ids=lambda one: one.stem)
def test_a_file_that_says_none_has_the_shipped_one_for_every_theme_and_is_stored_as_it_was(file):
    concept = read_bytes(file.read_bytes())

    for theme in concept.intervention("role_model").themes:
        phases = [one.phase for one in concept.run_sheet(theme).steps]
        assert list(dict.fromkeys(phases)) == ["before", "during", "after"]
    assert "run_sheets" not in as_document(concept)


def test_a_theme_has_its_own_sheet_and_the_others_the_one_for_all():
    text = with_sheets(
        f"  - {{theme: identitet, steps: [{STEP}]}}\n"
        "  - {steps: [{slug: two, title: {da: To, en: Two}, phase: after}]}"
    )
    concept = read(text)

    assert [one.slug for one in concept.run_sheet("identitet").steps] == ["one"]
    assert [one.slug for one in concept.run_sheet("intolerance").steps] == ["two"]
    assert from_document(as_document(concept)) == concept


CASES = {
    "a theme nobody has": (
        f"  - {{theme: vejret, steps: [{STEP}]}}\n  - {{steps: [{STEP}]}}",
        "run_sheets[0].theme",
        "No visit has the theme `vejret`.",
    ),
    "two for one theme": (
        f"  - {{theme: identitet, steps: [{STEP}]}}\n  - {{theme: identitet, steps: [{STEP}]}}\n"
        f"  - {{steps: [{STEP}]}}",
        "run_sheets[1]",
        "`identitet` has two run sheets.",
    ),
    "none for some": (
        f"  - {{theme: identitet, steps: [{STEP}]}}",
        "run_sheets",
        "These themes have no run sheet: fællesskab, diskrimination, intolerance, venne/fjendebilleder.",
    ),
    "no steps": ("  - {steps: []}", "run_sheets[0].steps", "The list is empty."),
    "a step twice": (
        f"  - {{steps: [{STEP}, {STEP}]}}",
        "run_sheets[0].steps[1].slug",
        "`one` stands twice in this list.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_in_the_run_sheets_is_told(case):
    sheets, path, message = CASES[case]

    assert [(one.path, one.message) for one in problems(with_sheets(sheets))] == [(path, message)]


def test_a_series_of_more_than_twenty_visits_is_a_slip():
    found = problems(edited("visits: 3", "visits: 33"))

    assert [(one.path, one.message) for one in found] == [
        ("interventions[1].dosage.visits", "33 visits in one series are too many.")
    ]
    assert read(TEXT).intervention("role_model").dosage.visits == 3
