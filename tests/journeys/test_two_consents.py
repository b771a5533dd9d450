"""Scenario 5 on a phone: one of two custody holders has answered, and what the choice of basis changes."""

from __future__ import annotations

import time
from typing import Any

import pytest

pytestmark = pytest.mark.journey
NAME = "Opfundet Sekstenårig"
MOST_TAPS, MOST_SECONDS = 8, 15.0


def offered(phone: Any, samspil: Any) -> str:
    """An offer by the school; gives the course's address."""
    phone.page.goto(f"{samspil.address}/o/courses/offer")
    phone.chip("intervention", "mentor")
    phone.chip("source", "school")
    phone.tap('main button[type="submit"]')
    assert phone.at() == "office-course"
    return str(phone.page.url)


def yes_written(phone: Any, course: str) -> None:
    """A yes under section 32: the sixteen-year-old's own, one custody holder's, the other's awaited."""
    page = phone.page
    page.goto(course + "/yes")
    phone.look()
    for name, text in (("name", NAME), ("contact", "+45 00 00 12 34"), ("born", "1998")):
        page.locator(f'[name="{name}"]').fill(text)
    for name, value in (
        ("channel", "text_message"),
        ("basis", "barnets_lov_32"),
        ("custody", "given"),
        ("custody_2", "awaited"),
        ("method", "oral"),
    ):
        phone.chip(name, value)
    phone.tick("consent_support")
    phone.tap('main button[type="submit"]')
    assert page.url == course


def held(phone: Any, what: str, taps: int, began: float) -> None:
    """Few enough taps and seconds, and how many."""
    took = time.monotonic() - began
    print(f"S5 at 360 px, {what}: {phone.taps - taps} taps, {took:.1f} s")
    assert phone.taps - taps <= MOST_TAPS
    assert took <= MOST_SECONDS


@pytest.mark.proves("S5")
def test_two_consents_one_missing(samspil: Any, walker: Any) -> None:
    phone = walker(360)
    phone.page.goto(samspil.link("coordinator-odense"))
    course, page = offered(phone, samspil), phone.page

    taps, began = phone.taps, time.monotonic()
    yes_written(phone, course)
    held(phone, "a yes with one answer missing", taps, began)

    assert page.locator("main .tag", has_text="Venter på samtykke").count() == 1
    assert page.locator('a[href$="/mentor"]').count() == 0
    phone.look()
    for path in ("/mentor", "/plan"):
        refused = page.goto(course + path)
        assert refused is not None
        assert refused.status in (403, 404)
    phone.complaints.clear()  # the browser's own words on the two refusals

    page.goto(course)
    taps, began = phone.taps, time.monotonic()
    phone.tap('a[href$="/basis"]')
    phone.look()
    phone.chip("basis", "barnets_lov_30")
    phone.tap('main button[type="submit"]')
    assert page.url == course
    held(phone, "another basis", taps, began)

    assert page.get_by_text("Venter på samtykke").count() == 0
    phone.tap('a[href$="/mentor"]')
    assert phone.at() == "office-mentor"
    phone.look()
    log = walker(360)
    log.page.goto(samspil.link("log-controller-odense"))
    log.page.goto(f"{samspil.address}/o/log")
    assert log.page.get_by_text("Valgte grundlag").count() >= 1
