"""Scenario 9: 501 kroner an hour, and a line that is not in the approved budget, with two browsers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.economy import granting
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
MOST = "støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time"


def choose(one: Any, label: str) -> None:
    one.page.get_by_label(label).first.check(force=True)


def filled(one: Any, **told: str) -> None:
    for name, value in told.items():
        one.page.locator(f'[name="{name}"]').fill(value)


def send(one: Any) -> None:
    one.tap('main button[type="submit"][name="save"]')


def write_fee(one: Any, address: str) -> None:
    """Two hours at 501 kroner are refused in the document's words; at 500 they are taken, and proved."""
    one.page.goto(f"{address}/o/grant/vouchers/new")
    one.look()
    choose(one, "honorar")
    choose(one, "Rollemodelkorps")
    told = {"paid_on": "2014-10-30", "supplier": f"Oplæg {one.width}", "what_for": "Oplæg", "hours": "2"}
    filled(one, **told, amount="1.002")
    choose(one, "Tid uden for arbejdstiden")
    one.chip("anyway", "no")
    send(one)
    assert one.page.get_by_text(MOST).count() >= 1
    one.picture("voucher-501")
    one.look()
    filled(one, amount="1.000")
    send(one)
    assert one.at() == "office-voucher"
    one.page.get_by_role("link", name="Læg dokumentation").first.click()
    one.look()
    choose(one, "En lønseddel")
    paper = {"name": "bevis.pdf", "mimeType": "application/pdf", "buffer": granting.pdf(f"{one.width}")}
    one.page.locator('input[type="file"]').set_input_files(paper)
    send(one)
    assert one.at() == "office-voucher"
    one.picture("voucher")
    one.look()


def ask_for_a_line(one: Any, address: str, line: str) -> None:
    """A change request with a new line, as a draft."""
    one.page.goto(f"{address}/o/grant/change")
    one.picture("change")
    one.look()
    choose(one, "Ændringsanmodning")
    filled(one, new_title=line, new_2014="5.000", reason="Skolerne mangler lokaler")
    send(one)
    assert one.at() == "office-grant-version"
    one.picture("version")
    one.look()


def write_on(one: Any, address: str, line: str, number: int) -> bool:
    """A cost on a line; whether it was taken."""
    one.page.goto(f"{address}/o/grant/vouchers/new")
    choose(one, "transport")
    choose(one, line)
    told = {"supplier": f"Udlejer {one.width} {number}", "what_for": "Leje", "amount": "900"}
    filled(one, paid_on="2014-10-30", **told)
    one.chip("anyway", "no")
    send(one)
    is_refused = one.page.get_by_text("Linjen er ikke i det godkendte budget").count() >= 1
    assert is_refused == (one.at() != "office-voucher")
    return not is_refused


def reads_sums(office: Any, address: str, municipality: Any) -> None:
    """Of the same grant the office reads what was signed as sums; the list is the municipality's."""
    office.page.goto(f"{address}/o/grant/decisions")
    office.page.get_by_role("link", name=re.compile("København.*Regnskab")).first.click()
    office.page.get_by_role("link", name="Åbn regnskabet").first.click()
    assert office.at() == "office-statement"
    office.picture("statement-office-whole")
    office.look()
    assert office.page.get_by_role("link", name="Bilagsliste").count() == 0
    assert "bliver i kommunen" in office.page.locator("main").inner_text()
    municipality.page.goto(office.page.url)
    assert municipality.page.get_by_role("link", name="Bilagsliste").count() == 1
    municipality.look()


@pytest.mark.proves("S9")
@pytest.mark.parametrize("width", [360, 1280])
def test_501_kroner_and_a_line_that_nobody_approved(walker, samspil, width):
    municipality, address = signed_in(walker, samspil, "coordinator-koebenhavn", width), samspil.address
    municipality.page.goto(f"{address}/o/grant/")
    municipality.picture("grant")
    municipality.look()
    assert "338.000,00" in municipality.page.locator("main").inner_text()
    write_fee(municipality, address)

    line = f"Lokaler {width}"
    municipality.page.goto(f"{address}/o/grant/vouchers/new")
    assert municipality.page.get_by_label(line).count() == 0
    ask_for_a_line(municipality, address, line)
    assert not write_on(municipality, address, line, 1)
    lead = signed_in(walker, samspil, "lead-koebenhavn", width)
    lead.page.goto(f"{address}/o/grant/versions")
    lead.look()
    lead.page.get_by_role("link", name="Åbn").first.click()
    lead.tap('button[name="send"]')
    assert not write_on(municipality, address, line, 2)

    office = signed_in(walker, samspil, "programme-office", width)
    office.page.goto(f"{address}/o/grant/decisions")
    office.picture("decisions")
    office.look()
    office.page.get_by_role("link", name="Ændringsanmodning").first.click()
    office.picture("decide")
    office.look()
    choose(office, "Godkend")
    send(office)
    assert write_on(municipality, address, line, 3)
    reads_sums(office, address, municipality)
    for name in ("vouchers", "proposals"):
        municipality.page.goto(f"{address}/o/grant/{name}/")
        municipality.picture(name)
        municipality.look()
