"""A barrier from one municipality to a decision in writing, an instruction and a warning; the minutes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from tests.interfaces import paper
from tests.journeys.test_training import signed_in

pytestmark = pytest.mark.journey
LEADS = ("odense", "aarhus", "hoeje-taastrup")
ANSWERS = ("for", "for", "against")
OTHERWISE = "Vi holder dem om aftenen i stedet."


def steering(one: Any, samspil: Any) -> None:
    one.page.goto(f"{samspil.address}/o/steering/")
    assert one.at() == "office-steering"
    one.look()


def opened(one: Any, samspil: Any, heading: str) -> None:
    """A line of the page on steering, opened."""
    steering(one, samspil)
    row = one.page.locator("ul.rows > li").filter(has_text=heading).first
    row.get_by_role("link").first.click()
    one.look()


def raised(coordinator: Any, samspil: Any, heading: str) -> None:
    steering(coordinator, samspil)
    coordinator.page.get_by_role("link", name="Rejs en barriere").click()
    coordinator.look()
    coordinator.chip("raised_by", "municipality")
    coordinator.page.locator('[name="heading"]').fill(heading)
    coordinator.page.locator('[name="words"]').fill("Spørg Amalie Holm om det.")
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-steering-raise"
    coordinator.look()
    coordinator.page.locator('[name="words"]').fill("Klubberne lukker, før samtalerne begynder.")
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-steering-barrier"
    coordinator.look()


def proposed(office: Any, samspil: Any, heading: str) -> None:
    """The office gives it an owner and asks the members in writing."""
    opened(office, samspil, heading)
    office.page.get_by_role("link", name="Sig, hvem der tager sig af den").click()
    office.look()
    office.page.get_by_label("Aarhus Kommune", exact=True).check()
    office.page.locator('[name="due_on"]').fill("2014-11-17")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-steering-barrier"
    office.page.get_by_role("link", name="Afgør skriftligt").click()
    office.look()
    office.page.locator('[name="words"]').fill("Klubberne holder åbent til klokken ni.")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-steering-decision"
    office.look()


def answered(one: Any, samspil: Any, heading: str, answer: str) -> None:
    opened(one, samspil, heading)
    one.page.get_by_role("link", name="Svar", exact=True).click()
    one.look()
    one.chip("answer", answer)
    one.tap('main button[type="submit"]')
    assert one.at() == "office-steering-decision"
    one.look()


def instructed(office: Any, samspil: Any, heading: str) -> str:
    """The office closes the proposal and gives the instruction; the address of the barrier."""
    office.page.get_by_role("link", name="Luk det").click()
    office.tap('main button[type="submit"]')
    assert office.page.get_by_text("Vedtaget", exact=True).count() >= 1
    office.look()
    office.page.get_by_role("link", name="Barriere", exact=True).click()
    office.page.get_by_role("link", name="Giv anvisningen").click()
    office.look()
    office.page.locator('[name="words"]').fill("Lad klubberne holde åbent til klokken ni.")
    office.page.locator('[name="due_on"]').fill("2014-12-01")
    office.tap('main button[type="submit"]')
    assert office.at() == "office-steering-barrier"
    office.look()
    return str(office.page.url)


def confirmed(lead: Any, url: str, acts: str, words: str = "") -> None:
    lead.page.goto(url)
    lead.page.get_by_role("link", name="Meld tilbage").click()
    lead.look()
    lead.chip("acts", acts)
    lead.page.locator('[name="words"]').fill(words)
    lead.tap('main button[type="submit"]')
    assert lead.at() == "office-steering-barrier"
    lead.look()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_barrier_is_decided_in_writing_and_a_warning_follows_who_acts_differently(walker, samspil, width):
    heading = f"Klubberne lukker tidligt {width}"
    coordinator = signed_in(walker, samspil, "coordinator-odense", width)
    office = signed_in(walker, samspil, "programme-office", width)
    leads = [signed_in(walker, samspil, f"lead-{place}", width) for place in LEADS]
    raised(coordinator, samspil, heading)
    proposed(office, samspil, heading)
    for lead, answer in zip(leads, ANSWERS, strict=True):
        answered(lead, samspil, heading, answer)
    answered(office, samspil, heading, "for")
    evaluator = signed_in(walker, samspil, "evaluator", width)
    answered(evaluator, samspil, heading, "abstain")
    office.page.reload()
    office.picture("decision")
    url = instructed(office, samspil, heading)

    coordinator.page.goto(f"{samspil.address}/o/")
    assert coordinator.page.get_by_text(f"En anvisning: {heading}").count() >= 1
    confirmed(leads[0], url, "as_instructed")
    confirmed(leads[1], url, "otherwise", OTHERWISE)
    member = signed_in(walker, samspil, "steering-member", width)
    steering(member, samspil)
    assert member.page.get_by_text(f"Kommunerne handler forskelligt: {heading}").count() == 1
    member.picture("steering")
    member.page.goto(url)
    member.look()
    assert member.page.get_by_text(OTHERWISE).count() == 1
    member.picture("barrier")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_decision_stands_in_the_next_minutes_as_pdf_and_word(walker, samspil, width):
    heading = f"Brevene kommer for sent {width}"
    office = signed_in(walker, samspil, "programme-office", width)
    steering(office, samspil)
    office.page.get_by_role("link", name="Afgør skriftligt").click()
    office.page.locator('[name="heading"]').fill(heading)
    office.page.locator('[name="words"]').fill("Kommunerne skriver brevene samme dag.")
    office.tap('main button[type="submit"]')
    for cast, answer in (
        *((f"lead-{place}", answer) for place, answer in zip(LEADS, ANSWERS, strict=True)),
        ("evaluator", "for"),
    ):
        answered(signed_in(walker, samspil, cast, width), samspil, heading, answer)
    answered(office, samspil, heading, "for")
    office.page.get_by_role("link", name="Luk det").click()
    office.tap('main button[type="submit"]')
    opened(office, samspil, "Møde i styregruppen")
    assert office.at() == "office-steering-meeting"
    office.picture("meeting")

    files = {}
    for name in ("PDF", "Word"):
        with office.page.expect_download() as waits:
            office.page.get_by_role("link", name=f"Referat som {name}", exact=True).click()
        files[name] = Path(waits.value.path())
        assert re.fullmatch(r"referat-2014-11-19\.(pdf|docx)", waits.value.suggested_filename)
    said = re.sub(r"\s+", " ", paper.text_of(files["PDF"].read_bytes()))
    word = "\n".join(one.text for one in Document(str(files["Word"])).paragraphs)
    count = "Medlemmer: 5; 4 for, 1 imod, 0 hverken for eller imod."
    for text in (said, word):
        assert (heading in text, "Kommunerne skriver brevene samme dag." in text, count in text) == (
            True,
            True,
            True,
        )
