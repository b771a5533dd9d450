"""Scenario 10: accounts in an afternoon, with four browsers: drawn up, signed, received, audited."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.journeys.test_grant import choose, filled, send
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
DRAWN = 10


def number(text: str) -> int:
    """An amount on a page, in øre."""
    found = re.search(r"-?[\d.]+,\d\d", text)
    assert found, text
    return int(re.sub(r"[.,]", "", found[0]))


def taken(one: Any, label: str) -> bytes:
    """A file, as somebody takes it: with the script of the page it says that it is made."""
    with one.page.expect_download() as waiting:
        one.page.get_by_role("link", name=label, exact=True).click()
    one.page.get_by_text("Filen er her.").wait_for()
    return Path(waiting.value.path()).read_bytes()


def draw_up(one: Any, address: str) -> str:
    """The coordinator draws the year up; the sum of the lines is that of the vouchers behind them."""
    one.page.goto(f"{address}/o/grant/statements/")
    one.look("statements")
    one.page.get_by_role("link", name="Opstil regnskab").first.click()
    one.page.get_by_label("2014").wait_for()
    one.look("statement-new")
    choose(one, "2014")
    send(one)
    one.page.get_by_text("Et udkast følger bøgerne").wait_for()
    one.look("statement-draft")
    here = str(one.page.url)
    lines = [number(cell) for cell in one.page.locator('tbody td[data-label="Brugt"]').all_inner_texts()]
    together = number(one.page.locator('tfoot td[data-label="Brugt"]').inner_text())
    assert sum(lines) == together > 0
    for at in range(len(lines)):
        one.page.goto(here)
        one.page.locator('tbody td[data-label="Brugt"] a').nth(at).click()
        one.page.locator("h1").wait_for()
        amounts = one.page.locator('td[data-label="Beløb, kr."]').all_inner_texts()
        assert sum(number(cell) for cell in amounts) == lines[at]
    one.look("statement-vouchers")
    one.page.goto(here)
    return here


def files(one: Any, here: str, sum_of_it: int) -> None:
    """PDF and workbook say the sum; numbers are numbers."""
    one.page.goto(here)
    assert taken(one, "PDF").startswith(b"%PDF-")
    book = load_workbook(io.BytesIO(taken(one, "Excel")))
    rows = list(book[book.sheetnames[1]].iter_rows(min_row=2, values_only=True))
    assert round(sum(row[6] for row in rows) * 100) == sum_of_it
    one.look("statement-files")


def sums_alone(office: Any, here: str) -> None:
    """The office reads sums and the list's number; no list on the page, and none in the workbook."""
    office.page.goto(here)
    office.look("statement-office")
    page = office.page.locator("main").inner_text()
    assert "Bilagslistens kontroltal" in page
    assert office.page.get_by_role("link", name="Bilagsliste").count() == 0
    assert office.page.locator('td[data-label="Brugt"] a, td[data-label="Venter"]').count() == 0
    book = load_workbook(io.BytesIO(taken(office, "Excel")))
    heads = [cell.value for sheet in book for cell in next(sheet.iter_rows())]
    assert len(book.sheetnames) == 3
    assert "Bilag" not in heads
    assert "Prognose" not in heads


def ask(office: Any, here: str, which: int) -> str:
    """The office asks about a line; where the asking stands."""
    office.page.goto(here)
    office.page.get_by_role("link", name="Bed om at se bilag").first.click()
    office.page.locator('[name="reason"]').wait_for()
    office.look("asking-new")
    office.page.locator('input[name="cell"]').nth(which).check(force=True)
    filled(office, reason="Linjen er større end ventet, og vi vil forstå hvorfor.")
    send(office)
    office.page.get_by_text("Venter på kommunen").wait_for()
    office.look("asking-waits")
    return str(office.page.url)


def ask_and_read(office: Any, coordinator: Any, here: str, address: str) -> None:
    """Asked about one line, the coordinator shows one voucher, and the office reads that one."""
    asked = ask(office, here, 0)
    coordinator.page.goto(f"{address}/o/")
    coordinator.page.get_by_text("Programkontoret beder om at se bilag fra 2014").first.wait_for()
    coordinator.look("inbox-vouchers-asked")
    coordinator.page.goto(asked)
    coordinator.look("asking-municipality")
    coordinator.page.get_by_role("link", name="Vis bilag").first.click()
    coordinator.page.locator('[name="until_on"]').wait_for()
    coordinator.look("asking-show")
    choose(coordinator, "Dem, jeg vælger")
    send(coordinator)
    coordinator.page.get_by_text("Vælg mindst ét bilag på linjen.").first.wait_for()
    coordinator.look("asking-show-wrong")
    filled(coordinator, numbers=coordinator.page.locator("tbody th").first.inner_text())
    send(coordinator)
    coordinator.page.get_by_text("Det, der vises").first.wait_for()
    shown = coordinator.page.locator('td[data-label="Beløb, kr."]').all_inner_texts()
    office.page.goto(f"{address}/o/inbox/")
    office.page.get_by_text("viser bilag fra 2014").first.wait_for()
    office.look("inbox-vouchers-shown")
    office.page.goto(asked)
    office.look("asking-shown")
    assert office.page.locator('td[data-label="Beløb, kr."]').all_inner_texts() == shown
    assert len(shown) == 1


def ask_and_be_refused(office: Any, lead: Any, here: str) -> None:
    """Asked about another line, the lead says why not."""
    asked = ask(office, here, 2)
    lead.page.goto(asked)
    lead.page.get_by_role("link", name="Vis dem ikke").first.click()
    lead.page.locator('[name="words"]').wait_for()
    lead.look("asking-refuse")
    filled(lead, words="Bilagene ligger hos revisor i denne uge.")
    send(lead)
    lead.page.get_by_text("Derfor vises de ikke").first.wait_for()
    office.page.goto(asked)
    office.page.get_by_text("Bilagene ligger hos revisor i denne uge.").wait_for()
    office.look("asking-refused")


def audit(one: Any, here: str) -> None:
    """The auditor draws ten by a code, draws them again without the house, and opens one with its proof."""
    one.page.goto(here)
    one.look("statement-auditor")
    assert one.page.get_by_role("link", name="Underskriv").count() == 0
    kontrol = one.page.locator("dt", has_text="Indholdets kontroltal").locator("+ dd").inner_text()
    one.page.get_by_role("link", name="Udtræk stikprøve").first.click()
    one.page.get_by_label("Kode").wait_for()
    one.look("statement-sample-asked")
    filled(one, code="revisor 739", count=str(DRAWN))
    choose(one, "Simpel tilfældig")
    one.tap('button[name="draw"]')
    one.page.get_by_text("Sådan blev den udtrukket").wait_for()
    one.look("statement-sample")
    drawn = [re.match(r"\d+", text)[0] for text in one.page.locator("tbody th").all_inner_texts()]  # type: ignore[index]
    assert len(drawn) == DRAWN
    digest = kontrol.replace(" ", "")
    tickets = [hashlib.sha256(f"revisor 739|{digest}|{each}".encode()).hexdigest() for each in drawn]
    assert tickets == sorted(tickets)
    again = str(one.page.url)
    one.page.goto(again)
    assert [re.match(r"\d+", text)[0] for text in one.page.locator("tbody th").all_inner_texts()] == drawn  # type: ignore[index]
    one.page.locator("tbody th a").first.click()
    one.page.get_by_text("Betalt til").wait_for()
    one.look("voucher-auditor")
    assert one.page.get_by_text("Kommunal leder").count() >= 1
    with one.page.expect_download() as waiting:
        one.page.locator('a[href$="/proof"]').click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")
    one.through("/o/grant/results")
    one.page.get_by_text("De natlige genoptællinger").wait_for()
    one.look("results")
    one.page.goto(here.split("/statements/")[0] + "/unit-costs")
    one.look("unit-costs")


def overtaken(one: Any, colleague: Any, address: str) -> None:
    """Two at the accounts of the books: whoever comes second sees the other's and keeps what was typed."""
    for each in (one, colleague):
        each.page.goto(f"{address}/o/grant/accounts")
        each.page.locator('[name="account_1_fee"]').wait_for()
    for each, account in ((colleague, "5.22.99"), (one, "5.22.98")):
        each.page.locator('[name="account_1_fee"]').fill(account)
        send(each)
        each.page.locator("h1").wait_for()
    one.page.get_by_text("En anden har ændret dette imens").wait_for()
    one.page.get_by_text(": 5.22.99").wait_for()
    one.look("accounts-overtaken")
    assert one.page.locator('[name="account_1_fee"]').input_value() == "5.22.98"
    send(one)
    one.page.get_by_role("link", name="Opstil regnskab").first.wait_for()


def counted(one: Any, address: str) -> None:
    """How T11 was counted: the states add up to what is owed."""
    one.page.goto(f"{address}/o/grant/results")
    owed, *states = map(int, one.page.locator("main dd").all_inner_texts())
    assert owed == sum(states) >= 10


@pytest.mark.proves("S10")
@pytest.mark.parametrize(("width", "place"), [(360, "koebenhavn"), (1280, "odense")])
def test_accounts_in_an_afternoon(walker, samspil, width, place):
    address = samspil.address
    coordinator = signed_in(walker, samspil, f"coordinator-{place}", width)
    here = draw_up(coordinator, address)
    spent = number(coordinator.page.locator('tfoot td[data-label="Brugt"]').inner_text())
    coordinator.page.goto(f"{address}/o/grant/?year=2014")
    assert number(coordinator.page.locator("tfoot td.number").nth(2).inner_text()) == spent
    coordinator.page.goto(f"{address}/o/grant/accounts")
    coordinator.look("accounts")

    lead = signed_in(walker, samspil, f"lead-{place}", width)
    overtaken(coordinator, lead, address)
    lead.page.goto(here)
    lead.page.get_by_role("link", name="Underskriv").click()
    lead.page.get_by_text("Det låses, som bøgerne står nu").wait_for()
    lead.look("statement-sign")
    send(lead)
    lead.page.get_by_text("Underskrevet, endnu ikke besvaret").wait_for()
    lead.look("statement-signed")
    files(lead, here, spent)

    office = signed_in(walker, samspil, "programme-office", width)
    sums_alone(office, here)
    coordinator.page.goto(here)
    ask_and_read(office, coordinator, here, address)
    ask_and_be_refused(office, lead, here)
    office.page.goto(here)
    office.page.get_by_role("link", name="Svar", exact=True).first.click()
    office.page.get_by_label("Modtag").wait_for()
    office.look("statement-answer")
    choose(office, "Modtag")
    send(office)
    office.page.get_by_text("Modtaget den").first.wait_for()
    office.page.goto(here)
    office.page.get_by_text("Modtaget").first.wait_for()

    auditor = signed_in(walker, samspil, f"auditor-{place}", width)
    audit(auditor, here)
    counted(auditor, address)
