"""A questionnaire with every kind of answer, from the file to the answers read back, on phones and desks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.delivery import every_kind
from tests.delivery.ground import FILE
from tests.interfaces.test_every_kind_asked import IN_WORDS, SEEN_IN_WORDS, TYPED
from tests.journeys.conftest import PICTURES, Running, on_a_copy
from tests.journeys.test_main_job import mentor_of, offer_to_start
from tests.journeys.test_signoff import approve, give

pytestmark = pytest.mark.journey
CODES = list(every_kind.LABELS)


@pytest.fixture(scope="module")
def samspil(filled: Path) -> Iterator[Running]:
    """One of its own: here another questionnaire is asked than elsewhere."""
    with on_a_copy(filled) as running:
        yield running


def named(samspil: Any, walker: Any, folder: Path) -> None:
    """Brought by one, approved by two, named by the programme's next version."""
    office, evaluator = walker(1280), walker(1280)
    office.page.goto(samspil.link("programme-office"))
    office.page.goto(f"{samspil.address}/o/instruments/bring")
    give(office, every_kind.workbook())
    office.look("kinds-preview")
    office.tap('button[name="propose"]')
    evaluator.page.goto(samspil.link("evaluator"))
    for one in (office, evaluator):
        one.page.goto(f"{samspil.address}/o/instruments/{every_kind.SLUG}/1/approve")
        approve(one)
    text = FILE.read_text().replace("{slug: mentee, version: 1,", f"{{slug: {every_kind.SLUG}, version: 1,")
    version = int(re.search(r"^version: (\d+)", text, re.M)[1])  # type: ignore[index]
    file = folder / "concept.yaml"
    file.write_text(text.replace(f"\nversion: {version}\n", f"\nversion: {version + 1}\n"))
    samspil.command("programme", "load", str(file))


def given(one: Any, field: str, value: str) -> None:
    """An answer, chosen or typed, as its field wants it."""
    found = one.page.locator(f'[name="{field}"]')
    if found.first.get_attribute("type") == "radio":
        one.chip(field, value)
    else:
        found.fill(value)


def impression(field: Any, address: str) -> None:
    """The mentor's own view, once with what cannot be read."""
    field.page.goto(address)
    field.look("kinds-impression")
    field.page.locator('[name="answer_round"]').fill("mange")
    field.tap('main button[type="submit"]')
    assert field.page.locator(".error-summary li").count() == 1
    assert field.page.locator('[name="answer_round"]').input_value() == "mange"
    field.look("kinds-impression-wrong")
    for code, value in every_kind.SEEN.items():
        given(field, f"answer_{code}", "" if value is None else str(value))
    field.tap('main button[type="submit"]')
    assert field.at() == "field-course"


def answered(guests: dict[int, Any], link: str) -> None:
    """Every question in Danish and Arabic on a narrow and a wide screen; then answered on the phone."""
    wide, phone = guests[1280], guests[360]
    for one in (wide, phone):  # whoever opens it last goes on with it
        one.page.goto(link)
        one.page.wait_for_url("**/a/1")
        for language in ("ar", "da"):
            for place, code in enumerate(CODES, start=1):
                one.page.goto(f"{one.page.url.split('/a/')[0]}/a/{place}?lang={language}")
                assert one.page.evaluate("document.documentElement.lang") == language
                one.look(f"kinds-{language}-{code}")
                if code in ("round", "hours", "code", "filled_on"):
                    if code in ("round", "hours"):
                        one.page.locator('[name="value"]').fill("abc")
                    one.tap('button[name="step"][value="next"]')
                    assert one.page.locator(".error-summary li").count() == 1
                    one.look(f"kinds-{language}-{code}-wrong")
    page = phone.page
    page.goto(f"{page.url.split('/a/')[0]}/a/1?lang=da")
    for code in CODES:
        if code in TYPED:
            given(phone, "value", TYPED[code].strip().replace("\r", ""))
        phone.tap(f'button[name="step"][value="{"next" if code in TYPED else "skip"}"]')
    assert phone.at() == "answer-review"
    for language in ("ar", "da"):
        page.goto(f"{page.url.split('?')[0]}?lang={language}")
        phone.look(f"kinds-{language}-review")
    phone.tap('main button[type="submit"]')
    assert phone.at() == "answer-done"
    for language in ("ar", "da"):
        page.goto(f"{page.url.split('?')[0]}?lang={language}")
        phone.look(f"kinds-{language}-done")
    assert cells(phone, "Svarene, spørgsmål") == IN_WORDS
    phone.chip("mentor", "yes")
    phone.chip("coordinator", "yes")
    phone.tap('main button[type="submit"]')
    page.wait_for_selector('[role="status"]')


def cells(one: Any, caption: str) -> list[str]:
    """The cells of a table as they are seen, row by row; nobody opens it to see them."""
    table = one.page.locator("table").filter(has=one.page.locator("caption", has_text=caption)).first
    assert table.is_visible()
    found: list[str] = table.locator("tbody td").evaluate_all(
        "all => all.map(one => (one.querySelector('[aria-hidden]') || one).textContent.trim())"
    )
    return found


def test_every_kind_is_asked_answered_and_read_back(samspil: Any, walker: Any, tmp_path: Path) -> None:
    named(samspil, walker, tmp_path)
    office = walker(1280)
    office.page.goto(samspil.link("coordinator-odense"))
    course, code = offer_to_start(office, samspil)
    field = mentor_of(samspil, walker, 360, code)
    field.page.get_by_role("link", name=code, exact=True).first.click()
    mine = field.page.url
    address = field.page.locator('a[href$="/impression"]').first.evaluate("one => one.href")
    impression(field, address)

    field.page.goto(address.removesuffix("/impression"))
    with field.page.expect_download() as waited:
        field.tap('main button[name="paper"]')
    sheet = Path(waited.value.path()).read_bytes()
    found = re.findall(r"\b([0-9A-Z]{5}-[0-9A-Z]{5})\b", paper_text(sheet))
    keep(sheet, "kinds-paper.pdf")
    for one, where in ((field, "f"), (office, "o")):
        one.page.goto(f"{samspil.address}/{where}/measurements/papers")
        one.page.locator('main input[name="code"]').fill(found[0])
        one.page.keyboard.press("Enter")
        one.page.wait_for_selector('main button[name="save"]')
        one.look("kinds-papers")

    field.page.goto(address.removesuffix("/impression"))
    field.tap('main button[name="make"]')
    answered({width: walker(width) for width in (1280, 360)}, field.page.locator(".whole-link").inner_text())
    for one, where, name in ((field, mine, "field"), (office, course, "office")):
        one.page.goto(where)
        assert cells(one, "Svarene, spørgsmål") == IN_WORDS
        both = cells(one, "Svarene og indtrykket")
        assert (both[::2], both[1::2]) == (IN_WORDS, SEEN_IN_WORDS)
        one.look(f"kinds-{name}-course")


def paper_text(sheet: bytes) -> str:
    from tests.interfaces import paper

    return paper.text_of(sheet)


def keep(data: bytes, name: str) -> None:
    """Beside the pictures, where somebody wants to look at them."""
    if PICTURES:
        (Path(PICTURES) / name).write_bytes(data)
