"""The contract is read by the two it is between; when all have signed is counted and told to everybody."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.governance import agreeing
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
CONTRACT = "Kontrakten med evaluator"
READERS = ("steering-member", "evaluator", "lead-odense", "coordinator-aarhus")


def pdf(pages: int) -> bytes:
    """Another file for each width, since the same file is no new version."""

    def more(made: Any) -> None:
        for _each in range(pages):
            made.add_blank_page()

    return agreeing.pdf(more)


def versions(one: Any) -> Any:
    return one.page.locator("#contract-1 li")


@pytest.mark.proves("G25")
@pytest.mark.parametrize("width", [360, 1280])
def test_the_contract_is_put_by_the_office_and_read_by_the_evaluator_and_nobody_else(
    walker, samspil, width, tmp_path
):
    content = pdf({360: 2, 1280: 3}[width])
    (tmp_path / "kontrakt.pdf").write_bytes(content)
    (tmp_path / "ond.pdf").write_bytes(b"<html><script>alert(1)</script></html>")
    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/evaluator/")
    before = versions(office).count()
    assert before >= 2
    row = office.page.locator("#step-contract")
    late, link = (
        row.locator("td:not(.across)").last.bounding_box(),  # another journey may have written the step
        row.get_by_role("link", name="Skriv det").bounding_box(),
    )
    assert late["y"] < link["y"] or (late["x"] < link["x"] and width == 1280)
    office.look("evaluator-office")
    office.page.get_by_role("link", name="En ny version").click()
    assert office.at() == "office-evaluator-contract-put"
    office.look("contract-put")
    office.page.locator('[name="file"]').set_input_files(str(tmp_path / "ond.pdf"))
    office.tap('main button[type="submit"]')
    office.page.locator(".error-summary").wait_for()
    assert office.page.locator("#id_file_error").count() == 1
    office.look("contract-refused")
    office.page.locator('[name="file"]').set_input_files(str(tmp_path / "kontrakt.pdf"))
    office.tap('main button[type="submit"]')
    expect(versions(office)).to_have_count(before + 1)
    expect(versions(office).first).to_contain_text("Gælder")
    expect(versions(office).nth(1)).to_contain_text("Afløst af en senere version")

    evaluator = signed_in(walker, samspil, "evaluator", width)
    evaluator.page.goto(f"{samspil.address}/o/evaluator/")
    expect(versions(evaluator)).to_have_count(before + 1)
    assert evaluator.page.get_by_role("link", name="En ny version").count() == 0
    assert evaluator.page.get_by_role("link", name="Skriv det").count() == 0
    evaluator.look("evaluator-own")
    with evaluator.page.expect_download() as waits:
        versions(evaluator).first.get_by_role("link").click()
    assert Path(waits.value.path()).read_bytes() == content
    digest = hashlib.sha256(content).hexdigest()
    expect(versions(evaluator).first).to_contain_text(digest)
    name = rf"kontrakt-{before + 1}-2014-11-03-{digest[:8]}_\d{{8}}T\d{{4}}-[\w-]+\.pdf"
    assert re.fullmatch(name, waits.value.suggested_filename)
    for cast in ("steering-member", "lead-aarhus"):
        other = signed_in(walker, samspil, cast, width)
        other.page.goto(f"{samspil.address}/o/evaluator/")
        assert other.at() == "office-evaluator"
        assert other.page.get_by_text(CONTRACT).count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_when_all_have_signed_is_told_to_everybody_as_the_day_that_the_office_counts(walker, samspil, width):
    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{samspil.address}/o/milestones/")
    row = office.page.locator("#milestone-agreements")
    expect(row.get_by_text("talt", exact=True)).to_have_count(1)
    told = row.locator('td[data-label="Nået"]').inner_text()
    office.look("milestones-office")
    day = told.splitlines()[0].removeprefix("Nået:").strip()
    assert day.endswith("2013"), told
    assert row.get_by_role("link", name="Skriv det").count() == 0
    for cast in READERS:
        one = signed_in(walker, samspil, cast, width)
        one.page.goto(f"{samspil.address}/o/milestones/")
        theirs = one.page.locator("#milestone-agreements")
        expect(theirs).to_contain_text(day)
        assert theirs.get_by_role("link", name="Flyt").count() == 0
        if cast in ("steering-member", "lead-odense"):
            one.look(f"milestones-{cast}")
    row.get_by_role("link", name="Aftalerne").click()
    assert office.at() == "office-agreements"
