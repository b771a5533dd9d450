"""A mentor on loan: one course, until a day, by the database's clock, ended by either side."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import away, ground

TODAY = ground.TODAY
HOME, HOST = "ceby", "aaby"


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def course(world: Any, concept_id: Any) -> ground.Made:
    """A running course of the host, held by its own mentor."""
    return ground.course(world, HOST, concept_id)


@pytest.fixture
def offer_id(world: Any) -> uuid.UUID:
    return away.offer(world, HOME, HOST)


@pytest.fixture
def lent(world: Any, course: ground.Made, offer_id: uuid.UUID) -> Any:
    """The browser of the mentor on loan, who holds the course."""
    away.take(world, offer_id, course)
    return away.client_on_loan(world, course, HOME)


def paths(made: ground.Made) -> tuple[str, ...]:
    return (
        f"/f/courses/{made.course_id}",
        f"/f/courses/{made.course_id}/meeting",
        f"/f/measurements/{made.measurement_id}",
        f"/f/measurements/{made.measurement_id}/status",
    )


def seen(client: Any, made: ground.Made) -> list[int]:
    return [client.get(one).status_code for one in paths(made)]


def waits(world: Any, slug: str = HOST) -> list[Any]:
    from samspil.delivery.queries import waiting

    with world.as_("coordinator", slug) as by:
        return [one.course_id for one in waiting.waiting_for(by, on=TODAY) if one.kind == "without_anybody"]


# --- what it covers


@pytest.mark.proves("S14")
def test_the_mentor_on_loan_sees_that_one_course_and_nothing_else(world, concept_id, course, lent):
    other = ground.course(world, HOST, concept_id)
    parent = ground.course(world, HOST, concept_id, intervention="parent")

    assert seen(lent, course) == [200] * 4
    assert (seen(lent, other), seen(lent, parent)) == ([404] * 4, [404] * 4)
    listed = lent.get("/f/").content.decode()
    assert [str(one.course_id) in listed for one in (course, other, parent)] == [True, False, False]
    assert [lent.get(one).status_code for one in ("/o/", "/o/courses/", "/o/hand-overs/")] == [403] * 3
    assert seen(world.client("mentor", HOST), course) == [404] * 4


@pytest.mark.proves("S14")
def test_the_meetings_are_the_hosts_rows_and_nobody_at_home_finds_the_course(world, course, lent):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.models.sessions import Session

    meeting = {"kind": "walk", "minutes": "60", "held_on": TODAY.isoformat()}
    assert lent.post(paths(course)[1], meeting).status_code == 302

    with world.as_("coordinator", HOST):
        assert Session.objects.filter(course_id=course.course_id).count() == 1
    with world.as_("coordinator", HOME):
        assert (Session.objects.count(), Course.objects.count()) == (0, 0)
        assert (Session.objects.presented().count(), Course.objects.presented().count()) == (0, 0)
    assert world.client("coordinator", HOME).get(f"/o/courses/{course.course_id}").status_code == 404


def test_the_host_reads_the_certificate_as_a_fact_and_nothing_else_of_the_mentor(world, offer_id):
    from samspil.people.models.people import Appointment

    page = world.client("coordinator", HOST).get(f"/o/loans/{offer_id}/take").content.decode()

    assert ("Lent Ceby" in page, "31. oktober 2015" in page, "Mentor Ceby" in page) == (True, True, False)
    with world.as_("coordinator", HOST):
        mine = world.member("lent", HOME)
        assert Appointment.objects.presented().filter(account_id=mine.account_id).count() == 0


def test_the_home_reads_that_it_was_taken_but_not_for_what(world, course, offer_id):
    from samspil.people.queries import loans

    def told() -> Any:
        with world.as_("coordinator", HOME) as by:
            return [(one.name, one.other, one.taken_on, one.is_live) for one in loans.lent(by)]

    before = told()
    away.take(world, offer_id, course)

    assert (before, told()) == ([("Lent Ceby", "Åby", None, True)], [("Lent Ceby", "Åby", TODAY, True)])
    page = world.client("coordinator", HOME).get("/o/hand-overs/").content.decode()
    assert course_code(world, course) not in page


def course_code(world: Any, made: ground.Made) -> str:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return str(Course.objects.get(id=made.course_id).code)


@pytest.mark.parametrize("stage", ["accepted", "matched", "active"])
def test_a_course_may_be_given_to_a_loan_before_or_after_its_start(world, concept_id, offer_id, stage):
    from samspil.delivery.models.courses import Assignment, Course

    made = ground.course(world, HOST, concept_id, to=stage)
    away.take(world, offer_id, made)

    with world.as_("coordinator", HOST):
        found = Course.objects.select_related("mentor").get(id=made.course_id)
        held = list(Assignment.objects.filter(course_id=made.course_id).order_by("id"))
    assert found.state == {"accepted": "matched"}.get(stage, stage)
    assert (found.mentor.loan_offer_id, found.mentor.capacity, found.mentor.to_on) == (
        offer_id,
        1,
        away.UNTIL,
    )
    assert [one.left_because for one in held] == ([] if stage == "accepted" else ["handed_over"]) + [""]


def test_a_loan_is_taken_once_and_holds_no_second_course(world, concept_id, course, offer_id):
    from django.db import IntegrityError, transaction

    from samspil.delivery.actions import courses
    from samspil.delivery.models.courses import Assignment, Course
    from samspil.kernel.errors import Refused
    from samspil.trust.audit import writing

    second = ground.course(world, HOST, concept_id, to="accepted")
    away.take(world, offer_id, course)
    with pytest.raises(Refused):
        away.take(world, offer_id, second)
    post = away.loan_post(world, course)
    with world.as_("coordinator", HOST) as by, pytest.raises(Refused):
        courses.choose_mentor(
            by=by, at=world.at, on=TODAY, course_id=second.course_id, mentor_id=post.id, why="fits"
        )
    with (
        world.as_("coordinator", HOST) as by,
        pytest.raises(IntegrityError, match="one course"),
        transaction.atomic(),
        writing(),
    ):
        Assignment.objects.create(
            tenant_id=by.tenant_id,
            course_id=second.course_id,
            person_id=second.person_id,
            mentor_id=post.id,
            from_on=TODAY,
        )
    with (
        world.as_("coordinator", HOST),
        pytest.raises(IntegrityError, match="one course"),
        transaction.atomic(),
        writing(),
    ):
        Course.objects.filter(id=second.course_id).update(mentor_id=post.id)


# --- how it ends


@pytest.mark.proves("S14", "G09")
@pytest.mark.parametrize("how", ["its time", "the home", "the host"])
def test_when_the_loan_ends_every_path_is_closed_at_the_next_request(world, course, offer_id, lent, how):
    from django.test import Client

    link = lent.post(paths(course)[2], {"make": "yes"}).content.decode()
    (token,) = set(re.findall(r"/a/#([\w-]{43})", link))
    youth = Client()
    assert youth.post("/a/", {"token": token})["Location"] == "/a/1"
    assert youth.get("/a/1").status_code == 200
    assert (seen(lent, course), waits(world)) == ([200] * 4, [])

    if how == "its time":
        away.loan_passes(world, course, offer_id, HOME)
    else:
        away.end(world, offer_id, {"the home": HOME, "the host": HOST}[how])

    answer = lent.get(paths(course)[0])
    assert (answer.status_code, answer["Location"][:11]) == (302, "/e/sign-in/")
    assert [lent.get(one).status_code for one in (*paths(course), "/f/")] == [302] * 5
    assert lent.post(paths(course)[1], {"kind": "walk", "minutes": "60"}).status_code == 302
    assert youth.get("/a/1").status_code == 404
    refused = youth.post("/a/1", {"value": "7", "step": "next"})
    assert (refused.status_code, refused["Location"]) == (302, "/a/")
    assert waits(world) == [course.course_id]


@pytest.mark.proves("G09")
@pytest.mark.parametrize("how", ["its time", "the home", "the host"])
def test_a_second_loan_of_the_same_mentor_does_not_open_the_course_of_the_first(
    world, concept_id, course, how
):
    first = away.offer(world, HOME, HOST)
    away.take(world, first, course)
    if how == "its time":
        away.loan_passes(world, course, first, HOME)
    else:
        away.end(world, first, {"the home": HOME, "the host": HOST}[how])
    again = ground.course(world, HOST, concept_id)
    away.take(world, away.offer(world, HOME, HOST), again)

    client = away.client_on_loan(world, again, HOME)

    assert (seen(client, again), seen(client, course)) == ([200] * 4, [404] * 4)


@pytest.mark.proves("S14")
def test_the_clock_of_the_database_ends_it_whatever_the_day_of_the_programme(world, course, offer_id, lent):
    """The world stands in 2014; the moments in the rows are counted from the database's own now."""
    from django.db import connection

    with world.as_("coordinator", HOST), connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(day FROM loan_until - now()), to_on, now() < loan_until FROM people_appointment"
            " WHERE loan_offer_id = %s",
            [offer_id],
        )
        assert cursor.fetchone() == (180, away.UNTIL, True)


def test_the_role_at_the_host_is_chosen_and_gone_with_the_loan(world, course, offer_id):
    from samspil.interfaces.web.entrance.signing_in import posts_of

    account = world.member("lent", HOME).account_id
    roles = [[(one.organisation, one.role.value) for one in posts_of(account)]]
    away.take(world, offer_id, course)
    roles.append([(one.organisation, one.role.value) for one in posts_of(account)])
    away.loan_passes(world, course, offer_id, HOME)
    roles.append([(one.organisation, one.role.value) for one in posts_of(account)])

    assert roles == [
        [("Ceby", "mentor")],
        [("Ceby", "mentor"), ("Åby", "mentor")],
        [("Ceby", "mentor")],
    ]


def test_after_the_loan_somebody_of_the_own_staff_takes_over(world, course, offer_id):
    from samspil.delivery.models.courses import Assignment

    away.take(world, offer_id, course)
    post = away.loan_post(world, course)
    away.loan_passes(world, course, offer_id, HOME)
    client = world.client("coordinator", HOST)
    task = client.get("/o/").content.decode()
    assert f"/o/hand-overs/{post.id}" in task

    done = client.post(
        f"/o/hand-overs/{post.id}",
        {"everything": str(world.member("mentor", HOST).appointment_id), "because": "leaves"},
    )

    assert done.status_code == 302
    with world.as_("coordinator", HOST):
        rows = Assignment.objects.filter(course_id=course.course_id).order_by("id")
        assert [one.left_because for one in rows] == ["handed_over", "loan_ended", ""]
    assert waits(world) == []


# --- what is refused

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "until today": ({"until": TODAY}, "until_on"),
    "for years": ({"until": TODAY + timedelta(days=367)}, "until_on"),
    "a coordinator": ({"cast": "coordinator"}, "mentor"),
    "to oneself": ({"host": HOME}, "to"),
    "to the office": ({"host": "kontoret"}, "to"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_offered(world, case):
    from samspil.kernel.errors import Refused

    changed, field = REFUSED[case]
    with pytest.raises(Refused) as refused:
        away.offer(world, **{"home": HOME, "host": HOST, **changed})
    assert refused.value.refusal.field == field


def test_a_mentor_of_another_municipality_cannot_be_offered_as_ones_own(world):
    from samspil.kernel.errors import Refused
    from samspil.people.actions import staffing

    with world.as_("coordinator", HOST) as by:
        for foreign in (world.member("lent", HOME).appointment_id, uuid.uuid4()):
            with pytest.raises(Refused) as refused:
                staffing.offer_loan(
                    by=by,
                    at=world.at,
                    on=TODAY,
                    appointment_id=foreign,
                    to_tenant_id=world.tenant("baekby"),
                    until_on=away.UNTIL,
                )
            assert refused.value.refusal.field == "mentor"


def test_one_offer_at_a_time_and_a_new_one_when_it_has_ended(world, offer_id):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused):
        away.offer(world, HOME, "baekby")
    away.end(world, offer_id, HOME)

    assert away.offer(world, HOME, "baekby") != offer_id


@pytest.mark.parametrize("which", ["a parent course", "an ended course", "a foreign course"])
def test_a_loan_is_for_a_mentor_course_of_the_host(world, concept_id, offer_id, which):
    from samspil.kernel.errors import Missing, Refused

    if which == "a parent course":
        made = ground.course(world, HOST, concept_id, intervention="parent")
    elif which == "a foreign course":
        made = ground.course(world, "baekby", concept_id)
        made.slug = HOST
    else:
        made = ground.course(world, HOST, concept_id)
        stop(world, made)
    with pytest.raises((Refused, Missing)):
        away.take(world, offer_id, made)


def stop(world: Any, made: ground.Made) -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.stop(by=by, at=world.at, on=TODAY, course_id=made.course_id)


@pytest.mark.proves("G05")
def test_a_third_municipality_finds_no_offer_and_ends_none(world, concept_id, offer_id):
    from samspil.kernel.errors import Missing

    client = world.client("coordinator", "baekby")
    for known in (offer_id, uuid.uuid4()):
        assert [client.get(f"/o/loans/{known}/{one}").status_code for one in ("take", "end")] == [404, 404]
        with pytest.raises(Missing):
            away.end(world, known, "baekby")
        with pytest.raises(Missing):
            away.take(world, known, ground.course(world, "baekby", concept_id, to="accepted"))


def test_an_appointment_at_home_that_ends_first_bounds_the_loan(world):
    from samspil.kernel.errors import Refused
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    with world.as_("coordinator", HOME), writing():
        Appointment.objects.filter(id=world.member("lent", HOME).appointment_id).update(
            to_on=date(2014, 12, 31)
        )
    with pytest.raises(Refused) as refused:
        away.offer(world, HOME, HOST)
    assert refused.value.refusal.field == "until_on"
