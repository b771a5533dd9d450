"""A mentor on loan, whole: offered at home, taken for one course, used on a phone, ended."""

from __future__ import annotations

import time
from typing import Any

import pytest

pytestmark = pytest.mark.journey
LENT, HOME, HOST = "mentor-2-odense", "odense", "hoeje-taastrup"
NAME = "Amira Kvist"


def choose(one: Any, name: str, text: str) -> None:
    """Tap the choice whose words hold `text`."""
    one.page.locator(f"#id_{name} .chip").filter(has_text=text).first.locator("input").click()
    one.taps += 1


def offered(home: Any, samspil: Any) -> None:
    """The home's coordinator offers a mentor until the end of April."""
    home.page.goto(f"{samspil.address}/o/hand-overs/")
    home.look()
    home.taps = 0
    home.page.get_by_role("link", name="Lån en mentor ud").click()
    home.taps += 1
    home.look()
    choose(home, "mentor", NAME)
    choose(home, "to", "Høje-Taastrup")
    home.page.locator('[name="until_on"]').fill("2015-04-30")
    home.page.locator('[name="certified_until"]').fill("2015-10-31")
    home.tap('main button[type="submit"]')
    assert home.at() == "office-hand-overs"
    assert home.page.get_by_text("Tilbudt til Høje-Taastrup").count() == 1
    home.look()


def waiting_here(host: Any, samspil: Any) -> str:
    """The code of a course that waits for a mentor and was offered here.

    One that was brought along from elsewhere may lie ahead, and cannot start before its day.
    """
    page = host.page
    page.goto(f"{samspil.address}/o/courses/")
    rows = page.locator("tbody tr").filter(has_text="Svaret ja").get_by_role("link")
    for code in rows.all_inner_texts():
        page.goto(f"{samspil.address}/o/courses/")
        page.get_by_role("link", name=code, exact=True).click()
        if page.get_by_text("Tilbudt i oktober 2014").count():
            return str(code)
    raise AssertionError("no course waits for a mentor")


def taken(host: Any, samspil: Any) -> tuple[str, str]:
    """The host's coordinator takes the mentor for one course; gives its code and its address' own part."""
    own = waiting_here(host, samspil)
    host.page.goto(f"{samspil.address}/o/")
    host.page.locator("li").filter(has_text="I er tilbudt at låne en mentor").get_by_role("link").click()
    host.taps = 1
    assert host.at() == "office-loan-take"
    host.look()
    assert host.page.get_by_text("Certificeret hjemme til og med 31. oktober 2015").count() == 1
    choose(host, "course", own)
    host.page.locator('[name="why"]').fill("Kender kvarteret")
    host.tap('main button[type="submit"]')
    assert host.at() == "office-course"
    host.look()
    return str(host.page.locator("h1").inner_text()), host.page.url.rsplit("/", 1)[1]


def started(host: Any) -> None:
    """The plan is written, and the course runs."""
    course = host.page.url
    host.page.goto(course + "/plan")
    for name, text in (("purpose", "Ud at gå"), ("tasks", "Mødes hver uge"), ("goal_1", "Skole")):
        host.page.locator(f'[name="{name}"]').fill(text)
    host.tap('main button[type="submit"]')
    host.page.wait_for_url(course)


def used(lent: Any, samspil: Any, code: str, course: str) -> None:
    """The lent mentor takes up the role there, sees one course, and writes a meeting."""
    page = lent.page
    page.goto(samspil.link(LENT))
    assert page.locator(".course-card").count() > 0
    assert page.locator(f'a[href*="{course}"]').count() == 0
    lent.taps, began = 0, time.monotonic()
    page.goto(f"{samspil.address}/e/role/")
    lent.look()
    choose(lent, "appointment", "Høje-Taastrup")
    lent.tap('main button[type="submit"]')
    page.wait_for_selector('body[data-page="field-caseload"]')
    assert page.locator(".course-card h2").all_inner_texts() == [code]
    lent.look()
    lent.tap(".course-card h2 a")
    lent.look()
    page.locator('a[href$="/meeting"]').first.click()
    lent.taps += 1
    lent.chip("kind", "walk")
    lent.chip("minutes", "60")
    lent.tap('main button[type="submit"]')
    page.wait_for_selector('body[data-page="field-caseload"]')
    assert lent.at() == "field-caseload"
    print(
        f"on loan, {lent.width} px: {lent.taps} taps, {time.monotonic() - began:.1f} s to a written meeting"
    )
    assert lent.taps <= 8


@pytest.mark.proves("S14")
def test_a_mentor_on_loan(samspil: Any, walker: Any) -> None:
    home, host, lent = walker(1280), walker(1280), walker(360)
    home.page.goto(samspil.link(f"coordinator-{HOME}"))
    host.page.goto(samspil.link(f"coordinator-{HOST}"))
    offered(home, samspil)
    print(f"offering: {home.taps} taps")
    code, course = taken(host, samspil)
    print(f"taking: {host.taps} taps")
    started(host)
    used(lent, samspil, code, course)

    home.page.goto(f"{samspil.address}/o/hand-overs/")
    assert home.page.get_by_text("Lånt ud til Høje-Taastrup").count() == 1
    # By the address, not by the code: each municipality draws its own codes, and two may draw the same.
    assert course not in home.page.content()
    assert home.page.goto(f"{samspil.address}/o/courses/{course}").status == 404
    assert host.page.goto(f"{samspil.address}/o/courses/{course}").status == 200

    host.page.goto(f"{samspil.address}/o/hand-overs/")
    host.page.locator("li").filter(has_text="På lån fra Odense").get_by_role("link").click()
    host.look()
    host.tap('main button[type="submit"]')
    answer = lent.page.goto(f"{samspil.address}/f/")
    assert answer is not None
    assert "/e/sign-in/" in lent.page.url
    host.page.goto(f"{samspil.address}/o/")
    waiting = host.page.locator("li").filter(has_text="Ingen har forløbet").filter(has_text=code)
    assert waiting.count() == 1
    waiting.get_by_role("link").click()
    assert host.at() == "office-hand-over"
    host.look()
    assert samspil.command("progression", "prove")["equal"] is True


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_handing_over(samspil: Any, walker: Any, width: int) -> None:
    office = walker(width)
    office.page.goto(samspil.link("coordinator-aarhus"))
    for address in ("/o/", "/o/hand-overs/", "/o/deputy", "/o/loans/offer"):
        office.page.goto(samspil.address + address)
        office.look()
    office.page.goto(f"{samspil.address}/o/hand-overs/")
    office.page.locator('a[href^="/o/hand-overs/"]').filter(has_text="Overdrag").last.click()
    office.look()
    assert office.page.locator('input[name^="taker-"]').count() >= 2
    office.page.goto(f"{samspil.address}/o/courses/")
    office.page.locator("tbody tr").filter(has_text="I gang").first.get_by_role("link").click()
    office.page.get_by_role("link", name="Flyt til en anden kommune").click()
    office.look()
    assert office.at() == "office-move"
