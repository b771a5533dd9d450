"""The office's menu: one line on a phone that unfolds by finger or key, whole where there is room."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [360, 1280])
def test_the_menu_is_one_line_on_a_phone_and_whole_where_there_is_room(samspil, walker, width):
    office = walker(width)
    office.page.goto(samspil.link("coordinator-odense"))
    office.page.goto(f"{samspil.address}/o/places/")
    menu = office.page.locator("nav.nav")
    doors = menu.get_by_role("link")
    assert menu.locator("summary").is_visible() is (width == 360)
    assert doors.count() == (0 if width == 360 else 16)
    if width == 360:
        assert menu.locator("summary").inner_text().split() == ["Menu", "Besøg,", "Steder"]
        assert office.page.locator("h1").bounding_box()["y"] < 320
        menu.locator("summary").press("Enter")
        assert doors.count() == 16
    office.look("menu-unfolded")
    doors.get_by_text("Forældre", exact=True).click()
    assert office.at() == "office-parents"
