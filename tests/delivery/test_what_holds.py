"""What is owed holds in the database itself: the runtime role's own SQL, past every action, is refused.

Each test does the same with one thing wrong and with nothing wrong, from one set-up. Constraints that wait
for the end of a transaction are asked at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.delivery import ending, ground

BEGAN = ground.TODAY - timedelta(days=40)
OPEN = "A course does not end with an open measurement."
WRITTEN = "A course ends with its ending written."
CLOSING = "A course ends with its closing measurement."
STAYS = "What a measurement asks and when it is due does not change."
SPAN = "A window ends earlier with its course, and never later."
OPENS = "Nothing of an ended course opens but what comes after it."


class TakenBack(Exception):
    """What went through is taken back, so that the next statement meets the same rows."""


@contextmanager
def as_runtime(world: Any, made: ground.Made) -> Iterator[Any]:
    """A cursor in the coordinator's scope, as the role that the application runs as."""
    with world.as_("coordinator", made.slug), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("samspil_app",)
        yield cursor


def outcome(cursor: Any, *statements: str, on: ground.Made) -> str:
    """What the database says to these statements in one transaction, empty where it takes them all."""
    try:
        with transaction.atomic():
            touched = 0
            for one in statements:
                cursor.execute(one, [on.course_id])
                touched += cursor.rowcount
            assert touched >= len(statements)  # a statement that touches no row proves nothing
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            raise TakenBack
    except TakenBack:
        return ""
    except IntegrityError as refused:
        return str(refused).split("\n")[0].removeprefix("ERROR:  ")


def measurement(changes: str, key: str = "") -> str:
    narrowed = f" AND key = '{key}'" if key else ""
    return f"UPDATE delivery_measurement SET {changes} WHERE course_id = %s{narrowed}"  # noqa: S608


def course(changes: str) -> str:
    return f"UPDATE delivery_course SET {changes} WHERE id = %s"  # noqa: S608


def finished(how: str) -> str:
    said = f"finished_on = begun_on, ending = '{how}', reason = 'goals_reached'"
    return f"UPDATE delivery_closing SET {said} WHERE course_id = %s"  # noqa: S608


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


# --- (a) no course ends with an open one


@pytest.mark.parametrize("how", ["completed", "ended_early"])
def test_a_closing_course_ends_only_with_nothing_open(world: Any, concept_id: Any, how: str) -> None:
    made = ending.closing(world, "aaby", concept_id)
    end = finished(how), course(f"state = '{how}'")

    with as_runtime(world, made) as cursor:
        assert outcome(cursor, *end, on=made) == OPEN
        assert outcome(cursor, measurement("state = 'missed'", "closing"), *end, on=made) == ""
        assert outcome(cursor, measurement("state = 'missed'", "closing"), end[1], on=made) == WRITTEN


@pytest.mark.parametrize("paused", [False, True])
def test_a_running_course_does_not_end_past_its_closing(world: Any, concept_id: Any, paused: bool) -> None:
    made = ground.course(world, "aaby", concept_id, on=BEGAN)
    said_stop = f"state = 'ended_early', ended_on = '{ground.TODAY}', stopped_on = '{ground.TODAY}'"
    rests = []
    if paused:
        _pause(world, made)
        rests = ["UPDATE delivery_coursepause SET to_on = from_on WHERE course_id = %s"]

    with as_runtime(world, made) as cursor:
        ends = course(f"state = 'ended_early', ended_on = '{ground.TODAY}'")
        assert outcome(cursor, *rests, ends, on=made) == OPEN
        assert outcome(cursor, *rests, measurement("state = 'missed'"), ends, on=made) == WRITTEN
        assert outcome(cursor, *rests, course(said_stop), on=made) == OPEN  # a stop that forgot one
        assert outcome(cursor, *rests, measurement("state = 'stopped'"), course(said_stop), on=made) == ""


def _pause(world: Any, made: ground.Made) -> None:
    from samspil.delivery.actions import pauses

    with world.as_("coordinator", made.slug) as by:
        days = {"from_on": ground.TODAY, "planned_on": ground.TODAY + timedelta(days=7)}
        pauses.pause(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, reason="busy", **days)


def test_in_an_ended_course_nothing_opens_but_what_comes_after_its_end(world: Any, concept_id: Any) -> None:
    made = ending.ended(world, "aaby", concept_id, follow_up=False)
    columns = "id, tenant_id, course_id, person_id, key, instrument, instrument_version, opens_on, due_on"
    later = (
        f"INSERT INTO delivery_measurement ({columns}, done_until, state, reason)"
        " SELECT gen_random_uuid(), tenant_id, course_id, person_id, 'later', instrument,"
        " instrument_version, c, c, c, 'open', '' FROM (SELECT m.*, {day} AS c FROM delivery_measurement m"
        " JOIN delivery_course k ON k.tenant_id = m.tenant_id AND k.id = m.course_id"
        " WHERE m.course_id = %s AND m.key = 'closing') AS found"
    )

    with as_runtime(world, made) as cursor:
        assert outcome(cursor, later.format(day="k.ended_on + 1"), on=made) == ""
        assert outcome(cursor, later.format(day="k.ended_on"), on=made) == OPENS
        assert outcome(cursor, measurement("state = 'open', answered_on = NULL", "closing"), on=made) != ""


# --- (b) the closing measurement is there


def _without(concept: Any, what: str) -> Any:
    """The same concept, in which a mentor's course owes no closing measurement, for one reason or another."""
    progression = concept.progression
    if what == "instrument":
        others = tuple(one for one in progression.instruments if one.intervention != "mentor")
        progression = replace(progression, instruments=others)
    if what == "round":
        rounds = tuple(one for one in progression.schedule.rounds if one.slug != "closing")
        progression = replace(progression, schedule=replace(progression.schedule, rounds=rounds))
    if what == "after the cut":
        schedule = replace(progression.schedule, data_cut=ground.TODAY - timedelta(days=1))
        progression = replace(progression, schedule=schedule)
    if what == "on the cut":
        progression = replace(progression, schedule=replace(progression.schedule, data_cut=ground.TODAY))
    return replace(concept, slug=f"without-{what.replace(' ', '-')}", progression=progression)


def _closing(world: Any, concept_id: Any) -> ground.Made:
    """A course that is being closed, whatever its concept asks for at the start."""
    from samspil.delivery.actions import courses

    made = ground.course(world, "aaby", concept_id, to="matched", on=BEGAN)
    with world.as_("coordinator", "aaby") as by:
        started = {"on": BEGAN, "started_on": BEGAN, "plan": ground.plan(made.words)}
        courses.start_course(by=by, at=world.at, course_id=made.course_id, **started)
    ending.begin_closing(world, made)
    return made


@pytest.mark.parametrize(
    ("what", "owed"),
    [
        ("nothing", True),
        ("on the cut", True),
        ("after the cut", False),
        ("instrument", False),
        ("round", False),
    ],
)
def test_a_course_ends_with_its_closing_measurement_where_its_concept_asks_for_one(
    world: Any, what: str, owed: bool
) -> None:
    from samspil.delivery.queries.measurements import prove

    made = _closing(world, ground.load(world, _without(ground.the_concept(), what)))
    ends = (finished("completed"), course("state = 'completed'"))
    forgotten = "DELETE FROM delivery_measurement WHERE course_id = %s AND key = 'closing'"
    explained = measurement("state = 'missed'")

    assert ("closing" in ground.states(world, made)) is owed
    with world.as_("coordinator", "aaby") as by:
        assert prove(by, on=ground.TODAY).equal is True
    with as_runtime(world, made) as cursor:
        if owed:
            assert outcome(cursor, explained, *ends, on=made) == ""
            assert outcome(cursor, forgotten, *ends, on=made) == CLOSING
        else:
            rest = [explained] if what == "round" else []  # the one of the start is the last one there is
            assert outcome(cursor, *rest, *ends, on=made) == ""


# --- (c) no due date moves


@pytest.mark.parametrize(
    "changes",
    [
        "due_on = due_on + 1",
        "due_on = due_on - 1",
        "opens_on = opens_on - 1",
        "key = 'month-9'",
        "instrument = 'parent'",
        "instrument_version = 2",
    ],
)
def test_what_is_asked_and_when_it_is_due_never_changes(world: Any, concept_id: Any, changes: str) -> None:
    made = ground.course(world, "aaby", concept_id, on=BEGAN)

    with as_runtime(world, made) as cursor:
        assert outcome(cursor, measurement(changes), on=made) == STAYS
        assert outcome(cursor, measurement("due_on = due_on"), on=made) == ""


def test_a_window_ends_earlier_with_its_course_and_at_no_other_time(world: Any, concept_id: Any) -> None:
    made = ground.course(world, "aaby", concept_id, on=BEGAN)
    shorter, longer = measurement("late_until = late_until - 1"), measurement("late_until = late_until + 1")

    with as_runtime(world, made) as cursor:
        for changes in ("done_until = done_until + 1", "done_until = done_until - 1", "late_until = NULL"):
            assert outcome(cursor, measurement(changes), on=made) == SPAN
        assert outcome(cursor, shorter, on=made) == SPAN
        last_day = course(f"state = 'closing', ended_on = '{ground.TODAY}'")
        assert outcome(cursor, last_day, shorter, on=made) == ""
        assert outcome(cursor, last_day, longer, on=made) == SPAN
        assert outcome(cursor, last_day, measurement("state = 'missed'"), shorter, on=made) == SPAN


def test_an_answer_keeps_its_day(world: Any, concept_id: Any) -> None:
    made = ground.course(world, "aaby", concept_id, on=BEGAN)
    ground.answer(world, made, on=BEGAN)

    with as_runtime(world, made) as cursor:
        assert outcome(cursor, measurement("answered_on = answered_on + 1"), on=made) != ""
        assert outcome(cursor, measurement("answered_on = answered_on"), on=made) == ""


# --- (d) no state goes back


def _becomes(state: str) -> str:
    """The columns that a state needs beside itself, so that nothing but the move can be refused."""
    answered = {"done": "done_until", "late": "done_until + 1"}.get(state, "NULL")
    reason = "illness" if state == "excused" else ""
    return f"state = '{state}', answered_on = {answered}, reason = '{reason}'"


def test_the_database_keeps_the_table_of_states(world: Any, concept_id: Any) -> None:
    from samspil.delivery.terms.courses import MEASUREMENT_STATES

    made = ground.course(world, "aaby", concept_id, on=BEGAN)
    through, told = set(), set()
    with as_runtime(world, made) as cursor:
        for here in MEASUREMENT_STATES:
            for to in MEASUREMENT_STATES:
                way = [measurement(_becomes(here))] if here != "open" else []
                said = outcome(cursor, *way, measurement(_becomes(to)), on=made)
                through |= {(here, to)} if not said and here != to else set()
                told |= {said} if here != to else set()

    by_a_file_alone = {("missed", "done"), ("missed", "late")}
    every = {(here, to) for here, terms in MEASUREMENT_STATES.items() for to in terms.leads_to}
    assert through == every - by_a_file_alone
    assert "A measurement cannot go from excused to open." in told
    assert "What was missed is answered by a file of earlier answers alone." in told


def test_a_round_with_answers_stays_answered(world: Any, concept_id: Any) -> None:
    made = ground.course(world, "aaby", concept_id, on=BEGAN)
    ground.answer(world, made, on=BEGAN)

    with as_runtime(world, made) as cursor:
        for to in ("open", "missed", "stopped"):
            assert (
                outcome(cursor, measurement(_becomes(to)), on=made) == "A round with answers stays answered."
            )
        gone = (
            "DELETE FROM delivery_answersheet WHERE measurement_id IN"
            " (SELECT id FROM delivery_measurement WHERE course_id = %s)"
        )
        assert outcome(cursor, gone, measurement(_becomes("open")), on=made) == ""
