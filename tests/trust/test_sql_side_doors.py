"""The ways around a policy: functions, keys, settings, TRUNCATE, COPY, EXPLAIN, a second connection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction
from tests.delivery import ground
from tests.trust import committed, contexts
from tests.trust.tables import TENANT_TABLES
from tests.trust.test_sql_matrix import as_runtime

TOTALS = "SELECT * FROM samspil_month_totals(%s, %s)"
BANDS = "SELECT * FROM samspil_month_bands(%s, %s)"
SLUG = "forebyggelseskonceptet-2013-2015"


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        for _each in range(2):
            concept_id = found.courses["aaby"].concept_id
            ground.course(found.world, "aaby", concept_id, on=date(2014, 5, 1), mentor="other_mentor")
        yield found


def totals_in(there: committed.Ground, slug: str, last: date, role: str = "operator") -> list[Any]:
    """What the one function across organisations gives in the context of one of them."""
    with as_runtime() as cursor:
        contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant(slug), role=role))
        cursor.execute(TOTALS, [SLUG, last])
        return sorted(cursor.fetchall())


def in_baekby(there: committed.Ground) -> int:
    """How many courses Bækby has, as only the superuser can count them; at least two."""
    count = there.as_superuser(
        "SELECT count(*) FROM delivery_course WHERE tenant_id = %s", [there.world.tenant("baekby")]
    )[0][0]
    assert count >= 2
    return int(count)


def refusal(statement: str, parameters: Any = None) -> str:
    """The sqlstate with which the runtime role is refused; empty when it is not."""
    with as_runtime() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, parameters)
        except Error as problem:
            return str(problem.__cause__.sqlstate)  # type: ignore[union-attr]
        return ""


@pytest.mark.proves("G08")
def test_totals_come_to_the_programme_office_only_and_never_of_fewer_than_five(there):
    last = date(2014, 10, 31)
    rows = there.as_superuser(
        "SELECT key, count(*) FROM delivery_measurement WHERE opens_on <= %s GROUP BY key", [last]
    )
    assert dict(rows) == {"start": 14, "month-3": 2, "month-6": 2, "closing": 2, "follow-up": 2}

    assert {slug: totals_in(there, slug, last) for slug in there.world.organisations} == {
        "aaby": [],
        "baekby": [],
        "ceby": [],
        "evaluering": [],
        "kursus": [],
        "kontoret": [
            ("closing", None, None, None, None, None, None, None),
            ("follow-up", None, None, None, None, None, None, None),
            ("month-3", None, None, None, None, None, None, None),
            ("month-6", None, None, None, None, None, None, None),
            ("start", 14, 6, 0, 0, 6, 2, 0),
        ],
    }
    assert totals_in(there, "kontoret", date(2014, 8, 31)) == [
        ("closing", None, None, None, None, None, None, None),
        ("month-3", None, None, None, None, None, None, None),
        ("month-6", None, None, None, None, None, None, None),
        ("start", 6, 2, 0, 0, 2, 2, 0),
    ]
    with as_runtime() as cursor:
        for sum_ in (TOTALS, BANDS):
            cursor.execute(sum_, [SLUG, last])
            assert cursor.fetchall() == []


@pytest.mark.proves("G08")
def test_every_function_with_its_owners_rights_is_one_of_eight(there):
    with as_runtime() as cursor:
        cursor.execute(
            "SELECT proname, pg_get_userbyid(proowner) FROM pg_proc p JOIN pg_namespace n"
            " ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prosecdef ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("samspil_context", "samspil_owner"),
            ("samspil_corps_totals", "samspil_totals"),
            ("samspil_month_aims", "samspil_totals"),
            ("samspil_month_bands", "samspil_totals"),
            ("samspil_month_begun", "samspil_totals"),
            ("samspil_month_burden", "samspil_totals"),
            ("samspil_month_measured", "samspil_totals"),
            ("samspil_month_totals", "samspil_totals"),
        ]
        cursor.execute("SELECT samspil_context()")
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT rolcanlogin, rolbypassrls FROM pg_roles WHERE rolname = 'samspil_totals'")
        assert cursor.fetchone() == (False, False)


@pytest.mark.proves("G08")
def test_of_when_courses_began_every_organisation_reads_the_fifths_month_and_nobody_else_anything(there):
    days = there.as_superuser(
        "SELECT started_on FROM delivery_course WHERE started_on IS NOT NULL ORDER BY 1 LIMIT 5"
    )
    month = days[-1][0].replace(day=1)
    for slug in (None, *there.world.organisations):
        with as_runtime() as cursor:
            if slug is not None:
                contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant(slug)))
            cursor.execute("SELECT samspil_month_begun(%s)", [SLUG])
            assert cursor.fetchone() == (None if slug is None else month,)


@pytest.mark.proves("G08")
def test_of_staff_the_programme_office_reads_counts_of_five_or_more_and_nobody_else_anything(there):
    on = date(2014, 11, 3)
    there_are = dict(
        there.as_superuser(
            "SELECT role, count(DISTINCT account_id) FROM people_appointment WHERE loan_offer_id IS NULL AND"
            " ended_at IS NULL AND from_on <= %s AND coalesce(to_on, %s) >= %s AND role IN"
            " ('mentor', 'parent_coach', 'role_model') GROUP BY role",
            [on, on, on],
        )
    )
    assert max(there_are.values()) >= 5 > min(there_are.values())
    for slug in (None, *there.world.organisations):
        with as_runtime() as cursor:
            if slug is not None:
                contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant(slug)))
            cursor.execute("SELECT role, active FROM samspil_corps_totals(%s)", [on])
            told = {role: count if count >= 5 else None for role, count in there_are.items()}
            assert dict(cursor.fetchall()) == (told if slug == "kontoret" else {})


@pytest.mark.proves("G08")
def test_of_when_measuring_began_every_organisation_reads_the_fifth_courses_month(there):
    firsts = there.as_superuser(
        "SELECT min(opens_on) FROM delivery_measurement GROUP BY tenant_id, course_id ORDER BY 1 LIMIT 5"
    )
    month = firsts[-1][0].replace(day=1)
    for slug in (None, *there.world.organisations):
        with as_runtime() as cursor:
            if slug is not None:
                contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant(slug)))
            cursor.execute("SELECT samspil_month_measured(%s)", [SLUG])
            assert cursor.fetchone() == (None if slug is None else month,)


@pytest.mark.proves("G08")
def test_the_key_that_signs_cannot_be_read_nor_replaced(there):
    assert there.as_superuser("SELECT count(*) FROM trust_contextkey") == [(1,)]

    for statement in (
        "SELECT * FROM trust_contextkey",
        "TABLE trust_contextkey",
        "COPY trust_contextkey TO STDOUT",
        "INSERT INTO trust_contextkey VALUES ('', '')",
        "DELETE FROM trust_contextkey",
        "UPDATE trust_contextkey SET inner_pad = ''",
        "SELECT inner_pad FROM trust_contextkey LIMIT 0",
    ):
        assert refusal(statement) == "42501", statement


@pytest.mark.proves("G08")
def test_no_table_can_be_emptied_locked_changed_or_left_without_its_policy(there):
    owned = "42501"

    for table in sorted(TENANT_TABLES):
        assert refusal(f"TRUNCATE {table}") == owned
        assert refusal(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY") == owned
        assert refusal(f"DROP POLICY samspil_read ON {table}") == owned
        assert refusal(f"CREATE POLICY mine ON {table} USING (true)") == owned
    for statement in (
        "SET ROLE samspil_owner",
        "SET ROLE samspil_totals",
        "SET SESSION AUTHORIZATION samspil_owner",
        "ALTER ROLE samspil_app BYPASSRLS",
        "CREATE TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.samspil_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT null::uuid'",
        "CREATE OR REPLACE FUNCTION public.samspil_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT null::uuid'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
    ):
        assert refusal(statement) == owned, statement


@pytest.mark.proves("G08")
def test_row_security_switched_off_gives_an_error_and_never_rows(there):
    with as_runtime() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        with pytest.raises(Error) as problem, transaction.atomic():
            cursor.execute("SELECT * FROM delivery_course")

    assert problem.value.__cause__.sqlstate == "42501"


@pytest.mark.proves("G08")
@pytest.mark.parametrize(
    "told",
    [
        "{tenant}",
        "{tenant}|{nobody}|coordinator|support|||0|9999999999|",
        "|||||||||",
        "x" * 5000,
        "a|b|c",
        "{tenant}|{nobody}|coordinator|support|||1|9999999999|" + "0" * 64,
    ],
)
def test_a_made_up_context_opens_nothing(there, told):
    tenant = there.world.tenant("baekby")

    with as_runtime() as cursor:
        contexts.put(cursor, told.format(tenant=tenant, nobody=contexts.NOBODY))
        cursor.execute("SELECT count(*) FROM delivery_course")
        assert cursor.fetchone() == (0,)


@pytest.mark.proves("G08")
@pytest.mark.parametrize("part", range(9))
def test_a_context_with_any_one_part_changed_opens_nothing(there, part):
    tenant = there.world.tenant("baekby")
    changed = {0: str(there.world.tenant("aaby")), 2: "operator", 3: "steering", 4: "0" * 64}

    with as_runtime() as cursor:
        good = contexts.signed(contexts.here(cursor), tenant)
        parts = good.split("|")
        parts[part] = changed.get(part) or parts[part][:-1] + ("1" if parts[part][-1] != "1" else "2")
        for context, rows in (("|".join(parts), 0), (good, in_baekby(there))):
            contexts.put(cursor, context)
            cursor.execute("SELECT count(*) FROM delivery_course")
            assert cursor.fetchone() == (rows,)


@pytest.mark.proves("G08")
def test_a_context_copied_from_a_live_request_opens_nothing_in_a_second_connection(there):
    second = connection.copy("default")

    with as_runtime() as first, second.cursor() as other:
        context = contexts.signed(contexts.here(first), there.world.tenant("baekby"))
        contexts.put(first, context)
        other.execute("SELECT set_config('samspil.context', %s, false)", [context])
        for cursor, rows in ((first, in_baekby(there)), (other, 0)):
            cursor.execute("SELECT current_user, count(*) FROM delivery_course")
            assert cursor.fetchone() == ("samspil_app", rows)
    second.close()


@pytest.mark.proves("G08")
def test_a_context_is_gone_with_its_transaction(there):
    with as_runtime() as cursor:
        context = contexts.signed(contexts.here(cursor), there.world.tenant("baekby"))
        contexts.put(cursor, context)
        cursor.execute("SELECT count(*) FROM delivery_course")
        assert cursor.fetchone() == (in_baekby(there),)

    with as_runtime() as cursor:
        cursor.execute("SELECT count(*) FROM delivery_course")
        assert cursor.fetchone() == (0,)
        contexts.put(cursor, context)
        cursor.execute("SELECT count(*) FROM delivery_course")
        assert cursor.fetchone() == (0,)


@pytest.mark.proves("G08")
def test_explain_counts_no_foreign_row_that_the_policy_removed_through_the_index(there):
    assert there.as_superuser("SELECT count(*) FROM delivery_course")[0][0] > in_baekby(there)

    with as_runtime() as cursor:
        contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant("baekby")))
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM delivery_course")
        found = cursor.fetchone()[0]
        plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]

    assert plan["Actual Rows"] == in_baekby(there)
    assert plan.get("Rows Removed by Filter", 0) == 0


@pytest.mark.proves("G08")
def test_copy_and_statistics_give_own_rows_only(there):
    there.as_superuser("ANALYZE delivery_course")
    known = there.as_superuser("SELECT count(*) FROM pg_stats WHERE tablename = 'delivery_course'")
    assert known[0][0] > 0

    with as_runtime() as cursor:
        contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant("baekby")))
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = ANY(%s)", [sorted(TENANT_TABLES)])
        assert cursor.fetchone() == (0,)
        with cursor.cursor.copy("COPY (SELECT tenant_id FROM delivery_course) TO STDOUT") as copy:
            lines = [bytes(line).decode().strip() for line in copy]
    assert lines == [str(there.world.tenant("baekby"))] * in_baekby(there)
