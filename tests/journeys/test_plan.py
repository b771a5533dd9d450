"""A plan with three goals is written on a phone, said yes to, and looked at together again."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.journey
GOALS = ("Skole hver dag", "Et fritidsjob", "Sove om natten")


def write_the_plan(field: Any) -> None:
    page = field.page
    assert field.at() == "field-plan"
    field.look()
    for box in page.locator("details.box").all():
        if not box.get_attribute("open"):
            box.locator("summary").first.click()
    for number, words in enumerate(GOALS, start=1):
        page.locator(f'[name="goal_{number}"]').fill(words)
        page.locator(f'[name="goal_{number}_notice"]').fill("Jeg mærker det selv")
        page.locator(f'[name="goal_{number}_now"]').fill(str(number))
        page.locator(f'[name="goal_{number}_wanted"]').fill("11" if number == 3 else "8")
    page.locator('[name="helpers"]').fill("Klasselærer\nStorebror")
    page.evaluate("document.querySelectorAll('form').forEach(one => one.noValidate = true)")
    field.tap('main button[type="submit"]')
    assert field.at() == "field-plan"
    assert page.locator(".error-summary li").count() == 1
    assert page.locator('[name="goal_3_wanted"]').input_value() == "11"
    assert page.locator('[name="goal_1"]').input_value() == GOALS[0]
    field.look()
    page.locator('[name="goal_3_wanted"]').fill("9")
    field.tap('main button[type="submit"]')


@pytest.mark.parametrize("width", [360, 1280])
def test_a_plan_with_three_goals_is_written_said_yes_to_and_reviewed(
    samspil: Any, walker: Any, width: int
) -> None:
    field = walker(width)
    page = field.page
    page.goto(samspil.link("mentor-2-odense" if width == 360 else "mentor-3-odense"))
    field.look()
    page.locator(".course-card h2 a").first.click()
    course = page.url
    page.goto(f"{course}/plan")
    write_the_plan(field)
    assert field.at() == "field-plan-versions"
    for words in GOALS:
        assert page.locator("dl.facts").get_by_text(words).count() == 1
    assert page.locator("article .beside").count() >= 1
    field.look()
    field.tap("main .page-head .button-primary")
    assert field.at() == "field-plan-accept"
    field.look()
    while field.at() == "field-plan-accept" and page.locator('[name="capacity"]').count():
        page.locator('[name="capacity"]').first.check(force=True)
        field.chip("method", "oral")
        field.tap('main button[type="submit"]')
        if page.locator("main .page-head .button-primary", has_text="ja").count():
            page.goto(f"{course}/plan/accept")
    page.goto(f"{course}/areas/leisure")
    field.look()
    page.locator('[name="wish"]').fill("At spille igen")
    field.tap('main button[type="submit"]')
    assert field.at() == "field-areas"
    assert page.get_by_text("At spille igen").count() == 1
    field.look()
    page.goto(f"{course}/reviews")
    field.look()
    field.chip("present", "person")
    page.locator('[name^="rating_"]').first.fill("7")
    page.locator('[name="agreed"]').fill("Vi taler med vejlederen")
    field.tap('main button[type="submit"]')
    assert field.at() == "field-reviews"
    assert page.get_by_text(f"{GOALS[0]}: 7").count() == 1
    field.look()

    office = walker(width)
    office.page.goto(samspil.link("coordinator-odense"))
    own = f"/courses/{course.rsplit('/', 1)[1]}"
    for address in ("/hours/", own, f"{own}/plan/versions", f"{own}/plan", f"{own}/reviews"):
        office.page.goto(f"{samspil.address}/o{address}")
        office.look()
