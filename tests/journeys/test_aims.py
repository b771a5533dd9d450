"""What a programme is measured by is signed by two, and how far it is can be followed by all who steer."""

from __future__ import annotations

import pytest
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [360, 1280])
def test_everyone_who_steers_reads_what_was_signed_when_and_how_far_the_targets_are(walker, samspil, width):
    steering = signed_in(walker, samspil, "steering-member", width)
    steering.page.goto(f"{samspil.address}/o/signed-off/")
    assert steering.at() == "office-signed-off"
    steering.look("signed-off")
    assert steering.page.get_by_text("Før den første måling").count() >= 2
    assert steering.page.locator("a.button-primary").count() == 0

    steering.page.goto(f"{samspil.address}/o/targets/")
    assert steering.at() == "office-targets"
    steering.look("targets")
    row = steering.page.locator("#target-begun_mentor")
    assert row.locator("svg rect").count() >= 1
    lead = signed_in(walker, samspil, "lead-aarhus", width)
    lead.page.goto(f"{samspil.address}/o/targets/")
    lead.look("targets-lead")
    assert lead.page.locator("main").inner_text() == steering.page.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_steps_towards_the_evaluator_are_read_by_the_group_and_written_by_the_office(
    walker, samspil, width
):
    steering = signed_in(walker, samspil, "steering-member", width)
    steering.page.goto(f"{samspil.address}/o/evaluator/")
    assert steering.at() == "office-evaluator"
    steering.look("evaluator")
    assert steering.page.locator("#step-in_place").get_by_text("3 dage").count() == 1
    assert steering.page.locator("#step-in_place a").count() == 0

    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/evaluator/contract")
    assert office.at() == "office-evaluator-step"
    office.look("evaluator-step")
    day = {360: "2013-05-07", 1280: "2013-05-10"}[width]
    office.page.locator('[name="done_on"]').fill(day)
    office.tap('main button[type="submit"]')
    office.page.wait_for_url("**/o/evaluator/")
    said = {360: "7. maj 2013", 1280: "10. maj 2013"}[width]
    office.page.locator("#step-contract").get_by_text(said).wait_for()
    office.page.goto(f"{samspil.address}/o/signed-off/forward")
    assert office.at() == "office-signed-off-forward"
    office.look("signed-off-forward")
