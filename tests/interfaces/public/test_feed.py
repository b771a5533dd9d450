"""Calendar feeds: neutral whole days for whoever holds the address, and nothing once it is taken back."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from tests.delivery import ending, ground

START = date(2014, 9, 1)


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def path_of(world: Any, cast: str = "mentor", slug: str = "aaby") -> str:
    """The path of a new feed, made on its page as its owner does."""
    door = "o" if cast in ("coordinator", "deputy") else "f"
    page = world.client(cast, slug).post(f"/{door}/calendar", {"step": "make"})
    assert page.status_code == 200
    (address,) = [part.split("</code>")[0] for part in page.content.decode().split('class="whole-link">')[1:]]
    assert address.startswith("http://testserver/c/")
    return address.removeprefix("http://testserver")


def asked(path: str) -> Any:
    return Client().get(path)


def days(path: str) -> list[tuple[date, str]]:
    answer = asked(path)
    assert answer.status_code == 200, path
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return sorted((one["dtstart"].dt, str(one["summary"])) for one in events)


def test_a_mentor_sees_own_meetings_and_what_is_due_and_nothing_of_a_colleagues(world, concept_id):
    own = ground.course(world, "aaby", concept_id, on=ground.TODAY)
    other = ground.course(world, "aaby", concept_id, mentor="other_mentor", on=ground.TODAY)
    ground.log_session(world, own, next_on=ground.TODAY + timedelta(days=5))
    ground.log_session(world, other, cast="other_mentor", next_on=ground.TODAY + timedelta(days=6))

    found = {cast: days(path_of(world, cast)) for cast in ("mentor", "other_mentor", "coordinator")}

    due = ground.TODAY + timedelta(days=28)
    assert found == {
        "mentor": [(ground.TODAY + timedelta(days=5), "Aftale"), (due, "Opgave")],
        "other_mentor": [(ground.TODAY + timedelta(days=6), "Aftale"), (due, "Opgave")],
        "coordinator": [(due, "Opgave"), (due, "Opgave")],
    }


def test_it_reaches_a_month_back_and_half_a_year_ahead(world, concept_id):
    edges = [ground.TODAY + timedelta(days=one) for one in (-31, -30, 180, 181)]
    for day in edges:
        ground.log_session(world, ground.course(world, "aaby", concept_id, on=START), on=START, next_on=day)

    assert days(path_of(world)) == [(edges[1], "Aftale"), (edges[2], "Aftale")]


def test_a_meeting_that_was_moved_stands_on_its_new_day_only(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=START)
    first, second, third = (ground.TODAY - timedelta(days=one) for one in (20, 10, 5))
    for held, following in (
        (first, second),  # and then it was held on that day
        (second, ground.TODAY + timedelta(days=1)),  # moved: they met before that
        (third, ground.TODAY + timedelta(days=3)),
        (ground.TODAY, None),
    ):
        ground.log_session(world, made, on=held, next_on=following)

    assert days(path_of(world)) == [(second, "Aftale"), (ground.TODAY + timedelta(days=3), "Aftale")]


def test_it_is_a_calendar_as_the_standard_says_and_keeps_its_keys(world, concept_id):
    made = ground.course(world, "aaby", concept_id, on=ground.TODAY)
    ground.log_session(world, made)
    path = path_of(world)

    answer, again = asked(path), asked(path)
    calendar = Calendar.from_ical(answer.content)
    events = calendar.walk("VEVENT")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.cookies == {}
    assert answer.content == again.content
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar.to_ical() == answer.content
    assert all(line.endswith(b"\r") and len(line) <= 76 for line in answer.content.split(b"\n")[:-1])
    assert len({str(one["uid"]) for one in events}) == len(events) == 2
    for one in events:
        assert set(one) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}
        assert one["dtend"].dt - one["dtstart"].dt == timedelta(days=1)
        assert one["dtstart"].params["VALUE"] == "DATE"
        assert one["dtstamp"].dt.utcoffset() == timedelta(0)
        assert str(one["class"]) == "PRIVATE"


def test_it_says_no_code_no_name_no_key_and_nothing_that_was_written(world, concept_id):
    from samspil.delivery.models.courses import Course

    made = ground.course(world, "aaby", concept_id, on=ground.TODAY)
    ground.log_session(world, made)
    with world.as_("coordinator", "aaby"):
        code = Course.objects.get(id=made.course_id).code
    page = world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}").content.decode()
    told = asked(path_of(world)).content.decode()
    keys = [str(one) for one in (made.course_id, made.person_id, made.session_id, made.measurement_id)]
    secret = [
        code,
        *made.words.values(),
        "Mentor Aaby",
        "Åby",
        *keys,
        *(one.replace("-", "") for one in keys),
    ]

    assert code in page
    assert made.words["purpose"] in page
    assert [one for one in secret if one in told] == []


@pytest.mark.proves("G09", "G23")
def test_a_feed_stands_in_the_list_of_links_one_at_a_time_and_is_taken_back_at_once(world, concept_id):
    from samspil.trust.models import Link

    first = path_of(world)
    second = path_of(world)
    member = world.member("mentor", "aaby")
    with world.as_("coordinator", "aaby"):
        rows = Link.objects.filter(kind="feed", thing_id=member.appointment_id).order_by("id")
        told = [(one.revoked_at is None, one.code_hash, one.person_id) for one in rows]
        lasts = rows.last().expires_at - rows.last().expires_at.now(rows.last().expires_at.tzinfo)
        stored = [one.token_hash for one in rows]

    assert told == [(False, "", None), (True, "", None)]
    assert timedelta(days=179) < lasts <= timedelta(days=180)
    assert [second.split("/")[-1].removesuffix(".ics") in one for one in stored] == [False, False]
    assert [asked(one).status_code for one in (first, second)] == [404, 200]
    assert world.client("mentor", "aaby").post("/f/calendar", {"step": "revoke"}).status_code == 302
    assert [asked(one).status_code for one in (first, second)] == [404, 404]


@pytest.mark.proves("G09")
@pytest.mark.parametrize("what", ["stop", "end", "hand_over"])
def test_what_is_no_longer_ones_own_is_gone_at_the_next_question(world, concept_id, what):
    from samspil.delivery.actions import consents
    from samspil.delivery.models.courses import Course
    from samspil.trust import audit

    made = ground.course(world, "aaby", concept_id, on=START)
    ground.answer(world, made, on=START)
    ground.log_session(world, made)
    path = path_of(world)
    assert days(path) == [(ground.TODAY + timedelta(days=7), "Aftale")]

    with world.as_("coordinator", "aaby") as by:
        if what == "stop":
            consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)
        elif what == "hand_over":
            with audit.acting("test.hand_over", by=by, at=world.at) as act:
                other = world.member("other_mentor", "aaby").appointment_id
                Course.objects.filter(id=made.course_id).update(mentor_id=other)
                act.about(Course(id=made.course_id))
    if what == "end":
        ending.begin_closing(world, made)
        ending.finish(world, made)

    assert days(path) == []


@pytest.mark.proves("G09")
@pytest.mark.parametrize("what", ["appointment", "account", "expiry"])
def test_whoever_left_has_no_feed_any_more(world, concept_id, what):
    from django.contrib.auth import get_user_model
    from django.db.models.functions import Now

    from samspil.kernel.actor import Actor
    from samspil.people.actions import people as actions
    from samspil.people.queries import people as queries
    from samspil.trust.audit import writing
    from samspil.trust.models import Link
    from samspil.trust.scope import scope

    path = path_of(world)
    member, by = world.member("mentor", "aaby"), Actor.job(world.tenant("aaby"))
    assert asked(path).status_code == 200

    with scope(by):
        if what == "appointment":
            post = queries.appointment(by, member.appointment_id)
            day = ground.TODAY - timedelta(days=1)
            actions.end_appointment(by=by, at=world.at, appointment=post, to_on=day)
        elif what == "account":
            get_user_model().objects.filter(id=member.account_id).update(is_active=False)
        else:
            with writing():
                Link.objects.filter(kind="feed").update(expires_at=Now())

    assert asked(path).status_code == 404


def test_every_address_that_opens_nothing_gives_the_same_page(world, concept_id):
    lost = path_of(world)
    path_of(world)
    link = ground.hand_out(world, ground.course(world, "aaby", concept_id))
    paths = [lost, "/c/x.ics", f"/c/{'x' * 43}.ics", f"/c/{link.token}.ics", f"/c/{link.code}.ics"]

    told = [asked(one) for one in paths]

    assert [one.status_code for one in told] == [404] * 5
    assert len({one.content for one in told}) == 1
    assert [one.cookies for one in told] == [{}] * 5


def test_guessing_is_slowed_by_where_it_comes_from_and_does_not_shut_anybodys_calendar(world, concept_id):
    path = path_of(world)

    guesses = [asked(f"/c/{number}.ics").status_code for number in range(32)]

    assert guesses == [404] * 30 + [429] * 2
    assert asked(path).status_code == 200


def test_a_calendar_that_asks_without_end_is_slowed_by_itself(world, concept_id):
    mine, other = path_of(world), path_of(world, "other_mentor")

    answers = [asked(mine).status_code for _each in range(61)]

    assert answers == [200] * 60 + [429]
    assert asked(other).status_code == 200


def test_a_sign_in_link_and_a_feed_of_one_appointment_leave_each_other_alone(world):
    from samspil.kernel.actor import Actor
    from samspil.people.actions import people as actions
    from samspil.people.queries import people as queries
    from samspil.trust import links
    from samspil.trust.scope import scope

    path, by = path_of(world), Actor.job(world.tenant("aaby"))
    with scope(by):
        post = queries.appointment(by, world.member("mentor", "aaby").appointment_id)
        made = actions.make_sign_in_link(by=by, at=world.at, appointment=post)
    assert asked(path).status_code == 200
    path_of(world)
    with scope(by):
        assert links.is_live(made.link) is True


@pytest.mark.proves("G23")
def test_the_database_itself_knows_no_feed_with_a_code_and_no_second_one(world):
    from django.db import IntegrityError, transaction

    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    path_of(world)
    with world.as_("coordinator", "aaby"), writing():
        for change in ({"code_hash": "x"}, {"used_at": world.at}):
            with pytest.raises(IntegrityError, match="trust_link_feed"), transaction.atomic():
                Link.objects.filter(kind="feed").update(**change)
        row = Link.objects.get(kind="feed")
        twin = Link(
            tenant_id=row.tenant_id, kind="feed", thing_id=row.thing_id, token_hash="y", expires_at=world.at
        )
        with pytest.raises(IntegrityError, match="trust_one_feed"), transaction.atomic():
            twin.save(force_insert=True)


def test_no_line_of_the_log_holds_an_address_that_opens_something(world, concept_id, capsys):
    from django.conf import settings

    live = path_of(world)
    logger = logging.getLogger("django.request")
    logging.config.dictConfig(settings.LOGGING)
    for _each in range(61):
        asked(live)

    logger.warning("%s: %s", "Not Found", "/e/demo/abcdefghijklmnop")
    said = capsys.readouterr().err

    assert "Too Many Requests: /c/…" in said
    assert "Not Found: /e/demo/…" in said
    assert live.split("/")[-1].removesuffix(".ics") not in said


def test_the_page_is_there_in_both_doors_and_an_empty_answer_changes_nothing(world):
    for cast, path in (
        ("mentor", "/f/calendar"),
        ("parent_coach", "/f/calendar"),
        ("coordinator", "/o/calendar"),
    ):
        client = world.client(cast, "aaby")
        assert client.get(path).status_code == 200
        assert client.post(path, {"nothing": ""}).status_code == 422
        assert "Du har ingen kalenderadresse" in client.get(path).content.decode()
