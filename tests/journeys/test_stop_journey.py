"""Scenario 7 on a phone: from the link to a stop that holds, counted in taps and seconds."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

pytestmark = pytest.mark.journey
MOST_TAPS, MOST_SECONDS = 8, 15.0
PAGES = ("plan", "contact", "answers", "yes", "looks", "receipt", "new-code", "stop")


def running(office: Any, samspil: Any) -> list[str]:
    """The addresses of every running course of the municipality, page by page."""
    found: list[str] = []
    address = f"{samspil.address}/o/courses/"
    while address:
        office.page.goto(address)
        rows = office.page.locator("tbody tr").filter(has_text="I gang")
        hrefs = rows.locator("th a").evaluate_all("all => all.map(one => one.href)")
        found += [str(one) for one in hrefs]
        more = office.page.get_by_role("link", name="Næste side")
        address = str(more.evaluate("one => one.href")) if more.count() else ""
    return found


def course_of(office: Any, samspil: Any) -> tuple[str, str]:
    """A running mentor course of Odense that has been answered; its address and code."""
    office.page.goto(samspil.link("coordinator-odense"))
    for address in running(office, samspil):
        office.page.goto(address)
        is_mentor = office.page.get_by_text("Mentorindsatsen").count()
        if is_mentor and office.page.get_by_text("Til tiden").count():
            return address, office.page.locator("h1").inner_text()
    raise AssertionError("no answered course in the demo")


def handed(office: Any, course: str) -> tuple[str, str]:
    """What the coordinator hands out: the link to send, and the code to say."""
    office.page.goto(course + "/own-page")
    office.look()
    office.tap('button[name="make"]')
    office.look()
    return (
        office.page.locator(".whole-link").inner_text(),
        office.page.locator(".own-code").inner_text(),
    )


@pytest.mark.proves("S7")
def test_stop_means_stop(samspil: Any, walker: Any, capsys: Any) -> None:
    office = walker(1280)
    course, code = course_of(office, samspil)
    link, own_code = handed(office, course)
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", own_code)

    guest = walker(360)
    began = time.monotonic()
    guest.page.goto(link)
    guest.page.wait_for_url("**/a/own/code")
    guest.tap('[name="code"]')
    guest.page.keyboard.type(own_code)
    guest.tap('main button[type="submit"]')
    assert guest.at() == "own-home"
    guest.tap(".answer-head a.button")
    assert guest.at() == "own-stop"
    guest.tap('button[name="stop"]')
    assert guest.at() == "own-stopped"
    seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\nS7 at 360 px: {guest.taps} taps, {seconds:.1f} s from the link to the stop")
    assert guest.taps <= MOST_TAPS
    assert seconds <= MOST_SECONDS
    guest.look()

    again = walker(360)
    again.page.goto(link)
    again.page.wait_for_selector('body[data-page="answer-closed"]')
    guest.page.goto(f"{samspil.address}/a/own/")
    assert guest.at() == "answer-enter"
    told_and_seen(office, samspil, code)
    assert samspil.command("progression", "prove")["equal"] is True


def told_and_seen(office: Any, samspil: Any, code: str) -> None:
    """The coordinator finds it among what waits, sees it, and it waits no more."""
    office.page.goto(f"{samspil.address}/o/")
    row = office.page.locator("li").filter(has_text="Stoppet af personen selv").filter(has_text=code)
    assert row.count() == 1
    row.locator("a.button").click()
    assert office.at() == "office-stopped"
    office.look()
    office.tap('main button[type="submit"]')
    assert office.at() == "office-home"
    assert row.count() == 0
    office.page.goto(f"{samspil.address}/o/links/")
    office.look()
    links = office.page.get_by_role("region", name="Åbne links")
    assert links.count() == 1
    assert links.get_by_text(code).count() == 0


@pytest.mark.parametrize(("width", "language"), [(360, "da"), (360, "ar"), (1280, "so")])
def test_every_page_of_the_own_door(samspil: Any, walker: Any, width: int, language: str) -> None:
    office = walker(width)
    course, _code = course_of(office, samspil)
    office.page.goto(course + "/own-page")
    office.tap('button[name="make"]')
    link = office.page.locator(".whole-link").inner_text()
    if office.page.locator(".own-code").count() == 0:
        office.tap('button[name="code"]')
    own_code = office.page.locator(".own-code").inner_text()
    office.page.goto(f"{samspil.address}/o/links/")
    office.look()

    guest = walker(width)
    guest.page.goto(f"{samspil.address}/a/?lang={language}")
    guest.look()
    guest.page.goto(link)
    guest.page.wait_for_url("**/a/own/code")
    guest.look()
    guest.page.locator('[name="code"]').fill("0000000000")
    guest.tap('main button[type="submit"]')
    assert guest.page.locator(".error-summary li").count() == 1
    guest.look()
    guest.page.locator('[name="code"]').fill(own_code)
    guest.tap('main button[type="submit"]')
    assert guest.at() == "own-home"
    guest.look()
    assert guest.page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    for page in PAGES:
        guest.page.goto(f"{samspil.address}/a/own/{page}")
        assert guest.at().startswith("own-")
        guest.look(f"{page}-{language}")
        small = guest.page.evaluate(
            "[...document.querySelectorAll('main a, main button, header a')]"
            ".filter(one => one.offsetHeight && one.offsetHeight < 44).map(one => one.outerHTML)"
        )
        assert [one for one in small if "skip" not in one] == []
