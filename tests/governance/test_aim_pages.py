"""Signed off before the first measurement: the page, its steps, and how loud it is where it was late."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import aiming
from tests.interfaces.test_query_counts import MOST, asked

PAGE = "/o/signed-off/"


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def html(client, url=PAGE):
    return re.sub(r"\s+", " ", unescape(client.get(url).content.decode()))


def test_the_office_puts_forward_both_sign_and_everyone_reads_who_and_when(world, concept_id):
    office, evaluator, lead = (
        world.client("programme_office"),
        world.client("evaluator"),
        world.client("municipal_lead", "aaby"),
    )
    assert "Ikke lagt frem" in html(office)
    aiming.awarded(world)
    done = office.post(f"{PAGE}forward", {})
    assert (done.status_code, done.headers["Location"]) == (302, PAGE)
    (one,) = aiming.found(world).sets
    for client in (office, evaluator):
        page = html(client, f"{PAGE}{one.id}/sign")
        assert "Uddannede mentorer: mindst 20, 31. august 2013" in page
        assert client.post(f"{PAGE}{one.id}/sign", {}).status_code == 302
    again = evaluator.post(f"{PAGE}{one.id}/sign", {})
    assert (again.status_code, "skrevet under på denne version" in unescape(again.content.decode())) == (
        422,
        True,
    )
    assert lead.get(f"{PAGE}{one.id}/sign").status_code == 403

    page = html(lead)
    assert 'Version 1</h2><span class="tag tag-ok">Underskrevet</span>' in page
    assert page.count('3. november 2014 <span class="tag tag-ok">Før den første måling</span>') == 2
    assert "Skriv under" not in page
    assert len(re.findall(r'<tr id="indicator-', page)) == len(ground.the_concept().aims.indicators)


def test_another_file_other_words_and_what_changed_is_said_line_by_line(world, concept_id):
    aiming.signed(world, concept_id, on=aiming.EARLY)
    aiming.other(world, target=27)
    office = world.client("programme_office")
    page = html(office)
    assert "Konceptfilen siger noget andet" in page
    assert "mindst 20" in page
    missing = office.post(f"{PAGE}forward", {})
    assert missing.status_code == 422
    assert office.post(f"{PAGE}forward", {"because": "target"}).status_code == 302

    page = html(world.client("steering_member"))
    assert "Uddannede mentorer, mål: fra 20 til 27" in page
    assert "Venter på underskrift" in page
    assert "Version 1, 6. maj 2013" in page


def test_a_late_signature_is_loud_on_the_boards_of_office_and_evaluator_and_on_no_other(world, concept_id):
    aiming.measured(world, concept_id)
    words = "Målingerne begyndte i marts 2014, og mål og indikatorer er ikke underskrevet af begge."
    for cast, told in (("programme_office", True), ("evaluator", True), ("steering_member", False)):
        assert (words in html(world.client(cast), "/o/totals/")) is told
    assert words in html(world.client("coordinator", "aaby"))
    aiming.signed(world, concept_id)
    after = "Målingerne begyndte i marts 2014, før mål og indikatorer var underskrevet af begge."
    assert after in html(world.client("evaluator"), "/o/totals/")
    assert html(world.client("evaluator")).count("Efter den første måling") == 2


def test_instruments_say_who_approved_them_and_how_many_questions_the_page_asks(world, concept_id):
    aiming.signed(world, concept_id, on=date(2014, 2, 3))
    client = world.client("evaluator")
    first = len(asked(client, PAGE))
    page = html(client)
    table = page.partition('id="instruments-1"')[2]
    assert "Følger med Samspil" in table
    aiming.other(world)
    assert len(asked(client, PAGE)) <= first <= MOST
