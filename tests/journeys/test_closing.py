"""A course is ended from the phone: the last day, what stands in the way, the final answers, the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.journeys.test_main_job import answer, answers_have_come

pytestmark = pytest.mark.journey
HELPED = "At der var en, der blev ved med at ringe"


def running_courses(samspil: Any, walker: Any, width: int) -> Iterator[Any]:
    """Mentors with a course that simply runs, one after the other, standing on its page."""
    for number in ("", "-2", "-3", "-4", "-5"):
        one = walker(width)
        one.page.goto(samspil.link(f"mentor{number}-odense"))
        addresses = one.page.locator(".course-card h2 a").evaluate_all("all => all.map(one => one.href)")
        for address in addresses:
            one.page.goto(address)
            if one.page.locator('a[href$="/end"]').count() and one.page.locator('a[href$="/pause"]').count():
                yield one


def at_its_closing(samspil: Any, walker: Any, width: int) -> tuple[Any, str, str]:
    """A mentor whose course was paused, taken up again and is being closed, standing on that page.

    A course in which a measurement opened today cannot end today: then the next one is taken.
    """
    for field in running_courses(samspil, walker, width):
        course, code = field.page.url, field.page.locator("h1").inner_text().split()[0]
        paused_and_taken_up(field, course)
        field.tap('a[href$="/end"]')
        assert field.at() == "field-end"
        field.look()
        field.tap('main button[type="submit"]')
        if field.at() == "field-closing":
            return field, course, code
    raise AssertionError("no running course could be closed")


@pytest.mark.parametrize("width", [360])
def test_a_course_is_paused_and_ended_from_the_phone(samspil: Any, walker: Any, width: int) -> None:
    field, course, code = at_its_closing(samspil, walker, width)
    page = field.page
    field.look()
    filled_in(field)
    field.tap('button[name="finish"]')

    assert field.at() == "field-closing"
    assert page.locator(".error-summary li").count() == 1
    assert "Den sidste måling er åben" in page.locator(".error-summary").inner_text()
    assert page.locator('[name="helped"]').input_value() == HELPED
    field.look()
    field.tap('button[name="keep"]')
    assert page.url == course
    field.tap('a[href$="/closing"]')
    assert page.locator('[name="helped"]').input_value() == HELPED
    field.tap(".note a.button")
    assert field.at() == "field-measure"
    field.tap('main button[name="make"]')
    guest = walker(width)
    answer(guest, page.locator("code.whole-link").inner_text())
    answers_have_come(field)

    page.goto(f"{course}/closing")
    assert field.at() == "field-closing"
    assert page.locator(".note-late").count() == 0
    filled_in(field)
    field.look()
    field.tap('button[name="finish"]')

    assert field.at() == "field-caseload"
    assert page.get_by_role("link", name=code, exact=True).count() == 0
    page.goto(course)
    assert field.at() != "field-course"
    seen_by_the_coordinator(samspil, walker, course)
    assert samspil.command("progression", "prove")["equal"] is True


def paused_and_taken_up(field: Any, course: str) -> None:
    page = field.page
    field.tap('a[href$="/pause"]')
    assert field.at() == "field-pause"
    page.locator('[name="planned_on"]').fill("2014-11-24")
    field.chip("reason", "away")
    field.look()
    field.tap('main button[type="submit"]')
    assert page.url == course
    assert "På pause" in page.locator("h1").inner_text()
    field.look()
    field.tap('a[href$="/pause"]')
    field.look()
    field.tap('main button[type="submit"]')
    assert page.url == course
    assert "På pause" not in page.locator("h1").inner_text()


def filled_in(field: Any) -> None:
    """Everything that is asked at the end."""
    page = field.page
    field.chip("ending", "completed")
    field.chip("reason", "goals_reached")
    for number in range(1, page.locator('fieldset[id^="id_goal_"]').count() + 1):
        field.chip(f"goal_{number}", "partly" if number > 1 else "reached")
    page.locator('[name="helped"]').fill(HELPED)
    field.chip("quotation", "yes")
    field.chip("follow_up", "no")
    field.chip("method", "oral")


def seen_by_the_coordinator(samspil: Any, walker: Any, course: str) -> None:
    """The end stands on the course's page in the office, and the journal's page opens."""
    office = walker(1280)
    office.page.goto(samspil.link("coordinator-odense"))
    office.page.goto(course.replace("/f/", "/o/"))
    assert office.at() == "office-course"
    office.look()
    office.tap('a[href$="/ending"]')
    assert office.at() == "office-ending"
    assert office.page.get_by_text(HELPED).count() == 1
    office.look()
    office.page.goto(course.replace("/f/", "/o/") + "/journal")
    assert office.at() == "office-journal"
    office.look()
