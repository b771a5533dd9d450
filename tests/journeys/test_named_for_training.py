"""Named for a course: the one it is about says they cannot come; supervision is put right; what is taught."""

from __future__ import annotations

import pytest
from tests.journeys.test_training import opened, signed_in

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [360, 1280])
def test_who_was_named_reads_it_and_says_no(walker, samspil, width):
    cast, name = {360: ("mentor-3-odense", "hold 2"), 1280: ("mentor-3-aarhus", "hold 2")}[width]
    mentor = signed_in(walker, samspil, cast, width)
    mentor.page.goto(f"{samspil.address}/f/training/")
    mentor.look("named")
    mentor.page.locator("section").filter(has_text=name).get_by_role(
        "link", name="Jeg kan ikke komme"
    ).click()
    assert mentor.at() == "field-nomination-own"
    mentor.look("cannot")
    mentor.tap('main button[type="submit"]')
    assert mentor.page.get_by_text("at du ikke kan komme").count() == 1

    coordinator = signed_in(walker, samspil, f"coordinator-{cast.rsplit('-', 1)[1]}", width)
    coordinator.page.get_by_text("kan ikke komme til Samtalen, hold 2").first.wait_for()
    coordinator.look()
    opened(coordinator, samspil, name)
    coordinator.picture("event")
    coordinator.page.locator("li").filter(has_text="at det ikke går").get_by_role("link").click()
    assert coordinator.at() == "office-nomination-said"
    coordinator.look("said")
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-training-event"


@pytest.mark.parametrize("width", [360, 1280])
def test_supervision_is_struck_out_and_written_anew(walker, samspil, width):
    coordinator = signed_in(walker, samspil, "coordinator-odense", width)
    coordinator.page.goto(f"{samspil.address}/o/corps/")
    coordinator.look("corps")
    struck = coordinator.page.locator("li.struck").count()
    coordinator.page.get_by_role("link", name="Streg ud").first.click()
    coordinator.look("strike")
    coordinator.chip("because", "wrong")
    coordinator.tap('main button[type="submit"]')
    assert coordinator.at() == "office-supervision"
    coordinator.look()
    coordinator.page.locator('[name="minutes"]').fill("75")
    coordinator.tap('main button[type="submit"]')
    assert (coordinator.at(), coordinator.page.locator("li.struck").count()) == ("office-corps", struck + 1)


@pytest.mark.parametrize("width", [360, 1280])
def test_workshops_and_content_are_seen_by_office_and_provider(walker, samspil, width):
    for cast in ("programme-office", "training-provider", "coordinator-odense"):
        one = signed_in(walker, samspil, cast, width)
        one.page.goto(f"{samspil.address}/o/training/")
        one.look()
        assert one.page.get_by_text("2 er holdt, 0 er planlagt").count() == 1
        one.picture(f"workshops-{cast}")
        opened(one, samspil, "hold 2")
        assert one.page.get_by_text("Det lærer man på kurset").count() == 1
        one.picture(f"content-{cast}")
    provider = signed_in(walker, samspil, "training-provider", width)
    provider.page.goto(f"{samspil.address}/o/training/deliverables/")
    provider.look("deliverables")
