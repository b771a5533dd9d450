"""A course goes on in another municipality: what goes along, who sees it, and that no round is lost."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import away, ground

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


def prove(world: Any, slug: str, on: date) -> Any:
    from samspil.delivery.queries import measurements

    with world.as_("coordinator", slug) as by:
        return measurements.prove(by, on=on)


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
        cursor.execute("SELECT extract(day FROM open_until - now()) FROM delivery_move WHERE id = %s", [move_id])
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


# --- no, run out, taken back


@pytest.mark.parametrize("how", ["declined", "expired", "taken_back"])
def test_a_move_that_comes_to_nothing_leaves_the_course_and_erases_the_packet(world, course, how):
    move_id = away.propose(world, course, "ceby")
    if how == "declined":
        away.decline(world, move_id, "ceby")
    elif how == "expired":
        runs_out(world, "aaby", move_id)

    ended = away.settle(world, move_id, "aaby", on=TODAY, take_back=how == "taken_back")

    gone = move_row(world, "aaby", move_id)
    assert ended == gone.state == how
    assert (bytes(gone.packet), bytes(gone.who)) == (b"", b"")
    assert (row(world, course).state, row(world, course).series_until) == ("active", None)
    assert count(world, "ceby") == 0
    ground.tend(world, course, date(2014, 12, 20))
    assert prove(world, "aaby", date(2014, 12, 20)).equal is True
    away.propose(world, course, "ceby")


@pytest.mark.proves("G09")
@pytest.mark.parametrize("how", ["withdraws", "stops"])
def test_without_the_persons_yes_the_move_ends_in_the_same_breath(world, course, how):
    from samspil.delivery.actions import consents

    move_id = away.propose(world, course, "ceby")
    with world.as_("coordinator", "aaby") as by:
        common = {"by": by, "at": world.at, "on": TODAY, "course_id": course.course_id}
        if how == "stops":
            consents.stop(**common)
        else:
            consents.withdraw_consent(**common, purpose="sharing", recipient_number=1)

    from samspil.kernel.errors import Missing

    with pytest.raises(Missing):
        packet(world, move_id, "ceby")
    with pytest.raises(Missing):
        away.accept(world, move_id, "ceby")
    gone = move_row(world, "aaby", move_id)
    assert (gone.state, bytes(gone.packet), bytes(gone.who)) == ("taken_back", b"", b"")
    assert row(world, course).series_until is None


def test_a_yes_taken_back_to_somebody_else_leaves_the_move(world, course):
    from samspil.delivery.actions import consents

    ground.share(world, course)
    move_id = away.propose(world, course, "ceby")
    with world.as_("coordinator", "aaby") as by:
        consents.withdraw_consent(
            by=by,
            at=world.at,
            on=TODAY,
            course_id=course.course_id,
            purpose="sharing",
            recipient_number=1,
        )

    assert packet(world, move_id, "ceby").series_from == BEGAN


@pytest.mark.proves("G09")
def test_an_answer_of_a_third_municipality_counts_for_nothing(world, course):
    from samspil.delivery.models.moves import MoveAnswer
    from samspil.kernel.errors import Refused
    from samspil.trust.audit import writing

    move_id = away.propose(world, course, "ceby")
    with world.as_("coordinator", "baekby") as by, writing():
        MoveAnswer.objects.create(
            tenant_id=by.tenant_id,
            move_id=move_id,
            from_tenant_id=world.tenant("aaby"),
            accepted=True,
            answered_on=TODAY,
        )

    with pytest.raises(Refused):
        away.settle(world, move_id, "aaby")
    assert row(world, course).state == "active"


# --- who may propose, to whom, when

REFUSED = {
    "today": ({"moves_on": TODAY}, "moves_on"),
    "far away": ({"moves_on": TODAY + timedelta(days=15)}, "moves_on"),
    "to oneself": ({"to": "aaby"}, "to"),
    "to the office": ({"to": "kontoret"}, "to"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_move_is_proposed_to_another_municipality_within_two_weeks(world, course, case):
    from samspil.kernel.errors import Refused

    changed, field = REFUSED[case]
    with pytest.raises(Refused) as refused:
        away.propose(world, course, **{"to": "ceby", **changed})

    assert refused.value.refusal.field == field


@pytest.mark.parametrize("stage", ["accepted", "matched"])
def test_only_a_running_course_moves(world, concept_id, stage):
    from samspil.kernel.errors import Refused

    made = ground.course(world, "aaby", concept_id, to=stage)
    with pytest.raises(Refused):
        away.propose(world, made, "ceby")


def test_one_move_at_a_time_and_the_course_does_not_close_meanwhile(world, course):
    from django.db import IntegrityError, transaction

    from samspil.delivery.models.courses import Course
    from samspil.delivery.rules.courses import may_move
    from samspil.delivery.terms import CourseState
    from samspil.kernel.errors import Refused
    from samspil.trust.audit import writing

    away.propose(world, course, "ceby")
    with pytest.raises(Refused):
        away.propose(world, course, "ceby")
    found = row(world, course)
    assert may_move(found, CourseState.CLOSING) is not None
    assert may_move(found, CourseState.PAUSED) is None
    with (
        world.as_("coordinator", "aaby"),
        pytest.raises(IntegrityError),
        transaction.atomic(),
        writing(),
    ):
        Course.objects.filter(id=course.course_id).update(state="closing")


def test_it_starts_there_on_the_day_of_the_move_at_the_earliest(world, course):
    from samspil.kernel.errors import Refused

    there = away.accept(world, away.propose(world, course, "ceby"), "ceby")
    with pytest.raises(Refused) as refused:
        away.go_on(world, there, on=DAY - timedelta(days=1))

    assert refused.value.refusal.field == "started_on"


# --- the series


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    began=st.dates(date(2013, 1, 1), date(2015, 12, 31)),
    after=st.integers(1, 700),
    lasts=st.one_of(st.none(), st.integers(0, 500)),
    pause=st.integers(0, 60),
    seen=st.integers(0, 1500),
    follow_up=st.booleans(),
)
def test_two_halves_of_a_series_owe_together_what_the_whole_one_owes(
    world, concept_id, began, after, lasts, pause, seen, follow_up
):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.queries.measurements import owed_windows

    day = began + timedelta(days=after)
    ended = None if lasts is None else day + timedelta(days=lasts)
    starts = day if ended is None else min(day + timedelta(days=pause), ended)
    until = began + timedelta(days=seen)

    def keys(**changed: Any) -> list[str]:
        one = Course(concept_id=concept_id, intervention="mentor", state="active", started_on=began)
        for name, value in changed.items():
            setattr(one, name, value)
        return [window.key for window in owed_windows(one, follow_up=follow_up, until=until)]

    whole = keys(ended_on=ended)
    here = keys(state="transferred", ended_on=day, series_until=day)
    there = keys(series_from=began, series_on=day, started_on=starts, ended_on=ended)

    assert sorted(here + there) == sorted(whole)
    assert not set(here) & set(there)
    assert sorted(keys(series_until=day)) == sorted(here)  # the same while it only is about to move


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gap=st.integers(1, 14), later=st.integers(0, 400), late_worker=st.integers(0, 40))
def test_both_sides_prove_and_together_hold_the_rounds_of_a_course_that_stayed(
    world, concept_id, gap, later, late_worker
):
    from django.db import transaction

    with transaction.atomic():
        stayed = ground.course(world, "aaby", concept_id, on=BEGAN)
        moved = ground.course(world, "aaby", concept_id, on=BEGAN)
        ground.tend(world, moved, TODAY)
        day = TODAY + timedelta(days=gap)
        move_id = away.propose(world, moved, "ceby", moves_on=day)
        there = away.accept(world, move_id, "ceby")
        slow = day + timedelta(days=late_worker)
        ground.tend(world, moved, slow)  # the worker tends before it comes to finish the move
        assert prove(world, "aaby", slow).equal is True
        away.settle(world, move_id, "aaby", on=slow)
        away.go_on(world, there, on=slow)
        end = slow + timedelta(days=later)
        for made in (stayed, moved, there):
            ground.tend(world, made, end)

        rounds = [ground.states(world, made) for made in (stayed, moved, there)]
        assert sorted([*rounds[1], *rounds[2]]) == sorted(rounds[0])
        assert not set(rounds[1]) & set(rounds[2])
        assert (prove(world, "aaby", end).equal, prove(world, "ceby", end).equal) == (True, True)
        transaction.set_rollback(True)

