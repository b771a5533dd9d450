"""A questionnaire becomes a question in a real browser: brought by one, approved by two, then named."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.delivery import proposing
from tests.delivery.ground import FILE
from tests.delivery.sheets import xlsx
from tests.journeys.conftest import ROOT, SAMSPIL, environment

from samspil.delivery.terms.instruments import CHECKLIST

pytestmark = pytest.mark.journey
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BAD = (
    {"type": "range", "name": "a", "label": "Går du i moské?", "parameters": "start=0 end=10 step=1"},
    {"type": "calculate", "name": "b", "label": "Sum", "calculation": "${a} * 2"},
)


def seen(one: Any, name: str) -> None:
    """On this page, fit to be looked at by everybody."""
    assert one.at() == name
    one.look(name)


def give(one: Any, data: bytes) -> None:
    file = {"name": "skema.xlsx", "mimeType": XLSX, "buffer": data}
    one.page.locator('[name="file"]').set_input_files(file)
    one.tap('main button[name="save"]')


def approve(one: Any) -> None:
    for line in CHECKLIST:
        one.tick(line)
    one.tap('main button[name="save"]')


def check(samspil: Any, file: Path) -> int:
    command = [*SAMSPIL, "programme", "check", str(file)]
    where = environment(samspil.home, samspil.port)
    return subprocess.run(command, env=where, cwd=ROOT, capture_output=True, check=False).returncode


@pytest.mark.parametrize("width", [360, 1280])
def test_a_form_is_brought_by_one_and_approved_by_two(samspil, walker, tmp_path, width):
    slug = f"days_{width}"
    concept = tmp_path / "concept.yaml"
    text = FILE.read_text().replace("{slug: mentee, version: 1,", f"{{slug: {slug}, version: 2,")
    concept.write_text(text)
    office, evaluator = walker(width), walker(width)
    office.page.goto(samspil.link("programme-office"))
    office.through("/o/instruments/")
    seen(office, "office-instruments")

    office.tap('main a[href="/o/instruments/bring"]')
    seen(office, "office-instrument-bring")
    give(office, xlsx(survey=BAD, settings=[{"form_id": slug, "version": 1}]))
    seen(office, "office-instrument-bring")
    assert "Ingen bliver spurgt om tro." in office.page.content()
    give(office, proposing.workbook(slug, 1))
    seen(office, "office-instrument-preview")
    office.tap('button[name="propose"]')
    seen(office, "office-instrument")

    evaluator.page.goto(samspil.link("evaluator"))
    seen(evaluator, "office-totals")
    evaluator.through("/o/instruments/")
    seen(evaluator, "office-instruments")
    evaluator.page.goto(f"{samspil.address}/o/instruments/{slug}/1")
    evaluator.tap(f'main a[href="/o/instruments/{slug}/1/change"]')
    seen(evaluator, "office-instrument-change")
    evaluator.page.fill('[name="words"]', "Det andet udsagn spørger om to ting.")
    evaluator.tap('main button[name="save"]')
    seen(evaluator, "office-instrument")

    office.page.goto(f"{samspil.address}/o/instruments/bring")
    other = {**proposing.STATEMENTS, "evening": ("Jeg har nogen at ringe til", "I have someone to call")}
    give(office, proposing.workbook(slug, 2, statements=other))
    office.tap('button[name="propose"]')
    office.tap(f'main a[href="/o/instruments/{slug}/2/approve"]')
    seen(office, "office-instrument-approve")
    office.tap('main button[name="save"]')
    seen(office, "office-instrument-approve")
    assert "8 punkter er ikke sat kryds ved." in office.page.content()
    approve(office)
    seen(office, "office-instrument")
    assert check(samspil, concept) == 1

    evaluator.page.goto(f"{samspil.address}/o/instruments/")
    evaluator.tap(f'main .row-late a[href="/o/instruments/{slug}/2"]')
    evaluator.tap(f'main a[href="/o/instruments/{slug}/2/approve"]')
    approve(evaluator)
    seen(evaluator, "office-instrument")
    assert re.search(r"Må bruges siden \d+\. ", evaluator.page.content())
    assert check(samspil, concept) == 0
    listed = {(one["slug"], one["version"]): one for one in samspil.command("instrument", "list")}
    assert listed[slug, 2]["standing"] == "in_use"
    assert listed[slug, 2]["approved_by"] == ["programme_office", "evaluator"]
    assert listed[slug, 1]["standing"] == "sent_back"
