"""Scenario 3 on two phones: the mentor's impression apart, the own answers, both beside each other."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.test_closing import running_courses
from tests.journeys.test_main_job import answers_have_come, mentor_of, offer_to_start

pytestmark = pytest.mark.journey
LANGUAGES = {"da": "ltr", "en": "ltr", "ar": "rtl", "so": "ltr", "tr": "ltr"}
SEEN = (4, 9, None, 6, 2, 8, 1, 10, 0, 5)
VOICES = """
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => VOICES, cancel() {}, addEventListener() {},
  speak: (one) => { window.spoken = [one.voice.name, one.lang, one.text]; },
} });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
"""A device's voices: what reads aloud gets a list and is told what to say, as in the Web Speech API."""


def with_voices(page: Any, voices: list[tuple[str, str, bool]]) -> None:
    told = ", ".join(
        f'{{name: "{name}", lang: "{lang}", localService: {str(local).lower()}}}'
        for name, lang, local in voices
    )
    page.add_init_script(VOICES.replace("VOICES", f"[{told}]", 1))


def with_an_open_round(samspil: Any, walker: Any) -> tuple[Any, str, str]:
    """A mentor on the page of a course with an open round; its address and that of the impression.

    Where earlier journeys left none, a course is begun.
    """
    for field in running_courses(samspil, walker, 360):
        row = field.page.locator("li").filter(has=field.page.locator('a[href$="/impression"]'))
        row = row.filter(has=field.page.locator('a[href*="/measurements/"]:not([href$="/impression"])'))
        if row.count():
            links = row.first.locator("a").evaluate_all("all => all.map(one => one.href)")
            (impression,) = [one for one in links if one.endswith("/impression")]
            return field, field.page.url, impression
    office = walker(1280)
    office.page.goto(samspil.link("coordinator-odense"))
    _course, code = offer_to_start(office, samspil)
    field = mentor_of(samspil, walker, 360, code)
    field.page.get_by_role("link", name=code, exact=True).first.click()
    address = field.page.locator('a[href$="/impression"]').first.evaluate("one => one.href")
    return field, field.page.url, address


def impression_given(field: Any, address: str) -> None:
    """The mentor says how they see it, on a phone."""
    field.page.goto(address)
    field.look()
    field.tap('main button[type="submit"]')
    assert field.page.locator(".error-summary li").count() == 1
    field.look()
    names = field.page.locator("form fieldset").evaluate_all("all => all.map(one => one.id.slice(3))")
    for name, value in zip(names, SEEN, strict=True):
        field.chip(name, "?" if value is None else str(value))
    field.tap('main button[type="submit"]')
    assert field.at() == "field-course"
    field.look()


def numbers(page: Any) -> list[tuple[str, str]]:
    """Own answers and impression as the table says them."""
    table = page.locator("table").filter(has=page.locator("caption", has_text="indtrykket")).first
    cells = table.locator("tbody td").evaluate_all(
        "all => all.map(one => (one.querySelector('[aria-hidden]') || one).textContent.trim())"
    )
    return list(zip(cells[::2], cells[1::2], strict=True))


def answered(guest: Any) -> None:
    """Ten statements; each page is looked at in its language before it is answered."""
    page = guest.page
    for number, language in enumerate(LANGUAGES, 1):
        page.goto(f"{page.url.split('?')[0]}?lang={language}")
        shown = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        assert shown == [language, LANGUAGES[language]]
        assert page.locator(".unreviewed").count() == (language in ("ar", "so", "tr"))
        guest.look()
        said = page.locator("h1").inner_text()
        page.get_by_role("button", name=page.locator("[data-aloud]").inner_text()).click()
        assert page.evaluate("window.spoken.slice(0, 2)") == [f"here-{language}", language]
        assert page.evaluate("window.spoken[2]").startswith(said)
        guest.chip("value", str(number))
        guest.tap('button[name="step"][value="next"]')
    page.goto(f"{page.url}?lang=da")
    for number in range(6, 11):
        guest.chip("value", str(number))
        guest.tap('button[name="step"][value="next"]')
    guest.tap('main button[type="submit"]')
    assert guest.at() == "answer-done"
    guest.look()
    guest.chip("mentor", "yes")
    guest.chip("coordinator", "no")
    guest.tap('main button[type="submit"]')
    page.wait_for_selector('[role="status"]')


@pytest.mark.proves("S3")
def test_self_first_mentor_apart(samspil: Any, walker: Any) -> None:
    field, course, impression = with_an_open_round(samspil, walker)
    impression_given(field, impression)
    field.page.goto(impression.removesuffix("/impression"))
    field.tap('main button[name="make"]')

    link = field.page.locator(".whole-link").inner_text()
    assert {number: read_aloud(walker(360), link, voices) for number, (voices, _n) in enumerate(DEVICES)} == {
        number: shown for number, (_voices, shown) in enumerate(DEVICES)
    }
    guest = walker(360)
    voices = [(f"{where}-{one}", one, where == "here") for one in LANGUAGES for where in ("away", "here")]
    with_voices(guest.page, voices)
    guest.page.goto(link)
    guest.page.wait_for_url("**/a/1")
    answered(guest)
    answers_have_come(field)

    field.page.goto(course)
    both = [
        (str(own), "–" if seen is None else str(seen)) for own, seen in zip(range(1, 11), SEEN, strict=True)
    ]
    assert numbers(field.page) == both
    field.look()
    assert field.page.goto(impression).status == 403
    on_the_own_page(walker(360), field, course, both)


DEVICES: tuple[tuple[list[tuple[str, str, bool]], int], ...] = (
    ([], 0),
    ([("away", "da-DK", False)], 0),
    ([("here", "en-GB", True)], 0),
    ([("away", "da-DK", False), ("here", "da_DK", True)], 1),
)
"""The voices of a device, and whether there is a button: never for a voice that sends the words away."""


def read_aloud(guest: Any, link: str, voices: list[tuple[str, str, bool]]) -> int:
    """How many buttons to read aloud there are with these voices."""
    with_voices(guest.page, voices)
    guest.page.goto(link)
    guest.page.wait_for_url("**/a/1")
    return int(guest.page.locator("[data-aloud]:visible").count())


def on_the_own_page(guest: Any, field: Any, course: str, both: list[tuple[str, str]]) -> None:
    """The person reads both beside each other, with link and own code."""
    page = field.page
    page.goto(course + "/own-page")
    field.tap('main button[name="make"]')
    link = page.locator(".whole-link").inner_text()  # waits: what stands there before it is another page
    if page.locator(".own-code").count() == 0:
        field.tap('button[name="code"]')
    code = page.locator(".own-code").inner_text()
    guest.page.goto(link)
    guest.page.wait_for_url("**/a/own/code")
    guest.page.locator('[name="code"]').fill(code)
    guest.tap('main button[type="submit"]')
    guest.page.wait_for_url("**/a/own/")
    guest.page.locator('a[href$="/a/own/answers"]').first.click()
    assert numbers(guest.page) == both
    guest.look()
