"""A course goes on in another municipality: what goes along, who sees it, and that no round is lost."""

from __future__ import annotations

import json
import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import away, ground, opening

BEGAN = date(2014, 7, 1)
TODAY = ground.TODAY
DAY = away.MOVES_ON


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def course(world: Any, concept_id: Any) -> ground.Made:
    """A course of Åby since July, with a meeting and answers shown to the mentor."""
    made = ground.course(world, "aaby", concept_id, on=BEGAN)
    ground.log_session(world, made, on=BEGAN)
    ground.answer(world, made, (7, 3), on=BEGAN, share=("mentor",))
    return made


def row(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return Course.objects.get(id=made.course_id)


def move_row(world: Any, slug: str, move_id: uuid.UUID) -> Any:
    from samspil.delivery.models.moves import Move

    with world.as_("coordinator", slug):
        return Move.objects.get(id=move_id)


def packet(world: Any, move_id: uuid.UUID, slug: str) -> Any:
    from samspil.delivery.queries import moves

    with world.as_("coordinator", slug) as by:
        return moves.packet_for(by, move_id, at=world.at)[1]


def told(made: ground.Made, text: str) -> set[str]:
    return {name for name, word in made.words.items() if word in text}


# --- what goes along


def test_the_packet_holds_what_is_said_and_nothing_else(world, course):
    move_id = away.propose(world, course, "ceby")

    found = packet(world, move_id, "ceby")

    assert told(course, found.told()) == {"purpose", "goal", "notice"}
    assert (found.intervention, found.agreed_minutes, found.language) == ("mentor", 60, "da")
    assert found.series_from == BEGAN
    assert [(one["purpose"], one["capacity"]) for one in found.consents] == [
        ("evaluation", "self"),
        ("support", "self"),
    ]
    assert [(one["key"], one["for_mentor"], one["for_coordinator"]) for one in found.answers] == [
        ("start", True, False)
    ]
    assert set(json.loads(found.told())) == {
        "concept_id",
        "intervention",
        "purpose",
        "goals",
        "agreed_minutes",
        "language",
        "series_from",
        "consents",
        "answers",
    }


def test_answers_stay_where_they_are_unless_the_person_takes_them_along(world, course):
    assert packet(world, away.propose(world, course, "ceby", takes_answers=False), "ceby").answers == ()


def test_an_answer_that_was_not_handed_in_does_not_go_along(world, concept_id):
    made = ground.course(world, "aaby", concept_id)
    ground.answer(world, made, submit=False)

    assert packet(world, away.propose(world, made, "ceby"), "ceby").answers == ()


def test_the_yes_to_it_is_one_to_sharing_with_the_municipality_by_name(world, course):
    away.propose(world, course, "ceby")

    from samspil.people.queries import people

    with world.as_("coordinator", "aaby") as by:
        yeses = people.told_consents(by, course.person_id, at=world.at)
    assert [(one.capacity, one.recipient) for one in yeses if one.purpose == "sharing"] == [("self", "Ceby")]


def test_custody_holders_who_are_asked_say_yes_to_it_as_well(world, concept_id):
    from samspil.kernel.errors import Refused

    made = ground.course(world, "aaby", concept_id, custody="given")
    with pytest.raises(Refused) as refused:
        away.propose(world, made, "ceby")
    assert refused.value.refusal.field == "holders"

    move_id = away.propose(world, made, "ceby", holders=True)
    there = away.accept(world, move_id, "ceby")

    assert row(world, there).custody_holders == 1


# --- who sees it


@pytest.mark.proves("G05")
def test_the_receiver_alone_finds_the_packet_and_only_while_it_is_open(world, course):
    from samspil.delivery.queries import moves
    from samspil.kernel.errors import Missing

    move_id = away.propose(world, course, "ceby")

    def finds(slug: str, which: uuid.UUID = move_id) -> bool:
        with world.as_("coordinator", slug) as by:
            try:
                moves.packet_for(by, which, at=world.at)
            except Missing:
                return False
        return True

    assert {slug: finds(slug) for slug in ("aaby", "baekby", "ceby")} == {
        "aaby": False,
        "baekby": False,
        "ceby": True,
    }
    assert finds("ceby", uuid.uuid4()) is False
    runs_out(world, "aaby", move_id)
    assert finds("ceby") is False


def runs_out(world: Any, slug: str, move_id: uuid.UUID) -> None:
    """What the database's clock does after 14 days."""
    from django.db.models.functions import Now

    from samspil.delivery.models.moves import Move
    from samspil.trust.audit import writing

    with world.as_("coordinator", slug), writing():
        assert Move.objects.filter(id=move_id).update(open_until=Now() - timedelta(seconds=1)) == 1


def test_a_move_is_open_for_fourteen_days_by_the_clock_of_the_database(world, course):
    from django.db import connection

    move_id = away.propose(world, course, "ceby")

    with world.as_("coordinator", "aaby"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(day FROM open_until - now()) FROM delivery_move WHERE id = %s", [move_id]
        )
        assert cursor.fetchone() == (14,)


def test_reading_the_packet_is_a_look_in_the_receivers_log(world, course):
    from samspil.trust.models import AuditEvent

    move_id = away.propose(world, course, "ceby")
    packet(world, move_id, "ceby")

    with world.as_("coordinator", "ceby"):
        looks = AuditEvent.objects.filter(verb="read", subject_id=course.person_id)
        assert [(one.purpose, one.thing_id) for one in looks] == [("coordination", move_id)]


# --- yes


def test_a_yes_makes_a_new_person_and_a_new_course_and_then_ends_the_old_one(world, course):
    move_id = away.propose(world, course, "ceby")
    there = away.accept(world, move_id, "ceby")

    from samspil.people.queries import people

    new = row(world, there)
    assert there.person_id != course.person_id
    assert there.course_id != course.course_id
    assert (new.state, new.legal_basis, new.series_from, new.series_on) == ("accepted", "", BEGAN, DAY)
    with world.as_("coordinator", "ceby") as by:
        card = people.identity_for(by, there.person_id, at=world.at)
        held = {(one.purpose, one.capacity) for one in people.consents_of(by, there.person_id)}
    assert (card.name, card.contact) == (course.words["name"], course.words["contact"])
    assert held == {("support", "self"), ("evaluation", "self")}
    assert row(world, course).state == "active"

    assert away.settle(world, move_id, "aaby") == "finished"

    old, gone = row(world, course), move_row(world, "aaby", move_id)
    assert (old.state, old.ended_on, old.series_until) == ("transferred", DAY, DAY)
    assert (bytes(gone.packet), bytes(gone.who), gone.state) == (b"", b"", "finished")


def test_the_senders_side_is_finished_on_the_day_and_not_before(world, course):
    from samspil.kernel.errors import Refused

    move_id = away.propose(world, course, "ceby")
    with pytest.raises(Refused):
        away.settle(world, move_id, "aaby", on=DAY)
    away.accept(world, move_id, "ceby")
    with pytest.raises(Refused):
        away.settle(world, move_id, "aaby", on=DAY - timedelta(days=1))
    with pytest.raises(Refused):
        away.settle(world, move_id, "aaby", on=DAY - timedelta(days=1), take_back=True)
    assert row(world, course).state == "active"


def test_finishing_twice_and_accepting_twice_change_nothing_more(world, course):
    from samspil.kernel.errors import Missing

    move_id = away.propose(world, course, "ceby")
    away.accept(world, move_id, "ceby")
    with pytest.raises(Missing):
        away.accept(world, move_id, "ceby")
    first = away.settle(world, move_id, "aaby")
    before = row(world, course)

    assert away.settle(world, move_id, "aaby", on=DAY + timedelta(days=3)) == first == "finished"

    after = row(world, course)
    assert (after.state, after.ended_on) == (before.state, before.ended_on) == ("transferred", DAY)
    assert count(world, "ceby") == 1


def count(world: Any, slug: str) -> int:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", slug):
        return int(Course.objects.count())


def test_the_answers_are_one_series_there_for_those_they_were_shown_to(world, course):
    from samspil.delivery.queries import courses, measurements

    there = away.accept(world, away.propose(world, course, "ceby"), "ceby")
    away.go_on(world, there, on=DAY)
    later = tended(world, there, date(2014, 12, 20))
    ground.answer(world, there, (8, 4), key="month-6", on=later, share=("mentor",))

    with world.as_("mentor", "ceby") as by:
        found = courses.course_for(by, there.course_id)
        mentor = measurements.shared_answers(by, found, at=world.at)
    with world.as_("coordinator", "ceby") as by:
        coordinator = measurements.shared_answers(by, found, at=world.at)
    assert [(one.key, list(one.values.values())[:3]) for one in mentor] == [
        ("start", [7, 3, 5]),
        ("month-6", [8, 4, 5]),
    ]
    assert coordinator == ()


def test_the_person_sees_the_answers_brought_along_and_decides_anew_who_may(world, course):
    from samspil.delivery.queries import courses, measurements

    there = away.accept(world, away.propose(world, course, "ceby"), "ceby")
    away.go_on(world, there, on=DAY)
    page = opening.at_own_page(world, there)

    def shown(recipient: str) -> list[str]:
        with world.as_(recipient, "ceby") as by:
            found = courses.course_for(by, there.course_id)
            return [one.key for one in measurements.shared_answers(by, found, at=world.at)]

    answers = page.get("/a/own/answers").content.decode()
    (url,) = set(re.findall(r'href="(/a/own/answers/[0-9a-f-]+)"', answers))
    assert (shown("mentor"), shown("coordinator")) == (["start"], [])
    assert page.post(url, {"mentor": "no", "coordinator": "yes"}).status_code == 302
    assert (shown("mentor"), shown("coordinator")) == ([], ["start"])


@pytest.mark.proves("G43")
def test_a_no_said_while_a_move_is_open_goes_along(world, course):
    from samspil.delivery.queries import courses, measurements

    page = opening.at_own_page(world, course)
    move_id = away.propose(world, course, "ceby")
    answers = page.get("/a/own/answers").content.decode()
    (url,) = set(re.findall(r'href="(/a/own/answers/[0-9a-f-]+)"', answers))
    assert page.post(url, {"mentor": "no", "coordinator": "no"}).status_code == 302
    there = away.accept(world, move_id, "ceby")
    away.go_on(world, there, on=DAY)

    with world.as_("mentor", "ceby") as by:
        found = courses.course_for(by, there.course_id)
        assert measurements.shared_answers(by, found, at=world.at) == ()


def test_the_mentor_left_behind_sees_nothing_from_the_next_request_on(world, course):
    made = ground.hand_out(world, course, key="month-3", on=tended(world, course, date(2014, 9, 20)))
    client = world.client("mentor", "aaby")
    paths = (f"/f/courses/{course.course_id}", f"/f/courses/{course.course_id}/meeting")
    assert [client.get(one).status_code for one in paths] == [200, 200]
    move_id = away.propose(world, course, "ceby")
    away.accept(world, move_id, "ceby")
    away.settle(world, move_id, "aaby")

    assert [client.get(one).status_code for one in paths] == [404, 404]
    assert opens(made.token) is False


def tended(world: Any, made: ground.Made, on: date) -> date:
    ground.tend(world, made, on)
    return on


def opens(token: str) -> bool:
    from django.test import Client

    answer = Client().post("/a/", {"token": token})
    return answer.status_code == 302
