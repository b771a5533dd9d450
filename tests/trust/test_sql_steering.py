"""What each organisation reads of steering, straight in SQL: whoever has a seat, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import sql
from tests.trust import committed, contexts
from tests.trust.tables import APPEND_ONLY, MEMBERS_STEERING, NEVER_DELETED, OFFICES_STEERING, READ_BY_SEATED
from tests.trust.test_sql_matrix import as_runtime
from tests.trust.test_sql_two_sides import seen

ALL = {"governance_group", "governance_seat"}


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


def keys(there: committed.Ground, table: str) -> set[Any]:
    return {key for (key,) in there.as_superuser(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table)))}


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", sorted(READ_BY_SEATED))
def test_whoever_has_a_seat_reads_every_row_and_nobody_else_does(there, table):
    rows = keys(there, table)
    assert rows

    for slug in ("aaby", "baekby", "kontoret"):
        assert seen(there, table, slug) == rows
    for slug in ("ceby", "kursus", "evaluering"):
        assert seen(there, table, slug) == (rows if table in ALL else set())


@pytest.mark.proves("G08")
def test_a_seat_that_was_ended_opens_nothing_from_that_moment_on(there):
    tables = sorted(READ_BY_SEATED - ALL)
    own = {
        key
        for table in MEMBERS_STEERING
        for (key,) in there.as_superuser(
            sql.SQL("SELECT id FROM {} WHERE tenant_id = %s").format(sql.Identifier(table)),
            [there.world.tenant("baekby")],
        )
    }
    before = {key for table in tables for key in seen(there, table, "baekby")}
    mine = [there.world.tenant("baekby")]
    there.as_superuser(
        "UPDATE governance_seat SET ended_at = now(), to_on = from_on WHERE organisation_id = %s", mine
    )
    after = {key for table in tables for key in seen(there, table, "baekby")}
    there.as_superuser(
        "UPDATE governance_seat SET ended_at = NULL, to_on = NULL WHERE organisation_id = %s", mine
    )

    assert before > own
    assert after == own
    assert {key for table in tables for key in seen(there, table, "baekby")} == before


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", sorted(READ_BY_SEATED))
def test_whoever_reads_it_beside_its_owner_never_writes_it(there, table):
    tried = 0
    for slug in ("aaby", "baekby", "kontoret"):
        mine = there.world.tenant(slug)
        with as_runtime() as cursor:
            contexts.put(cursor, contexts.signed(contexts.here(cursor), mine))
            named = sql.Identifier(table)
            cursor.execute(sql.SQL("SELECT id FROM {} WHERE tenant_id <> %s").format(named), [mine])
            for (key,) in cursor.fetchall():
                tried += 1
                if table not in APPEND_ONLY | NEVER_DELETED:
                    cursor.execute(sql.SQL("DELETE FROM {} WHERE id = %s").format(named), [key])
                    assert cursor.rowcount == 0
                cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [table])
                if cursor.fetchone() == (True,):
                    cursor.execute(sql.SQL("UPDATE {} SET id = id WHERE id = %s").format(named), [key])
                    assert cursor.rowcount == 0
    assert tried
    assert table in OFFICES_STEERING | MEMBERS_STEERING
