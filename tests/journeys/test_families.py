"""Advice without a name, and a joining of two courses, on a phone: taps and seconds are printed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytestmark = pytest.mark.journey
PHONE = 360
MOST_TAPS, MOST_SECONDS = 8, 15.0


@contextmanager
def timed(walker: Any, what: str) -> Iterator[None]:
    """Count the taps and the seconds of one job, print them, and hold them to the limits."""
    walker.taps, started = 0, time.monotonic()
    yield
    seconds = time.monotonic() - started
    print(f"\n{what}: {walker.taps} taps, {seconds:.1f} s")
    assert walker.taps <= MOST_TAPS
    assert seconds <= MOST_SECONDS


def talks(office: Any, samspil: Any, table: str) -> int:
    """How many talks the figures hold in all, in one table."""
    office.page.goto(f"{samspil.address}/o/figures/")
    return int(office.page.locator(f"#{table} tfoot td.number").nth(2).inner_text())


@pytest.mark.proves("S4", "T24")
def test_a_father_calls_and_is_counted_in_three_taps(samspil: Any, walker: Any) -> None:
    office, coach = walker(PHONE), walker(PHONE)
    office.page.goto(samspil.link("coordinator-odense"))
    before = talks(office, samspil, "counselling-asker"), talks(office, samspil, "consultation")
    office.look()
    coach.page.goto(samspil.link("coach-odense"))
    coach.look()

    with timed(coach, "S4 advice without a name, 25 minutes, a parent"):
        coach.tap('a[href="/f/without-name/advice"]')
        coach.chip("topic", "family")
        coach.tap('main button[type="submit"]')
        assert coach.at() == "field-caseload"
    assert coach.taps == 3
    assert coach.page.get_by_text("Intet om nogen er gemt").count() == 1
    coach.look()
    with timed(coach, "Consultation with a teacher"):
        coach.tap('a[href="/f/without-name/sparring"]')
        coach.chip("profession", "teacher")
        coach.tap('main button[type="submit"]')
    assert coach.taps == 3

    after = talks(office, samspil, "counselling-asker"), talks(office, samspil, "consultation")
    assert after == (before[0] + 1, before[1] + 1)
    for address in ("/f/without-name/advice", "/f/without-name/sparring", "/f/material/", "/f/networks/"):
        coach.page.goto(samspil.address + address)
        coach.look()


def course_of(office: Any, samspil: Any, cast: str, walker: Any) -> tuple[str, Any]:
    """The address of the first course in somebody's caseload, and their own browser at it."""
    field = walker(PHONE)
    field.page.goto(samspil.link(cast))
    href = field.page.locator(".course-card h2 a").first.get_attribute("href")
    field.page.goto(samspil.address + str(href))
    return str(href).removeprefix("/f/courses/"), field


def helper_of(field: Any) -> list[str]:
    """Whom the page names as the other helper, after it was asked for anew."""
    field.page.reload()
    return list(field.page.locator("section:has(#helpers-title) b").all_inner_texts())


def asks(office: Any, samspil: Any, course: str, answer: str) -> None:
    """The coordinator asks one person about joining up and writes the answer down."""
    office.page.goto(f"{samspil.address}/o/courses/{course}")
    with timed(office, f"S6 one person says {answer}"):
        office.tap('a[href$="/joining"]')
        office.chip("says_yes", answer)
        office.chip("method", "oral")
        office.tap('main button[type="submit"]')
        assert office.at() == "office-joining"


@pytest.mark.proves("S6")
def test_the_helpers_see_each_other_while_both_say_yes(samspil: Any, walker: Any) -> None:
    office = walker(PHONE)
    office.page.goto(samspil.link("coordinator-aarhus"))
    mentored, mentor = course_of(office, samspil, "mentor-aarhus", walker)
    coached, coach = course_of(office, samspil, "coach-aarhus", walker)
    code = coach.page.locator("h1").inner_text()
    assert (helper_of(mentor), helper_of(coach)) == ([], [])

    asks(office, samspil, coached, "no")  # some of the demo's parents have said yes already
    asks(office, samspil, mentored, "yes")
    office.look()
    with timed(office, "S6 the coordinator joins two courses"):
        office.tap('a[href$="/joining/with"]')
        office.page.get_by_label(code, exact=True).check()
        office.taps += 1
        office.tap('main button[type="submit"]')
        assert office.at() == "office-joining"
    assert (helper_of(mentor), helper_of(coach)) == ([], [])
    asks(office, samspil, coached, "yes")

    assert (helper_of(mentor), helper_of(coach)) == (["Jette Balle"], ["Mikkel Friis"])
    assert code not in mentor.page.content()
    mentor.look()
    coach.look()

    asks(office, samspil, coached, "no")
    assert (helper_of(mentor), helper_of(coach)) == ([], [])
    office.page.goto(f"{samspil.address}/o/figures/")
    said = office.page.locator(".card:has(#joining)").inner_text()
    assert re.search(r"1 samspil|Et samspil med begge ja er ophørt", said) is not None


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_parents_networks_and_what_is_handed_out(samspil: Any, walker: Any, width: int) -> None:
    office, coach = walker(width), walker(width)
    office.page.goto(samspil.link("coordinator-odense"))
    for address in (
        "/o/parents/",
        "/o/parents/offer",
        "/o/networks/new",
        "/o/material/rights/ar",
        "/o/without-name/advice",
    ):
        office.page.goto(samspil.address + address)
        office.look()
    office.page.goto(f"{samspil.address}/o/parents/")
    office.page.get_by_role("link", name="Onsdag").click()
    office.look()
    coach.page.goto(samspil.link("coach-odense"))
    coach.page.goto(f"{samspil.address}/f/networks/")
    coach.look()
    coach.page.get_by_role("link", name="Onsdag").click()
    coach.look()
    network = coach.page.url
    for part in ("/names", "/invitation/ar", "/invitation/da", "/meeting"):
        coach.page.goto(network + part)
        coach.look()
