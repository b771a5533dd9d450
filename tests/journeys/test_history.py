"""A coordinator brings answers kept in a spreadsheet: faults first, then all of them, then back.

In a municipality whose lists no later journey reads: these courses fill many pages.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from tests.journeys.test_getting_in import STAFF, brought, file

pytestmark = pytest.mark.journey
DAYS = (("Start", "10-03-2014"), ("3 måneder", "30-06-2014"), ("", "02-09-2014"))
"""The rounds of a course that began on 1 March 2014, each with a day on which it was answered."""


def template(office: Any, samspil: Any, where: str) -> tuple[list[str], list[str]]:
    """The heads of a template, and its second row."""
    answer = office.page.request.get(f"{samspil.address}{where}")
    head, row = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig")), delimiter=";"))[:2]
    return head, row


def courses(office: Any, samspil: Any, count: int, mark: str) -> list[str]:
    """Bring courses that began in March, and their mentors; the codes they got."""
    people = [
        (f"Ny {mark} {one}", f"{mark}{one}@demo.invalid", "Mentor", "20", "01-03-2014")
        for one in range(-(-count // 20))
    ]
    brought(office, samspil, "staff", file(STAFF, *people))
    office.tap('button[name="take"]')
    head, row = template(office, samspil, "/o/import/template?what=courses")
    at = {one.removesuffix(" *"): number for number, one in enumerate(head)}
    rows = []
    for number in range(count):
        told = list(row)
        told[at["Reference"]] = f"{mark}-{number}"
        told[next(n for one, n in at.items() if one.startswith("E-mailadresse på mentor"))] = (
            f"{mark}{number // 20}@demo.invalid"
        )
        told[at["Tilbudt i"]], told[at["Ja til støtten den"]] = "02-2014", "10-02-2014"
        told[at["Forløbet startede"]] = "01-03-2014"
        rows.append(tuple(told))
    before = codes(office, samspil)
    brought(office, samspil, "courses", file(tuple(head), *rows))
    office.page.set_default_timeout(240_000)
    office.tap('button[name="take"]')
    if count > 50:
        office.page.locator(".at-last").wait_for()
        office.tap(".at-last .button")
    assert office.at() == "office-imported"
    return sorted(codes(office, samspil) - before)


def codes(office: Any, samspil: Any) -> set[str]:
    """The codes of every course in the list, page by page."""
    found: set[str] = set()
    office.page.goto(f"{samspil.address}/o/courses/")
    while True:
        found |= set(
            office.page.locator("main a[href^='/o/courses/'] >> text=/^\\p{L}+-\\d+/u").all_inner_texts()
        )
        more = office.page.locator('nav.pages a:has-text("Næste")')
        if not more.count():
            return {one.split()[0] for one in found}
        more.click()


def send(office: Any, samspil: Any, head: list[str], *rows: list[str]) -> None:
    office.page.goto(f"{samspil.address}/o/history/")
    office.look()
    office.picture("history")
    office.chip("what", "mentee-1")
    office.page.locator('[name="file"]').set_input_files(file(tuple(head), *(tuple(one) for one in rows)))
    office.tap('main button[name="save"]')
    assert office.at() == "office-history-draft"


@pytest.mark.parametrize("width", [360, 1280])
def test_answers_kept_before_are_looked_at_taken_in_and_taken_back(samspil, walker, width):
    office = walker(width)
    office.page.goto(samspil.link("coordinator-aarhus"))
    office.page.goto(f"{samspil.address}/o/import/")
    office.tap('a[name="history"]')
    assert office.at() == "office-history"
    (code, *_more) = courses(office, samspil, 2, f"h{width}")
    head, asked = template(office, samspil, "/o/history/template?what=mentee-1")
    items = len(head) - 3
    before = samspil.command("progression", "prove")

    good = [[code, key, day, *("7" for _each in range(items))] for key, day in DAYS]
    bad = [
        ["Ask-99999", "Start", "10-03-2014", *("7" for _each in range(items))],
        [code, "Start", "10-03-2014", "8123", *("7" for _each in range(items - 1))],
        [code, "9 måneder", "20-10-2014", *("7" for _each in range(items))],
    ]
    send(office, samspil, head, asked, *good, *bad)
    office.look()
    office.picture("history-wrong")
    assert office.page.locator(".row-late").count() == 3
    assert office.page.locator('button[name="take"]').count() == 0
    assert "8123" not in office.page.content()

    send(office, samspil, head, asked, *good)
    office.look()
    office.picture("history-draft")
    office.tap('button[name="take"]')
    assert office.at() == "office-history-file"
    office.look()
    office.picture("history-file")
    taken = samspil.command("progression", "prove")
    assert (taken["equal"], taken["owed"]) == (True, before["owed"])

    office.tap('button[name="back"]')
    office.look()
    office.picture("history-back")
    assert office.page.locator('button[name="back"]').count() == 0
    assert samspil.command("progression", "prove") == before


def test_a_long_file_shows_how_far_it_has_come(samspil, walker):
    office = walker(1280)
    office.page.goto(samspil.link("coordinator-aarhus"))
    found = courses(office, samspil, 170, "lang")
    head, _asked = template(office, samspil, "/o/history/template?what=mentee-1")
    rows = [[code, key, day, *("7" for _each in range(len(head) - 3))] for code in found for key, day in DAYS]
    assert len(rows) == 510

    send(office, samspil, head, *rows)
    office.tap('button[name="take"]')
    office.page.locator(".at-last").wait_for()
    office.look()
    office.picture("history-running")
    bars = office.page.locator("progress").evaluate_all("all => all.map(one => [one.value, one.max])")
    assert bars == [[500, 510]]
    assert "Alle 510 er taget ind." in office.page.content()
    office.page.evaluate("window.last = document.querySelector('.at-last'); last.remove()")
    assert office.page.locator("progress").is_visible()  # as it stood a moment before
    office.look()
    office.picture("history-bar")
    office.page.evaluate("document.querySelector('.so-far').append(last)")
    office.tap(".at-last .button")
    assert office.at() == "office-history-file"
    assert samspil.command("progression", "prove")["equal"]
