"""Stop means stop: on every path, told without a reason; and whatever is open can be closed."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from tests.architecture.cells import TOKEN
from tests.delivery import ground, opening
from tests.delivery.owning import close, held, seen, where, whole


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: uuid.UUID) -> ground.Made:
    return whole(world, concept_id)


# --- stop means stop


@pytest.mark.proves("S7", "G43")
def test_stop_ends_it_everywhere_and_tells_the_coordinator_without_a_reason(
    world: Any, made: ground.Made
) -> None:
    client, office = opening.at_own_page(world, made), world.client("coordinator", "aaby")
    assert "Stoppet af personen selv" not in office.get("/o/").content.decode()
    page = seen(client, "stop")
    assert re.findall(r"<(?:textarea|select)|<input(?! type=\"hidden\")", page) == []

    assert where(client.post("/a/own/stop")) == (302, "/a/own/stopped")

    assert "Du er stoppet" in seen(client, "stopped")
    assert held(world, made) == {}
    assert world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}").status_code == 404
    assert "Stoppet af personen selv" in office.get("/o/").content.decode()
    assert where(office.post(f"/o/courses/{made.course_id}/stopped")) == (302, "/o/")
    assert "Stoppet af personen selv" not in office.get("/o/").content.decode()
    assert office.post(f"/o/courses/{made.course_id}/stopped").status_code == 403


@pytest.mark.proves("G09", "G43")
def test_answers_just_sent_are_neither_seen_nor_shared_by_their_link_after_a_stop(
    world: Any, concept_id: uuid.UUID
) -> None:
    made = ground.course(world, "aaby", concept_id)
    phone = Client()
    phone.post("/a/", {"token": ground.hand_out(world, made).token})
    phone.post("/a/1", {"value": "7", "step": "next"})
    assert where(phone.post("/a/look")) == (302, "/a/done")
    assert phone.get("/a/done").status_code == 200

    close(world, made, "stopped", None)

    assert phone.get("/a/done").status_code == 404
    assert phone.post("/a/done", {"mentor": "yes", "coordinator": "yes"}).status_code in (302, 404)
    with world.as_("coordinator", "aaby"):
        from samspil.delivery.models.measurements import Sharing

        assert Sharing.objects.filter(person_id=made.person_id).count() == 0


def test_what_the_coordinator_wrote_down_is_no_news_to_the_coordinator(world: Any, made: ground.Made) -> None:
    close(world, made, "stopped", None)

    assert "Stoppet af personen selv" not in world.client("coordinator", "aaby").get("/o/").content.decode()


def test_taking_back_the_yes_to_the_support_is_a_stop(world: Any, made: ground.Made) -> None:
    client = opening.at_own_page(world, made)

    answer = client.post("/a/own/yes", {"back": str(ground.consent(world, made, "support"))})

    assert where(answer) == (302, "/a/own/stopped")
    assert held(world, made) == {}
    assert where(client.get("/a/own/")) == (302, "/a/")


# --- the list of all that is open


@pytest.mark.proves("G23")
def test_every_open_link_stands_in_one_list_and_is_closed_with_one_tap(
    world: Any, concept_id: uuid.UUID
) -> None:
    from samspil.trust.models import Link

    made, foreign = ground.course(world, "aaby", concept_id), ground.course(world, "baekby", concept_id)
    asked, own = ground.hand_out(world, made).link, opening.own_page(world, made).made.link
    theirs = opening.own_page(world, foreign).made.link
    office = world.client("coordinator", "aaby")

    def listed() -> set[str]:
        return set(re.findall(r"/o/links/([0-9a-f-]{36})/close", office.get("/o/links/").content.decode()))

    assert listed() == {str(asked.id), str(own.id)}
    with world.as_("coordinator", "aaby"):
        assert set(map(str, Link.objects.values_list("id", flat=True))) == listed()
    for one in (asked, own):
        assert where(office.post(f"/o/links/{one.id}/close")) == (302, "/o/links/")
        assert str(one.id) not in listed()
    gone = [office.post(f"/o/links/{one}/close") for one in (theirs.id, uuid.uuid4(), own.id)]
    assert {(one.status_code, TOKEN.sub(rb"\1", one.content)) for one in gone} == {
        (404, TOKEN.sub(rb"\1", gone[0].content))
    }
    with world.as_("coordinator", "baekby"):
        assert Link.objects.get(id=theirs.id).revoked_at is None


def test_the_list_says_who_made_it_and_whether_it_was_opened(world: Any, made: ground.Made) -> None:
    office = world.client("coordinator", "aaby")
    opening.own_page(world, made)
    before = office.get("/o/links/").content.decode()

    rows = {row for row in re.findall(r"<li>.*?</li>", before, re.S) if "Egen side" in row}
    assert [("Mentor Aaby" in row, "Ikke åbnet" in row) for row in rows] == [(True, True)]
    assert made.words["name"] not in before
