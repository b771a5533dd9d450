"""A paper printed on a phone, filled in by hand, and typed in with the keyboard alone; then the next."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.interfaces import paper
from tests.journeys.test_self_first import with_an_open_round

pytestmark = pytest.mark.journey


def printed(field: Any, measure: str) -> str:
    """The code that stands on the paper of one round."""
    field.page.goto(measure)
    field.look()
    with field.page.expect_download() as waited:
        field.tap('main button[name="paper"]')
    assert waited.value.suggested_filename == "ark.pdf"
    sheet = Path(waited.value.path()).read_bytes()
    (found,) = re.findall(r"\b([0-9A-Z]{5}-[0-9A-Z]{5})\b", paper.text_of(sheet))
    return str(found)


def test_a_paper_is_typed_in_with_the_keyboard_alone(samspil: Any, walker: Any) -> None:
    field, _course, impression = with_an_open_round(samspil, walker)
    code = printed(field, impression.removesuffix("/impression"))
    desk = walker(1280)
    desk.context.add_cookies(field.context.cookies())

    for one in (field, desk):
        one.page.goto(f"{samspil.address}/f/measurements/papers")
        one.look()
        one.page.locator('main input[name="code"]').fill(code)
        one.page.keyboard.press("Enter")
        one.page.wait_for_selector('main button[name="save"]')
        one.look()
    page = desk.page
    assert page.evaluate("document.activeElement.name") == page.locator(
        'main input[size="3"]'
    ).first.get_attribute("name")
    for number in range(10):
        page.keyboard.type("-" if number == 4 else str(number))
        page.keyboard.press("Tab")
    page.locator('input[name="by_themselves"]').focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector('main button[name="find"]')

    assert page.locator('main [role="status"]').inner_text() == "1 tastet ind i dag"
    assert page.evaluate("document.activeElement.name") == "code"
    desk.look()
    field.page.goto(impression.removesuffix("/impression"))
    assert field.page.locator("#status").get_attribute("data-state") == "done"
