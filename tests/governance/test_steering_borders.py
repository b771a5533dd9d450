"""Last days, seats that ended in one group alone, and minutes that are not approved yet."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import steering

from samspil.governance.queries.interviews import Request
from samspil.governance.rules.milestones import stands
from samspil.governance.terms.obligations import EvaluationPhase, InterviewKind

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


def test_a_seat_that_ended_in_one_group_brings_no_letter_and_no_day_of_it(world, groups):
    from samspil.governance.actions import groups as actions
    from samspil.governance.actions import meetings as meeting_actions
    from samspil.governance.queries import groups as seats
    from samspil.governance.queries import letters, meetings
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    _first, second, *_more = steering.planned(world, groups["steering"])
    job = Actor.job(world.tenant("aaby"))

    def found():
        with scope(job):
            due = {one.meeting_id for one in letters.due(job, on=ground.TODAY)}
        with world.as_("municipal_lead", "aaby") as by:
            return due, {key for key, _day in meetings.days_for(by, on=ground.TODAY)}

    with world.as_("programme_office") as by:
        meeting_actions.invite(by=by, at=world.at, on=ground.TODAY, meeting_id=second)
    due, days = found()
    assert (due, second in days) == ({second}, True)
    with world.as_("programme_office") as by:
        every = seats.seats(by, by.tenant_id, groups["steering"])
        key = next(one.id for one in every if one.organisation_id == world.tenant("aaby"))
        actions.end_seat(by=by, at=world.at, on=ground.TODAY, seat_id=key, to_on=ground.TODAY)
    assert found() == (set(), set())
    ballot = steering.in_writing(world, groups["steering"])
    assert [steering.votes(world, ballot, one) for one in ("aaby", "baekby")] == [False, True]


def test_a_proposal_waits_for_an_answer_until_its_last_day(world, groups):
    from samspil.governance.queries.waiting import answers_to_give

    steering.in_writing(world, groups["steering"], days=10)
    last = ground.TODAY + 10 * DAY
    with world.as_("municipal_lead", "aaby") as by:
        assert [len(answers_to_give(by, day)) for day in (last, last + DAY)] == [1, 0]


def test_only_approved_minutes_say_who_came(world, groups):
    from samspil.governance.queries import meetings

    first, *_more = steering.planned(world, groups["steering"])

    def came():
        with world.as_("coordinator", "aaby") as by:
            told = (date(2014, 1, 1), date(2014, 12, 31))
            slug = ground.the_concept().slug
            return len(meetings.attended(by, by.tenant_id, "steering", *told, programme=slug))

    steering.held(world, first, approve=False)
    assert came() == 0
    steering.held(world, first)
    assert came() == 1


@pytest.mark.parametrize(("days", "state"), [(-1, "coming"), (0, "now"), (9, "now"), (10, "overdue")])
def test_a_milestone_is_overdue_from_the_day_after_its_last(days, state):
    first = date(2014, 10, 1)
    assert stands(first, first + 9 * DAY, None, first + days * DAY) == state


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (1, True)])
def test_what_was_asked_for_is_late_from_the_day_after_its_last(days, is_late):
    from samspil.interfaces.web.office.interviews import _row

    phase, kind, due = next(iter(EvaluationPhase)), next(iter(InterviewKind)), ground.TODAY
    asked = Request(uuid.uuid4(), uuid.uuid4(), "Åby", phase, kind, due - 30 * DAY, due, 3, 1, None)
    assert _row(asked, due + days * DAY, is_own=False)["is_late"] == is_late


def test_obligations_are_not_asked_about_before_their_day(world):
    ground.load(world)
    client = world.client("coordinator", "aaby")
    page = client.get("/o/obligations/", {"on": "2030-01-01"}).content.decode()
    assert ("2014-11-03" in page, "2030" in page) == (True, False)
    for odd in ("0001-01-01", "9999-12-31", "2014-02-30", "\x00", "x" * 5_000):
        assert client.get("/o/obligations/", {"on": odd}).status_code == 200
