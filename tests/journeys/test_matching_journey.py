"""Those who wait are matched together, and somebody takes over: as a coordinator does it, on a phone too."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.journey


@pytest.mark.proves("S6")
@pytest.mark.parametrize("width", [360, 1280])
def test_a_coordinator_matches_one_who_waits_and_lets_the_match_go_again(
    samspil: Any, walker: Any, width: int
) -> None:
    office = walker(width)
    page = office.page
    page.goto(samspil.link("coordinator-odense"))
    page.goto(f"{samspil.address}/o/matching/")
    office.look()
    waiting = page.locator('input[name="chosen"]').count()
    assert waiting >= 3
    first = page.locator(".rows li").filter(has=page.locator('input[name="chosen"]')).first
    course = str(first.locator('a[href$="/mentor"]').get_attribute("href")).removesuffix("/mentor")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-matching"
    assert page.locator(".error-summary li").count() == 2
    office.look()
    office.tap("main .rows .check label")
    page.locator('[name="why"]').fill("Samme interesser og tid om eftermiddagen")
    office.tap('main button[type="submit"]')
    assert page.locator('input[name="chosen"]').count() == waiting - 1
    page.goto(samspil.address + course)
    office.tap('a[href$="/let-go"]')
    office.look()
    office.chip("because", "no_chemistry")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-mentor"
    office.look()
    assert page.locator(".rows .why").filter(has_text="Kemien passede ikke tidligere").count() == 1


def test_the_pages_about_staff_are_in_order(samspil: Any, walker: Any) -> None:
    office, field = walker(360), walker(360)
    office.page.goto(samspil.link("coordinator-odense"))
    office.page.goto(f"{samspil.address}/o/staff/")
    office.look()
    office.tap("tbody a")
    office.look()
    office.tap('a[href$="/certificate"]')
    office.look()
    field.page.goto(samspil.link("mentor-odense"))
    field.page.goto(f"{samspil.address}/f/profile")
    field.look()
    field.page.locator('[name="education"]').fill("Lærer")
    field.tap('main button[type="submit"]')
    assert field.page.locator('[name="education"]').input_value() == "Lærer"
