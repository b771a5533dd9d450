"""What one course, an hour and a visit cost: divided in whole øre, withheld from the auditor where few."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery import ground
from tests.economy import granting

from samspil.economy.queries.unit_costs import per
from samspil.kernel.money import Money


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_a_share_is_the_nearest_whole_oere(oere, count):
    found = per(Money.of_oere(oere), count)

    assert abs(Fraction(oere, count) - found.oere) <= Fraction(1, 2)


def test_nothing_is_divided_by_nothing():
    assert per(granting.kr(5), 0) is None


def told(world, cast):
    from samspil.economy.queries.unit_costs import unit_costs

    with world.as_(cast, "aaby") as by:
        return {(one.line, one.year): one for one in unit_costs(by)[1]}


def test_costs_over_courses_and_hours_and_the_auditor_reads_no_small_count(world):
    concept_id = granting.load(world)
    granting.opened(world)
    for _number in range(2):
        made = ground.course(world, "aaby", concept_id)
        ground.log_session(world, made)
    granting.spent(world, granting.fee(world, line="mentor", amount=1_000))
    granting.spent(world, granting.cost(world, amount=500))

    found = told(world, "coordinator")
    mentor, visits = found["mentor", 2014], found["role_model", 2014]
    assert (mentor.count, mentor.spent, mentor.each) == (2, granting.kr(1_000), granting.kr(500))
    assert mentor.hour == per(granting.kr(1_000) * 60, mentor.minutes)
    assert (visits.count, visits.spent, visits.each, visits.hour) == (0, granting.kr(500), None, None)
    withheld = told(world, "auditor")["mentor", 2014]
    assert withheld == replace(mentor, count=0, minutes=0, each=None, hour=None, is_withheld=True)
    page = world.client("auditor", "aaby").get("/o/grant/unit-costs").content.decode()
    assert "Færre end 10, så det vises ikke." in page
    body = world.client("coordinator", "aaby").get("/o/grant/unit-costs?as=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert [one[:7] for one in rows[1:]] == [
        ["2014", "Mentorforløb", "1000.00", "Forløb", "2", str(mentor.minutes), "500.00"],
        ["2014", "Rollemodelkorps", "500.00", "Besøg", "0", "0", ""],
    ]


def test_how_results_were_counted_names_rows_and_runs_and_no_count_below_ten(world):
    from tests.governance import promising

    from samspil.governance.models.obligations import ObligationTold
    from samspil.trust.models import AuditEvent

    concept_id = granting.load(world)
    ground.course(world, "aaby", concept_id)
    promising.night(world, "aaby")
    auditor = world.client("auditor", "aaby")
    page = auditor.get("/o/grant/results")

    assert page.status_code == 200
    with world.as_("auditor", "aaby"):
        rows = {str(one.id) for one in ObligationTold.objects.all()}
        runs = {str(one.id) for one in AuditEvent.objects.filter(verb="governance.keep_states")}
    assert rows
    shown = page.context_data["page"]
    assert {one["id"] for half in shown["halves"] for one in half["rows"]} == rows
    assert {one["id"] for one in shown["runs"]} == runs
    assert shown["tally"] is None
    for cast in ("coordinator", "municipal_lead"):
        assert world.client(cast, "aaby").get("/o/grant/results").status_code == 200
    office = world.client("programme_office").get("/o/grant/results")
    assert (office.status_code, "Ingen måned er låst endnu" in office.content.decode()) == (200, True)
