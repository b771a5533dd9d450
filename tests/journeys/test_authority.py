"""The programme office hands the programme over and withdraws it; nobody takes over what they proposed."""

from __future__ import annotations

import pytest
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [360, 1280])
def test_the_office_proposes_another_authority_and_withdraws_it(walker, samspil, width):
    office = signed_in(walker, samspil, "programme-office", width)
    office.through("/o/authority/")
    assert office.at() == "office-authority"
    office.look()
    office.tap('main a[href="/o/authority/new"]')
    office.page.fill('[name="name"]', f"Ministeriet for Noget Andet {width}")
    office.page.fill('[name="cvr"]', "1010394")
    office.chip("because", "portfolio")
    office.page.fill('[name="from_on"]', "2014-12-01")
    office.tap('main button[type="submit"]')
    assert office.page.locator(".error-summary li").count() == 1
    office.look("authority-wrong")
    office.page.fill('[name="cvr"]', "10103940")
    office.tap('main button[type="submit"]')

    assert office.at() == "office-authority-change"
    assert office.page.get_by_role("heading", name="Det, der venter på kontoret").count() == 1
    assert office.page.get_by_text("aldrig den, der foreslog det").count() == 1
    office.look()
    office.page.get_by_role("link", name="Træk det tilbage").click()
    office.look("authority-withdraw")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-authority"
    assert office.page.locator("li").filter(has_text=str(width)).get_by_text("Trukket tilbage").count() == 1
    office.look("authority-history")
