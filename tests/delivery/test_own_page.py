"""The own page shows its person's own words and nobody else's, and what is decided there holds at once."""

from __future__ import annotations

import re
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.architecture.cells import TOKEN
from tests.delivery import ground, opening
from tests.delivery.owning import PAGES, SHOWN, VALUES, held, seen, where, whole, words_in


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: uuid.UUID) -> ground.Made:
    return whole(world, concept_id)


# --- what it shows


@pytest.mark.proves("G03")
def test_each_page_shows_the_own_words_it_is_for_and_nobody_elses(world: Any, concept_id: uuid.UUID) -> None:
    mine, other = whole(world, concept_id), whole(world, concept_id)
    parent = whole(world, concept_id, intervention="parent")
    clients = {
        "mentee": (opening.at_own_page(world, mine), mine),
        "parent": (opening.at_own_page(world, parent, cast="parent_coach"), parent),
    }

    for client, own in clients.values():
        texts = {page: seen(client, page) for page in PAGES}
        assert {page: words_in(text, own) for page, text in texts.items()} == SHOWN
        everything = "".join(texts.values())
        assert [words_in(everything, one) for one in (mine, other, parent) if one is not own] == [set()] * 2
        assert [one.name for one in world.members.values() if one.name in everything] == []
        assert "radikal" not in everything.lower()
        assert "ekstrem" not in everything.lower()


def test_every_round_is_there_with_its_own_numbers(world: Any, concept_id: uuid.UUID) -> None:
    began, later = date(2014, 7, 1), date(2014, 10, 5)
    made = ground.course(world, "aaby", concept_id, on=began)
    ground.answer(world, made, VALUES, on=began)
    ground.tend(world, made, later)
    ground.answer(world, made, VALUES[::-1], key="month-3", on=later)

    text = seen(opening.at_own_page(world, made), "answers")

    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text, re.S)
    numbers = [tuple(int(one) for one in re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", row)) for row in rows]
    assert numbers == list(zip(VALUES, VALUES[::-1], strict=True))


def test_goals_say_where_one_was_and_wants_to_be(world: Any, made: ground.Made) -> None:
    from samspil.delivery.models.courses import Goal
    from samspil.trust.models import writing

    with world.as_("coordinator", "aaby"), writing():
        Goal.objects.filter(course_id=made.course_id).update(now=3, wanted=8)

    text = seen(opening.at_own_page(world, made), "plan")

    assert re.findall(r"<dd>(\d+)</dd>", text) == ["3", "8", "6", "60"]


@pytest.mark.proves("S13")
def test_who_looked_is_told_by_day_role_and_reason_without_a_name(world: Any, made: ground.Made) -> None:
    client = opening.at_own_page(world, made)
    before = seen(client, "looks")
    world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}")
    world.client("coordinator", "aaby", "support").get(f"/o/courses/{made.course_id}/who")

    after = seen(client, "looks")

    def lines(text: str) -> set[tuple[str, ...]]:
        rows = re.findall(r"<li><p><b>(.*?)</b></p><p>(.*?)</p><p class=\"quiet\">(.*?)</p></li>", text)
        return {
            (who, one.strip(), why)
            for who, did, why in rows
            for one in re.sub(r"<span.*?</span>", "", did).split("·")
        }

    assert lines(after) - lines(before) == {
        ("Din mentor", "Kiggede", "For at hjælpe dig"),
        ("Tovholderen i kommunen", "Kiggede", "For at hjælpe dig"),
    }
    assert "3. november 2014" in after
    assert [one.name for one in world.members.values() if one.name in after] == []
    assert re.findall(r"delivery\.|people\.|coordination", after) == []


def test_the_log_is_told_to_the_person_it_is_about_and_to_nobody_else(world: Any, made: ground.Made) -> None:
    from samspil.kernel.errors import Refused
    from samspil.people.queries.looks import looks_at

    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        looks_at(by, made.person_id)


# --- what is decided there


def shared_answers(world: Any, made: ground.Made, cast: str) -> bool:
    door = "o" if cast == "coordinator" else "f"
    page = world.client(cast, "aaby").get(f"/{door}/courses/{made.course_id}").content.decode()
    return "profile-chart" in page


def test_sharing_is_changed_at_any_time_and_holds_at_once(world: Any, made: ground.Made) -> None:
    client, url = opening.at_own_page(world, made), f"/a/own/answers/{made.measurement_id}"
    assert [shared_answers(world, made, cast) for cast in ("mentor", "coordinator")] == [False, False]

    assert where(client.post(url, {"mentor": "yes", "coordinator": "no"})) == (302, "/a/own/answers")
    assert [shared_answers(world, made, cast) for cast in ("mentor", "coordinator")] == [True, False]
    assert where(client.post(url, {"mentor": "no", "coordinator": "yes"})) == (302, "/a/own/answers")
    assert [shared_answers(world, made, cast) for cast in ("mentor", "coordinator")] == [False, True]
    assert client.post(url, {"mentor": "yes"}).status_code == 422


@pytest.mark.proves("G01")
def test_a_round_of_somebody_else_is_as_one_that_never_was(
    world: Any, concept_id: uuid.UUID, made: ground.Made
) -> None:
    neighbour, foreign = whole(world, concept_id), ground.course(world, "baekby", concept_id)
    ground.answer(world, foreign, VALUES)
    client = opening.at_own_page(world, made)
    chosen = {"mentor": "yes", "coordinator": "yes"}

    ids = (neighbour.measurement_id, foreign.measurement_id, uuid.uuid4())
    pages = {
        (answer.status_code, TOKEN.sub(rb"\1", answer.content))
        for one in ids
        for answer in (client.get(f"/a/own/answers/{one}"), client.post(f"/a/own/answers/{one}", chosen))
    }

    assert len(pages) == 1
    assert next(iter(pages))[0] == 404
    assert shared_answers(world, neighbour, "mentor") is False


@pytest.mark.proves("G43")
def test_a_yes_is_given_and_taken_back_on_the_page_with_one_tap_each(world: Any, made: ground.Made) -> None:
    client = opening.at_own_page(world, made, language="tr")
    before = held(world, made)

    assert where(client.post("/a/own/yes", {"give": "interview"})) == (302, "/a/own/yes")
    assert held(world, made) == {**before, "interview": ("own_page", "tr")}

    key = ground.consent(world, made, "interview")
    assert where(client.post("/a/own/yes", {"back": str(key)})) == (302, "/a/own/yes")
    assert held(world, made) == before
    assert client.post("/a/own/yes", {"back": str(key)}).status_code == 404
    assert client.post("/a/own/yes", {"back": str(uuid.uuid4())}).status_code == 404
    assert [client.post("/a/own/yes", one).status_code for one in ({}, {"give": "nonsense"})] == [422, 422]
    assert client.post("/a/own/yes", {"give": "sharing"}).status_code == 422
    assert where(client.post("/a/own/yes", {"give": "sharing", "recipient": "Klasselæreren"}))[0] == 302


def test_nobody_says_yes_or_takes_it_back_for_a_custody_holder(world: Any, concept_id: uuid.UUID) -> None:
    from samspil.delivery.actions import consents
    from samspil.kernel.actor import Actor
    from samspil.kernel.errors import Refused
    from samspil.people.terms import Capacity, Method
    from samspil.trust.scope import scope

    made = ground.course(world, "aaby", concept_id, custody="given")
    client = opening.at_own_page(world, made)
    key = ground.consent(world, made, "support", "custody_holder")
    mentee = Actor(world.tenant("aaby"), "mentee", "own", person_id=made.person_id)
    call = {"by": mentee, "at": world.at, "on": ground.TODAY, "course_id": made.course_id}

    assert client.post("/a/own/yes", {"back": str(key)}).status_code == 422
    with scope(mentee), pytest.raises(Refused):
        consents.record_consent(
            **call, purpose="support", capacity=Capacity.SECOND_CUSTODY_HOLDER, method=Method.OWN_PAGE
        )
    assert ground.consent(world, made, "support", "custody_holder") == key


def test_somebody_else_in_the_same_role_decides_nothing(
    world: Any, concept_id: uuid.UUID, made: ground.Made
) -> None:
    from samspil.delivery.actions import consents, own_page
    from samspil.kernel.actor import Actor
    from samspil.kernel.errors import Refused
    from samspil.trust.scope import scope

    other = ground.course(world, "aaby", concept_id)
    for person_id, role in ((other.person_id, "mentee"), (made.person_id, "parent")):
        wrong = Actor(world.tenant("aaby"), role, "own", person_id=person_id)
        call = {"by": wrong, "at": world.at, "course_id": made.course_id}
        with scope(wrong):
            with pytest.raises(Refused):
                own_page.choose_own_code(**call)
            with pytest.raises(Refused):
                own_page.change_sharing(
                    **call, on=ground.TODAY, measurement_id=made.measurement_id, chosen={}
                )
            if role == "mentee":
                with pytest.raises(Refused):
                    consents.stop(**call, on=ground.TODAY)


def test_a_code_the_person_made_is_the_only_one_that_opens(world: Any, made: ground.Made) -> None:
    handed = opening.own_page(world, made)
    client = Client()
    client.post("/a/", {"token": handed.made.token})
    client.post("/a/own/code", {"code": handed.code})
    assert "kender den også" in seen(client)

    page = client.post("/a/own/new-code").content.decode()
    own = re.search(r"code-aloud\"[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})<", page)

    assert own is not None
    assert "kender den også" not in seen(client)  # the same browser goes on
    other = Client()
    other.post("/a/", {"token": handed.made.token})
    assert other.post("/a/own/code", {"code": handed.code}).status_code == 422
    assert where(other.post("/a/own/code", {"code": own[1]})) == (302, "/a/own/")
    assert opening.own_page(world, made).code == ""  # a new link leaves the own code as it is


def test_every_page_weighs_at_most_sixty_kilobytes_with_all_it_loads(world: Any, made: ground.Made) -> None:
    import gzip

    from django.contrib.staticfiles import finders

    client = opening.at_own_page(world, made)
    for page in PAGES:
        body = client.get(f"/a/own/{page}").content
        loaded = re.findall(rb'(?:href|src)="/static/([^"]+)"', body)
        parts = [gzip.compress(Path(str(finders.find(one.decode()))).read_bytes()) for one in set(loaded)]
        assert len(gzip.compress(body)) + sum(map(len, parts)) <= 60_000, page
        assert [one for one in loaded if one.endswith((b".js", b".woff2"))] == [], page
        assert b"<script" not in body
