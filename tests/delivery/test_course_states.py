"""A course moves only as the table of states says, checked against a reference that knows no samspil."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import ground

# --- the reference: what may follow what, and which step does it (decisions, «Course states»)

STEPS = {
    "decline": {"offered": "declined"},
    "yes": {"offered": "accepted"},
    "yes, waiting": {"offered": "awaiting_consent"},
    "second yes": {"awaiting_consent": "accepted"},
    "match": {"accepted": "matched"},
    "start": {"matched": "active"},
    "session": {"active": "active"},
}
MOVES = {
    "offered": {"declined", "accepted", "awaiting_consent"},
    "declined": set(),
    "accepted": {"awaiting_consent", "matched", "ended_early"},
    "awaiting_consent": {"accepted", "ended_early"},
    "matched": {"accepted", "active", "ended_early"},
    "active": {"paused", "closing", "ended_early", "transferred"},
    "paused": {"active", "closing", "ended_early", "transferred"},
    "closing": {"completed", "ended_early"},
    "completed": {"followed_up"},
    "ended_early": {"followed_up"},
    "transferred": set(),
    "followed_up": set(),
}
HOLDS_A_PERSON = {state: state not in ("offered", "declined") for state in MOVES}

# --- the steps as the actions do them


def taken(world: Any, made: ground.Made, step: str) -> bool:
    """Take one step; False when it was refused."""
    from samspil.kernel.errors import Missing, Refused

    try:
        with world.as_("coordinator", made.slug) as by:
            _take(world, made, step, {"by": by, "at": world.at, "course_id": made.course_id})
    except (Refused, Missing):
        return False
    return True


def _take(world: Any, made: ground.Made, step: str, common: dict[str, Any]) -> None:
    from samspil.delivery.actions import consents, courses
    from samspil.people.terms import Method

    on = ground.TODAY
    if step == "decline":
        courses.decline_offer(**common)
    elif step.startswith("yes"):
        courses.accept_offer(
            **common,
            on=on,
            yes=courses.Yes(
                name="x",
                channel="text_message",
                contact="",
                born="",
                method=Method.ORAL,
                evaluation=False,
                custody="awaited" if step == "yes, waiting" else "none",
            ),
        )
    elif step == "second yes":
        consents.record_second_consent(**common, on=on, method=Method.PAPER)
    elif step == "match":
        mentor = world.member("mentor", made.slug).appointment_id
        courses.choose_mentor(**common, on=on, mentor_id=mentor, why="it fits")
    elif step == "start":
        courses.start_course(**common, on=on, started_on=on, plan=ground.plan(made.words))
    else:
        ground.log_session(world, made)


def state(world: Any, made: ground.Made) -> tuple[str, bool]:
    """The course's state, and whether a person hangs on it."""
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        row = Course.objects.get(id=made.course_id)
    return row.state, row.person_id is not None


@pytest.fixture
def concept_id(world):
    return ground.load(world)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=9))
def test_any_order_of_steps_ends_where_the_reference_says(world, concept_id, steps):
    made, here = ground.course(world, "aaby", concept_id, to="offered"), "offered"

    with world.as_("coordinator", "aaby"):
        before = _events(made)
    done = 0
    for step in steps:
        if here == "accepted" and step == "match" and _is_full(world):
            continue
        following = STEPS[step].get(here)
        assert taken(world, made, step) == (following is not None), (here, step)
        here, done = following or here, done + (following is not None)
        assert state(world, made) == (here, HOLDS_A_PERSON[here])
    with world.as_("coordinator", "aaby"):
        assert _events(made) - before <= done


def _events(made: ground.Made) -> int:
    from samspil.trust.models import AuditEvent

    return int(AuditEvent.objects.filter(thing_id=made.course_id).count())


def _is_full(world: Any) -> bool:
    from samspil.delivery.queries.courses import load_of_mentors

    with world.as_("coordinator", "aaby") as by:
        return load_of_mentors(by).get(world.member("mentor", "aaby").appointment_id, 0) >= 4


def test_the_table_of_states_is_the_reference():
    from samspil.delivery.terms.courses import COURSE_STATES

    assert {str(one): {str(to) for to in terms.leads_to} for one, terms in COURSE_STATES.items()} == MOVES


@pytest.mark.parametrize("here", sorted(MOVES))
def test_a_move_is_refused_exactly_where_the_reference_has_none(here):
    from samspil.delivery.models.courses import Course
    from samspil.delivery.rules.courses import may_move
    from samspil.delivery.terms.courses import CourseState

    allowed = {str(to) for to in CourseState if may_move(Course(state=here), to) is None}

    assert allowed == MOVES[here]


@pytest.mark.parametrize("step", ["match", "start", "session"])
def test_an_awaited_consent_stops_every_step(world, concept_id, step):
    made = ground.course(world, "aaby", concept_id, to="awaiting_consent")

    assert taken(world, made, step) is False
    assert state(world, made)[0] == "awaiting_consent"
    assert taken(world, made, "second yes") is True
    assert taken(world, made, "match") is True


@pytest.mark.parametrize("to", ["offered", "declined"])
def test_an_offer_and_a_refusal_hold_month_source_and_intervention_only(
    own_database,
    server,
    to,
):
    from psycopg.rows import dict_row
    from tests.world import built

    from samspil.interfaces.cli import launcher

    made = ground.course(built(), "aaby", ground.load(built()), to=to)
    with launcher.connect(server.home, own_database) as link:
        cursor = link.cursor(row_factory=dict_row)
        row = cursor.execute("SELECT * FROM delivery_course WHERE id = %s", [made.course_id]).fetchone()
        people = cursor.execute("SELECT count(*) AS n FROM people_person").fetchone()

    known = {name: value for name, value in row.items() if value not in (None, "", b"")}
    assert set(known) == {"id", "tenant_id", "concept_id", "intervention", "state", "offered_month", "source"}
    assert (known["state"], known["offered_month"]) == (to, date(2014, 11, 1))
    assert people == {"n": 0}


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (1, False)])
def test_a_course_starts_between_the_yes_and_today(world, concept_id, days, fits):
    from samspil.delivery.actions import courses
    from samspil.kernel.errors import Refused

    made = ground.course(world, "aaby", concept_id, to="matched")
    with world.as_("coordinator", "aaby") as by:
        kept = {"by": by, "at": world.at, "on": ground.TODAY, "course_id": made.course_id}
        field = None
        try:
            courses.start_course(
                **kept, started_on=ground.TODAY + timedelta(days=days), plan=ground.plan(made.words)
            )
        except Refused as refused:
            field = refused.refusal.field
    assert field == (None if fits else "started_on")


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_session_lies_between_the_start_and_today(world, concept_id, days, fits):
    from samspil.kernel.errors import Refused

    began = ground.TODAY - timedelta(days=10)
    made = ground.course(world, "aaby", concept_id, on=began)
    try:
        ground.log_session(world, made, held_on=began + timedelta(days=days))
        logged = True
    except Refused:
        logged = False

    assert logged is fits


@pytest.mark.proves("G01")
def test_nobody_but_the_courses_own_mentor_logs_or_hands_out(world, concept_id):
    from samspil.kernel.errors import Missing, Refused

    made = ground.course(world, "aaby", concept_id)
    for cast in ("other_mentor", "parent_coach", "coordinator", "municipal_lead", "role_model"):
        for do in (ground.log_session, ground.hand_out):
            with pytest.raises((Missing, Refused)):
                do(world, made, cast=cast)
    foreign = ground.Made("baekby", made.course_id, words=made.words)
    with pytest.raises(Missing):
        ground.log_session(world, foreign)

    ground.log_session(world, made)
    assert ground.hand_out(world, made).link.thing_id == made.measurement_id


def test_the_fifth_course_of_a_mentor_with_four_places_is_refused(world, concept_id):
    from samspil.kernel.errors import Refused

    for _each in range(4):
        ground.course(world, "aaby", concept_id, to="matched")

    with pytest.raises(Refused) as refused:
        ground.course(world, "aaby", concept_id, to="matched")
    assert refused.value.refusal.field == "mentor"


def test_a_code_is_each_courses_own_and_no_course_of_another_can_be_named(world, concept_id):
    from samspil.delivery.models.courses import Course
    from samspil.kernel.errors import Missing

    for _each in range(6):
        ground.course(world, "aaby", concept_id, to="accepted")
    with world.as_("coordinator", "aaby"):
        codes = list(Course.objects.values_list("code", flat=True))
    assert len(set(codes)) == len(codes) == 6

    strange = ground.Made("aaby", uuid.uuid4(), words=ground.canaries("aaby"))
    with pytest.raises(Missing):
        ground.log_session(world, strange)
    assert taken(world, strange, "match") is False


@pytest.mark.parametrize("custody", ["none", "given", "awaited"])
def test_a_second_yes_of_the_person_never_stands_in_for_the_custody_holders(world, concept_id, custody):
    from samspil.delivery.models.courses import Course
    from samspil.people.models.people import Person

    made = ground.course(world, "aaby", concept_id, to="awaiting_consent")
    office = world.client("coordinator", "aaby")

    answer = office.post(
        f"/o/courses/{made.course_id}/yes",
        {
            "name": "Another",
            "channel": "in_person",
            "contact": "",
            "born": "",
            "custody": custody,
            "custody_2": "none",
            "basis": "none",
            "decided_by": "coordinator",
            "language": "da",
            "method": "oral",
            "consent_support": "on",
        },
    )

    assert answer.status_code in (403, 422)
    with world.as_("coordinator", "aaby"):
        row = Course.objects.get(id=made.course_id)
        assert (row.state, row.person_id, Person.objects.count()) == ("awaiting_consent", made.person_id, 1)
