"""A group answers on its own phones, in Danish and Arabic, with and without scripts; the office reads it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.journeys.test_visits import DESK, PHONE, choose, make_series

pytestmark = pytest.mark.journey
ITEMS = ("new", "voice", "others", "safe", "more")


def plan_today(office: Any, first: str = "Sara Nygaard", second: str = "Yasmin Holt") -> None:
    """Give the first visit of the series on the page today, early, and its pair."""
    office.page.get_by_role("link", name=re.compile("Vælg dag og makkerpar|Vælg dag")).first.click()
    office.page.fill('input[name="on"]', "2014-11-03")
    office.page.fill('input[name="at"]', "07:15")
    choose(office, "first", first)
    choose(office, "second", second)
    office.tap('main button[type="submit"]')
    assert office.at() == "office-series", office.stands()


def pupils_answer(walker: Any, link: str) -> None:
    """Two phones, one in Danish and one in Arabic, each first with nothing in it."""
    for language, answers in (("da", 5), ("ar", 1)):
        pupil = walker(PHONE)
        pupil.page.goto(link)
        pupil.page.wait_for_selector('[data-page="answer-form"]')
        if language == "ar":
            pupil.tap(f'button[lang="{language}"]')
            pupil.page.wait_for_selector('html[dir="rtl"]')
        pupil.look(f"answer-form-{language}")
        assert "#" not in pupil.page.url
        pupil.tap('main button[name="send"]')
        assert pupil.page.locator(".error-summary li").count() == 1
        pupil.look(f"answer-form-{language}-empty")
        for item in ITEMS[:answers]:
            pupil.chip(f"answer_{item}", "rather")
        pupil.page.fill('[name="answer_own_words"]', "Det var rart")
        pupil.tap('main button[name="send"]')
        assert pupil.at() == "answer-form-thanks"
        pupil.look(f"answer-form-{language}-thanks")


def answers_without_scripts(samspil: Any, chromium: Any, code: str) -> None:
    """A phone that runs no script, by the code."""
    plain = chromium.new_context(viewport={"width": PHONE, "height": 800}, java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{samspil.address}/a/form")
    page.fill('input[name="code"]', code)
    page.click('main button[name="enter"]')
    page.check('input[name="answer_new"][value="rather"]')
    page.click('main button[name="send"]')
    assert page.locator("body").get_attribute("data-page") == "answer-form-thanks"
    plain.close()


def read_in_the_office(samspil: Any, walker: Any, office: Any) -> None:
    """What the demo's groups answered, and a line that a mark is set on."""
    office.page.goto(f"{samspil.address}/o/visits/?ended=yes")
    office.page.get_by_role("link", name="Engbækskolen, 9.A").click()
    office.page.get_by_role("link", name="Efter besøgene").click()
    office.look("office-series-answers")
    assert office.page.get_by_text("færre end fem svar").count() == 5
    assert office.page.get_by_text("Det var godt, at vi selv fik lov at sige noget.").count() == 1
    office.page.locator('a[href$="/lines"]').first.click()
    office.look("office-visit-lines")
    assert office.page.get_by_text("ligner et navn").count() == 1
    office.page.locator('main button[value="withheld"]').first.click()
    assert office.page.get_by_text("ligner et navn").count() == 0
    office.page.goto(f"{samspil.address}/o/measurements/")
    office.look("office-coverage-forms")
    narrow = walker(PHONE)
    narrow.page.goto(samspil.link("coordinator-odense"))
    narrow.page.goto(f"{samspil.address}/o/visits/?ended=yes")
    narrow.page.get_by_role("link", name="Engbækskolen, 9.A").click()
    narrow.page.get_by_role("link", name="Efter besøgene").click()
    narrow.look("office-series-answers")
    told = samspil.command("progression", "prove")
    assert (told["equal"], told["forms"]["equal"]) == (True, True)
    assert told["forms"]["owed"] > 20
    assert samspil.command("audit", "verify")["ok"] is True


@pytest.mark.proves("S8")
def test_a_group_answers_and_the_office_reads_what_may_be_read(
    samspil: Any, walker: Any, chromium: Any
) -> None:
    office, model = walker(DESK), walker(PHONE)
    office.page.goto(samspil.link("coordinator-odense"))
    office.page.goto(f"{samspil.address}/o/visits/new")
    make_series(office, "8.Q")
    plan_today(office)

    model.page.goto(samspil.link("role-model-2-odense"))
    model.page.get_by_role("link", name="Tornhøjskolen, 8.Q").first.click()
    model.look("field-visit-forms")
    model.page.get_by_role("link", name="Gruppens skema").click()
    model.look("field-visit-group")
    model.tap('main button[name="make"]')
    model.look("field-visit-group-shown")
    link = model.page.locator(".whole-link").inner_text()
    code = model.page.locator(".code-aloud").inner_text()

    pupils_answer(walker, link)
    answers_without_scripts(samspil, chromium, code)
    model.page.goto(re.sub(r"#.*", "", model.page.url))
    assert model.page.get_by_text("3 har svaret.").count() == 1

    read_in_the_office(samspil, walker, office)


def test_the_provider_reads_what_those_who_came_answered(samspil: Any, walker: Any) -> None:
    for width in (DESK, PHONE):
        reader = walker(width)
        reader.page.goto(samspil.link("training-provider"))
        reader.page.goto(f"{samspil.address}/o/training/answers")
        reader.look("office-training-answers")
        reader.page.get_by_role("link", name=re.compile("Samtalen")).first.click()
        reader.look("office-training-answer")
        assert reader.page.locator("main table").count() == 5
