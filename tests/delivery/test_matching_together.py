"""Everyone who waits: how long and why, matched together or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.matches import again, brings, post, row, together, wish
from tests.interfaces.test_query_counts import MOST, asked

from samspil.kernel.errors import Refused


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


# --- everyone who waits


def test_the_waiting_list_says_since_when_why_and_whether_again(world, concept_id):
    from samspil.delivery.queries import matching as queries

    old = ground.course(world, "aaby", concept_id, to="accepted", on=date(2014, 7, 1))
    returned = ground.course(world, "aaby", concept_id, to="matched", on=date(2014, 9, 1))
    ground.course(world, "aaby", concept_id, to="awaiting_consent")
    ground.course(world, "aaby", concept_id, to="active")
    ground.course(world, "baekby", concept_id, to="accepted")
    wish(world, old, waits_for="language")
    again(world, returned)

    with world.as_("coordinator", "aaby") as by:
        found = queries.waiting_list(by, on=ground.TODAY)

    assert [(one.course_id, one.days, one.band, one.waits_for, one.had_one) for one in found] == [
        (old.course_id, 125, 3, "language", False),
        (returned.course_id, 0, 0, "", True),
    ]


@pytest.mark.proves("S6")
def test_all_who_wait_are_proposed_together_and_those_ticked_are_matched(world, concept_id):
    made = [ground.course(world, "aaby", concept_id, to="accepted", on=date(2014, 10, day)) for day in (1, 5)]
    wish(world, made[0], interests=("music",))
    wish(world, made[1], interests=("cooking",))
    brings(world, "mentor", strengths=("cooking",), places=1)
    brings(world, "other_mentor", strengths=("music",), places=1)
    brings(world, "lent", strengths=("sport",), places=0)
    client = world.client("coordinator", "aaby")

    page = client.get("/o/matching/").content.decode()
    wanted = [
        f"{made[0].course_id}+{post(world, 'other_mentor')}",
        f"{made[1].course_id}+{post(world, 'mentor')}",
    ]
    assert [page.count(f'value="{one}"') for one in wanted] == [1, 1]
    assert page.count('name="chosen"') == 2
    assert client.post("/o/matching/", {"chosen": wanted}).status_code == 422
    assert [row(world, one).state for one in made] == ["accepted", "accepted"]
    assert client.post("/o/matching/", {"chosen": wanted, "why": "They fit"}).status_code == 302
    assert [row(world, one).mentor_id for one in made] == [
        post(world, "other_mentor"),
        post(world, "mentor"),
    ]
    assert client.get("/o/matching/").content.decode().count('name="chosen"') == 0


def test_where_something_changed_meanwhile_nothing_is_half_done(world, concept_id):
    made = [ground.course(world, "aaby", concept_id, to="accepted") for _each in range(2)]
    ground.apart(world, made[1], "other_mentor")

    with pytest.raises(Refused, match="Ingen blev matchet") as refused:
        together(world, [(made[0], "mentor"), (made[1], "other_mentor")])

    assert row(world, made[1]).code in str(refused.value)
    assert [row(world, one).state for one in made] == ["accepted", "accepted"]
    assert together(world, [(made[0], "mentor"), (made[1], "mentor")]) == 2
    assert [row(world, one).state for one in made] == ["matched", "matched"]


def test_places_are_counted_one_by_one_when_several_are_matched(world, concept_id):
    made = [ground.course(world, "aaby", concept_id, to="accepted") for _each in range(2)]
    brings(world, "mentor", places=1)

    with pytest.raises(Refused):
        together(world, [(made[0], "mentor"), (made[1], "mentor")])

    assert [row(world, one).state for one in made] == ["accepted", "accepted"]


def test_one_event_stands_for_all_and_one_for_each(world, concept_id):
    from samspil.trust.models import AuditEvent

    made = [ground.course(world, "aaby", concept_id, to="accepted") for _each in range(2)]
    together(world, [(one, "mentor") for one in made])

    with world.as_("coordinator", "aaby"):
        events = AuditEvent.objects.filter(verb__in=("delivery.choose_mentor", "delivery.match_together"))
        assert sorted(events.values_list("verb", "subject_id", "reason"), key=str) == sorted(
            [
                *(("delivery.choose_mentor", one.person_id, "") for one in made),
                ("delivery.match_together", None, "together_2"),
            ],
            key=str,
        )


def test_a_foreign_course_among_those_ticked_is_as_one_that_never_was(world, concept_id):
    import uuid

    own = ground.course(world, "aaby", concept_id, to="accepted")
    other = ground.course(world, "baekby", concept_id, to="accepted")
    client, mentor = world.client("coordinator", "aaby"), post(world, "mentor")

    answers = [
        client.post("/o/matching/", {"chosen": [f"{own.course_id}+{mentor}", f"{key}+{mentor}"], "why": "x"})
        for key in (other.course_id, uuid.uuid4())
    ]

    assert [one.status_code for one in answers] == [404, 404]
    assert row(world, own).state == "accepted"


def test_the_pages_ask_the_same_however_many_wait_and_however_many_there_are(world, concept_id):
    client = world.client("coordinator", "aaby")
    counts = []
    for _round in range(2):
        made = ground.course(world, "aaby", concept_id, to="accepted")
        ground.course(world, "aaby", concept_id, to="accepted", intervention="parent")
        active = ground.course(world, "aaby", concept_id)
        course, running = f"/o/courses/{made.course_id}", f"/o/courses/{active.course_id}"
        paths = {
            "matching": "/o/matching/",
            "staff": "/o/staff/",
            "profile": f"/o/staff/{post(world, 'mentor')}",
            "mentor": f"{course}/mentor",
            "wishes": f"{course}/wishes",
            "apart": f"{course}/apart",
            "take-over": f"{running}/take-over",
            "home": "/o/",
        }
        counts.append({name: len(asked(client, path)) for name, path in paths.items()})
    first, second = counts

    assert second == first
    assert {name: count for name, count in first.items() if count > MOST} == {}
    field = world.client("mentor", "aaby")
    assert len(asked(field, "/f/profile")) <= MOST
