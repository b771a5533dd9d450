"""The pages on forms after a course: answered by who came, told to three, explained by a coordinator."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import asking_participants as asking
from tests.delivery import ground

DAYS = tuple(ground.TODAY - timedelta(days=one) for one in (12, 11))
SENT = {f"answer_{code}": value for code, value in asking.FULL.items()}


@pytest.fixture
def event_id(world: Any) -> Any:
    made = asking.course(world, ground.load(world), days=DAYS)
    asking.night(ground.TODAY)
    return made


def text(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def own_url(html: str) -> list[str]:
    return re.findall(r'href="(/f/training/[^"]+/form)"', html)


def test_who_came_finds_the_form_answers_it_and_finds_it_no_more(world, event_id):
    client = world.client("mentor", "aaby")
    (url,) = own_url(text(client, "/f/measurements/"))
    assert client.post(url, {}).status_code == 422

    answer = client.post(url, SENT)

    assert (answer.status_code, own_url(text(client, "/f/measurements/"))) == (302, [])
    assert client.post(url, SENT).status_code == 403
    assert world.client("other_mentor", "aaby").get(url).status_code == 404


def test_three_readers_are_told_the_counts_and_the_municipality_is_not(world, event_id):
    for slug, casts in asking.WHO.items():
        for cast in casts:
            client = world.client(cast, slug)
            (url,) = own_url(text(client, "/f/measurements/"))
            assert client.post(url, SENT).status_code == 302
    asking.night(ground.TODAY)

    for cast in ("training_provider", "programme_office", "evaluator"):
        client = world.client(cast)
        listed = text(client, "/o/training/answers")
        assert "6 af de 6, der kom, har svaret" in listed
        (url,) = re.findall(r'href="(/o/training/answers/[^"]+)"', listed)
        html = text(client, url)
        assert re.findall(r'<td class="number">(\d+)</td>', html) == [
            *("0", "0", "0", "0", "6"),
            *("0", "0", "0", "6", "0"),
            *("0", "0", "6", "0", "0"),
            *("0", "6", "0", "0", "0"),
            *("6", "0", "0", "0", "0"),
        ]
        assert "Aaby" not in html.replace(cast.replace("_", " ").title(), "")
        assert world.client("coordinator", "aaby").get(url).status_code == 403


def test_of_fewer_than_five_not_even_how_many_answered_is_told(world, event_id):
    for slug, cast in (("aaby", "mentor"), ("aaby", "lent"), ("baekby", "mentor"), ("baekby", "lent")):
        asking.answer(world, cast, slug, ground.TODAY)
    asking.night(ground.TODAY + timedelta(days=40))

    for cast in ("training_provider", "programme_office", "evaluator"):
        listed = text(world.client(cast), "/o/training/answers")
        assert "Færre end fem svarede. Intet af det vises for nogen." in listed
        assert "har svaret" not in listed
        assert re.findall(r'href="(/o/training/answers/[^"]+)"', listed) == []


def test_a_coordinator_finds_the_course_whose_forms_are_missing_and_says_why(world, event_id):
    client = world.client("coordinator", "aaby")
    assert "Samtalen: der mangler skemaer" in text(client, "/o/")
    page = f"/o/training/{event_id}"
    urls = re.findall(r'href="(/o/visits/forms/[^"]+)"', text(client, page))
    assert len(urls) == 3

    for url in urls:
        assert client.post(url, {"reason": "technical"}).status_code == 302

    assert re.findall(r'href="(/o/visits/forms/[^"]+)"', text(client, page)) == []
    assert text(client, page).count("Skema om kurset: undskyldt") == 3
    assert "Samtalen: der mangler skemaer" not in text(client, "/o/")


def test_the_board_counts_them_among_what_is_owed(world, event_id):
    html = text(world.client("coordinator", "aaby"), "/o/measurements/")

    assert "Efter besøg og kurser" in html
    assert html.count("Deltagerens skema") == 1
