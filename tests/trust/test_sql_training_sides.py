"""What each organisation reads of training, straight in SQL as the runtime role: no more than it is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import sql
from tests.trust import committed, contexts
from tests.trust.test_sql_matrix import as_runtime
from tests.trust.test_sql_two_sides import TRAINING, seen

TOLD = {
    table: tuple(one.partition("=")[0] for one in also.split(",") if "=" in one)
    for table, also in TRAINING.items()
}
"""Per table the columns that name who reads a row beside its owner; none where everybody does."""

SAID_ONCE = {
    "delivery_completion",
    "delivery_delivered",
    "delivery_deliveryanswer",
    "delivery_traininground",
    "delivery_trainingtally",
    "delivery_trainingmessage",
    "evaluation_monthendaim",
    "governance_aimset",
    "governance_aimsignature",
    "governance_evaluatorcontract",
    "governance_evaluatorstep",
    "governance_descriptionanswer",
    "governance_descriptioncomment",
    "governance_interviewsheld",
    "governance_milestonemoved",
    "governance_milestonereached",
    "governance_signature",
    "governance_signedcopy",
}
"""What nobody writes over, its owner as little as anybody."""


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


def rows_of(there: committed.Ground, table: str) -> list[tuple[Any, set[Any]]]:
    """Every row as only the superuser sees them all: its key, and who may read it."""
    columns = [sql.Identifier(one) for one in ("id", "tenant_id", *TOLD[table])]
    statement = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(columns), sql.Identifier(table))
    return [(key, set(readers)) for key, *readers in there.as_superuser(statement)]


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", TRAINING)
def test_each_organisation_reads_its_own_rows_and_what_it_is_told(there, table):
    rows = rows_of(there, table)
    assert rows

    for slug in there.world.organisations:
        mine = there.world.tenant(slug)
        expected = {key for key, readers in rows if mine in readers or not TOLD[table]}
        assert seen(there, table, slug) == expected


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", sorted(set(TRAINING) - SAID_ONCE))
def test_whoever_reads_it_beside_its_owner_never_writes_it(there, table):
    tried = 0
    for slug in there.world.organisations:
        mine = there.world.tenant(slug)
        with as_runtime() as cursor:
            contexts.put(cursor, contexts.signed(contexts.here(cursor), mine))
            named = sql.Identifier(table)
            cursor.execute(sql.SQL("SELECT id FROM {} WHERE tenant_id <> %s").format(named), [mine])
            for (key,) in cursor.fetchall():
                tried += 1
                cursor.execute(sql.SQL("SELECT 1 FROM {} WHERE id = %s FOR UPDATE").format(named), [key])
                assert cursor.rowcount == 0
                cursor.execute(sql.SQL("DELETE FROM {} WHERE id = %s").format(named), [key])
                assert cursor.rowcount == 0
    assert tried


@pytest.mark.parametrize("table", sorted(SAID_ONCE))
def test_what_was_said_is_written_over_by_nobody_at_all(there, table):
    with as_runtime() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE, DELETE')", [table])
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_table_privilege(%s, 'INSERT')", [table])
        assert cursor.fetchone() == (True,)


@pytest.mark.proves("G08")
def test_the_provider_reads_who_has_a_seat_and_nobody_who_waits_or_was_refused(there):
    rows = there.as_superuser("SELECT id, state FROM delivery_nomination")
    assert {state for _key, state in rows} >= {"seat", "declined", "waiting"}

    assert seen(there, "delivery_nomination", "kursus") == {key for key, state in rows if state == "seat"}
    assert seen(there, "delivery_nomination", "kontoret") == set()


@pytest.mark.proves("G08")
@pytest.mark.parametrize(
    "table", ["delivery_trainingcertificate", "delivery_trainingpass", "people_appointment"]
)
def test_neither_provider_nor_office_reads_a_municipalitys_certificates_passes_or_staff(there, table):
    rows = there.as_superuser(sql.SQL("SELECT id, tenant_id FROM {}").format(sql.Identifier(table)))
    theirs = {there.world.tenant(slug) for slug in ("aaby", "baekby")}
    of_municipalities = {key for key, tenant in rows if tenant in theirs}
    assert of_municipalities

    for slug in ("kursus", "kontoret"):
        assert seen(there, table, slug) & of_municipalities == set()


@pytest.mark.proves("G08")
def test_a_presented_code_opens_its_own_certificate_for_reading_alone(there):
    rows = there.as_superuser("SELECT id, code_hash FROM delivery_trainingcertificate")
    assert len(rows) >= 2

    for key, hashed in rows:
        with as_runtime() as cursor:
            told = contexts.signed(contexts.here(cursor), role="anonymous", presented=hashed)
            contexts.put(cursor, told)
            cursor.execute("SELECT id FROM delivery_trainingcertificate")
            assert cursor.fetchall() == [(key,)]
            cursor.execute("UPDATE delivery_trainingcertificate SET valid_until = valid_until + 1")
            assert cursor.rowcount == 0


@pytest.mark.red("G08")
def test_without_an_organisation_even_what_all_read_is_closed(there):
    for told in ("", None):
        with as_runtime() as cursor:
            account = there.world.member("coordinator", "aaby").account_id
            one = told if told is not None else contexts.signed(contexts.here(cursor), account=account)
            contexts.put(cursor, one)
            cursor.execute("SELECT count(*) FROM delivery_trainingevent")
            assert cursor.fetchone() == (0,)
    assert seen(there, "delivery_trainingevent", "aaby")
