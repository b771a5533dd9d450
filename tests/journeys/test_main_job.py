"""The main job, whole: from an offer in the office to an answer that moves the board."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.journey
NAME, CONTACT = "Zenobia Prøvesen", "+45 00 00 47 11"
PURPOSE, AGREED = "Noget at stå op til om morgenen", "Vi ringer til vejlederen sammen"


def board(walker: Any, samspil: Any) -> dict[str, int]:
    walker.page.goto(f"{samspil.address}/o/measurements/")
    by_round = walker.page.locator("table.coverage-table").first
    cells = by_round.locator("tfoot td.number").all_inner_texts()
    names = ("owed", "done", "late", "excused", "open", "missed", "stopped")
    return dict(zip(names, (int(one) for one in cells[-7:]), strict=True))


def offer_to_start(office: Any, samspil: Any) -> tuple[str, str]:
    """The coordinator's part; gives the course's address and code."""
    page = office.page
    office.look()
    page.goto(f"{samspil.address}/o/courses/offer")
    office.look()
    office.chip("intervention", "mentor")
    office.chip("source", "school")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-course"
    course = page.url
    office.look()
    page.goto(course + "/yes")
    bad_input_comes_back(office)
    page.locator('[name="name"]').fill(NAME)
    page.locator('[name="contact"]').fill(CONTACT)
    page.locator('[name="born"]').fill("1996")
    office.chip("channel", "text_message")
    office.chip("basis", "barnets_lov_30")
    office.chip("custody", "none")
    office.chip("method", "oral")
    office.tick("consent_support")
    office.tick("consent_evaluation")
    office.look()
    office.tap('main button[type="submit"]')
    assert page.url == course
    assert NAME not in page.content()
    code = page.locator("h1").inner_text()
    page.goto(course + "/mentor")
    office.look()
    page.locator("main .picks label").first.click()
    page.locator('[name="why"]').fill("Samme interesser")
    office.tap('main button[type="submit"]')
    page.goto(course + "/plan")
    office.look()
    page.locator("details.box > summary").first.click()
    for name, text in (
        ("purpose", PURPOSE),
        ("tasks", "Mødes hver uge"),
        ("goal_1", "Skole"),
        ("goal_2", "Job"),
    ):
        page.locator(f'[name="{name}"]').fill(text)
    office.tap('main button[type="submit"]')
    assert page.url == course
    page.get_by_text(PURPOSE).wait_for()  # the address is there before the page
    assert page.get_by_text(PURPOSE).count() == 1
    office.look()
    return course, code


def bad_input_comes_back(office: Any) -> None:
    """Nothing filled in but a bad year: the summary, the sentence beside the field, what was typed."""
    page = office.page
    page.locator('[name="born"]').fill("96")
    page.evaluate("document.querySelectorAll('form').forEach(one => one.noValidate = true)")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-accept"
    assert page.locator(".error-summary li").count() >= 4
    assert page.locator('[name="born"]').input_value() == "96"
    described = page.locator('[name="born"]').get_attribute("aria-describedby") or ""
    assert page.locator(f"#{described.split()[-1]}").inner_text() != ""
    office.look()


def mentor_of(samspil: Any, walker: Any, width: int, code: str) -> Any:
    """The mentor who got the course; the coordinator chose the first that was suggested."""
    for number in ("", "-2", "-3", "-4", "-5"):
        one = walker(width)
        one.page.goto(samspil.link(f"mentor{number}-odense"))
        if one.page.get_by_role("link", name=code, exact=True).count():
            return one
    raise AssertionError(f"{code} is in nobody's caseload")


def log_a_session(field: Any, code: str) -> None:
    page = field.page
    card = (
        page.locator("article, li, section").filter(has=page.get_by_role("link", name=code, exact=True)).last
    )
    card.locator('a[href$="/meeting"]').first.click()
    field.taps = 1
    assert field.at() == "field-session"
    field.look()
    field.chip("kind", "walk")
    field.chip("minutes", "60")
    field.tap('[name="goals"]')
    field.tap('[name="line"]')
    page.locator('[name="line"]').fill(AGREED)
    field.tap('[name="next_on"]')
    page.locator('[name="next_on"]').fill("2014-11-10")
    field.tap('main button[name="save"]')
    page.wait_for_selector('body[data-page="field-caseload"]')
    assert field.taps <= 8, f"{field.taps} taps"
    field.look()


def answer(guest: Any, url: str) -> None:
    page = guest.page
    page.goto(url)
    page.wait_for_url("**/a/1")
    assert "#" not in page.url
    for number in range(1, 11):
        assert page.url.endswith(f"/a/{number}")
        if number in (1, 10):
            guest.look()
        if number == 4:
            guest.tap('button[name="step"][value="skip"]')
            continue
        guest.chip("value", str(number % 11))
        guest.tap('button[name="step"][value="next"]')
    assert guest.at() == "answer-review"
    guest.look()
    guest.tap('main button[type="submit"]')
    assert guest.at() == "answer-done"
    guest.look()
    guest.chip("mentor", "yes")
    guest.chip("coordinator", "no")
    guest.tap('main button[type="submit"]')
    page.wait_for_selector('[role="status"]')
    assert page.locator(".profile-row").count() >= 10


@pytest.mark.proves("S1", "S3")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_main_job(samspil: Any, walker: Any, width: int) -> None:
    office = walker(width)
    office.page.goto(samspil.link("coordinator-odense"))
    before = board(office, samspil)
    office.look()
    office.page.goto(f"{samspil.address}/o/")

    course, code = offer_to_start(office, samspil)
    owed = board(office, samspil)
    assert owed == {**before, "owed": before["owed"] + 1, "open": before["open"] + 1}

    field = mentor_of(samspil, walker, width, code)
    log_a_session(field, code)
    page = field.page
    card = (
        page.locator("article, li, section").filter(has=page.get_by_role("link", name=code, exact=True)).last
    )
    card.locator("h2 a").click()
    page.locator('main a[href*="/measurements/"]').first.click()
    field.look()
    field.tap('main button[name="make"]')
    field.look()
    link = page.locator(".whole-link").inner_text()
    assert page.locator(".qr svg").count() == 1
    assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page.locator(".code-aloud").inner_text())

    guest = walker(width)
    answer(guest, link)
    answers_have_come(field)

    after = board(office, samspil)
    assert after == {**before, "owed": before["owed"] + 1, "done": before["done"] + 1}
    used_link_shows_the_closed_page(walker(width), link)
    only_the_mentor_sees_the_answers(office, field, course, samspil)
    identity_is_on_its_own_page(office, course)
    assert samspil.command("progression", "prove")["equal"] is True


def answers_have_come(field: Any) -> None:
    """The page that waited goes on by itself to one that has no link any more, and nothing is sent twice."""
    page = field.page
    page.locator(".whole-link").wait_for(state="detached")
    page.wait_for_selector('#status[data-state="done"]')
    assert page.locator(".error-summary").count() == 0
    assert page.locator("form").filter(has=page.locator('[name="replace"], [name="make"]')).count() == 0
    field.look()


def used_link_shows_the_closed_page(late: Any, link: str) -> None:
    late.page.goto(link)
    late.page.wait_for_selector('body[data-page="answer-closed"]')
    late.look()


def only_the_mentor_sees_the_answers(office: Any, field: Any, course: str, samspil: Any) -> None:
    office.page.goto(course)
    assert office.page.locator(".profile-row").count() == 0
    assert office.page.get_by_text(AGREED).count() == 1
    field.page.goto(course.replace("/o/", "/f/"))
    assert field.page.locator(".profile-row").count() >= 10
    field.look()


def identity_is_on_its_own_page(office: Any, course: str) -> None:
    office.page.goto(course + "/who")
    assert office.page.get_by_text(NAME).count() == 1
    office.look()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_programme_office_sees_totals_and_no_row(samspil: Any, walker: Any, width: int) -> None:
    office = walker(width)
    office.page.goto(samspil.link("programme-office"))

    assert office.at() == "office-inbox"
    office.through("/o/totals/")
    assert office.at() == "office-totals"
    assert office.page.locator("table").count() >= 3
    numbers = [int(one) for one in office.page.locator("tbody tr td.number:nth-of-type(2)").all_inner_texts()]
    assert numbers
    assert min(numbers) >= 5
    assert office.page.locator("tbody tr").filter(has_text="5").count() >= 1
    assert re.search(r"[A-ZÆØÅ][a-zæøå]+-\d\d", office.page.locator("main").inner_text()) is None
    office.look()
    missing = office.page.goto(f"{samspil.address}/o/courses/")
    assert missing is not None
    assert missing.status == 403


@pytest.mark.parametrize(
    "cast",
    [
        "lead-odense",
        "log-controller-odense",
        "evaluator",
        "training-provider",
        "auditor-aarhus",
        "role-model-odense",
        "coach-odense",
        "operator",
    ],
)
def test_every_role_has_a_page_of_its_own(samspil: Any, walker: Any, cast: str) -> None:
    for width in (360, 1280):
        one = walker(width)
        one.page.goto(samspil.link(cast))
        assert one.at() not in ("", "None")
        one.look()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_public_pages_and_the_emergency_card(samspil: Any, walker: Any, width: int) -> None:
    guest = walker(width)
    for address in ("/", "/was", "/a/", "/e/sign-in/", "/nowhere"):
        guest.page.goto(samspil.address + address)
        guest.look()
    mentor = walker(width)
    mentor.page.goto(samspil.link("mentor-odense"))
    mentor.tap(".urgent")
    assert mentor.at() == "help"
    assert mentor.page.get_by_text("112").count() >= 1
    mentor.look()


def test_the_log_stands_after_all_that(samspil: Any) -> None:
    verdict = samspil.command("audit", "verify")

    assert verdict["first_bad"] is None
    assert verdict["ok"] is True
    assert verdict["events"] == verdict["sealed"] + verdict["unsealed"]
