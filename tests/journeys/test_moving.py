"""A course that moves: proposed in one municipality, read and taken over in another."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.journey


def proposed(sender: Any, samspil: Any) -> str:
    """The sender's coordinator proposes a running course; gives its code."""
    page = sender.page
    page.goto(samspil.link("coordinator-odense"))
    page.goto(f"{samspil.address}/o/courses/")
    rows = page.locator("tbody tr").filter(has_text="I gang")
    rows.nth(0 if sender.width == 360 else 1).get_by_role("link").click()
    code = str(page.locator("h1").inner_text())
    page.get_by_role("link", name="Flyt til en anden kommune").click()
    page.locator("#id_to .chip").filter(has_text="Høje-Taastrup").locator("input").click()
    page.locator('[name="moves_on"]').fill("2014-11-10")
    sender.tap('main button[type="submit"]')
    assert sender.at() == "office-move"
    assert page.locator(".error-summary li").count() >= 1
    sender.look()
    sender.tick("said_yes")
    sender.tick("takes_answers")
    sender.chip("method", "oral")
    if page.locator('[name="holders"]').count():
        sender.tick("holders")
    sender.tap('main button[type="submit"]')
    assert sender.at() == "office-moved"
    sender.look()
    return code


@pytest.mark.parametrize("width", [360, 1280])
def test_a_course_goes_on_elsewhere(samspil: Any, walker: Any, width: int) -> None:
    sender, receiver = walker(width), walker(width)
    code = proposed(sender, samspil)

    page = receiver.page
    page.goto(samspil.link("coordinator-hoeje-taastrup"))
    page.goto(f"{samspil.address}/o/")
    page.locator("li").filter(has_text="Et forløb fra Odense").last.get_by_role("link").click()
    assert receiver.at() == "office-arrival"
    assert page.get_by_text(code).count() == 0
    receiver.look()
    receiver.tap('main button[type="submit"]')
    assert receiver.at() == "office-course"
    assert page.locator("h1").inner_text() != code
    receiver.look()

    sender.page.reload()
    assert sender.page.get_by_text("Ja derfra").count() == 1
    sender.tap('main button[type="submit"]')
    assert sender.page.get_by_text("Flytningen afsluttes på dagen").count() >= 1
    sender.look()
    assert samspil.command("progression", "prove")["equal"] is True
