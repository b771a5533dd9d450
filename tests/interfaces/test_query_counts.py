"""How often a page asks the database: at most twelve times, the caseload eight, however many rows."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

MOST, CASELOAD_MOST = 12, 8
ROWS = (1, 3, 25)
OF_PLAN = ("plan/versions", "plan/accept", "areas", "areas/family", "reviews")
NOT_QUESTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def asked(client: Any, path: str) -> list[str]:
    """The statements of one GET, without the transaction's own; the second time, when versions are known."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [one["sql"] for one in captured if not one["sql"].startswith(NOT_QUESTIONS)]


@pytest.fixture
def grow(world: Any) -> Any:
    """Adds running courses to Åby's mentor, made through the actions, each with a session."""
    from samspil.delivery.actions import courses, sessions
    from samspil.delivery.queries.courses import course_for, goals_of
    from samspil.delivery.rules.plans import OwnGoal, PlanWords
    from samspil.interfaces.cli import loading
    from samspil.people.models.people import Appointment
    from samspil.people.terms import Method
    from samspil.programme import queries as programme
    from samspil.programme.concept.reading import read_bytes
    from samspil.trust.audit import writing

    file = settings.SAMSPIL_PROGRAMMES / "forebyggelseskonceptet-2013-2015.yaml"
    loading.load(read_bytes(file.read_bytes()), dry_run=False)
    at, on = world.at, world.at.date()
    started = on - timedelta(days=40)
    loaded = programme.latest("forebyggelseskonceptet-2013-2015")
    words = loaded.concept.vocabulary
    plan = PlanWords("Purpose", "Tasks", 9, 60, (OwnGoal("One goal"), OwnGoal("Another")))
    yes = courses.Yes("Nobody", "text_message", "+45 00 00 00 00", "1998", "none", Method.PAPER, True)
    mentor = world.member("mentor", "aaby")
    made: list[uuid.UUID] = []

    def to(count: int) -> list[uuid.UUID]:
        while len(made) < count:
            with world.as_("coordinator", "aaby") as by:
                with writing():
                    Appointment.objects.filter(id=mentor.appointment_id).update(capacity=100)
                one = courses.record_offer(
                    by=by,
                    at=at,
                    on=started,
                    concept_id=loaded.id,
                    intervention="mentor",
                    source=words.referral_sources[0].slug,
                )
                courses.accept_offer(by=by, at=at, on=started, course_id=one.id, yes=yes)
                courses.choose_mentor(
                    by=by, at=at, on=on, course_id=one.id, mentor_id=mentor.appointment_id, why="Near"
                )
                courses.start_course(by=by, at=at, on=on, course_id=one.id, started_on=started, plan=plan)
            with world.as_("mentor", "aaby") as by:
                touched = tuple(key for key, _words in goals_of(by, course_for(by, one.id), at=at))
                held = sessions.Held(words.session_kinds[0].slug, 60, started, on, "Agreed", touched, ())
                sessions.log_session(by=by, at=at, on=on, course_id=one.id, held=held)
            made.append(one.id)
        return made

    return to


def test_the_caseload_asks_the_same_however_many_rows(world: Any, grow: Any) -> None:
    client = world.client("mentor", "aaby")
    counts = {}
    for rows in ROWS:
        grow(rows)
        counts[rows] = len(asked(client, "/f/"))
        assert client.get("/f/").content.count(b'<li class="course-card') == rows
    assert counts[1] <= CASELOAD_MOST
    assert set(counts.values()) == {counts[1]}, counts


def pages(course: uuid.UUID, measurement: uuid.UUID, meetings: list[uuid.UUID]) -> dict[str, tuple[str, ...]]:
    """Every page that is fetched by GET, by who fetches it."""
    return {
        "coordinator": (
            "/o/",
            "/o/courses/",
            "/o/courses/offer",
            f"/o/courses/{course}",
            f"/o/courses/{course}/who",
            "/o/measurements/",
            "/o/measurements/owed",
            "/o/hours/",
            f"/o/courses/{course}/plan",
            *(f"/o/courses/{course}/{page}" for page in OF_PLAN),
            "/o/cards",
            f"/o/measurements/{measurement}/reason",
            f"/o/courses/{course}/joining",
            f"/o/courses/{course}/joining/with",
            f"/o/courses/{course}/before",
            "/o/parents/",
            "/o/parents/offer",
            "/o/networks/new",
            "/o/without-name/advice",
            "/o/without-name/sparring",
            "/o/material/",
            "/o/material/rights/ar",
            "/o/figures/",
            "/o/help",
            "/o/hand-overs/",
            f"/o/courses/{course}/move",
            "/o/loans/offer",
            "/o/deputy",
        ),
        "mentor": (
            "/f/",
            f"/f/courses/{course}",
            f"/f/courses/{course}/meeting",
            f"/f/courses/{course}/plan",
            *(f"/f/courses/{course}/{page}" for page in OF_PLAN),
            *(f"/f/meetings/{one}{after}" for one in meetings for after in ("", "/strike")),
            "/f/cards",
            "/f/measurements/",
            "/f/measurements/owed",
            f"/f/measurements/{measurement}",
            f"/f/measurements/{measurement}/impression",
            f"/f/measurements/{measurement}/status",
            "/f/without-name/advice",
            "/f/without-name/sparring",
            "/f/material/",
            "/f/help",
        ),
        "municipal_lead": ("/o/measurements/", "/o/figures/"),
        "log_controller": ("/o/log/",),
    }


@pytest.mark.parametrize("cast", ["coordinator", "mentor", "municipal_lead", "log_controller"])
def test_every_page_asks_at_most_twelve_times(world: Any, grow: Any, cast: str) -> None:
    from samspil.delivery.queries.courses import course_for, plan_of
    from samspil.delivery.queries.measurements import of_course

    course = grow(3)[0]
    with world.as_("coordinator", "aaby") as by:
        measurement = of_course(course_for(by, course))[0].id
        meetings = [one.id for one in plan_of(by, course_for(by, course), at=world.at)[1] if one.id]
    assert len(meetings) == 1
    client = world.client(cast, "aaby")
    over = {
        path: len(statements)
        for path in pages(course, measurement, meetings)[cast]
        if len(statements := asked(client, path)) > MOST
    }
    assert over == {}
    if cast == "mentor":
        assert client.get(f"/f/courses/{course}").content.decode().count("One goal, Another") == 1


@pytest.mark.parametrize("count", ROWS[1:])
def test_lists_of_the_office_do_not_ask_more_for_more_rows(world: Any, grow: Any, count: int) -> None:
    client = world.client("coordinator", "aaby")
    grow(1)
    first = {
        path: len(asked(client, path))
        for path in ("/o/", "/o/courses/", "/o/measurements/", "/o/measurements/owed", "/o/hours/")
    }
    grow(count)
    after = {path: len(asked(client, path)) for path in first}
    assert {path: asked for path, asked in after.items() if asked > first[path]} == {}


def test_the_own_page_and_the_list_of_links_ask_little_and_not_more_for_more(world: Any) -> None:
    from tests.delivery import ground, opening
    from tests.delivery.owning import PAGES, whole

    made = whole(world, ground.load(world))
    client, office = opening.at_own_page(world, made), world.client("coordinator", "aaby")
    before = len(asked(office, "/o/links/"))
    for _each in range(3):
        ground.log_session(world, made)
        opening.own_page(world, ground.course(world, "aaby", made.concept_id), cast="coordinator")  # type: ignore[arg-type]

    counts = {page: len(asked(client, f"/a/own/{page}")) for page in PAGES}

    assert {page: count for page, count in counts.items() if count > MOST} == {}
    assert len(asked(office, "/o/links/")) == before <= MOST
