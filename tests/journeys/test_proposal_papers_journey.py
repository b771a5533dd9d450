"""A municipality lays a paper beside its own proposal; the office reads it before it takes it in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.governance import agreeing
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [360, 1280])
def test_a_paper_is_laid_beside_an_own_proposal_read_by_the_office_and_taken_away(
    walker, samspil, width, tmp_path
):
    (tmp_path / "kort.pdf").write_bytes(agreeing.pdf())
    lead = signed_in(walker, samspil, "lead-odense", width)
    lead.page.goto(f"{samspil.address}/o/steering/")
    groups = lead.page.locator("ul.rows > li").filter(has_text=re.compile("^\\s*Styregruppe"))
    groups.get_by_role("link").first.click()
    group = lead.page.url
    row = lead.page.locator("ul.rows > li").filter(has_text="Lokaler om aftenen")
    row.get_by_role("link").first.click()
    assert lead.at() == "office-steering-proposal"
    url, papers = lead.page.url, lead.page.locator("ul.dots > li")
    before = papers.count()
    assert before >= 1
    lead.page.get_by_role("link", name="Læg et bilag på").click()
    assert lead.at() == "office-steering-proposal-paper"
    lead.look("proposal-paper")
    title = f"Kort over lokaler {width}"
    lead.page.locator('[name="title"]').fill(title)
    lead.page.locator('[name="file"]').set_input_files(str(tmp_path / "kort.pdf"))
    lead.tick("is_free")
    lead.tap('main button[type="submit"]')
    expect(papers).to_have_count(before + 1)
    lead.look("proposal")

    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(url)
    with office.page.expect_download() as waits:
        office.page.get_by_role("link", name=title, exact=True).click()
    assert Path(waits.value.path()).read_bytes() == (tmp_path / "kort.pdf").read_bytes()
    assert office.page.get_by_role("link", name="Fjern").count() == 0
    office.look("proposal-office")
    other = signed_in(walker, samspil, "lead-aarhus", width)
    other.page.goto(group)
    waiting = other.page.locator("ul.rows > li").filter(has_text="Lokaler om aftenen")
    expect(waiting).to_have_count(1)
    assert waiting.get_by_role("link").count() == 0

    papers.filter(has_text=title).get_by_role("link", name="Fjern").click()
    lead.tap('main button[type="submit"]')
    expect(papers).to_have_count(before)
