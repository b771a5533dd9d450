"""Series walked at random beside a plain reference, and the tables of states as the database keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import ground, visiting
from tests.delivery.reference_visits import begun

PEOPLE = ("role_model", "partner")
place, day = st.integers(1, 3), st.integers(-2, 4)
pair = st.lists(st.sampled_from(PEOPLE), max_size=2).map(tuple)
STEPS = st.one_of(
    st.tuples(st.just("plan"), place, st.integers(0, 4), pair, st.booleans()),
    st.tuples(st.just("answer"), place, st.sampled_from(PEOPLE), st.booleans()),
    st.tuples(st.just("cancel"), place),
    st.tuples(st.just("rebook"), place, st.integers(0, 4)),
    st.tuples(st.just("write"), place, day),
    st.tuples(st.just("end")),
    st.tuples(st.just("reopen")),
)


class Beside:
    """Samspil's series, moved by the same steps as the reference."""

    def __init__(self, world: Any, concept_id: Any) -> None:
        self.world = world
        self.made = visiting.series(world, "aaby", concept_id)
        visiting.pair(world)

    def tried(self, cast: str, do: Callable[[Any], object]) -> bool:
        from django.db import transaction

        from samspil.kernel.errors import Missing, Refused

        with self.world.as_(cast, "aaby") as by:
            try:
                with transaction.atomic():
                    do(by)
            except (Refused, Missing):
                return False
        return True

    def step(self, name: str, *told: Any) -> bool:
        from samspil.delivery.actions import series, visits

        given: dict[str, Any] = {"at": self.world.at}
        if name in ("end", "reopen"):
            given["series_id"] = self.made.id
        else:
            given["visit_id"] = visiting.visit(self.world, self.made, told[0]).id
        today = {"on": ground.TODAY}
        if name == "plan":
            plan = self.plan(told[1], told[2], fixed=told[3])
            return self.tried("coordinator", lambda by: series.plan_visit(by=by, **given, **today, plan=plan))
        if name == "rebook":
            plan = self.plan(told[1], ())
            return self.tried(
                "coordinator", lambda by: series.rebook_visit(by=by, **given, **today, plan=plan)
            )
        if name == "answer" and told[2]:
            return self.tried(told[1], lambda by: visits.accept_visit(by=by, **given))
        if name == "answer":
            return self.tried(told[1], lambda by: visits.ask_to_swap(by=by, **given, because="day"))
        if name == "write":
            on = ground.TODAY + timedelta(days=told[1])
            said = visiting.written()
            with self.world.as_("coordinator", "aaby") as by:
                given["based_on"] = visiting.stamp(by, given["visit_id"])
            return self.tried("coordinator", lambda by: visits.write_visit(by=by, **given, on=on, said=said))
        if name == "cancel":
            return self.tried(
                "coordinator", lambda by: series.cancel_visit(by=by, **given, because="weather")
            )
        if name == "end":
            return self.tried(
                "coordinator", lambda by: series.end_series(by=by, **given, **today, why="no_day")
            )
        return self.tried("coordinator", lambda by: series.reopen_series(by=by, **given))

    def plan(self, days: int, who: tuple[str, ...], **said: Any) -> Any:
        keys = tuple(self.world.member(one, "aaby").appointment_id for one in who)
        at = visiting.AT_TEN.replace(hour=9)
        return visiting.plan(ground.TODAY + timedelta(days=days), keys, at=at, **said)

    def stands(self) -> Any:
        """The series as the reference tells it."""
        from samspil.delivery.models.series import Series
        from samspil.delivery.queries import series as queries

        names = {self.world.member(one, "aaby").account_id: one for one in PEOPLE}
        with self.world.as_("coordinator", "aaby") as by:
            found = Series.objects.get(id=self.made.id)
            told = queries.told_series(by, found, at=self.world.at)
            stand = queries.stand_of(found, (one.visit for one in told))
            visits = [
                (
                    one.visit.position,
                    str(one.visit.state),
                    None if one.visit.on is None else (one.visit.on - ground.TODAY).days,
                    {names[seat.account_id]: str(seat.state) for seat in one.pair},
                )
                for one in told
            ]
            return str(found.state), stand.held, stand.to_rebook, visits


@given(steps=st.lists(STEPS, min_size=4, max_size=24))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_way_a_series_can_take_is_the_references(world, steps):
    from django.db import transaction

    with transaction.atomic():
        beside, reference = Beside(world, ground.load(world)), begun(3)
        for name, *told in steps:
            # two visits at one time have one pair: another visit's day is kept apart from the reference
            if name == "plan" and _is_busy(reference, told):
                continue
            expected = getattr(reference, name)(*(told if name != "write" else (told[0], told[1])))
            assert beside.step(name, *told) == expected, (name, told)
            visits = sorted(reference.visits, key=lambda one: one.place)
            assert beside.stands() == (
                reference.state,
                reference.held,
                reference.lacks,
                [(one.place, one.state, one.day, one.pair) for one in visits],
            )
        transaction.set_rollback(True)


def _is_busy(reference: Any, told: list[Any]) -> bool:
    where, day, who, _fixed = told
    return any(
        one.day == day and set(one.pair) & set(who)
        for one in reference.visits
        if one.state != "cancelled" and one is not reference.now(where)
    )


def test_the_database_itself_keeps_the_tables_of_states(own_database, server):
    """Every pair of states is tried as plain SQL; exactly those of the tables go through."""
    import psycopg
    from tests.world import built

    from samspil.delivery.terms.visits import PLACE_STATES, SERIES_STATES, VISIT_STATES
    from samspil.interfaces.cli import launcher

    world = built()
    made = visiting.series(world, "aaby", ground.load(world))
    one = visiting.planned(world, made, 1, ground.TODAY)
    through: dict[str, set[tuple[str, str]]] = {}
    with launcher.connect(server.home, own_database) as link:
        checks = link.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c'"
            " AND conrelid::regclass::text IN ('delivery_series', 'delivery_visit', 'delivery_visitplace')"
        ).fetchall()
        for table, name in checks:
            link.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        rows = {
            "delivery_visitplace": (PLACE_STATES, "visit_id", one.id),
            "delivery_visit": (VISIT_STATES, "id", one.id),
            "delivery_series": (SERIES_STATES, "id", made.id),
        }
        for table, (states, column, key) in rows.items():
            for here in states:
                for to in states:
                    _as_it_must_be_for(link, made.id, table, str(to))
                    link.execute("SET session_replication_role = replica")
                    link.execute(f"UPDATE {table} SET state = %s WHERE {column} = %s", [here.value, key])
                    link.execute("RESET session_replication_role")
                    try:
                        with link.transaction(force_rollback=True):
                            link.execute(
                                f"UPDATE {table} SET state = %s WHERE {column} = %s", [to.value, key]
                            )
                        through.setdefault(table, set()).update({(here, to)} - {(here, here)})
                    except psycopg.errors.CheckViolation:
                        continue

    assert through == {
        table: {(here, to) for here, terms in states.items() for to in terms.leads_to}
        for table, (states, _column, _key) in rows.items()
    }


def _as_it_must_be_for(link: Any, series_id: Any, table: str, to: str) -> None:
    """So many visits held as a state of the series asks for; the series open and the visit planned else."""
    link.execute("SET session_replication_role = replica")
    link.execute("UPDATE delivery_series SET state = 'open' WHERE id = %s", [series_id])
    held = {"complete": 3, "incomplete": 1}.get(to, 0) if table == "delivery_series" else 0
    rest = "cancelled" if table == "delivery_series" else "planned"
    link.execute(
        "UPDATE delivery_visit SET state = CASE WHEN position <= %s THEN 'held' ELSE %s END"
        " WHERE series_id = %s",
        [held, rest, series_id],
    )
    link.execute("RESET session_replication_role")


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE delivery_series SET state = 'complete', ended_on = now()",
        "UPDATE delivery_series SET state = 'incomplete', why_incomplete = 'no_day', ended_on = now()",
        "UPDATE delivery_series SET visit_count = 4",
        "UPDATE delivery_visit SET state = 'held', teacher_present = true WHERE position = 2",
        "UPDATE delivery_visit SET state = 'cancelled' WHERE position = 1",
        "UPDATE delivery_visit SET position = 3 WHERE position = 2",
        "UPDATE delivery_visit SET at = NULL WHERE position = 1",
        "UPDATE delivery_visit SET fixed = true WHERE position = 2",
        "UPDATE delivery_visit SET adapted_because = 'wish' WHERE position = 1",
        "UPDATE delivery_visitplace SET seat = 3",
        "UPDATE delivery_visitplace SET seat = 1",
        "UPDATE delivery_visitplace SET state = 'swap_asked'",
        "UPDATE delivery_visitplace SET appointment_id = (SELECT id FROM people_appointment WHERE role ="
        " 'mentor' LIMIT 1)",
        "UPDATE delivery_corpsmember SET appointment_id = (SELECT id FROM people_appointment WHERE role ="
        " 'mentor' LIMIT 1)",
        "UPDATE delivery_institution SET postcode = 'abc'",
        "UPDATE delivery_institution SET kind = 'prison'",
    ],
)
def test_the_database_itself_refuses_what_no_series_and_no_visit_is(world, wrong):
    from django.db import IntegrityError

    concept_id = ground.load(world)
    made = visiting.series(world, "aaby", concept_id)
    visiting.planned(world, made, 1, ground.TODAY)
    visiting.corps_member(world, "aaby", concept_id)

    with world.as_("coordinator", "aaby"), pytest.raises(IntegrityError):
        tried(wrong)


def tried(statement: str) -> None:
    """One statement, with every key that is asked at the end."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


VISITS = {
    "delivery_institution",
    "delivery_series",
    "delivery_visit",
    "delivery_visitplace",
    "delivery_corpsmember",
    "delivery_visitrequest",
    "delivery_visitletter",
    "delivery_visithours",
    "delivery_visitreminder",
    "delivery_placeset",
    "delivery_placeinset",
    "delivery_placeoffer",
    "delivery_offerletter",
    "delivery_placecontact",
    "delivery_owedform",
    "delivery_formanswer",
    "delivery_pupilround",
    "delivery_pupilsheet",
    "delivery_pupiltally",
    "delivery_pupilwords",
    "delivery_traininganswer",
}
STAND_ON = VISITS | {
    "people_appointment",
    "people_account",
    "people_organisation",
    "programme_conceptversion",
    "programme_programme",
}
"""What a table on visits may lead to: staff, the programme, and each other."""


def leads_to(keys: set[tuple[str, str]], begin: set[str]) -> set[str]:
    """The tables one gets to from some by following their keys."""
    found, new = set(begin), set(begin)
    while new:
        new = {to for here, to in keys if here in new} - found
        found |= new
    return found


def keys_there() -> set[tuple[str, str]]:
    """Every key from one table of ours to another, as Django knows them and as the database has them."""
    from django.apps import apps
    from django.db import connection

    told = {
        (model._meta.db_table, field.related_model._meta.db_table)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.is_relation and field.related_model is not None
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f'"
        )
        return told | set(cursor.fetchall())


def test_nothing_joins_visits_to_mentees(world):
    """No key leads from a visit to a course or a person, none back, and no column says so."""
    from django.db import connection

    keys = keys_there()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
        columns = set(cursor.fetchall())

    assert leads_to(keys, VISITS) <= STAND_ON
    assert {here for here, to in keys if to in VISITS} <= VISITS
    about = ("course", "person", "mentee", "parent", "pupil", "measurement")
    assert [one for one in columns if one[0] in VISITS and any(word in one[1] for word in about)] == []
    words = ("institution", "visit", "series_id", "school")
    assert [one for one in columns if one[0] not in VISITS and any(word in one[1] for word in words)] == []


def test_no_file_reads_visits_and_courses_together():
    """A file that reads the tables of visits reads no table of courses, persons or what hangs on them."""
    import ast
    from pathlib import Path

    import samspil

    ours = {
        f"samspil.delivery.models.{one}"
        for one in (
            *("institutions", "series", "corps_members", "place_sets", "pupils"),
            *("visit_hours", "visit_reminders", "offer_letters", "place_contacts"),
        )
    }
    allowed = {
        *ours,
        "samspil.delivery.models.columns",
        "samspil.delivery.models.forms",
        "samspil.delivery.models.pupils",
        "samspil.delivery.models.training",
        "samspil.delivery.models.visit_requests",
        "samspil.people.models.people",
        "samspil.people.models.staff",
        "samspil.programme.models",
        "samspil.trust.models",
    }
    root = Path(samspil.__file__).parent
    seen, wrong = 0, []
    for file in root.rglob("*.py"):
        tree = ast.parse(file.read_text())
        found = {
            (node.module, one.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("samspil.")
            and ".models" in (node.module or "")
            for one in node.names
        }
        if not {module for module, _name in found} & ours:
            continue
        seen += 1
        wrong += [(file.name, module) for module, _name in found if module not in allowed]
        wrong += [
            (file.name, name)
            for module, name in found
            if module == "samspil.people.models.people" and name not in ("Appointment", "Organisation")
        ]

    assert seen >= 10
    assert wrong == []


def test_a_key_from_a_visit_to_a_course_would_be_found(world):
    planted = {*keys_there(), ("delivery_visit", "delivery_course")}

    assert "delivery_course" in leads_to(planted, VISITS)
    assert not leads_to(planted, VISITS) <= STAND_ON
