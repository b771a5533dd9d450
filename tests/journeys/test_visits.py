"""Three visits and one order, on a phone and at a desk: planned, cancelled, booked anew, written."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.journey
DESK, PHONE = 1280, 360


def choose(walker: Any, name: str, label: str) -> None:
    """Choose from a list by a part of what it shows."""
    found = walker.page.locator(f'select[name="{name}"] option', has_text=label).first
    walker.page.locator(f'select[name="{name}"]').select_option(value=str(found.get_attribute("value")))


def plan(office: Any, number: int, day: str, at: str = "09:00") -> None:
    """Give one visit of the series on the page its day and pair."""
    office.page.locator(".card", has=office.page.locator("h2", has_text=f"Besøg {number} af 3")).last.locator(
        "a.button"
    ).first.click()
    office.page.fill('input[name="on"]', day)
    office.page.fill('input[name="at"]', at)
    choose(office, "first", "Sara Nygaard")
    choose(office, "second", "Yasmin Holt")
    if number == 1:
        office.look("office-visit")
    office.tap('main button[type="submit"]')
    back_at_the_series(office)


def back_at_the_series(office: Any) -> None:
    """A visit that does not fit is planned all the same: the page says why, and the coordinator leaves it."""
    if office.at() == "office-visit":
        assert office.page.get_by_role("heading", name="Det passer ikke").count() == 1, office.stands()
        office.look("office-visit-does-not-fit")
        office.page.get_by_role("link", name="Annullér").click()
    assert office.at() == "office-series", office.stands()


def make_series(office: Any, group: str) -> str:
    """Make a series for a group on the page that is open; the address of its page."""
    choose(office, "institution", "Tornhøjskolen")
    office.page.fill('input[name="group"]', group)
    office.chip("level", "grades_7_10")
    office.page.fill('input[name="about_how_many"]', "24")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-series", office.stands()
    return str(office.page.url)


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.proves("S8")
def test_three_visits_one_falls_out_and_is_booked_anew(samspil: Any, walker: Any, width: int) -> None:
    office, model = walker(width), walker(PHONE)
    group = "8.X" if width == DESK else "8.Z"
    office.page.goto(samspil.link("coordinator-odense"))
    office.look("office-home")
    for address, name in (
        ("/o/visits/", "office-visits"),
        ("/o/places/", "office-institutions"),
        ("/o/places/file", "office-institution-import"),
        ("/o/visits/corps/", "office-corps"),
        ("/o/visits/new", "office-series-new"),
    ):
        office.page.goto(f"{samspil.address}{address}")
        office.look(name)
    series = make_series(office, group)
    assert office.page.get_by_text("3 besøg mangler en dag").count() == 1

    days = (
        ("2014-11-20", "2014-12-04", "2014-12-18")
        if width == DESK
        else (
            "2014-11-21",
            "2014-12-05",
            "2014-12-19",
        )
    )
    for number, day in enumerate(days, start=1):
        plan(office, number, day)
    office.look("office-series-planned")

    model.page.goto(samspil.link("role-model-2-odense"))
    model.look("field-visits")
    model.page.get_by_role("link", name=f"Tornhøjskolen, {group}").first.click()
    model.look("field-visit")
    model.tap('button[name="step"][value="accept"]')
    assert model.page.get_by_text("Du har sagt ja.").count() == 1

    office.page.get_by_role("link", name="Aflys besøget").first.click()
    office.chip("because", "illness")
    office.look("office-visit-cancel")
    office.tap('main button[type="submit"]')
    assert office.page.get_by_text("Rækken er ufuldstændig: besøg 1 er aflyst").count() == 1
    office.look("office-series-incomplete")
    office.page.goto(f"{samspil.address}/o/")
    assert office.page.get_by_text("Et aflyst besøg skal bookes igen").count() >= 1

    office.page.goto(series)
    office.page.get_by_role("link", name="Book det igen").first.click()
    office.page.fill('input[name="on"]', "2014-11-27" if width == DESK else "2014-11-28")
    office.page.fill('input[name="at"]', "14:30")
    office.look("office-visit-rebook")
    office.tap('main button[type="submit"]')
    back_at_the_series(office)
    assert office.page.get_by_text("Rækken er ufuldstændig").count() == 0
    assert office.page.get_by_text("Aflyst: Sygdom").count() == 1
    office.look("office-series-again")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_demo_s_series_say_how_they_went_and_the_next_pair_reads_it(
    samspil: Any, walker: Any, width: int
) -> None:
    office, model = walker(width), walker(PHONE)
    office.page.goto(samspil.link("coordinator-odense"))
    for address in ("/o/visits/", "/o/visits/?ended=yes"):
        office.page.goto(f"{samspil.address}{address}")
        links = office.page.locator("tbody th a")
        urls = [str(links.nth(number).get_attribute("href")) for number in range(links.count())]
        for number, url in enumerate(urls):
            office.page.goto(f"{samspil.address}{url}")
            office.look(f"office-series-{'ended' if 'ended' in address else 'open'}-{number}")
    office.page.goto(f"{samspil.address}/o/visits/?ended=yes")
    office.page.get_by_role("link", name="Engbækskolen, 9.A").click()
    assert office.page.get_by_text("De samme kom hver gang.").count() == 1
    office.page.get_by_role("link", name="Ret").first.click()
    office.look("office-visit-written")

    model.page.goto(samspil.link("role-model-odense"))
    model.page.get_by_role("link", name="Tornhøjskolen, 8.B").first.click()
    assert model.page.get_by_text("De er stille i starten.").count() == 1
    model.look("field-visit-with-notes")
    model.page.goto(f"{samspil.address}/f/calendar")
    model.look("field-calendar")
    told = samspil.command("audit", "verify")
    assert told["ok"] is True, told
