"""The programme office's home: what waits, done where its button leads, and gone from the list."""

from __future__ import annotations

import pytest
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [360, 1280])
def test_the_office_finds_what_waits_and_does_it(walker, samspil, width):
    heading = f"Hvem holder døren åben {width}"
    coordinator = signed_in(walker, samspil, "coordinator-odense", width)
    coordinator.page.goto(f"{samspil.address}/o/steering/barriers/new")
    coordinator.page.locator('[name="heading"]').fill(heading)
    coordinator.page.locator('[name="words"]').fill("Døren er låst efter klokken fire.")
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-steering-barrier"

    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/")
    assert office.at() == "office-inbox"
    office.look("inbox")
    office.page.get_by_text("mere end et år forsinke").click()
    office.page.get_by_text("Milepæl: ", exact=False).first.wait_for()
    row = office.page.locator("ul.rows > li").filter(has_text=f"Barriere: {heading}")
    row.get_by_role("link").click()
    assert office.at() == "office-steering-barrier"
    office.page.get_by_role("link", name="Sig, hvem der tager sig af den").click()
    office.page.get_by_label("Odense Kommune", exact=True).check()
    office.page.locator('[name="due_on"]').fill("2014-11-17")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-steering-barrier"
    office.page.goto(f"{samspil.address}/o/inbox/")
    office.page.get_by_role("heading", name="Ældste først").wait_for()
    assert office.page.get_by_text(f"Barriere: {heading}").count() == 0

    lead = signed_in(walker, samspil, "lead-odense", width)
    lead.page.goto(f"{samspil.address}/o/waiting/")
    lead.look("lead")
    row = lead.page.locator("ul.rows > li").filter(has_text="Bilag, der venter på din afgørelse")
    row.get_by_role("link").click()
    assert lead.at() == "office-vouchers"
