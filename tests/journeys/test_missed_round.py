"""Scenario 2 in the browser: the mentor was reminded, the coordinator chooses a reason, the board moves."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.test_main_job import board

pytestmark = pytest.mark.journey


@pytest.mark.proves("S2")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_missed_round_is_seen(samspil: Any, walker: Any, width: int) -> None:
    office = walker(width)
    page = office.page
    page.goto(samspil.link("coordinator-odense"))
    before = board(office, samspil)
    page.goto(f"{samspil.address}/o/")
    late = page.locator("li.row-late").filter(has_text=": måling mangler")
    assert late.count() >= 1
    office.look()
    office.taps = 0
    late.first.get_by_role("link").click()
    office.taps += 1
    assert office.at() == "office-reason"
    address = page.url

    office.tap('main button[type="submit"]')
    assert page.url == address
    assert page.locator(".error-summary li").count() >= 1
    office.look()
    assert board(office, samspil) == before, "without a reason nothing changes"
    page.goto(address)
    office.chip("reason", "illness")
    office.tap('main button[type="submit"]')
    page.wait_for_url(lambda one: one != address)
    after = board(office, samspil)
    was_open = after["open"] < before["open"]
    lost = "open" if was_open else "missed"
    assert after == {**before, lost: before[lost] - 1, "excused": before["excused"] + 1}
    assert page.goto(address).status == 403
    assert samspil.command("progression", "prove")["equal"] is True
