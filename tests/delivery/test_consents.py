"""Yeses that steer: what a basis asks for, what waits, what a withdrawal ends, what age asks anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.delivery import ground

# --- the reference: who must be asked, written by hand from the law (domain.md 2.1 and 6)

NEEDED = {
    # basis, least age: asked?  (the municipality has set 15)
    ("barnets_lov_30", None): True,
    ("barnets_lov_30", 14): True,
    ("barnets_lov_30", 15): False,
    ("barnets_lov_30", 17): False,
    ("barnets_lov_32", None): True,
    ("barnets_lov_32", 14): True,
    ("barnets_lov_32", 17): True,
    ("barnets_lov_32", 18): False,
    ("serviceloven_12b", None): False,
    ("serviceloven_12b", 19): False,
    ("none", 12): False,
    ("a basis nobody knows", 17): True,
}
AGES = [
    ("1999-03", date(2014, 3, 31), 14),
    ("1999-03", date(2014, 4, 1), 15),
    ("1999", date(2014, 12, 31), 14),
    ("1999", date(2015, 1, 1), 15),
    ("", date(2014, 1, 1), None),
    ("not a year", date(2014, 1, 1), None),
]
TURNS = [("1999-03", 15, date(2014, 4, 1)), ("1999-12", 18, date(2018, 1, 1)), ("1999", 15, date(2015, 1, 1))]


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def yes(world: Any, concept_id: Any, **changed: Any) -> ground.Made:
    """A course whose person said yes, with what was said there."""
    from dataclasses import replace

    from samspil.delivery.actions import courses
    from samspil.people.terms import Method

    made = ground.course(world, "aaby", concept_id, to="offered")
    given = courses.Yes(
        name=made.words["name"],
        channel="in_person",
        contact="",
        born="1998-02",
        custody="none",
        method=Method.PAPER,
        evaluation=True,
        purposes=("follow_up", "joining"),
    )
    with world.as_("coordinator", "aaby") as by:
        made.person_id = courses.accept_offer(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            yes=replace(given, **changed),
        ).person_id
    return made


def held(world: Any, made: ground.Made) -> set[tuple[str, str]]:
    from samspil.people.queries import people as queries

    with world.as_("coordinator", made.slug) as by:
        return {(one.purpose, one.capacity) for one in queries.consents_of(by, made.person_id)}


def row(world: Any, made: ground.Made) -> Any:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", made.slug):
        return Course.objects.get(id=made.course_id)


def answered(world: Any, made: ground.Made, capacity: str) -> None:
    from samspil.delivery.actions import consents
    from samspil.people.terms import Capacity, Method

    with world.as_("coordinator", made.slug) as by:
        consents.record_second_consent(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            method=Method.PAPER,
            capacity=Capacity(capacity),
        )


def take_back(world: Any, made: ground.Made, purpose: str, capacity: str = "self") -> None:
    from samspil.delivery.actions import consents
    from samspil.people.terms import Capacity

    with world.as_("coordinator", made.slug) as by:
        consents.withdraw_consent(
            by=by,
            at=world.at,
            on=ground.TODAY,
            course_id=made.course_id,
            purpose=purpose,
            capacity=Capacity(capacity),
        )


@pytest.mark.parametrize(("basis", "age"), sorted(NEEDED, key=str))
def test_a_custody_holder_is_asked_exactly_where_the_basis_says(basis, age):
    from samspil.delivery.rules.consents import needs_custody

    assert needs_custody(basis, "mentor", age, 15) is NEEDED[basis, age]
    assert needs_custody(basis, "parent", age, 15) is False


@pytest.mark.parametrize(("born", "on", "age"), AGES)
def test_an_age_is_what_has_surely_been_reached(born, on, age):
    from samspil.people.terms import least_age

    assert least_age(born, on) == age


@pytest.mark.parametrize(("born", "age", "month"), TURNS)
def test_a_month_of_turning_is_the_first_that_is_sure(born, age, month):
    from samspil.people.terms import least_age, month_of_turning

    assert month_of_turning(born, age) == month
    assert least_age(born, month) == age
    assert least_age(born, month - timedelta(days=1)) == age - 1


@pytest.mark.proves("S5")
def test_with_section_32_one_of_two_answers_leaves_the_course_waiting(world, concept_id):
    from samspil.kernel.errors import Missing, Refused

    made = yes(world, concept_id, basis="barnets_lov_32", custody="given", custody_2="awaited")

    assert row(world, made).state == "awaiting_consent"
    with pytest.raises((Refused, Missing)):
        ground.log_session(world, made)
    answered(world, made, "second_custody_holder")
    assert row(world, made).state == "accepted"
    assert held(world, made) == {
        ("support", "self"),
        ("support", "custody_holder"),
        ("support", "second_custody_holder"),
        ("evaluation", "self"),
        ("follow_up", "self"),
        ("joining", "self"),
    }


@pytest.mark.proves("S5")
@pytest.mark.parametrize(("own_yes_from", "state"), [(15, "accepted"), (17, None)])
def test_with_section_30_the_municipality_says_from_which_age_an_own_yes_will_do(
    world, concept_id, own_yes_from, state
):
    from samspil.kernel.errors import Refused
    from samspil.people.actions import people as actions

    with world.as_("municipal_lead", "aaby") as by:
        actions.set_local_rule(by=by, at=world.at, own_yes_from=own_yes_from)
    try:
        found, field = row(world, yes(world, concept_id, basis="barnets_lov_30")).state, None
    except Refused as refused:
        found, field = None, refused.refusal.field

    assert (found, field) == (state, None if state else "custody")


@pytest.mark.proves("S5")
def test_the_choice_of_basis_is_logged_and_lets_a_waiting_course_go_on(world, concept_id):
    from samspil.trust.models import AuditEvent

    made = yes(world, concept_id, basis="barnets_lov_32", custody="awaited")
    change(world, made, "barnets_lov_30")

    assert (row(world, made).state, row(world, made).custody_holders) == ("accepted", 0)
    change(world, made, "barnets_lov_32")
    assert (row(world, made).state, row(world, made).custody_holders) == ("awaiting_consent", 1)
    with world.as_("coordinator", "aaby"):
        chosen = AuditEvent.objects.filter(thing_id=made.course_id, reason__startswith="barnets").order_by(
            "id"
        )
        assert list(chosen.values_list("verb", "reason")) == [
            ("delivery.accept_offer", "barnets_lov_32"),
            ("delivery.change_basis", "barnets_lov_30"),
            ("delivery.change_basis", "barnets_lov_32"),
        ]


def change(world: Any, made: ground.Made, basis: str, **said: Any) -> None:
    from samspil.delivery.actions import consents

    told = {"decision": "", "childs_view": "", "childs_view_on": None, "custody_holders": 1} | said
    with world.as_("coordinator", made.slug) as by:
        consents.change_basis(
            by=by, at=world.at, on=ground.TODAY, course_id=made.course_id, basis=basis, **told
        )


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ({}, False),
        ({"decision": "24-1"}, False),
        ({"childs_view": "Yes please", "childs_view_on": ground.TODAY}, False),
        ({"decision": "24-1", "childs_view": "Yes please", "childs_view_on": ground.TODAY}, True),
    ],
)
def test_section_32_starts_with_a_decision_and_the_young_persons_view(world, concept_id, said, starts):
    from samspil.delivery.actions import courses
    from samspil.kernel.errors import Refused

    made = yes(world, concept_id, basis="barnets_lov_32", custody="given")
    change(world, made, "barnets_lov_32", **said)
    with world.as_("coordinator", "aaby") as by:
        kept = {"by": by, "at": world.at, "on": ground.TODAY, "course_id": made.course_id}
        courses.choose_mentor(**kept, mentor_id=world.member("mentor", "aaby").appointment_id, why="x")
        try:
            courses.start_course(**kept, started_on=ground.TODAY, plan=ground.plan(made.words))
            found = True
        except Refused:
            found = False

    assert found is starts


@pytest.mark.proves("S7", "G09", "G43")
def test_stop_ends_the_course_its_yeses_links_and_open_measurements_at_once(world, concept_id):
    from samspil.delivery.actions import consents
    from samspil.kernel.errors import Missing

    made = ground.course(world, "aaby", concept_id, on=ground.TODAY - timedelta(days=3))
    link = ground.hand_out(world, made)
    field = world.client("mentor", "aaby")
    assert field.get(f"/f/courses/{made.course_id}").status_code == 200
    assert held(world, made) == {("support", "self"), ("evaluation", "self")}

    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)

    assert held(world, made) == set()
    assert ground.states(world, made) == {"start": "stopped"}
    found = row(world, made)
    assert (found.state, found.stopped_on, found.ended_on) == ("ended_early", ground.TODAY, ground.TODAY)
    assert field.get(f"/f/courses/{made.course_id}").status_code == 404
    assert field.get(f"/f/courses/{made.course_id}/meeting").status_code == 404
    from django.test import Client

    assert Client().post("/a/", {"token": link.token}).status_code == 404
    with pytest.raises(Missing):
        ground.log_session(world, made)
    assert proof(world).equal


def proof(world: Any) -> Any:
    from samspil.delivery.queries.measurements import prove
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant("aaby"))
    with scope(by):
        return prove(by, on=ground.TODAY)


@pytest.mark.parametrize(("purpose", "stops"), [("support", True), ("evaluation", False)])
def test_only_the_yes_to_the_support_ends_the_course(world, concept_id, purpose, stops):
    made = ground.course(world, "aaby", concept_id)

    take_back(world, made, purpose)

    assert row(world, made).state == ("ended_early" if stops else "active")
    assert held(world, made) == (set() if stops else {("support", "self")})


def test_a_custody_holder_who_takes_the_yes_back_before_the_match_makes_the_course_wait(world, concept_id):
    made = yes(world, concept_id, basis="barnets_lov_32", custody="given")
    assert row(world, made).state == "accepted"

    take_back(world, made, "support", "custody_holder")

    assert row(world, made).state == "awaiting_consent"
    assert ("support", "self") in held(world, made)


@pytest.mark.parametrize("stage", ["awaiting_consent", "accepted", "matched"])
def test_stop_works_before_the_course_has_begun(world, concept_id, stage):
    from samspil.delivery.actions import consents

    made = ground.course(world, "aaby", concept_id, to=stage)
    with world.as_("coordinator", "aaby") as by:
        consents.stop(by=by, at=world.at, on=ground.TODAY, course_id=made.course_id)

    assert (row(world, made).state, row(world, made).started_on) == ("ended_early", None)
    assert held(world, made) == set()


def test_whoever_turned_15_is_asked_anew_once(world, concept_id):
    from samspil.delivery.actions import consents
    from samspil.kernel.errors import Refused
    from samspil.people.models.people import Consent
    from samspil.people.terms import Method

    made = ground.turned_15(world, "aaby", concept_id)
    office = world.client("coordinator", "aaby")
    assert "Fyldt 15" in office.get("/o/").content.decode()
    with world.as_("coordinator", "aaby") as by:
        again = {
            "by": by,
            "at": world.at,
            "on": ground.TODAY,
            "course_id": made.course_id,
            "age": 15,
            "method": Method.ORAL,
            "language": "da",
        }
        consents.renew_consent(**again)
        with pytest.raises(Refused):
            consents.renew_consent(**again)
        own = Consent.objects.filter(person_id=made.person_id, purpose="support", capacity="self")
        assert sorted(own.values_list("given_on", "withdrawn_on")) == [
            (date(2014, 1, 10), ground.TODAY),
            (ground.TODAY, None),
        ]
    assert "Fyldt 15" not in office.get("/o/").content.decode()


def test_the_database_itself_keeps_the_table_of_states(own_database, server):
    """Every pair of states is tried as plain SQL; exactly those of the table go through."""
    import psycopg
    from tests.world import built

    from samspil.delivery.terms.courses import COURSE_STATES
    from samspil.interfaces.cli import launcher

    made = ground.course(built(), "aaby", ground.load(built()))
    through = set()
    with launcher.connect(server.home, own_database) as link:
        link.execute("ALTER TABLE delivery_course DROP CONSTRAINT delivery_course_started")
        link.execute("ALTER TABLE delivery_course DROP CONSTRAINT delivery_course_end_known")
        link.execute("ALTER TABLE delivery_course DROP CONSTRAINT delivery_course_no_identity_before_yes")
        for here in COURSE_STATES:
            link.execute("SET session_replication_role = replica")
            link.execute("UPDATE delivery_course SET state = %s WHERE id = %s", [here.value, made.course_id])
            link.execute("RESET session_replication_role")
            for to in COURSE_STATES:
                try:
                    with link.transaction(force_rollback=True):
                        link.execute(
                            "UPDATE delivery_course SET state = %s WHERE id = %s", [to.value, made.course_id]
                        )
                    through |= {(here, to)} - {(here, here)}
                except psycopg.errors.CheckViolation:
                    continue

    assert through == {(here, to) for here, terms in COURSE_STATES.items() for to in terms.leads_to}


@pytest.mark.parametrize("stage", ["awaiting_consent", "accepted", "matched"])
def test_the_database_itself_refuses_a_session_before_the_start(world, concept_id, stage):
    from django.db import Error, transaction

    from samspil.delivery.models.sessions import Session
    from samspil.trust.audit import writing

    made = ground.course(world, "aaby", concept_id, to=stage)
    with world.as_("coordinator", "aaby") as by, writing():
        session = Session(
            tenant_id=by.tenant_id,
            course_id=made.course_id,
            person_id=made.person_id,
            kind="meeting",
            minutes=60,
            held_on=ground.TODAY,
            written_at=world.at,
        )
        with pytest.raises(Error, match="A session belongs to a running course"), transaction.atomic():
            session.save(force_insert=True)
