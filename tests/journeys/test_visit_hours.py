"""Hours of a visit, on a phone and at a desk: written, returned, put right, approved, added up."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey
DESK, PHONE = 1280, 360
SPAN = "since=2014-07-01&until=2014-12-31"
RULE = "Derudover støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time."


def filled(model: Any, **said: str) -> None:
    """Fill in the hours and save them."""
    for name, text in said.items():
        model.page.fill(f'input[name="{name}"]', text)
    model.tap('main button[type="submit"]')


def decided(office: Any, outcome: str, reason: str = "") -> None:
    """Decide about the hours on the page that is open."""
    office.chip("outcome", outcome)
    if reason:
        office.chip("reason", reason)
    office.look(f"office-visit-hours-{outcome}")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-visit-costs", office.stands()


def spent(office: Any) -> int:
    """What the page says is approved in all, in whole øre."""
    foot = office.page.locator("tfoot tr").first.inner_text()
    found = re.search(r"([\d.]+)(?:,(\d\d))? kr\.", foot)
    assert found is not None, foot
    return int(found[1].replace(".", "")) * 100 + int(found[2] or 0)


def in_file(office: Any, folder: Path) -> int:
    """What the approved lines of the file come to, in whole øre."""
    with office.page.expect_download() as waits:
        office.page.get_by_role("button", name="Fil (CSV)").click()
    file = folder / waits.value.suggested_filename
    waits.value.save_as(file)
    lines = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";")
    return sum(
        int(line[column].replace(",", ""))
        for line in lines
        if line["Hvor langt"] == "Godkendt"
        for column in ("Honorar, kr.", "Kørsel, kr.")
    )


def test_from_the_phone_to_the_sums(samspil: Any, walker: Any, tmp_path: Path) -> None:
    model, office = walker(PHONE), walker(DESK)
    office.page.goto(samspil.link("coordinator-odense"))
    office.page.goto(f"{samspil.address}/o/visits/costs?{SPAN}")
    before = spent(office)
    office.look("office-visit-costs-before")

    model.page.goto(samspil.link("role-model-2-odense"))
    model.look("field-visits-hours")
    model.page.get_by_role("link", name="Skriv timerne").click()
    model.look("field-visit-hours")
    filled(model, hours="2", minutes="0", fee="1.002", kilometres="24")
    assert model.page.locator("#id_fee_error").inner_text() == (
        f"Det er mere end 1.000 kr., som er det højeste for den tid: 500 kr. i timen. {RULE}"
    )
    model.look("field-visit-hours-refused")
    filled(model, fee="1.000")
    assert model.at() == "field-visit", model.stands()
    assert model.page.get_by_text("2 t · honorar 1.000 kr. · 24 km: 50,40 kr.").count() == 1
    model.look("field-visit-with-hours")

    office.page.goto(f"{samspil.address}/o/")
    waits = office.page.locator("li", has_text="Timer for et besøg venter på dit ja").filter(
        has_text="Sara N."
    )
    waits.get_by_role("link", name="Åbn").first.click()
    decided(office, "returned", "other_way")

    model.page.goto(f"{samspil.address}/f/")
    assert model.page.get_by_text("Timer sendt tilbage").count() == 1
    model.look("field-visits-returned")
    model.page.get_by_role("link", name="Skriv timerne").click()
    assert model.page.get_by_text("Sendt tilbage: Kilometerne passer ikke til vejen.").count() == 1
    filled(model, kilometres="20")

    office.page.goto(f"{samspil.address}/o/visits/costs?{SPAN}")
    assert spent(office) == before
    row = office.page.locator("tbody tr", has_text="Sara Nygaard").filter(has_text="Godkend eller send")
    row.get_by_role("link").first.click()
    decided(office, "approved")
    office.page.goto(f"{samspil.address}/o/visits/costs?{SPAN}")
    office.look("office-visit-costs")
    assert spent(office) == before + 100_000 + 20 * 210
    assert in_file(office, tmp_path) == spent(office)

    model.page.goto(f"{samspil.address}/f/hours/2014/10")
    assert model.page.get_by_text("og 20 km, talt fra det").count() == 1
    model.look("field-month-with-visits")
    desk = walker(PHONE)
    desk.page.goto(samspil.link("coordinator-odense"))
    for address, name in (
        (f"/o/visits/costs?{SPAN}", "office-visit-costs"),
        ("/o/staff-hours/?month=2014-10", "office-staff-hours"),
        ("/o/corps/", "office-corps"),
    ):
        desk.page.goto(f"{samspil.address}{address}")
        desk.look(name)
    office.page.goto(f"{samspil.address}/o/visits/")
    office.page.get_by_role("link", name="Tornhøjskolen, 8.B").click()
    office.look("office-series-with-hours")
