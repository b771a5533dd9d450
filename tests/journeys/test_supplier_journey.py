"""The training provider changes a course, writes to those who come, and delivers what is asked for."""

from __future__ import annotations

import pytest
from tests.journeys.test_training import opened, signed_in

pytestmark = pytest.mark.journey
WORDS = "Vi begynder klokken ni begge dage."


@pytest.mark.parametrize("width", [360, 1280])
def test_a_course_is_changed_and_those_who_come_are_told(walker, samspil, width):
    provider = signed_in(walker, samspil, "training-provider", width)
    opened(provider, samspil, "hold 2")
    provider.page.get_by_role("link", name="Ret arrangementet").click()
    provider.look()
    provider.page.locator('[name="place"]').fill(f"Fredericia, lokale {width}")
    provider.tap('main button[type="submit"]')
    assert provider.at() == "office-training-event"
    assert provider.page.get_by_text("Rettet, senest").count() == 1
    provider.look()

    opened(provider, samspil, "Dialogen")
    provider.page.get_by_role("link", name="Skriv til deltagerne").click()
    provider.look()
    provider.page.locator('[name="words"]').fill(WORDS)
    provider.tap('main button[type="submit"]')
    provider.page.get_by_role("link", name="Tilføj materiale").click()
    provider.look()
    provider.page.locator('[name="title"]').fill(f"Hæfte {width}")
    provider.page.locator('[name="where"]').fill("Deles ud den første dag")
    provider.tap('main button[type="submit"]')
    provider.look("event")

    model = signed_in(walker, samspil, "role-model-odense", width)
    model.page.goto(f"{samspil.address}/f/training/")
    model.look()
    assert model.page.get_by_text(WORDS).count() >= 1
    assert model.page.get_by_text(f"Hæfte {width}").count() == 1
    model.picture("participant")

    mentor = signed_in(walker, samspil, "mentor-odense", width)
    mentor.page.goto(f"{samspil.address}/f/training/")
    mentor.look("certificates")
    with mentor.page.expect_download() as waits:
        mentor.page.get_by_role("link", name="Som PDF").first.click()
    assert waits.value.suggested_filename == "bevis.pdf"


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_asked_for_is_delivered_sent_back_and_accepted(walker, samspil, width):
    office = signed_in(walker, samspil, "programme-office", width)
    provider = signed_in(walker, samspil, "training-provider", width)
    office.page.goto(f"{samspil.address}/o/training/deliverables/")
    office.look()
    office.page.get_by_role("link", name="Bed om noget").click()
    office.look()
    office.chip("what", "report")
    office.page.locator('[name="due_on"]').fill("2016-01-31")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-deliverables"
    office.look()
    for answer in ("back", "accepted"):
        provider.page.goto(f"{samspil.address}/o/training/")
        provider.look()
        provider.page.get_by_role("link", name="skal leveres").click()
        provider.page.locator("li").filter(has_text="Afrapportering").first.get_by_role("link").click()
        provider.page.get_by_role("link", name="Aflever", exact=True).click()
        provider.look()
        provider.page.locator('[name="words"]').fill("Rapporten er sendt med posten.")
        provider.tap('main button[type="submit"]')
        office.page.goto(f"{samspil.address}/o/totals/")
        office.look()
        office.page.get_by_role("link", name="venter på dit svar").click()
        office.page.locator("li").filter(has_text="Afrapportering").first.get_by_role("link").click()
        office.page.get_by_role("link", name="Svar", exact=True).click()
        office.look()
        office.chip("answer", answer)
        office.page.locator('[name="words"]').fill("Antallet mangler." if answer == "back" else "")
        office.tap('main button[type="submit"]')
        assert office.at() == "office-deliverable"
    office.look("deliverable")
    office.page.goto(f"{samspil.address}/o/training/deliverables/")
    office.picture("deliverables")
