"""The page with hours: one row for each running course, agreed beside held, however many rows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from tests.delivery import ground
from tests.delivery.test_reviews import START, weeks


def rows(client: Any) -> list[list[str]]:
    html = client.get("/o/hours/").content.decode()
    found = re.findall(r"<tr>(.*?)</tr>", html, re.S)[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", one, re.S) for one in found]
    return [[re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in one] for one in cells]


def test_hours_are_told_in_words_and_figures_in_the_order_of_the_codes(world: Any) -> None:
    concept_id = ground.load(world)
    made = ground.course(world, "aaby", concept_id, on=START)
    ground.course(world, "aaby", concept_id, on=weeks(20))
    ground.course(world, "baekby", concept_id, on=START)
    for number, (kind, minutes) in enumerate([("meeting", 90), ("attempt", 45), ("call", 15)]):
        ground.log_session(world, made, on=START + timedelta(days=number), kind=kind, minutes=minutes)

    found = rows(world.client("coordinator", "aaby"))

    codes = [one[0] for one in found[:-1]]
    assert len(codes) == 2
    assert codes == sorted(codes)
    assert sorted(one[-2:] for one in found[:-1]) == [["0", "af 2"], ["1,75", "af 22"]]
    assert found[-1][-2:] == ["1,75", "af 24"]
    assert "1,75 af 22 timer holdt" in " ".join(one[3] for one in found)


def test_a_course_page_says_hours_held_of_hours_agreed(world: Any) -> None:
    made = ground.course(world, "aaby", ground.load(world), on=START)
    ground.log_session(world, made, on=weeks(1), minutes=90)
    ground.log_session(world, made, on=weeks(2), minutes=60, kind="attempt")

    page = world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}").content.decode()

    assert "1,5 af 22 timer" in page
