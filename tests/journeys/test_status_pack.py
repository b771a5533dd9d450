"""The status pack: made by the office in one click, read by the steering group on the page and as files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from tests.interfaces import paper
from tests.journeys.test_steering import opened
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
HEADING = "Netværksmøderne ligger oven i hinanden"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_office_makes_the_pack_and_a_steering_member_reads_it_and_its_files(walker, samspil, width):
    office = signed_in(walker, samspil, "programme-office", width)
    coordinator = signed_in(walker, samspil, "coordinator-aarhus", width)
    barrier = f"{HEADING} {width}"
    coordinator.page.goto(f"{samspil.address}/o/steering/barriers/new")
    coordinator.page.locator('[name="heading"]').fill(barrier)
    coordinator.page.locator('[name="words"]').fill("Møderne ligger samme dag.")
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-steering-barrier"

    opened(office, samspil, "Møde i styregruppen")
    assert office.at() == "office-steering-meeting"
    office.tap('button[name="make"]')
    assert office.at() == "office-steering-pack"
    office.look("pack")
    office.page.get_by_role("rowheader", name=barrier).wait_for()

    member = signed_in(walker, samspil, "steering-member", width)
    opened(member, samspil, "Møde i styregruppen")
    member.page.get_by_role("link", name=re.compile(r"^Udgave nr\. \d+ af 3\. november 2014")).first.click()
    assert member.at() == "office-steering-pack"
    member.look()
    for heading in ("Milepæle", "Forpligtelser", "Kapacitet", "Tilskud", "Barrierer"):
        member.page.get_by_role("heading", name=heading, exact=True).wait_for()
    files = {}
    for name in ("PDF", "Word"):
        with member.page.expect_download() as waits:
            member.page.get_by_role("link", name=name, exact=True).click()
        files[name] = Path(waits.value.path())
        assert re.fullmatch(r"statuspakke-2014-11-03-\d+\.(pdf|docx)", waits.value.suggested_filename)
    said = re.sub(r"\s+", " ", paper.text_of(files["PDF"].read_bytes()))
    cells = [
        cell.text for one in Document(str(files["Word"])).tables for row in one.rows for cell in row.cells
    ]
    assert (barrier in said, barrier in cells) == (True, True)
    coordinator.page.goto(member.page.url)
    assert coordinator.page.get_by_text(barrier).count() == 0
