"""Getting in and staying afloat in a real browser: the spreadsheet, invitations, hours, letters, the card."""

from __future__ import annotations

import csv
import io
import re
import socket
import time
from typing import Any

import pytest

pytestmark = pytest.mark.journey
STAFF = ("Navn", "E-mail", "Rolle", "Flest forløb ad gangen", "Fra")


def file(head: tuple[str, ...], *rows: tuple[str, ...]) -> dict[str, Any]:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *rows])
    return {"name": "liste.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


def courses(office: Any, samspil: Any, count: int) -> dict[str, Any]:
    """The template with so many rows like its own, each held by somebody who was just brought in."""
    answer = office.page.request.get(f"{samspil.address}/o/import/template?what=courses")
    head, row = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig")), delimiter=";"))
    held = next(number for number, one in enumerate(head) if one.startswith("E-mail"))
    rows = []
    for number in range(count):
        rows.append(tuple(row))
        rows[-1] = (f"F-{number}", *row[1:held], f"ny{number // 20}@demo.invalid", *row[held + 1 :])
    return file(tuple(head), *rows)


def brought(office: Any, samspil: Any, what: str, data: dict[str, Any]) -> None:
    office.page.goto(f"{samspil.address}/o/import/")
    office.look()
    office.picture("import")
    office.chip("what", what)
    office.page.locator('[name="file"]').set_input_files(data)
    office.tap('main button[name="save"]')


def who_leaves_in_the_middle_takes_nothing_in(office: Any, samspil: Any) -> None:
    """The same tap by a connection that is cut when the page begins; the draft is still there after it."""
    where = office.page.url.removeprefix(samspil.address)
    token = office.page.locator('form [name="csrfmiddlewaretoken"]').first.input_value()
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in office.context.cookies())
    body = f"csrfmiddlewaretoken={token}&take=yes"
    with socket.create_connection(("localhost", samspil.port)) as line:
        line.sendall(
            f"POST {where} HTTP/1.1\r\nHost: localhost:{samspil.port}\r\nCookie: {cookies}\r\n"
            f"Origin: {samspil.address}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        assert b" 200 " in line.recv(200)
    time.sleep(60)  # far longer than sixty courses take
    office.page.reload()
    assert office.page.locator('button[name="take"]').count() == 1


def test_a_municipality_drops_its_spreadsheet(samspil, walker):
    office = walker(1280)
    office.page.goto(samspil.link("coordinator-odense"))
    brought(
        office, samspil, "staff", file(STAFF, ("Ny Person", "ny@demo.invalid", "Direktør", "4", "01-03-2014"))
    )
    assert office.at() == "office-import-draft"
    office.look()
    office.picture("draft-wrong")
    assert office.page.locator('button[name="take"]').count() == 0

    people = [(f"Ny Person {one}", f"ny{one}@demo.invalid", "Mentor", "20", "01-03-2014") for one in range(3)]
    brought(office, samspil, "staff", file(STAFF, *people))
    office.look()
    office.picture("draft")
    office.tap('button[name="take"]')
    assert office.at() == "office-imported"
    office.look()
    office.tap("main .button-primary")
    office.look()
    office.picture("invitations")

    brought(office, samspil, "courses", courses(office, samspil, 60))
    office.page.locator("main details summary").first.click()
    office.look()
    office.picture("draft-courses")
    who_leaves_in_the_middle_takes_nothing_in(office, samspil)
    before = samspil.command("progression", "prove")
    office.page.set_default_timeout(120_000)
    office.tap('button[name="take"]')
    office.page.locator(".at-last").wait_for()
    office.look()
    office.picture("running")
    office.tap(".at-last .button")
    assert "60 forløb er taget ind." in office.page.content()
    after = samspil.command("progression", "prove")
    assert (before["owed"], before["missed"], before["equal"]) == (
        after["owed"],
        after["missed"],
        after["equal"],
    )
    assert after["equal"]


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_new_is_invited_and_comes_as_far_as_the_second_factor(samspil, walker, width):
    office, new = walker(width), walker(360)
    office.page.goto(samspil.link("coordinator-odense"))
    office.page.goto(f"{samspil.address}/o/invitations/")
    office.look()
    office.tap("main .button-primary")
    for name, text in (("name", "Kim Prøve"), ("email", f"kim{width}@demo.invalid")):
        office.page.locator(f'[name="{name}"]').fill(text)
    office.chip("role", "mentor")
    office.look()
    office.picture("invite")
    office.tap('main button[name="save"]')
    assert office.at() == "office-invited"
    office.look()
    office.picture("invited")

    new.page.goto(office.page.locator(".whole-link").inner_text())
    new.page.locator('[name="password"]').wait_for()
    assert "#" not in new.page.url
    new.look()
    new.picture("first-password")
    for name in ("password", "again"):
        new.page.locator(f'[name="{name}"]').fill("Fem grønne bøger under et bord")
    new.tap('main button[name="save"]')
    new.page.locator('[name="login"]').fill(f"kim{width}@demo.invalid")
    new.page.locator('[name="password"]').fill("Fem grønne bøger under et bord")
    new.tap('main button[type="submit"]')
    assert new.at() == "entrance-mfa"


@pytest.mark.parametrize("width", [360, 1280])
def test_hours_letters_and_the_leads_page(samspil, walker, width):
    mentor, office, lead = (walker(width) for _each in range(3))
    mentor.page.goto(samspil.link("mentor-odense"))
    mentor.picture("caseload")
    mentor.page.goto(f"{samspil.address}/f/hours")
    mentor.look()
    mentor.picture("hours")
    mentor.page.goto(f"{samspil.address}/f/hours/2014/{9 if width == 360 else 10}")
    mentor.page.locator('[name="preparation"]').fill("90")
    mentor.look()
    mentor.picture("month")
    mentor.tap('button[name="hand_in"]')
    assert mentor.at() == "field-hours"
    mentor.page.goto(f"{samspil.address}/f/")
    mentor.tap(".course-card h2 a")
    mentor.tap('main a[href$="/letters"]')
    mentor.look()
    mentor.picture("letter")
    mentor.page.emulate_media(media="print")
    mentor.picture("letter-on-paper")
    assert mentor.page.locator(".head").is_hidden()
    assert mentor.page.locator("select").is_hidden()

    office.page.goto(samspil.link("coordinator-odense"))
    office.page.goto(f"{samspil.address}/o/staff-hours/?month=2014-{9 if width == 360 else 10:02}")
    office.look()
    office.picture("staff-hours")
    office.page.locator("tbody tr", has=office.page.locator(".tag-act")).locator("a").first.click()
    office.look()
    office.picture("staff-month")
    office.chip("outcome", "approved")
    office.tap('main button[name="save"]')
    assert office.at() == "office-staff-hours"

    lead.page.goto(samspil.link("lead-odense"))
    assert lead.at() == "office-waiting"
    lead.look()
    lead.picture("lead")


OFFICE = ("/o/", "/o/courses/", "/o/measurements/", "/o/import/", "/o/invitations/", "/o/staff-hours/")


@pytest.mark.parametrize(
    ("cast", "pages"),
    [
        ("coordinator-odense", OFFICE),
        ("mentor-odense", ("/f/", "/f/hours")),
        ("lead-odense", ("/o/waiting/", "/o/measurements/")),
    ],
)
def test_the_card_is_one_tap_away_on_a_phone_and_needs_no_script(samspil, chromium, cast, pages):
    context = chromium.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(samspil.link(cast))

    for where in pages:
        page.goto(f"{samspil.address}{where}")
        link = page.locator("a.urgent")
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 640, where  # seen without scrolling
        assert min(box["width"], box["height"]) >= 44, where
        link.click()
        assert re.search(r"/[of]/help$", page.url)
        assert page.locator("main h2").count() > 0
    context.close()
