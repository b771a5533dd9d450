"""Somebody else instead: before the start, while it runs, and with a conflict of interest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.matches import again, choose, post, row, suggested, take_over, wish

from samspil.kernel.errors import Missing, Refused


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


# --- somebody else instead


@pytest.mark.proves("S6")
def test_no_chemistry_before_the_start_lets_the_course_wait_again_and_is_not_proposed_again(
    world, concept_id
):
    from samspil.delivery.models.courses import Assignment

    made = ground.course(world, "aaby", concept_id, to="matched")
    field, path = world.client("mentor", "aaby"), f"/f/courses/{made.course_id}"
    assert field.get(path).status_code == 200

    again(world, made)

    found = row(world, made)
    assert (found.state, found.mentor_id, bytes(found.match_reason)) == ("accepted", None, b"")
    assert field.get(path).status_code == 404
    assert suggested(world, made) == (["lent", "other_mentor"], {"mentor": ["not_again"]})
    with pytest.raises(Refused):
        choose(world, made)
    choose(world, made, "other_mentor")
    with world.as_("coordinator", "aaby"):
        held = Assignment.objects.filter(course_id=made.course_id).order_by("id")
        assert list(held.values_list("mentor_id", "to_on", "left_because")) == [
            (post(world, "mentor"), ground.TODAY, "no_chemistry"),
            (post(world, "other_mentor"), None, ""),
        ]


@pytest.mark.proves("S6", "G09")
def test_the_one_before_sees_nothing_from_the_next_request_on(world, concept_id):
    from django.test import Client

    made = ground.course(world, "aaby", concept_id, on=ground.TODAY - timedelta(days=10))
    ground.log_session(world, made)
    link = ground.hand_out(world, made)
    before, after = world.client("mentor", "aaby"), world.client("other_mentor", "aaby")
    code = row(world, made).code
    course = f"/f/courses/{made.course_id}"
    pages = (course, f"{course}/meeting", f"{course}/apart", f"/f/measurements/{made.measurement_id}")

    def seen(client: Any) -> tuple[bool, list[int]]:
        return code in client.get("/f/").content.decode(), [client.get(one).status_code for one in pages]

    assert (seen(before), seen(after)) == ((True, [200] * 4), (False, [404] * 4))
    take_over(world, made)
    assert (seen(before), seen(after)) == ((False, [404] * 4), (True, [200] * 4))
    assert Client().post("/a/", {"token": link.token}).status_code == 404
    assert (
        Client().post("/a/", {"token": ground.hand_out(world, made, cast="other_mentor").token}).status_code
        == 302
    )
    assert before.post(f"{course}/meeting", {"nothing": ""}).status_code == 404
    with pytest.raises(Missing):
        ground.log_session(world, made)
    found = row(world, made)
    assert (found.state, found.mentor_id) == ("active", post(world, "other_mentor"))


def test_an_answer_that_was_under_way_ends_with_the_one_who_handed_it_out(world, concept_id):
    from django.test import Client

    made = ground.course(world, "aaby", concept_id)
    holder = Client()
    holder.post("/a/", {"token": ground.hand_out(world, made).token})
    assert holder.post("/a/1", {"value": "7", "step": "next"})["Location"] == "/a/2"

    take_over(world, made)

    assert holder.post("/a/2", {"value": "7", "step": "next"}).status_code == 404


@pytest.mark.parametrize(
    ("stage", "taken_over", "let_go"),
    [("accepted", False, False), ("matched", False, True), ("active", True, False)],
)
def test_each_way_out_is_there_in_its_own_states(world, concept_id, stage, taken_over, let_go):
    made = ground.course(world, "aaby", concept_id, to=stage)
    client = world.client("coordinator", "aaby")
    found = {}
    for name in ("take-over", "let-go"):
        found[name] = client.get(f"/o/courses/{made.course_id}/{name}").status_code
    for action, may in ((take_over, taken_over), (again, let_go)):
        if not may:
            with pytest.raises(Refused):
                action(world, made)

    assert found == {"take-over": 200 if taken_over else 403, "let-go": 200 if let_go else 403}


@pytest.mark.parametrize("said", [{"because": "course_ended"}, {"mentor": "mentor"}, {"mentor": "departed"}])
def test_nobody_takes_over_for_another_reason_or_from_themselves(world, concept_id, said):
    made = ground.course(world, "aaby", concept_id)
    told = {"mentor_id": post(world, said["mentor"])} if "mentor" in said else said

    with pytest.raises(Refused):
        take_over(world, made, **told)

    assert row(world, made).mentor_id == post(world, "mentor")


def test_the_page_lets_somebody_take_over_by_a_code_and_without_a_word(world, concept_id):
    made = ground.course(world, "aaby", concept_id)
    client, path = world.client("coordinator", "aaby"), f"/o/courses/{made.course_id}/take-over"
    page = client.get(path).content.decode()

    assert page.count("<textarea") == 0
    assert page.count('type="radio" name="mentor"') == 2
    body = {"because": "handed_over", "mentor": str(post(world, "other_mentor"))}
    assert client.post(path, body).status_code == 302
    assert row(world, made).mentor_id == post(world, "other_mentor")


# --- conflicts of interest


def test_whoever_has_the_course_says_it_and_the_coordinator_is_told(world, concept_id):
    from samspil.delivery.actions import matching

    made = ground.course(world, "aaby", concept_id)
    mentor, office = world.client("mentor", "aaby"), world.client("coordinator", "aaby")
    path = f"/f/courses/{made.course_id}/apart"
    told = "Mentor A. bør ikke have forløbet"

    assert told not in office.get("/o/").content.decode()
    assert mentor.post(path, {"because": "gossip"}).status_code == 422
    assert mentor.post(path, {"because": "works_at_school"}).status_code == 302
    assert told in office.get("/o/").content.decode()
    assert row(world, made).mentor_id == post(world, "mentor")
    with world.as_("other_mentor", "aaby") as by, pytest.raises(Missing):
        matching.mark_conflict(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            mentor_id=post(world, "other_mentor"),
            because="other",
        )
    with world.as_("mentor", "aaby") as by, pytest.raises(Refused):
        matching.mark_conflict(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            mentor_id=post(world, "other_mentor"),
            because="other",
        )
    take_over(world, made, because="handed_over")
    assert told not in office.get("/o/").content.decode()


def test_a_lifted_conflict_rules_nobody_out(world, concept_id):
    made = ground.course(world, "aaby", concept_id, to="accepted")
    conflict = ground.apart(world, made)
    client = world.client("coordinator", "aaby")
    assert suggested(world, made) == (["lent", "mentor"], {"other_mentor": ["conflict"]})

    path = f"/o/courses/{made.course_id}/apart/{conflict}/lift"
    assert client.post(path).status_code == 302

    assert suggested(world, made) == (["lent", "mentor", "other_mentor"], {})
    assert client.post(path).status_code == 404


def test_a_match_settles_why_somebody_waited(world, concept_id):
    from samspil.delivery.models.matching import Wish

    made = ground.course(world, "aaby", concept_id, to="accepted")
    wish(world, made, waits_for="wishes")

    choose(world, made)

    with world.as_("coordinator", "aaby"):
        assert Wish.objects.get(course_id=made.course_id).waits_for == ""
