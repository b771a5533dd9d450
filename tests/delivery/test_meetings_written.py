"""Meetings: logged once, corrected in the open, struck instead of deleted, two versions never lost."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.delivery import ground

from samspil.kernel.errors import Missing, Refused

TODAY = ground.TODAY


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> ground.Made:
    """A running course with one meeting."""
    course = ground.course(world, "aaby", concept_id, on=TODAY - timedelta(days=30))
    ground.log_session(world, course, on=TODAY - timedelta(days=2))
    return course


def told(world: Any, made: ground.Made, cast: str = "mentor") -> Any:
    from samspil.delivery.queries import sessions as queries

    with world.as_(cast, made.slug) as by:
        return queries.told_session(by, queries.own_session(by, made.session_id)[0], at=world.at)


def correct(world: Any, made: ground.Made, held: Any, *, based_on: int, key: Any = None) -> Any:
    from samspil.delivery.actions import sessions

    with world.as_("mentor", made.slug) as by:
        return sessions.correct_session(
            by=by,
            at=world.at,
            on=TODAY,
            session_id=made.session_id,
            based_on=based_on,
            held=held,
            key=key,
        )


def strike(world: Any, made: ground.Made, because: str = "not_held", cast: str = "mentor") -> None:
    from samspil.delivery.actions import sessions

    with world.as_(cast, made.slug) as by:
        sessions.strike_session(by=by, at=world.at, session_id=made.session_id, because=because)


def rows(world: Any, made: ground.Made) -> int:
    from samspil.delivery.models.sessions import Session

    with world.as_("coordinator", made.slug):
        return int(Session.objects.filter(course_id=made.course_id).count())


def straight(statement: str, session_id: Any) -> None:
    """A statement of the runtime role's, past all code, that finds one row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [session_id])
        assert cursor.rowcount == 1
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def stop(world: Any, made: ground.Made) -> None:
    from samspil.delivery.actions import consents

    with world.as_("coordinator", made.slug) as by:
        consents.stop(by=by, at=world.at, on=TODAY, course_id=made.course_id)


def page(world: Any, made: ground.Made, cast: str = "mentor") -> str:
    door = "o" if cast == "coordinator" else "f"
    answer = world.client(cast, made.slug).get(f"/{door}/courses/{made.course_id}")
    assert answer.status_code == 200
    return str(answer.content.decode())


# --- what is logged


@pytest.mark.proves("S1")
def test_everything_a_meeting_says_is_read_back_by_mentor_and_coordinator_and_each_look_is_logged(
    world, concept_id
):
    from samspil.trust.models import AuditEvent

    made = ground.course(world, "aaby", concept_id)
    ground.log_session(world, made, kind="network_meeting", place="cafe", for_record=True)

    shown = {cast: page(world, made, cast) for cast in ("mentor", "coordinator")}

    for text in shown.values():
        assert [made.words[one] in text for one in ("did", "agreed", "goal")] == [True] * 3
        assert "Netværksmøde, 60 min., café" in text
        assert "Til journalen" in text
    with world.as_("coordinator", "aaby"):
        looks = AuditEvent.objects.filter(verb="read", thing_id=made.course_id).values_list("role", flat=True)
        assert set(looks) == {"coordinator", "mentor"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"minutes": 24 * 60 + 1}, "minutes_other"),
        ({"minutes": 601}, "minutes_other"),
        ({"minutes": 0}, "minutes_other"),
        ({"agreed": "x" * 501}, "line"),
        ({"did": "x" * 100_000}, "did"),
        ({"place": "kanalen 4"}, "place"),
        ({"kind": "party"}, "kind"),
        ({"methods": ("hypnosis",)}, "methods"),
        ({"goal_ids": (uuid.UUID(int=7),)}, "goals"),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"held_on": TODAY - timedelta(days=31)}, "held_on"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_nothing_is_written(world, made, changed, field):
    before = rows(world, made)

    with pytest.raises(Refused) as refused:
        ground.log_session(world, made, on=TODAY, **changed)

    assert refused.value.refusal.field == field
    assert rows(world, made) == before == 1
    ground.log_session(world, made, on=TODAY, minutes=600, did="x" * 500, place="outdoors")
    assert rows(world, made) == 2


@pytest.mark.parametrize("stage", ["awaiting_consent", "accepted", "matched"])
def test_no_meeting_before_the_yes_or_the_start(world, concept_id, stage):
    made = ground.course(world, "aaby", concept_id, to=stage)

    with pytest.raises((Refused, Missing)):
        ground.log_session(world, made)

    assert rows(world, made) == 0


def test_no_meeting_and_no_correction_after_the_end_and_the_database_says_so_too(world, made):
    held = told(world, made).held
    stop(world, made)

    with pytest.raises(Missing):
        ground.log_session(world, made, on=TODAY)
    with pytest.raises(Missing):
        correct(world, made, replace(held, minutes=15), based_on=1)
    with world.as_("mentor", "aaby"), pytest.raises(IntegrityError, match="while its course runs"):
        straight(
            "UPDATE delivery_session SET minutes = 15, version = 2, changed_at = now() WHERE id = %s",
            made.session_id,
        )


# --- once


@pytest.mark.proves("S1")
def test_the_same_key_again_writes_nothing_and_other_words_under_it_are_refused(world, made):
    from samspil.delivery.actions import sessions

    held, key = told(world, made).held, uuid.uuid4()

    def log(**changed: Any) -> Any:
        with world.as_("mentor", "aaby") as by:
            return sessions.log_session(
                by=by,
                at=world.at,
                on=TODAY,
                course_id=made.course_id,
                held=replace(held, **changed),
                key=key,
            ).id

    assert [log(), log(), log()] == [key] * 3
    assert rows(world, made) == 2
    with pytest.raises(Refused) as refused:
        log(did="Noget andet")
    assert refused.value.refusal.field == "version"
    assert rows(world, made) == 2

    made.session_id = key
    ground.correct_session(world, made, minutes=15)
    assert log() == key  # what was sent first is written, whatever came of it since


def test_a_key_of_another_course_is_like_a_key_of_none(world, concept_id, made):
    other = ground.course(world, "aaby", concept_id)

    from samspil.delivery.actions import sessions

    held = replace(told(world, made).held, goal_ids=(), held_on=TODAY)
    with world.as_("mentor", "aaby") as by, pytest.raises(Missing):
        sessions.log_session(
            by=by, at=world.at, on=TODAY, course_id=other.course_id, held=held, key=made.session_id
        )


# --- corrected


@pytest.mark.proves("S1")
def test_a_correction_keeps_what_was_said_before_and_is_seen_to_be_late(world, made):
    before = told(world, made).held
    assert "Rettet" not in page(world, made)

    ground.correct_session(world, made, minutes=90, did="Gik en tur", methods=("goal_steps",), goal_ids=())

    now = told(world, made)
    assert (now.version, now.held.minutes, now.held.did, now.held.goal_ids) == (2, 90, "Gik en tur", ())
    assert [(one.version, one.held) for one in now.earlier] == [(1, before)]
    for cast in ("mentor", "coordinator"):
        assert "Rettet 3. november" in page(world, made, cast)
        assert made.words["did"] not in page(world, made, cast)
    earlier = world.client("mentor", "aaby").get(f"/f/meetings/{made.session_id}").content.decode()
    assert made.words["did"] in earlier


def test_a_correction_that_changes_nothing_is_no_version(world, made):
    held = told(world, made).held

    correct(world, made, held, based_on=1)

    assert told(world, made).version == 1


@pytest.mark.proves("S1")
def test_a_correction_on_an_older_version_is_not_written_over_the_newer(world, made):
    first = told(world, made).held
    correct(world, made, replace(first, did="Fra telefonen"), based_on=1)

    with pytest.raises(Refused) as refused:
        correct(world, made, replace(first, did="Fra computeren"), based_on=1)

    assert refused.value.refusal.field == "version"
    assert told(world, made).held.did == "Fra telefonen"


def test_a_correction_sent_twice_is_made_once(world, made):
    first, key = told(world, made).held, uuid.uuid4()

    for _each in range(3):
        correct(world, made, replace(first, minutes=15), based_on=1, key=key)

    assert told(world, made).version == 2
    with pytest.raises(Refused) as refused:
        correct(world, made, replace(first, minutes=30), based_on=1, key=key)
    assert refused.value.refusal.field == "version"


@pytest.mark.parametrize("cast", ["other_mentor", "coordinator", "parent_coach"])
def test_nobody_but_the_courses_own_mentor_corrects_or_strikes(world, made, cast):
    from samspil.delivery.actions import sessions

    held = replace(told(world, made).held, minutes=15)
    with world.as_(cast, "aaby") as by:
        with pytest.raises(Missing):
            sessions.correct_session(
                by=by, at=world.at, on=TODAY, session_id=made.session_id, based_on=1, held=held
            )
        with pytest.raises(Missing):
            sessions.strike_session(by=by, at=world.at, session_id=made.session_id, because="not_held")
    correct(world, made, held, based_on=1)
    assert told(world, made).held.minutes == 15


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE delivery_session SET minutes = 15 WHERE id = %s",
        "UPDATE delivery_session SET did = 'x' WHERE id = %s",
        "UPDATE delivery_session SET version = 3, changed_at = now() WHERE id = %s",
        "UPDATE delivery_session SET version = 2, changed_at = now() WHERE id = %s",  # nothing was kept
        "UPDATE delivery_session SET version = 2 WHERE id = %s",
        "UPDATE delivery_session SET struck_at = now() WHERE id = %s",
        "UPDATE delivery_session SET struck_at = now(), struck_because = 'bored' WHERE id = %s",
    ],
)
def test_the_database_changes_a_meeting_only_in_the_open(world, made, statement):
    with world.as_("mentor", "aaby"), pytest.raises(IntegrityError):
        straight(statement, made.session_id)
    assert told(world, made).version == 1


def test_the_database_does_not_let_a_kept_version_be_rewritten(world, made):
    ground.correct_session(world, made, minutes=15)

    with world.as_("mentor", "aaby"), pytest.raises(IntegrityError, match="not rewritten"):
        straight("UPDATE delivery_sessionchange SET before = 'x' WHERE session_id = %s", made.session_id)


# --- struck


def test_a_struck_meeting_stays_visible_and_counts_nowhere(world, made):
    from samspil.delivery.queries import courses
    from samspil.delivery.queries.caseload import caseload

    ground.log_session(world, made, on=TODAY, kind="walk", agreed="Den forkerte")

    def last() -> Any:
        with world.as_("mentor", "aaby") as by:
            row = caseload(by, on=TODAY)[0][0].last
            preset = courses.last_session(courses.course_for(by, made.course_id))[0]
        return (row.kind, row.held_on, preset.kind)

    assert last() == ("walk", TODAY, "walk")
    strike(world, made)
    assert last() == ("meeting", TODAY - timedelta(days=2), "meeting")
    for cast in ("mentor", "coordinator"):
        text = page(world, made, cast)
        assert "Den forkerte" in text
        assert "Streget ud: det blev ikke holdt" in text
        assert text.count('class="struck"') == 1
    with pytest.raises(Refused):
        strike(world, made)
    with pytest.raises(Refused):
        correct(world, made, replace(told(world, made).held, minutes=15), based_on=1)
    assert world.client("mentor", "aaby").get(f"/f/meetings/{made.session_id}").status_code == 403


def test_a_struck_meeting_leaves_the_calendar_the_journal_and_what_waits(world, concept_id):
    from samspil.delivery.queries import calendar, courses, journal
    from samspil.delivery.queries.waiting import waiting_for

    made = ground.course(world, "aaby", concept_id, on=TODAY - timedelta(days=30))
    long_ago, following = TODAY - timedelta(days=20), TODAY + timedelta(days=4)
    ground.log_session(world, made, on=long_ago, next_on=following, for_record=True)

    def stands() -> tuple[bool, int, int]:
        with world.as_("mentor", "aaby") as by:
            ahead = following in {one.on for one in calendar.days_of(by, on=TODAY) if one.kind == "meeting"}
        with world.as_("coordinator", "aaby") as by:
            entries = len(journal.entries_of(courses.course_for(by, made.course_id)))
            waits = sum(one.kind == "journal" for one in waiting_for(by, on=TODAY))
        return ahead, entries, waits

    assert stands() == (True, 1, 1)
    strike(world, made)
    assert stands() == (False, 0, 0)


def test_a_meeting_is_struck_for_one_of_the_reasons(world, made):
    with pytest.raises(Refused) as refused:
        strike(world, made, because="")
    assert refused.value.refusal.field == "because"
    strike(world, made, because="written_twice")
