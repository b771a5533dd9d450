"""A place answers an offer without a script, and lists read on a phone as they do at a desk."""

from __future__ import annotations

from typing import Any

import pytest
from tests.journeys.test_asking_for_visits import run

pytestmark = pytest.mark.journey
DESK, PHONE = 1280, 360
CODE = """
import django; django.setup()
from samspil.delivery.models.place_sets import PlaceOffer
from samspil.interfaces.cli.rounds import actors
from samspil.people.terms import OrganisationKind
from samspil.trust import audit, links
from samspil.trust.scope import scope

for actor in actors(OrganisationKind.MUNICIPALITY):
    with scope(actor), audit.writing():
        for one in PlaceOffer.objects.filter(state="offered").order_by("id"):
            print(links.make(by=actor, kind="place_offer", thing_id=one.id).code)
"""
LISTS = {
    "coordinator-odense": (
        "/o/",
        "/o/visits/",
        "/o/visits/?ended=yes",
        "/o/visits/asked/",
        "/o/places/",
        "/o/courses/",
        "/o/hours/",
    ),
    "programme-office": ("/o/totals/",),
}
WIDER = """() => [...document.querySelectorAll('.table-wrap:has(.table-stacks)')]
    .map(one => one.scrollWidth - one.clientWidth)"""
CUT = """() => [...document.querySelectorAll('.table-stacks .bar')].filter(one => {
    const bar = one.getBoundingClientRect(), box = one.closest('.table-wrap').getBoundingClientRect();
    return bar.width < 100 || bar.left < box.left || bar.right > box.right;
}).length"""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_list_scrolls_inside_itself_and_no_bar_is_cut(samspil: Any, walker: Any, width: int) -> None:
    bars = tables = 0
    for cast, pages in LISTS.items():
        office = walker(width)
        office.page.goto(samspil.link(cast))
        for number, address in enumerate(pages):
            office.page.goto(f"{samspil.address}{address}")
            assert office.page.locator("h1").count() == 1, office.stands()
            office.look(f"list-{cast}-{number}")
            wider = office.page.evaluate(WIDER)
            assert set(wider) <= {0}, (address, wider)
            assert office.page.evaluate(CUT) == 0, address
            tables += len(wider)
            bars += office.page.locator(".table-stacks .bar").count()
    assert tables >= 6
    assert bars >= 6


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.proves("S8")
def test_a_place_says_yes_by_its_code_and_goes_on_to_the_request(
    samspil: Any, walker: Any, width: int
) -> None:
    place = walker(width)
    page = place.page
    page.goto(f"{samspil.address}/visits/")
    page.fill('input[name="code"]', run(samspil, CODE).split()[-1])
    place.tap('button[name="enter"]')
    assert place.at() == "public-visit-offer", place.stands()
    place.look("offer")
    place.tap('button[name="said"][value="yes"]')
    assert place.at() == "public-visit-ask", place.stands()
    assert page.input_value('input[name="place"]') != ""
    assert page.input_value('select[name="municipality"]') != ""
    place.look("offer-said-yes")
