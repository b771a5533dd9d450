"""The pages on pauses and endings: what waits, what is refused with the way on, how often they ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ending, ground
from tests.interfaces.test_query_counts import MOST, asked

START = date(2014, 9, 1)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def paused(world: Any, concept_id: Any, planned_on: date) -> ground.Made:
    from samspil.delivery.actions import pauses

    made = ground.course(world, "aaby", concept_id, on=START)
    day = planned_on - timedelta(days=10)
    with world.as_("mentor", "aaby") as by:
        pauses.pause(
            by=by,
            at=ground.at_day(day),
            on=day,
            course_id=made.course_id,
            from_on=day,
            planned_on=planned_on,
            reason="busy",
        )
    return made


def test_what_waits_after_a_pause_at_the_end_and_after_it_has_a_sentence_and_a_page(world, concept_id):
    resting = paused(world, concept_id, ground.TODAY)
    ready = ending.closing(world, "aaby", concept_id)
    ground.answer(world, ready, key="closing")
    over = ending.ended(world, "aaby", concept_id)
    office = world.client("coordinator", "aaby")
    home = office.get("/o/").content.decode()

    for made, page, title in (
        (resting, "pause", "Pausen var planlagt til nu"),
        (ready, "closing", "Klar til at blive afsluttet"),
        (over, "follow-up", "Én kontakt efter afslutningen"),
    ):
        path = f"/o/courses/{made.course_id}/{page}"
        assert f'href="{path}"' in home
        assert title in home
        assert office.get(path).status_code == 200


@pytest.mark.parametrize(("cast", "door", "way_on"), [("mentor", "f", "/f/"), ("coordinator", "o", "/o/")])
def test_an_end_that_is_refused_leads_to_what_is_open_and_keeps_what_was_typed(
    world, concept_id, cast, door, way_on
):
    made = ground.course(world, "aaby", concept_id, on=START)
    client = world.client(cast, "aaby")
    course = f"/{door}/courses/{made.course_id}"
    assert client.post(f"{course}/end", {"ended_on": "2014-11-03"})["Location"] == f"{course}/closing"
    said = {
        "ending": "completed",
        "reason": "as_planned",
        "goal_1": "partly",
        "helped": "That you kept calling",
        "quotation": "yes",
        "follow_up": "no",
        "method": "oral",
    }
    wanted = ground.measurement(world, made, "closing").id

    refused = client.post(f"{course}/closing", {**said, "finish": "yes"})
    page = refused.content.decode()
    kept = client.post(f"{course}/closing", {"helped": "Only this so far", "keep": "yes"})
    again = client.get(f"{course}/closing").content.decode()

    assert refused.status_code == 422
    assert page.count("Den sidste måling er åben: Tag den, eller angiv en årsag.") == 2
    reason = "" if door == "f" else "/reason"
    assert f'href="{way_on}measurements/{wanted}{reason}"' in page
    assert "That you kept calling" in page
    assert kept["Location"] == course
    assert "Only this so far" in again
    ground.answer(world, made, key="closing")
    assert client.post(f"{course}/closing", {**said, "finish": "yes"}).status_code == 302
    office = world.client("coordinator", "aaby")
    page = office.get(f"/o/courses/{made.course_id}/ending").content.decode()
    whole = " ".join(office.get(f"/o/courses/{made.course_id}").content.decode().split())
    assert [page.count(one) for one in ("That you kept calling", "Må citeres", "delvist")] == [1, 1, 1]
    assert [whole.count(one) for one in ("Citat: ja", "Opfølgning: nej")] == [1, 1]


def test_a_yes_at_the_end_says_how_it_was_given(world, concept_id):
    made = ending.closing(world, "aaby", concept_id)
    ground.answer(world, made, key="closing")
    said = {"ending": "completed", "reason": "as_planned", "goal_1": "reached", "follow_up": "no"}
    path = f"/f/courses/{made.course_id}/closing"
    client = world.client("mentor", "aaby")

    page = client.post(path, {**said, "quotation": "yes", "finish": "yes"})

    assert page.status_code == 422
    assert "Vælg, hvordan ja&#x27;et blev givet." in page.content.decode()
    assert client.post(path, {**said, "quotation": "no", "finish": "yes"}).status_code == 302


def test_the_coordinator_hands_the_last_measurement_out_and_writes_the_contact(world, concept_id):
    made = ending.ended(world, "aaby", concept_id)
    office, course = world.client("coordinator", "aaby"), f"/o/courses/{made.course_id}"

    page = office.post(f"{course}/follow-up", {"make": "yes"})
    early = office.post(f"{course}/follow-up", {"contact_on": "2014-11-03", "outcome": "met"})
    ground.answer(world, made, cast="coordinator", key="follow-up")
    done = office.post(f"{course}/follow-up", {"contact_on": "2014-11-03", "outcome": "met"})

    assert page.status_code == 200
    assert "whole-link" in page.content.decode()
    assert early.status_code == 422
    assert (done.status_code, done["Location"]) == (302, course)
    assert "3. november 2014: vi talte sammen" in office.get(f"{course}/ending").content.decode()
    assert office.get(f"{course}/follow-up").status_code == 403


def test_these_pages_ask_the_database_twelve_times_at_most(world, concept_id):
    resting = paused(world, concept_id, ground.TODAY + timedelta(days=5))
    closing = ending.closing(world, "aaby", concept_id)
    over = ending.ended(world, "aaby", concept_id)
    for _each in range(3):
        ground.log_session(world, resting, for_record=True)
    office, field = world.client("coordinator", "aaby"), world.client("mentor", "aaby")

    found = {
        path: len(asked(client, path))
        for client, path in (
            (office, "/o/"),
            (office, f"/o/courses/{resting.course_id}"),
            (office, f"/o/courses/{closing.course_id}"),
            (office, f"/o/courses/{over.course_id}"),
            (office, f"/o/courses/{resting.course_id}/pause"),
            (office, f"/o/courses/{resting.course_id}/end"),
            (office, f"/o/courses/{closing.course_id}/closing"),
            (office, f"/o/courses/{over.course_id}/ending"),
            (office, f"/o/courses/{over.course_id}/follow-up"),
            (office, f"/o/courses/{resting.course_id}/journal"),
            (office, "/o/calendar"),
            (field, "/f/"),
            (field, f"/f/courses/{resting.course_id}"),
            (field, f"/f/courses/{resting.course_id}/pause"),
            (field, f"/f/courses/{closing.course_id}/closing"),
            (field, "/f/calendar"),
        )
    }

    assert {path: count for path, count in found.items() if count > MOST} == {}
