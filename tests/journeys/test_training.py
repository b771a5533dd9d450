"""Scenario 15: a course is closed, certificates issued, one is checked by anybody; the corps after it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.interfaces import paper

pytestmark = pytest.mark.journey
COURSE = "Dialogen"


def opened(one: Any, samspil: Any, title: str) -> None:
    """The page of an event, from the list."""
    one.page.goto(f"{samspil.address}/o/training/")
    one.look()
    one.page.locator("li").filter(has_text=title).first.get_by_role("link").click()
    assert one.at() == "office-training-event"
    one.look()


def signed_in(walker: Any, samspil: Any, cast: str, width: int) -> Any:
    one = walker(width)
    one.page.goto(samspil.link(cast))
    return one


def closed(provider: Any, samspil: Any) -> None:
    """The provider writes the last day, says who did the exercise, and closes."""
    opened(provider, samspil, COURSE)
    provider.page.get_by_role("link", name="Skriv, hvem der kom").click()
    provider.look()
    provider.tap('main button[type="submit"]')
    provider.page.get_by_role("link", name="Luk arrangementet").click()
    provider.look()
    for chip in provider.page.locator("#id_exercised .chip input").all():
        chip.click()
    provider.tap('main button[type="submit"]')
    assert provider.at() == "office-training-event"
    there = provider.page.locator('[aria-labelledby="rows-title"] ul.rows > li').count()
    assert provider.page.get_by_text("Gennemført", exact=True).count() == there > 1
    provider.look()


def issued(coordinator: Any, samspil: Any, folder: Path) -> str:
    """The coordinator issues, and takes one on paper; the code that stands on it."""
    page = coordinator.page
    page.goto(f"{samspil.address}/o/corps/")
    coordinator.look()
    page.get_by_role("link", name=re.compile("^Udsted [0-9]+ kursusbeviser$")).click()
    coordinator.look()
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-corps"
    page.get_by_role("link", name="Lukas Brandt").click()
    coordinator.look()
    with page.expect_download() as waits:
        page.get_by_role("link", name="Som PDF").click()
    file = folder / waits.value.suggested_filename
    waits.value.save_as(file)
    assert file.name == "bevis.pdf"
    with pikepdf.open(file) as document:
        assert str(document.Root.Lang) == "da"
    found = re.findall(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", paper.text_of(file.read_bytes()))
    assert len(found) == 1
    return str(found[0])


@pytest.mark.proves("S15")
@pytest.mark.parametrize("width", [360, 1280])
def test_trained_active_supervised(walker, samspil, chromium, tmp_path, width):
    provider = signed_in(walker, samspil, "training-provider", 1280)
    assert provider.at() == "office-training"
    coordinator = signed_in(walker, samspil, "coordinator-odense", width)
    if width == 360:
        closed(provider, samspil)
        code = issued(coordinator, samspil, tmp_path)
        _checked(chromium, samspil, code, width)
    opened(signed_in(walker, samspil, "lead-odense", width), samspil, "hold 2")
    office = signed_in(walker, samspil, "programme-office", width)
    opened(office, samspil, "hold 2")
    if width == 1280:
        office.page.get_by_role("link", name="Fordel pladserne mellem kommunerne").click()
        office.look()
        assert office.page.get_by_text("Der er færre pladser end ønsker").count() >= 1
        office.tap('main button[type="submit"]')
        opened(coordinator, samspil, "hold 2")
    _corps(coordinator, samspil)


def _checked(chromium: Any, samspil: Any, code: str, width: int) -> None:
    """Anybody, without JavaScript."""
    anybody = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False, locale="da-DK"
    )
    page = anybody.new_page()
    for typed, answer in (
        (code, "Kursusbeviset er gyldigt"),
        (code[::-1], "Der findes ikke noget kursusbevis"),
    ):
        page.goto(f"{samspil.address}/certificate")
        page.locator('[name="code"]').fill(typed)
        page.locator('main button[type="submit"]').click()
        assert answer in page.locator("h1").inner_text()
        assert "Lukas" not in page.content()
    anybody.close()


def _corps(coordinator: Any, samspil: Any) -> None:
    """Who is trained and uses it, and supervision that was held."""
    page = coordinator.page
    page.goto(f"{samspil.address}/o/corps/supervision")
    coordinator.look()
    coordinator.chip("kind", "group")
    page.locator('[name="minutes"]').fill("90")
    page.locator("#id_themes .chip").first.locator("input").click()
    page.locator("#id_who .chip").first.locator("input").click()
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-corps"
    figures = page.locator("ul.grid").inner_text()
    assert "aktiv inden for 12 måneder" in figures
    assert "kun sparring inden for 12 måneder" in figures
    coordinator.look()
