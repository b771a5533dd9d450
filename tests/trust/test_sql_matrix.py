"""Straight SQL as the runtime role: every tenant table, every command, every kind of context."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from psycopg import sql
from psycopg.types.json import Jsonb
from tests.trust import committed, contexts
from tests.trust.tables import (
    APPEND_ONLY,
    COUNTED,
    EVALUATORS_OWN,
    NEVER_DELETED,
    OFFICES_AGREEING,
    OFFICES_ASKING,
    OFFICES_OWN,
    OFFICES_STEERING,
    OWNERS,
    PROVIDERS_OWN,
    READ_BY_ALL,
    READ_BY_SEATED,
    SENT_STAYS,
    STAY_AS_THEY_ARE,
    TENANT_TABLES,
    TOLD_TO_A_MUNICIPALITY,
)

RUNTIME = "samspil_app"
COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")
WRONG = (
    "none",
    "other tenant",
    "forged",
    "expired",
    "other transaction",
    "other process",
    "other session",
    "account only",
)
WORKED_OUT = ("told",)
"""Columns that the database works out itself: nobody puts anything into them."""

CELLS = len(TENANT_TABLES) * len(COMMANDS) * len(WRONG)


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as ground:
        yield ground


@contextmanager
def as_runtime() -> Iterator[Any]:
    """One transaction of the runtime role, taken back at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == (RUNTIME, RUNTIME)
        yield cursor
        transaction.set_rollback(True)


def row_of(there: committed.Ground, table: str) -> tuple[uuid.UUID, dict[str, Any]]:
    """A row that is not Åby's, as only the superuser can find it, and whose it is."""
    tenant = there.world.tenant(OWNERS.get(table, "baekby"))
    told = table in {
        *("delivery_seatshare", "economy_grantdecision", "economy_voucherasking"),
        *EVALUATORS_OWN,
        *TOLD_TO_A_MUNICIPALITY,
        *PROVIDERS_OWN - READ_BY_ALL - COUNTED,
    }
    others = " AND municipality_id <> %s" if told else ""  # what is told to Åby as well is no leak
    with there.superuser() as link:
        cursor = link.cursor(row_factory=psycopg.rows.dict_row)
        found = cursor.execute(
            sql.SQL("SELECT * FROM {} WHERE tenant_id = %s" + others + " LIMIT 1").format(
                sql.Identifier(table)
            ),
            [tenant, *([there.world.tenant("aaby")] if others else [])],
        ).fetchone()
    assert found is not None, f"there is nothing in {table} that could leak"
    return tenant, {name: value for name, value in found.items() if name not in WORKED_OUT}


def as_sql(value: Any) -> Any:
    """A value as a statement takes it: what was read from a JSON column goes back as JSON."""
    return Jsonb(value) if isinstance(value, dict) else value


def tried(cursor: Any, command: str, table: str, row: dict[str, Any]) -> tuple[str, int]:
    """What a command on the foreign row comes to: the sqlstate if it is refused, and how many rows."""
    named = sql.Identifier(table)
    statements = {
        "SELECT": (sql.SQL("SELECT * FROM {} WHERE id = %s").format(named), [row["id"]]),
        "UPDATE": (sql.SQL("UPDATE {} SET tenant_id = tenant_id WHERE id = %s").format(named), [row["id"]]),
        "DELETE": (sql.SQL("DELETE FROM {} WHERE id = %s").format(named), [row["id"]]),
        "INSERT": (
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                named,
                sql.SQL(", ").join(map(sql.Identifier, row)),
                sql.SQL(", ").join([sql.Placeholder()] * len(row)),
            ),
            [uuid.uuid4() if name == "id" else as_sql(value) for name, value in row.items()],
        ),
    }
    statement, parameters = statements[command]
    try:
        with transaction.atomic():
            cursor.execute(statement, parameters)
            return "", cursor.rowcount
    except Error as problem:
        return str(problem.__cause__.sqlstate), 0  # type: ignore[union-attr]
    finally:
        cursor.execute("SELECT 1")


def wrong_context(there: committed.Ground, cursor: Any, kind: str, tenant: uuid.UUID) -> str:
    """A context that must open nothing of `tenant`."""
    mine = there.world.tenant("aaby")
    place = contexts.here(cursor)
    if kind == "none":
        return ""
    if kind == "other tenant":
        return contexts.signed(place, mine)
    if kind == "forged":
        return contexts.forged(contexts.signed(place, mine), tenant)
    if kind == "expired":
        return contexts.signed(place, tenant, lasts_s=-1)
    if kind == "other transaction":
        return contexts.signed((place[0], place[1] - 1, place[2]), tenant)
    if kind == "other process":
        return contexts.signed((place[0] + 1, place[1], place[2]), tenant)
    if kind == "account only":
        account = there.world.member("coordinator", "aaby").account_id
        return contexts.signed(place, account=account, role="half_authenticated")
    with there.superuser() as other, other.transaction(), other.cursor() as elsewhere:
        return contexts.signed(contexts.here(elsewhere), tenant)


def tables_with_a_tenant() -> set[str]:
    """As the catalogue says, whatever is declared."""
    with as_runtime() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND (c.relrowsecurity OR EXISTS"  # noqa: E501
            " (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'))"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.proves("G08")
def test_the_tenant_tables_are_those_that_are_declared_and_listed_here(there):
    from samspil.trust.privacy import declarations

    declared = {
        one.table
        for one in declarations(apps.get_models(include_auto_created=True))
        if isinstance(one.tenant, str)
    }

    assert tables_with_a_tenant() == declared == TENANT_TABLES


@pytest.mark.proves("G08")
def test_a_wrong_context_opens_no_row_of_any_table_by_any_command(there):
    leaks, cells = [], 0

    for table in sorted(TENANT_TABLES):
        tenant, row = row_of(there, table)
        for kind in WRONG:
            with as_runtime() as cursor:
                contexts.put(cursor, wrong_context(there, cursor, kind, tenant))
                for command in COMMANDS:
                    cells += 1
                    state, count = tried(cursor, command, table, row)
                    refused = command == "INSERT" or (table in APPEND_ONLY and command != "SELECT")
                    refused |= table in NEVER_DELETED and command == "DELETE"
                    told = table in READ_BY_ALL | READ_BY_SEATED
                    read = told and (kind, command) == ("other tenant", "SELECT")
                    if (state, count) != (("42501", 0) if refused else ("", int(read))):
                        leaks.append((table, kind, command, state, count))

    assert leaks == []
    assert cells == CELLS


@pytest.mark.red("G08")
def test_the_right_context_opens_the_very_same_rows(there):
    closed = []

    for table in sorted(TENANT_TABLES):
        tenant, row = row_of(there, table)
        with as_runtime() as cursor:
            contexts.put(cursor, contexts.signed(contexts.here(cursor), tenant))
            for command in COMMANDS:
                state, count = tried(cursor, command, table, row)
                if command == "INSERT":
                    opened = state != "42501"
                elif table in SENT_STAYS and command == "DELETE":
                    opened = (state, count) == ("", 1) or state in ("23503", "23514")
                elif (
                    table in APPEND_ONLY
                    and command != "SELECT"
                    or (table in NEVER_DELETED and command == "DELETE")
                ):
                    opened = state == "42501"
                elif table in STAY_AS_THEY_ARE and command != "SELECT":
                    opened = state == "23514"
                else:
                    opened = (state, count) == ("", 1) or state == "23503"
                if not opened:
                    closed.append((table, command, state, count))

    assert closed == []


@pytest.mark.proves("G08")
def test_no_row_can_be_moved_to_another_organisation(there):
    moved = []
    theirs = there.world.tenant("baekby")

    for table in sorted(TENANT_TABLES - APPEND_ONLY - STAY_AS_THEY_ARE):
        mine = there.world.tenant(OWNERS.get(table, "aaby"))
        with as_runtime() as cursor:
            contexts.put(cursor, contexts.signed(contexts.here(cursor), mine))
            try:
                with transaction.atomic():
                    cursor.execute(
                        sql.SQL("UPDATE {} SET tenant_id = %s").format(sql.Identifier(table)), [theirs]
                    )
                    moved.append((table, cursor.rowcount))
            except Error as problem:
                if problem.__cause__.sqlstate != "42501":
                    moved.append((table, problem.__cause__.sqlstate))

    assert moved == []


@pytest.mark.proves("G08")
def test_a_presented_hash_opens_its_own_link_and_nothing_else(there):
    link = there.links["baekby"].link

    for presented, count in ((link.token_hash, 1), (link.code_hash, 1), ("0" * 64, 0), ("", 0)):
        with as_runtime() as cursor:
            contexts.put(
                cursor, contexts.signed(contexts.here(cursor), role="anonymous", presented=presented)
            )
            for table in sorted(TENANT_TABLES):
                cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
                assert cursor.fetchone() == (count if table == "trust_link" else 0,)
            cursor.execute("UPDATE trust_link SET used_at = now()")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM trust_link")
            assert cursor.rowcount == 0


@pytest.mark.proves("G08")
def test_an_account_without_a_role_sees_its_own_appointments_and_nothing_else(there):
    member = there.world.member("mentor", "baekby")

    with as_runtime() as cursor:
        contexts.put(
            cursor,
            contexts.signed(contexts.here(cursor), account=member.account_id, role="half_authenticated"),
        )
        for table in sorted(TENANT_TABLES - {"people_appointment"}):
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            assert cursor.fetchone() == (0,)
        cursor.execute("SELECT id FROM people_appointment")
        assert cursor.fetchall() == [(member.appointment_id,)]
        cursor.execute("UPDATE people_appointment SET role = 'coordinator'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM people_appointment")
        assert cursor.rowcount == 0


OF_HOURS = ("visit", "appointment", "institution", "written_by", "decided_by")
OF_GRANT = {
    "budgetversion": ("grant",),
    "budgetamount": ("version", "line"),
    "grantpayment": ("grant",),
    "voucher": ("grant", "line", "reverses"),
    "proof": ("voucher",),
    "statement": ("grant",),
}
STAYS = {
    **{(f"economy_{table}", f"{one}_id"): "23514" for table, keys in OF_GRANT.items() for one in keys},
    ("delivery_placeoffer", "place_in_set_id"): "23514",
    ("governance_descriptionchapter", "version_id"): "23514",
    ("governance_descriptionversion", "description_id"): "23514",
    ("governance_signedcopy", "signature_id"): "42501",
    ("governance_contributionfile", "contribution_id"): "42501",
    ("governance_contributionversion", "contribution_id"): "42501",
    ("governance_proposalpaper", "proposal_id"): "23514",
    **{("delivery_visithours", f"{one}_id"): "23514" for one in OF_HOURS},
    **{("delivery_supervised", f"{one}_id"): "23514" for one in ("appointment", "supervision")},
}
"""Keys that never change, whoever the parent: that is said before the parent is looked for."""


@pytest.mark.proves("G08")
def test_a_child_of_a_foreign_parent_fails_exactly_as_a_child_of_none(there):
    mine, theirs = there.courses["aaby"], there.courses["baekby"]
    with there.superuser() as link:
        keys = link.execute(
            "SELECT c.relname, a.attname, f.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"  # noqa: E501
            " JOIN pg_class f ON f.oid = k.confrelid JOIN pg_attribute a"
            " ON a.attrelid = k.conrelid AND a.attnum = k.conkey[2]"
            " WHERE k.contype = 'f' AND cardinality(k.conkey) = 2 AND c.relkind = 'r'"
            " AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2"
        ).fetchall()
    assert len(keys) == 184
    assert mine.course_id != theirs.course_id
    # one office holds totals, one house courses
    alone = (
        OFFICES_OWN | PROVIDERS_OWN | OFFICES_ASKING | EVALUATORS_OWN | OFFICES_STEERING | OFFICES_AGREEING
    )
    # never changed to another: their own tests try to insert
    alone |= {"delivery_placeinset", "economy_costasking", "economy_spenttold", "economy_voucherlist"}
    alone |= {"economy_shownvoucher", "economy_voucheranswer"}
    within = [key for key in keys if key[0] not in alone]

    assert len(within) == 149
    for child, column, parent in within:
        foreign = there.as_superuser(
            sql.SQL("SELECT id FROM {} WHERE tenant_id <> %s LIMIT 1").format(sql.Identifier(parent)),
            [there.world.tenant("aaby")],
        )
        outcomes = []
        for wanted in (foreign[0][0], uuid.uuid4()):
            with as_runtime() as cursor:
                contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant("aaby")))
                try:
                    with transaction.atomic():
                        cursor.execute(
                            sql.SQL(
                                "UPDATE {0} SET {1} = %s WHERE id ="
                                " (SELECT id FROM {0} WHERE {1} IS NOT NULL LIMIT 1)"
                            ).format(sql.Identifier(child), sql.Identifier(column)),
                            [wanted],
                        )
                        assert cursor.rowcount == 1, (child, column)
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    outcomes.append("")
                except Error as problem:
                    outcomes.append((problem.__cause__.sqlstate, str(problem).replace(str(wanted), "ID")))
        assert outcomes[0] == outcomes[1] != "", (child, column, outcomes)
        assert outcomes[0][0] == STAYS.get((child, column), "23503"), (child, column)
