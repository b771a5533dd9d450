"""Who audits a grant of which size in a concept file: the shipped rules, their edges, and a wrong order."""

from __future__ import annotations

import pytest
from tests.programme.test_concept_checks import edited, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.auditing import audit_rule
from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import read_bytes


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
@pytest.mark.parametrize(
    ("oere", "slug", "performance"),
    [
        (0, "elected", False),
        (100_000_00, "elected", False),
        (100_000_01, "registered", False),
        (500_000_00, "registered", False),
        (500_000_01, "performance", True),
        (1_089_000_00, "performance", True),
    ],
)
def test_the_size_of_a_grant_says_who_audits_it(file, oere, slug, performance):
    found = audit_rule(read_bytes(file.read_bytes()), oere)

    assert (found.slug, found.performance) == (slug, performance)


def test_a_file_that_says_none_has_none_and_is_stored_as_it_was():
    concept = read_bytes(BEFORE.read_bytes())

    assert audit_rule(concept, 500_000_01) is None
    assert "audit_rules" not in as_document(concept)["cost_rules"]
    assert from_document(as_document(concept)) == concept


def test_a_gap_and_an_order_that_goes_back_are_told():
    wrong = edited(
        "above_dkk: 500000", "above_dkk: 90000", edited("      above_dkk: 0\n", "      above_dkk: 50\n")
    )

    assert [(one.path, one.message) for one in problems(wrong)] == [
        ("cost_rules.audit_rules[0].above_dkk", "No rule of audit holds for the smallest grants."),
        (
            "cost_rules.audit_rules[2].above_dkk",
            "The rule above 90000 kr. stands behind the one above 100000 kr.",
        ),
    ]
