"""The missed round is seen: a reminder in time, the coordinator's list, a reason, the board the same day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.reminding import day, owing, post, write
from tests.interfaces.cli.postbox import Postbox, postbox

BEGAN = date(2014, 8, 17)
DUE = date(2014, 11, 17)
"""The third month of a course that began so."""


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    with postbox() as one:
        settings.SAMSPIL_MAIL, settings.SAMSPIL_URL = "smtp", "https://samspil.example"
        settings.SAMSPIL_MAIL_SERVER = {
            "host": "127.0.0.1",
            "port": one.port,
            "tls": "off",
            "sender": "besked@samspil.example",
            "timeout_s": 5,
        }
        yield one


@pytest.fixture
def on_day(settings: Any, world: Any) -> Any:
    """A morning in the programme, after the worker's rounds of that day."""
    from samspil.interfaces.cli import rounds

    def to(when: date) -> None:
        settings.SAMSPIL_NOW = ground.at_day(when)
        rounds.tend(at=ground.at_day(when), on=when)
        write(world, when)
        post(world, when)

    return to


def tasks(client: Any) -> list[tuple[str, str, str]]:
    """What waits on the coordinator's first page, as (title, why, where the button leads)."""
    page = client.get("/o/").content.decode()
    found = re.findall(
        r'<li class="row-late">.*?<div>\s*<p>(.*?)</p>\s*(?:<p class="why">(.*?)</p>)?\s*</div>\s*'
        r'<a class="button" href="(.*?)"',
        page,
        re.S,
    )
    return [(unescape(re.sub("<.*?>", "", title)), unescape(why), url) for title, why, url in found]


def of_measurements(client: Any) -> list[str]:
    """What waits there and is past its time, of the measurements alone."""
    return [title for title, _why, _url in tasks(client) if title.startswith("3 måneder")]


def board(client: Any) -> dict[str, list[int]]:
    """The coverage table: by round, every figure of its line."""
    page = client.get("/o/measurements/").content.decode()
    lines = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.S)
    return {
        re.sub("<[^>]+>", "", title): [int(one) for one in re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", line)]
        for title, line in lines
    }


@pytest.mark.proves("S2")
def test_the_missed_round_is_seen(world: Any, box: Postbox, on_day: Any) -> None:
    """A three months' round: the mentor is reminded a week before, the coordinator sees it two weeks
    after and must choose a reason, and the board changes the same day.
    """
    made = ground.course(world, "aaby", ground.load(world), on=BEGAN)
    ground.answer(world, made, on=BEGAN)
    office = world.client("coordinator", "aaby")

    on_day(DUE - timedelta(days=8))
    assert (box.to, of_measurements(office)) == ([], [])
    on_day(DUE - timedelta(days=7))
    assert box.to == ["mentor@aaby.example"]
    on_day(DUE + timedelta(days=13))
    assert box.to == ["mentor@aaby.example"] * 2, "the worker slept over the day itself: once for the newest"
    assert [title.partition(" · ")[0] for title in of_measurements(office)] == ["3 måneder: måling mangler"]

    on_day(DUE + timedelta(days=14))
    assert sorted(box.to[2:]) == ["coordinator@aaby.example", "deputy@aaby.example"]
    late = [one for one in tasks(office) if "mangler en grund" in one[0]]
    code = re.findall(r"3 måneder: mangler en grund · (\S+)", late[0][0])
    where = f"/o/measurements/{ground.measurement(world, made, 'month-3').id}"
    assert (len(late), len(code), late[0][1:]) == (
        1,
        1,
        ("Mentor A. har forløbet. Vælg en grund, eller få den lavet.", f"{where}/reason"),
    )
    before = board(office)["3 måneder"]

    without = office.post(f"{where}/reason", {"outcome": "missed"})
    assert (without.status_code, board(office)["3 måneder"]) == (422, before), "no reason, no change"
    wrong = office.post(f"{where}/reason", {"outcome": "excused", "reason": "not_met"})
    assert (wrong.status_code, board(office)["3 måneder"]) == (422, before), "they contradict each other"
    given = office.post(f"{where}/reason", {"reason": "not_met"})

    assert given.status_code == 302, given.content.decode()
    assert of_measurements(office) == [], "quiet as soon as it is done"
    after = board(office)["3 måneder"]
    assert (before, after) == ([1, 0, 0, 0, 1, 0, 0], [1, 0, 0, 0, 0, 1, 0]), "one owed, from open to missed"
    on_day(DUE + timedelta(days=20))
    assert len(box.to) == 4


def test_the_lead_counts_them_as_a_kind_of_their_own(world: Any, settings: Any) -> None:
    concept_id = ground.load(world)
    owing(world, "aaby", concept_id)
    owing(world, "baekby", concept_id)
    write(world, day(14))
    settings.SAMSPIL_NOW = ground.at_day(day(14))

    page = world.client("municipal_lead", "aaby").get("/o/waiting/").content.decode()

    assert re.findall(r'<b class="big">(\d+)</b></p><div><p>Målinger, der mangler en grund', page) == ["1"]
    assert "Målinger over tiden" not in page, "and not twice"


def test_the_course_page_says_when_whoever_holds_it_was_reminded_last(
    world: Any, box: Postbox, settings: Any
) -> None:
    from tests.delivery.matches import take_over

    made = owing(world, "aaby", ground.load(world))
    doors = {"coordinator": f"/o/courses/{made.course_id}", "mentor": f"/f/courses/{made.course_id}"}

    def said(cast: str) -> list[str]:
        page = world.client(cast, "aaby").get(doors.get(cast, doors["mentor"])).content.decode()
        return re.findall(r"Sidst mindet om det (.*?)\.</p>", page)

    write(world, day(-7))
    assert [said(cast) for cast in doors] == [[], []], "queued is not reminded"
    post(world, day(-7))
    assert [said(cast) for cast in doors] == [["3. november"], ["3. november"]]
    take_over(world, made)
    assert [said("coordinator"), said("other_mentor")] == [[], []], (
        "somebody else was, and not whoever has it"
    )
