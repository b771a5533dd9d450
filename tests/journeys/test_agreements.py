"""An agreement is made, signed by both and read back; a description goes back with words and is accepted."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from tests.governance.agreeing import pdf
from tests.governance.describing import CHAPTERS
from tests.interfaces import paper
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
BACK = "Skriv, hvem der betaler."
OWN = "Det betaler kommunen selv."


def fetched(one: Any, label: str) -> bytes:
    with one.page.expect_download() as waits:
        one.page.get_by_role("link", name=re.compile(f"^{label}")).first.click()
    return Path(waits.value.path()).read_bytes()


def signs(one: Any, name: str, file: Path | None = None) -> None:
    one.page.get_by_role("link", name="Skriv underskriften ind").click()
    one.look()
    one.page.locator('[name="name"]').fill(name)
    one.page.locator('[name="title"]').fill("Direktør")
    if file is not None:
        one.page.locator('[name="file"]').set_input_files(file)
    one.tap('main button[type="submit"]')


@pytest.mark.parametrize("width", [360, 1280])
def test_an_agreement_is_amended_signed_by_both_and_read_back(walker, samspil, tmp_path, width):
    file = tmp_path / "signed.pdf"
    file.write_bytes(pdf())
    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/agreements/")
    assert office.page.locator("main .rows li").count() >= 8
    office.look()
    office.picture("agreements")
    office.page.get_by_role("link", name=re.compile("Samarbejdsaftale, Odense")).click()
    office.look()
    office.picture("agreement")
    office.page.get_by_role("link", name="Lav en ny version").click()
    office.look()
    office.page.locator('[name="changes"]').fill(f"Nummer {width}: der er kommet et vilkår til.")
    office.tap('main button[type="submit"]')
    office.page.get_by_role("link", name="Send den").click()
    office.look()
    office.tap('main button[type="submit"]')
    signs(office, "Tove Lindgaard")
    url = office.page.url

    lead = signed_in(walker, samspil, "lead-odense", width)
    lead.page.goto(url)
    signs(lead, "Palle Norup", file)
    assert lead.page.get_by_text("Gælder", exact=True).count() >= 1
    lead.look()
    text = paper.text_of(fetched(lead, "PDF"))
    opened = docx.Document(io.BytesIO(fetched(lead, "Word")))
    words = "\n".join(one.text for one in opened.paragraphs)
    for told in (f"Nummer {width}: der er kommet et vilkår til.", "Palle Norup, Direktør"):
        assert "".join(told.split()) in "".join(text.split())
        assert told in words
    assert fetched(office, "PDF").startswith(b"%PDF-")
    office.page.reload()
    assert fetched(office, "Det underskrevne papir") == file.read_bytes()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_description_goes_back_with_words_and_is_accepted(walker, samspil, width):
    place = {360: "aarhus", 1280: "koebenhavn"}[width]
    own = signed_in(walker, samspil, f"coordinator-{place}", width)
    own.page.goto(f"{samspil.address}/o/descriptions/")
    own.look()
    own.picture("descriptions")
    own.page.get_by_role("button", name=re.compile("Beredskabsplan")).click()
    own.look()
    for chapter in CHAPTERS:
        own.page.locator(f'a[href$="/write/{chapter}"]').click()
        own.page.locator('[name="words"]').fill("Sådan gør vi det i kommunen.")
        own.tap('main button[type="submit"]')
    own.look()
    own.picture("description-draft")
    handed_in(own)
    url = own.page.url

    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/descriptions/")
    office.look()
    office.picture("descriptions-office")
    answered(office, url, "Nej, det sendes tilbage", BACK)

    own.page.goto(f"{samspil.address}/o/")
    assert own.page.locator(f'a[href="{url.removeprefix(samspil.address)}"]').count() == 1
    own.page.goto(url)
    assert own.page.get_by_text(BACK).count() == 1
    own.picture("description-back")
    own.page.get_by_role("link", name="Begynd en ny version").click()
    own.tap('main button[type="submit"]')
    own.page.locator('a[href$="/write/money"]').click()
    own.page.locator('[name="words"]').fill(OWN)
    own.tap('main button[type="submit"]')
    own.page.get_by_role("link", name="Side om side").first.click()
    own.look()
    assert own.page.get_by_text(OWN).count() == 1
    own.picture("beside")
    own.page.go_back()
    handed_in(own)
    answered(office, own.page.url, "Ja, det er godkendt", "")
    own.page.reload()
    assert own.page.get_by_text("Godkendt", exact=True).count() >= 1
    assert OWN in paper.text_of(fetched(own, "PDF"))


def handed_in(one: Any) -> None:
    one.page.get_by_role("link", name="Aflever den").click()
    one.look()
    one.tap('main button[type="submit"]')


def answered(one: Any, url: str, answer: str, words: str) -> None:
    one.page.goto(url)
    one.page.get_by_role("link", name="Svar", exact=True).click()
    one.look()
    one.page.locator(".chip", has_text=answer.split(",")[0]).first.click()
    one.page.locator('[name="words"]').fill(words)
    one.tap('main button[type="submit"]')
