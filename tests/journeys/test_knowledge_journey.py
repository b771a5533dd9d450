"""Knowledge of the network group: shared, found by another form of the word, asked and answered."""

from __future__ import annotations

import re

import pytest
from tests.economy.granting import pdf
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [360, 1280])
def test_one_shares_and_asks_and_another_finds_and_answers(walker, samspil, width):
    title, asked = f"Gåture i skoven {width}", f"Hvem har prøvet kajakker {width}?"
    one = signed_in(walker, samspil, "coordinator-odense", width)
    one.page.goto(f"{samspil.address}/o/knowledge/")
    assert one.at() == "office-knowledge"
    one.look("knowledge")
    one.page.get_by_role("link", name="Del noget").click()
    assert one.at() == "office-knowledge-new"
    one.look("share")
    one.chip("kind", "experience")
    one.page.locator('[name="title"]').fill(title)
    one.page.locator('[name="words"]').fill("Spørg Amalie Holm om det.")
    one.tap('main button[type="submit"]')
    assert one.at() == "office-knowledge-new"
    one.look()
    one.page.locator('[name="words"]').fill("En gåtur med mentoren gjorde samtalen lettere.")
    one.page.locator('[name="file"]').set_input_files(
        {"name": "tur.pdf", "mimeType": "application/pdf", "buffer": pdf(f"{width}")}
    )
    one.page.get_by_text("Jeg har set filen igennem").click()
    one.tap('main button[type="submit"]')
    assert one.at() == "office-knowledge-one"
    one.look()
    one.page.goto(f"{samspil.address}/o/knowledge/new")
    one.chip("kind", "question")
    one.page.locator('[name="title"]').fill(asked)
    one.page.locator('[name="words"]').fill("Vi overvejer en tur på åen.")
    one.tap('main button[type="submit"]')
    assert one.at() == "office-knowledge-one"

    other = signed_in(walker, samspil, "lead-aarhus", width)
    other.page.goto(f"{samspil.address}/o/knowledge/")
    other.page.locator('[name="words"]').fill("gåturen mentorerne")
    other.tap('main form[role="search"] button[type="submit"]')
    row = other.page.locator("ul.rows > li").filter(has_text=title)
    row.locator("mark").first.wait_for()
    other.look("search")
    row.get_by_role("link").click()
    assert other.at() == "office-knowledge-one"
    with other.page.expect_download() as waits:
        other.page.get_by_role("link", name="Hent filen").click()
    assert re.fullmatch(r"delt_\d{8}T\d{4}-[\w-]+\.pdf", waits.value.suggested_filename)
    other.page.goto(f"{samspil.address}/o/knowledge/?kind=question")
    other.page.locator("ul.rows > li").filter(has_text=asked).get_by_role("link").click()
    other.page.get_by_role("link", name="Svar", exact=True).click()
    assert other.at() == "office-knowledge-answer"
    other.look()
    other.page.locator('[name="words"]').fill("Ja, og redningsveste skal bestilles i god tid.")
    other.tap('main button[type="submit"]')
    assert other.at() == "office-knowledge-one"
    other.page.get_by_text("redningsveste skal bestilles").wait_for()
    other.look("question")
