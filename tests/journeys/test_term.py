"""A term is planned, changed by hand, repaired and taken over; visits are offered where they are wished."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.journey
DESK, PHONE = 1280, 360


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.proves("S8")
def test_a_term_is_planned_and_taken_over(samspil: Any, walker: Any, width: int) -> None:
    """On the phone the first three series are taken over; at the desk the rest."""
    office = walker(width)
    page = office.page
    page.goto(samspil.link("coordinator-odense"))
    page.goto(f"{samspil.address}/o/visits/term")
    office.look("term-start")
    waiting = page.locator('section[aria-labelledby="waiting-title"] li').count()
    assert waiting >= 3, office.stands()
    office.tap('button[name="step"][value="plan"]')
    office.look("term-planned")
    assert page.get_by_text("rækker er med i planen").count() == 1
    ticks = page.locator('input[name="series"]')
    planned = ticks.count()
    assert planned >= 3, office.stands()

    page.locator('button[name="edit"]').first.click()
    assert office.at() == "office-visit-term-one", office.stands()
    page.fill('input[name="on"]', "2014-12-24")
    office.look("term-visit")
    office.tap('button[name="step"][value="try"]')
    assert page.get_by_text("Dagen er en helligdag eller lukket.").count() >= 1, office.stands()
    assert page.locator('input[name="series"][disabled]').count() >= 1
    office.look("term-broken")

    if width == PHONE:
        for number in range(3, planned):
            if ticks.nth(number).is_enabled():
                ticks.nth(number).uncheck(force=True)
    office.tap('button[name="step"][value="take"]')
    assert office.at() == "office-visits", office.stands()
    page.goto(f"{samspil.address}/o/visits/term")
    assert page.locator('section[aria-labelledby="waiting-title"] li').count() < waiting


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.proves("S8")
def test_visits_are_offered_where_they_are_wished(samspil: Any, walker: Any, width: int) -> None:
    office = walker(width)
    page = office.page
    page.goto(samspil.link("coordinator-odense"))
    page.goto(f"{samspil.address}/o/visits/offers/")
    office.look("offers")
    sets = page.locator("ol.rows").count()
    page.goto(f"{samspil.address}/o/visits/offers/new")
    page.locator('select[name="place"]').select_option(label="Klub Kajen")
    page.locator('input[name="term_from"]').first.check(force=True)
    page.fill('input[name="answer_by"]', "2014-11-28")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-place-set-new"
    assert page.get_by_text("af den slags og størrelse").count() >= 1, office.stands()
    office.look("offers-refused")

    wished = "Bakkeskolen"
    page.locator('select[name="place"]').select_option(label=wished)
    page.locator('input[name="term_from"]').first.check(force=True)
    office.tap('main button[type="submit"]')
    if width == PHONE or office.at() == "office-place-offers":
        assert page.url.startswith(f"{samspil.address}/o/visits/offers/?term="), office.stands()
        assert page.locator("ol.rows").count() == sets + 1
        assert page.locator("ol.rows").last.locator("li").count() == 4
    else:
        assert page.get_by_text("Det er allerede i et sæt").count() >= 1, office.stands()
    office.look("offers-formed")
