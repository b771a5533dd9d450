"""Scenario 9: 501 kroner an hour, and a line that is not in the approved budget, with two browsers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.economy import granting
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
MOST = "støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time"


def taken(one: Any, folder: Path, name: str) -> None:
    one.page.screenshot(path=folder / f"{name}-{one.width}.png", full_page=True)


def press(one: Any, words: str) -> None:
    one.page.get_by_role("link", name=words).first.click()


def choose(one: Any, label: str) -> None:
    one.page.locator("label", has_text=label).first.click()


def filled(one: Any, **told: str) -> None:
    for name, value in told.items():
        one.page.locator(f'[name="{name}"]').fill(value)


def send(one: Any) -> None:
    one.tap('main button[type="submit"][name="save"]')


@pytest.mark.proves("S9")
@pytest.mark.parametrize("width", [360, 1280])
def test_501_kroner_and_a_line_that_nobody_approved(walker, samspil, tmp_path, width):
    municipality, address = signed_in(walker, samspil, "coordinator-koebenhavn", width), samspil.address
    municipality.page.goto(f"{address}/o/grant/")
    assert municipality.at() == "office-grant"
    municipality.look()
    text = municipality.page.locator("main").inner_text()
    assert "1.089.000,00" in text or width == 360
    taken(municipality, tmp_path, "grant")

    line = f"Lokaler {width}"
    municipality.page.goto(f"{address}/o/grant/vouchers/new")
    municipality.look()
    choose(municipality, "honorar")
    choose(municipality, "Rollemodelkorps")
    told = {"paid_on": "2014-10-30", "supplier": f"Oplæg {width}", "what_for": "Oplæg", "hours": "2"}
    filled(municipality, **told, amount="1.002")
    choose(municipality, "Tid uden for arbejdstiden")
    municipality.page.locator('label[for="id_anyway_0"]').click()
    send(municipality)
    assert municipality.page.get_by_text(MOST).count() >= 1
    municipality.look()
    taken(municipality, tmp_path, "voucher-501")
    filled(municipality, amount="1.000")
    send(municipality)
    assert municipality.at() == "office-voucher"
    municipality.look()
    taken(municipality, tmp_path, "voucher")
    press(municipality, "Læg dokumentation")
    municipality.look()
    choose(municipality, "En lønseddel")
    paper = {"name": "bevis.pdf", "mimeType": "application/pdf", "buffer": granting.pdf(f"rejse {width}")}
    municipality.page.locator('input[type="file"]').set_input_files(paper)
    send(municipality)
    assert municipality.at() == "office-voucher"

    municipality.page.goto(f"{address}/o/grant/vouchers/new")
    assert municipality.page.locator("label", has_text=line).count() == 0
    municipality.page.goto(f"{address}/o/grant/change")
    municipality.look()
    taken(municipality, tmp_path, "change")
    choose(municipality, "Ændringsanmodning")
    filled(municipality, new_title=line, new_2014="5.000", reason="Skolerne mangler lokaler")
    send(municipality)
    assert municipality.at() == "office-grant-version"
    municipality.look()
    taken(municipality, tmp_path, "version")

    def voucher_on_the_line(number: str) -> None:
        municipality.page.goto(f"{address}/o/grant/vouchers/new")
        choose(municipality, "transport")
        choose(municipality, line)
        filled(
            municipality,
            paid_on="2014-10-30",
            supplier=f"Udlejer {width} {number}",
            what_for="Leje",
            amount="900",
        )
        municipality.page.locator('label[for="id_anyway_0"]').click()
        send(municipality)

    voucher_on_the_line("1")
    assert municipality.page.get_by_text("Linjen er ikke i det godkendte budget").count() >= 1
    lead = signed_in(walker, samspil, "lead-koebenhavn", width)
    lead.page.goto(f"{address}/o/grant/versions")
    lead.look()
    lead.page.get_by_role("link", name="Åbn").first.click()
    lead.tap('button[name="send"]')
    voucher_on_the_line("2")
    assert municipality.page.get_by_text("Linjen er ikke i det godkendte budget").count() >= 1

    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{address}/o/grant/decisions")
    office.look()
    taken(office, tmp_path, "decisions")
    office.page.get_by_role("link", name="København, Ændringsanmodning").first.click()
    office.look()
    taken(office, tmp_path, "decide")
    choose(office, "Godkend")
    send(office)
    voucher_on_the_line("3")
    assert municipality.at() == "office-voucher"
    municipality.page.goto(f"{address}/o/grant/vouchers/")
    municipality.look()
    taken(municipality, tmp_path, "vouchers")
    municipality.page.goto(f"{address}/o/grant/proposals/")
    municipality.look()
    taken(municipality, tmp_path, "proposals")
