"""A municipality's year replayed: states change as rows come; the office sees state and half-year only."""

from __future__ import annotations

import re

import pytest
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey

YEAR = ("2013-04-01", "2013-06-15", "2013-10-15", "2014-01-15", "2014-06-25")


def states(walker_):
    """The state of each obligation on the page that is open."""
    found = walker_.page.locator("section[id^=obligation-]")
    return {
        one.get_attribute("id").removeprefix("obligation-"): one.locator("[data-state]").first.get_attribute(
            "data-state"
        )
        for one in found.all()
    }


@pytest.mark.parametrize("width", [360, 1280])
def test_a_municipalitys_year_is_replayed_and_the_office_sees_states_alone(walker, samspil, width):
    coordinator = signed_in(walker, samspil, "coordinator-aarhus", width)
    coordinator.page.goto(f"{samspil.address}/o/obligations/")
    coordinator.look()
    coordinator.picture("own")
    now, seen = states(coordinator), []
    for day in YEAR:
        coordinator.page.locator('[name="on"]').fill(day)
        coordinator.tap('[name="show"]')
        seen.append(states(coordinator))
    by = {one: [then[one] for then in seen] for one in now}
    assert by["development"] == ["on_the_way", "met", "met", "met", "met"]
    assert by["staff"][:3] == ["on_the_way", "on_the_way", "late"]
    assert by["anchoring"] == ["on_the_way"] * 5
    assert by["interviews"][-1] == "late"
    assert len(now) == 8

    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/obligations/")
    office.look()
    office.picture("matrix")
    body = office.page.locator("tbody").first
    row = body.locator("tr").filter(has_text="Aarhus")
    told = [one.get_attribute("data-state") for one in row.locator("[data-state]").all()]
    shown = dict(zip(now, told, strict=True))
    assert shown.pop("registers") in (now["registers"], "withheld")
    assert shown == {key: state for key, state in now.items() if key != "registers"}
    assert re.search(r"\d", body.inner_text()) is None
    assert body.locator("a").count() == 0
    office.page.locator('a[href*="half="]').last.click()
    office.look()
    assert office.page.locator("tbody").first.locator('[data-state="not_met"]').count() == 0


def test_what_the_evaluator_writes_as_held_changes_the_municipalitys_state(walker, samspil):
    lead = signed_in(walker, samspil, "lead-aarhus", 1280)
    lead.page.goto(f"{samspil.address}/o/obligations/")
    assert states(lead)["interviews"] == "not_met"
    evaluator = signed_in(walker, samspil, "evaluator", 360)
    evaluator.page.goto(f"{samspil.address}/o/interviews/")
    evaluator.look()
    evaluator.picture("interviews")
    evaluator.page.locator("li").filter(has_text="Aarhus").get_by_role("link").first.click()
    evaluator.look()
    evaluator.page.locator('[name="held_on"]').fill("2014-11-03")
    evaluator.page.locator('[name="number"]').fill("2")
    evaluator.tap('main button[type="submit"]')
    lead.page.reload()
    assert states(lead)["interviews"] == "on_the_way"
    assert lead.page.get_by_text("Midtvejsevaluering: 4 af 4 afholdt").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_the_office_moves_a_plan_and_everyone_sees_the_slip(walker, samspil, width):
    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/milestones/")
    office.look()
    key = {360: "anchoring", 1280: "final_evaluation"}[width]
    office.page.locator(f"#milestone-{key} a").first.click()
    assert office.at() == "office-milestone-move"
    office.look()
    office.page.locator('[name="from_on"]').fill("2015-12-01")
    office.page.locator('[name="to_on"]').fill("2016-01-10")
    office.chip("because", "waits_for")
    office.tap('main button[type="submit"]')
    office.picture("milestones")
    steering = signed_in(walker, samspil, "steering-member", width)
    steering.page.goto(f"{samspil.address}/o/milestones/")
    steering.look()
    row = steering.page.locator(f"#milestone-{key}")
    slip = {360: "41 dage", 1280: "10 dage"}[width]
    assert row.get_by_text(slip).count() == 1
    assert row.locator("a").count() == 0
