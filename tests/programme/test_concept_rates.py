"""What a concept file pays for visits: the grant's most an hour, its own rates, the State's rate."""

from __future__ import annotations

import pytest
from tests.programme.test_concept_checks import edited, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.paying import rates
from samspil.programme.concept.reading import read, read_bytes

LAST = "\nmilestones:\n"
RULE = "Derudover støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time."


def with_rates(said: str) -> str:
    """The shipped file with rates at the end of its cost rules."""
    return edited(LAST, f"  rates:\n    - {{source: assumption, role: role_model, {said}}}\n{LAST}")


@pytest.mark.parametrize("file", [*FILES, BEFORE], ids=lambda one: one.stem)
def test_a_file_that_says_no_rate_states_no_fee_and_is_stored_as_it_was(file):
    concept = read_bytes(file.read_bytes())

    found = rates(concept, "role_model", 2014)
    assert (found.per_hour, found.per_km) == (None, 210)
    assert found.ceiling == concept.cost_rules.fee_max_dkk_per_hour * 100
    assert "rates" not in as_document(concept)["cost_rules"]
    assert "visit_reminders" not in as_document(concept)
    assert concept.visit_reminders == (7, 1)


def test_a_file_says_its_own_rates_by_role_and_year():
    concept = read(with_rates("fee_dkk_per_hour: 500, oere_per_km: {2014: 200}"))

    found = rates(concept, "role_model", 2014)
    assert (found.ceiling, found.ceiling_words, found.per_hour, found.per_km) == (50_000, RULE, 50_000, 200)
    assert rates(concept, "role_model", 2015).per_km is None
    assert (rates(concept, "mentor", 2014).per_hour, rates(concept, "mentor", 2014).per_km) == (None, 210)
    assert from_document(as_document(concept)) == concept


def test_a_file_says_its_own_days_before_a_visit():
    here = "conversation_themes:\n"

    assert read(edited(here, f"visit_reminders: [14, 3]\n{here}")).visit_reminders == (14, 3)


def test_a_year_that_the_state_has_not_said_has_no_kilometres():
    assert rates(read(edited(LAST, LAST)), "role_model", 2099).per_km is None


def test_more_than_the_grant_allows_is_refused_with_its_line_and_the_rule():
    text = with_rates("fee_dkk_per_hour: 501")

    (found,) = problems(text)
    assert text.splitlines()[found.line - 1].strip().endswith("fee_dkk_per_hour: 501}")
    assert found.path == "cost_rules.rates[0].fee_dkk_per_hour"
    assert found.message == (
        "A fee of 501 kr. an hour is more than the 500 kr. that `fee_max_dkk_per_hour` allows."
    )
    assert found.hint == f"Write at most 500. The rule: {RULE}"
    assert read(with_rates("fee_dkk_per_hour: 500")).cost_rules.rates[0].fee_dkk_per_hour == 500


def test_kilometres_that_cannot_be_meant_are_told():
    (found,) = problems(with_rates("oere_per_km: {2014: 2100}"))

    assert (found.path, found.message) == (
        "cost_rules.rates[0].oere_per_km.2014",
        "2100 øre for a kilometre are too many.",
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("[1, 7]", ["The days before a visit are not in falling order."]),
        ("[61]", ["These are too many reminders, or days too long before a visit."]),
        ("[9, 8, 7, 6]", ["These are too many reminders, or days too long before a visit."]),
    ],
)
def test_reminders_are_few_and_in_their_order(days, told):
    here = "conversation_themes:\n"

    assert [one.message for one in problems(edited(here, f"visit_reminders: {days}\n{here}"))] == told
