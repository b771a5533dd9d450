"""A school asks for visits and the office answers: two browsers, the school's without scripts."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import Any

import pytest

pytestmark = pytest.mark.journey
DESK, PHONE = 1280, 360
POSTED = """
import django; django.setup()
from samspil.interfaces import clock
from samspil.interfaces.cli import visit_letters
from samspil.interfaces.cli.rounds import actors
from samspil.people.terms import OrganisationKind

class Reader:
    def send(self, message, *, leaving):
        leaving()
        print(message.address, message.text, sep="\\n")

for actor in actors(OrganisationKind.MUNICIPALITY):
    visit_letters.post_for(actor, clock.now(), clock.today(), Reader())
"""
NEWEST = """
import sys
import django; django.setup()
from samspil.delivery.models.visit_requests import VisitRequest
from samspil.interfaces.cli.rounds import actors
from samspil.people.terms import OrganisationKind
from samspil.trust import audit, links
from samspil.trust.scope import scope

for actor in actors(OrganisationKind.MUNICIPALITY):
    with scope(actor), audit.writing():
        for one in VisitRequest.objects.filter(group=sys.argv[1]):
            print(links.make(by=actor, kind="visit_request", thing_id=one.id).code)
"""


def run(samspil: Any, script: str, *arguments: str) -> str:
    """Run a few lines beside the started Samspil."""
    from tests.journeys.conftest import ROOT, environment

    told = {**environment(samspil.home, samspil.port), "DJANGO_SETTINGS_MODULE": "samspil.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=told, cwd=ROOT, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def code_of(samspil: Any, group: str) -> str:
    """The code in the mail that waits for the school. Where the worker was faster, that of a new link."""
    found = re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", run(samspil, POSTED))
    code = found[-1] if found else run(samspil, NEWEST, group).split()[-1]
    return str(code)


def fill(page: Any, group: str) -> None:
    """Fill in what a school asks for, but for the day."""
    found = page.locator('select[name="municipality"] option', has_text="Odense").first
    page.locator('select[name="municipality"]').select_option(value=str(found.get_attribute("value")))
    page.fill('input[name="place"]', "Tornhøjskolen")
    page.fill('input[name="group"]', group)
    page.locator('input[name="level"][value="grades_7_10"]').check(force=True)
    page.fill('input[name="about_how_many"]', "24")
    page.fill('textarea[name="wishes"]', "Gerne om formiddagen")
    page.fill('input[name="name"]', "Lone Lærer")
    page.fill('input[name="mail"]', f"lone.{group.replace('.', '')}@skole.example".lower())


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.proves("S8")
def test_a_school_asks_and_sees_its_days_without_a_script(
    samspil: Any, walker: Any, chromium: Any, width: int
) -> None:
    group = "8.Q" if width == DESK else "8.R"
    office, looker = walker(width), walker(width)
    plain = chromium.new_context(
        viewport={"width": width, "height": 800}, locale="da-DK", java_script_enabled=False
    )
    try:
        school = plain.new_page()
        _asked(samspil, looker, school, group)
        request = _planned(samspil, office, group)
        _changed(samspil, office, looker, school, group, request)
    finally:
        plain.close()


def _asked(samspil: Any, looker: Any, school: Any, group: str) -> None:
    """The school asks, and says with the code of its mail that it was its own."""
    looker.page.goto(f"{samspil.address}/visits/ask")
    looker.look("visit-ask")
    looker.tap('main button[type="submit"]')
    assert looker.page.locator(".error-summary a").count() >= 7
    looker.look("visit-ask-faults")

    school.goto(f"{samspil.address}/visits/ask")
    fill(school, group)
    time.sleep(3)  # nobody fills it in faster
    school.locator('main button[type="submit"]').click()
    assert school.locator(".error-summary a").count() == 1  # the day; everything else stays
    assert school.input_value('input[name="place"]') == "Tornhøjskolen"
    school.fill('input[name="day_1"]', "2014-11-24")
    school.locator('main button[type="submit"]').click()
    assert _page(school) == "public-visit-thanks", school.content()[:3000]
    looker.page.goto(school.url)
    looker.look("visit-thanks")

    school.goto(f"{samspil.address}/visits/")
    school.fill('input[name="code"]', code_of(samspil, group))
    school.locator('main button[type="submit"]').click()
    assert _page(school) == "public-visit-mine", school.content()[:3000]
    school.get_by_role("button", name="Bekræft bestillingen").click()
    assert school.get_by_text("Venter på svar").count() == 1


def _planned(samspil: Any, office: Any, group: str) -> str:
    """The office makes a series of it and books its first day; where the request stands."""
    office.page.goto(samspil.link("coordinator-odense"))
    assert office.page.get_by_text("Nogen bestiller besøg").count() >= 1
    office.page.goto(f"{samspil.address}/o/visits/asked/")
    office.look("office-visit-requests")
    office.page.get_by_role("link", name=f"Tornhøjskolen, {group}").click()
    request = str(office.page.url)
    office.look("office-visit-request")
    office.page.get_by_role("link", name="Vælg stedet").click()
    office.look("office-visit-request-place")
    office.tap('main button[type="submit"]')  # the place of the same name is chosen already
    office.page.get_by_role("link", name="Planlæg en række").click()
    office.look("office-visit-request-plan")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-series", office.stands()
    office.page.get_by_role("link", name="Vælg dag og makkerpar").first.click()
    office.page.fill('input[name="on"]', "2014-11-24")
    office.page.fill('input[name="at"]', "09:00")
    office.tap('main button[type="submit"]')
    return request


def _changed(samspil: Any, office: Any, looker: Any, school: Any, group: str, request: str) -> None:
    """The school sees its day, wishes for another and cancels; the office is told."""
    code = code_of(samspil, group)
    school.goto(f"{samspil.address}/visits/")
    school.fill('input[name="code"]', code)
    school.locator('main button[type="submit"]').click()
    assert school.get_by_text("Mandag den 24. november kl. 09.00").count() == 1, school.content()[:4000]
    looker.page.goto(f"{samspil.address}/visits/")
    looker.look("visit-enter")
    looker.page.fill('input[name="code"]', code)
    looker.tap('main button[type="submit"]')
    looker.look("visit-mine")
    looker.page.get_by_role("link", name="Ønsk andre dage").click()
    looker.page.fill('input[name="day_1"]', "2014-12-01")
    looker.look("visit-days")
    looker.tap('main button[type="submit"]')
    assert looker.page.get_by_text("Andre dage ønskes").count() == 1
    school.reload()  # the same link was opened elsewhere since: two people never share one opening
    assert _page(school) == "public-visit-closed"
    looker.page.goto(f"{samspil.address}/visits/mine")
    looker.page.get_by_role("link", name="Afbestil").click()
    looker.look("visit-cancel")
    looker.tap('main button[type="submit"]')
    looker.look("visit-cancelled")

    office.page.goto(f"{samspil.address}/o/")
    assert office.page.get_by_text("Et sted har afbestilt").count() >= 1
    office.page.goto(request)
    assert office.page.get_by_text("Afbestilt af stedet").count() == 1
    office.look("office-visit-request-cancelled")


def _page(page: Any) -> str:
    return str(page.locator("body").get_attribute("data-page"))
