"""An agenda on a phone and a computer: changed, ordered, moved, with papers; a meeting outside the series."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.governance import agreeing
from tests.governance.test_agenda_papers import document, picture
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
HOSTILE = "{{7*7}} <b>=1+1</b> #let x"
DAYS = {360: ("2014-12-10", "2014-12-16"), 1280: ("2014-12-11", "2014-12-17")}


def called(office: Any, samspil: Any, width: int) -> str:
    """A meeting of the network group outside its series; its address."""
    because = f"Et bud haster {width} {HOSTILE}"
    office.page.goto(f"{samspil.address}/o/steering/")
    row = office.page.locator("ul.rows > li").filter(has_text=re.compile("^\\s*Netværksgruppe"))
    row.get_by_role("link").first.click()
    office.page.get_by_role("link", name="Indkald til ekstraordinært møde").click()
    assert office.at() == "office-steering-call"
    office.look("call")
    office.page.locator('[name="because"]').fill("Spørg Amalie Holm")
    office.page.locator('[name="on"]').fill(DAYS[width][0])
    office.page.locator('[name="starts_at"]').fill("09:30")
    office.tap('main button[type="submit"]')
    office.page.locator(".error-summary").wait_for()
    assert office.page.locator('[name="because"]').input_value() == "Spørg Amalie Holm"
    office.look()
    office.page.locator('[name="because"]').fill(because)
    office.tap('main button[type="submit"]')
    expect(office.page.locator("body")).to_have_attribute("data-page", "office-steering-meeting")
    expect(office.page.get_by_text(because)).to_have_count(1)
    return str(office.page.url)


def put(office: Any, url: str, heading: str) -> None:
    """Something new on the agenda."""
    office.page.goto(url)
    office.page.get_by_role("link", name="Sæt på dagsordenen").click()
    office.page.locator('[name="heading"]').fill(heading)
    office.page.locator('[name="words"]').fill(f"Kort om punktet. {HOSTILE}")
    office.tap('main button[type="submit"]')
    expect(office.page.locator("ol.rows > li").filter(has_text=heading)).to_have_count(1)


def headings(office: Any) -> list[str]:
    found = office.page.locator("ol.rows > li .row-title").all_inner_texts()
    return [one.split(". ", 1)[1].strip() for one in found]


def of_item(office: Any, heading: str) -> Any:
    return office.page.locator("ol.rows > li").filter(has_text=f". {heading}")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_agenda_is_changed_until_it_is_sent_and_nothing_typed_is_lost(walker, samspil, width):
    office = signed_in(walker, samspil, "programme-office", width)
    url = called(office, samspil, width)
    for heading in ("Først", "Så", "Sidst"):
        put(office, url, heading)
    of_item(office, "Sidst").get_by_role("button", name="Op").click()
    expect(office.page.locator("ol.rows > li .row-title").nth(1)).to_contain_text("Sidst")
    assert headings(office) == ["Først", "Sidst", "Så"]
    office.look("agenda")

    other = signed_in(walker, samspil, "programme-office", width)
    for one in (office, other):
        one.page.goto(url)
        of_item(one, "Så").get_by_role("link", name="Ret").click()
        assert one.at() == "office-steering-item"
    office.page.locator('[name="words"]').fill(f"Den første skrev. {HOSTILE}")
    office.tap('main button[type="submit"]')
    expect(office.page.locator("body")).to_have_attribute("data-page", "office-steering-meeting")
    other.page.locator('[name="words"]').fill("Den anden skrev.")
    other.tap('main button[type="submit"]')
    expect(other.page.get_by_text(f"Den første skrev. {HOSTILE}")).to_have_count(1)
    assert other.page.locator('[name="words"]').input_value() == "Den anden skrev."
    other.look("second")
    other.tap('main button[type="submit"]')
    expect(other.page.locator("body")).to_have_attribute("data-page", "office-steering-meeting")
    expect(other.page.get_by_text("Den anden skrev.")).to_have_count(1)

    of_item(other, "Først").get_by_role("link", name="Flyt eller tag af").click()
    other.look("leave")
    other.chip("to", "waits")
    other.tap('main button[type="submit"]')
    expect(other.page.locator("ol.rows > li")).to_have_count(2)
    other.page.get_by_role("link", name="Indkald", exact=True).click()
    other.tap('main button[type="submit"]')
    expect(other.page.get_by_text("Indkaldelsen er sendt: teksten står fast.")).to_have_count(1)
    assert other.page.get_by_role("link", name="Ret:").count() == 0
    other.look("invited")
    other.page.get_by_role("link", name="Flyt mødet").click()
    other.page.locator('[name="on"]').fill(DAYS[width][1])
    other.look("move")
    other.tap('main button[type="submit"]')
    expect(other.page.locator("body")).to_have_attribute("data-page", "office-steering-meeting")
    lead = signed_in(walker, samspil, "lead-odense", width)
    lead.page.goto(url)
    expect(lead.page.get_by_text("Ekstraordinært møde i netværksgruppen").first).to_be_visible()
    day = int(DAYS[width][1][-2:])
    expect(lead.page.get_by_text(f"{day}. december 2014").first).to_be_visible()
    assert lead.page.get_by_role("button", name="Op").count() == 0
    lead.look()


@pytest.mark.parametrize("width", [360, 1280])
def test_papers_are_laid_on_an_item_and_read_by_whoever_has_a_seat(walker, samspil, width, tmp_path):
    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/steering/")
    row = office.page.locator("ul.rows > li").filter(has_text="Møde i styregruppen").filter(has_text="19.")
    row.get_by_role("link").first.click()
    url = office.page.url
    heading = f"Bilag i bredde {width}"
    put(office, url, heading)
    files = {"kort.pdf": agreeing.pdf(), "kort.docx": document(), "kort.png": picture("PNG")}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "ond.docx").write_bytes(b"<html><script>alert(1)</script></html>")
    of_item(office, heading).get_by_role("link", name="Læg et bilag på").click()
    assert office.at() == "office-steering-paper-add"
    office.look("paper")
    office.page.locator('[name="title"]').fill(HOSTILE)
    office.page.locator('[name="file"]').set_input_files(str(tmp_path / "ond.docx"))
    office.tick("is_free")
    office.tap('main button[type="submit"]')
    office.page.locator(".error-summary").wait_for()
    assert office.page.locator('[name="title"]').input_value() == HOSTILE
    office.look("paper-refused")
    for number, name in enumerate(files):
        office.page.goto(url)
        of_item(office, heading).get_by_role("link", name="Læg et bilag på").click()
        office.page.locator('[name="title"]').fill(f"{HOSTILE} {number}")
        office.page.locator('[name="file"]').set_input_files(str(tmp_path / name))
        office.tick("is_free")
        if number == 1:
            office.tick("confidential")
        office.tap('main button[type="submit"]')
        expect(of_item(office, heading).locator("ul.dots > li")).to_have_count(number + 1)
    office.look("papers")

    lead = signed_in(walker, samspil, "lead-aarhus", width)
    lead.page.goto(url)
    with lead.page.expect_download() as waits:
        of_item(lead, heading).get_by_role("link", name=f"{HOSTILE} 1").click()
    content = Path(waits.value.path()).read_bytes()
    assert content == files["kort.docx"]
    digest = hashlib.sha256(content).hexdigest()[:8]
    assert re.fullmatch(
        rf"bilag-2014-11-03-{digest}_\d{{8}}T\d{{4}}-[\w-]+\.docx", waits.value.suggested_filename
    )
    lead.look()
    of_item(office, heading).get_by_role("link", name="Fjern").first.click()
    office.tap('main button[type="submit"]')
    expect(of_item(office, heading).locator("ul.dots > li")).to_have_count(2)
