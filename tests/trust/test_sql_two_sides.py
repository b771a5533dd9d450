"""What two municipalities read of one row, straight in SQL as the runtime role: theirs, while it is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import sql
from tests.trust import committed, contexts
from tests.trust.tables import KNOWLEDGE
from tests.trust.test_sql_matrix import as_runtime

TWO_SIDED = {
    # table: the column that says who reads it beside its owner, and the one that says until when
    "delivery_move": ("to_tenant_id", "open_until"),
    "delivery_moveanswer": ("from_tenant_id", None),
    "people_loanoffer": ("to_tenant_id", "until_at"),
    "people_loantaken": ("from_tenant_id", None),
}
TRAINING = {
    "delivery_attendance": "municipality_id=samspil_tenant",
    "delivery_completion": "municipality_id=samspil_tenant",
    "delivery_deliverable": "provider_id=samspil_tenant",
    "governance_interviewrequest": "municipality_id=samspil_tenant,office_id=samspil_tenant",
    "governance_interviewsheld": "municipality_id=samspil_tenant,office_id=samspil_tenant",
    "evaluation_monthendaim": "samspil_tenant",
    "governance_aimset": "samspil_tenant",
    "governance_aimsignature": "samspil_tenant",
    "governance_evaluatorcontract": "evaluator_id=samspil_tenant",
    "governance_evaluatorstep": "samspil_tenant",
    "governance_milestonemoved": "samspil_tenant",
    "governance_milestonereached": "samspil_tenant",
    "governance_obligationtold": "office_id=samspil_tenant",
    "delivery_delivered": "office_id=samspil_tenant",
    "delivery_deliveryanswer": "provider_id=samspil_tenant",
    "governance_agreementversion": "shown_to=samspil_tenant",
    "governance_descriptionanswer": "municipality_id=samspil_tenant",
    "governance_descriptionchapter": "office_id=samspil_tenant",
    "governance_descriptioncomment": "municipality_id=samspil_tenant,office_id=samspil_tenant",
    "governance_descriptionversion": "office_id=samspil_tenant",
    "governance_signature": "municipality_id=samspil_tenant,office_id=samspil_tenant",
    "governance_signedcopy": "municipality_id=samspil_tenant,office_id=samspil_tenant",
    "delivery_nomination": "shown_to=samspil_tenant",
    "delivery_seatshare": "municipality_id=samspil_tenant,provider_id=samspil_tenant",
    "delivery_seatwish": "office_id=samspil_tenant",
    "delivery_trainingday": "samspil_tenant",
    "delivery_trainingevent": "samspil_tenant",
    "delivery_traininground": "office_id=samspil_tenant,evaluator_id=samspil_tenant",
    "delivery_trainingtally": "office_id=samspil_tenant,evaluator_id=samspil_tenant",
    "delivery_trainingmaterial": "samspil_tenant",
    "delivery_trainingmessage": "municipality_id=samspil_tenant",
    "delivery_workshoppresence": "municipality_id=samspil_tenant,office_id=samspil_tenant",
}
"""What training tells other organisations; `test_sql_training_sides.py` reads each of them."""

OF_GRANT = {
    "economy_budgetamount": "shown_to=samspil_tenant",
    "economy_budgetline": "shown_to=samspil_tenant",
    "economy_budgetversion": "shown_to=samspil_tenant",
    "economy_costasking": "office_id=samspil_tenant",
    "economy_grant": "office_id=samspil_tenant",
    "economy_grantdecision": "municipality_id=samspil_tenant",
    "economy_spenttold": "office_id=samspil_tenant",
    "economy_statement": "shown_to=samspil_tenant",
    "economy_shownvoucher": "office_id=samspil_tenant@until_at",
    "economy_voucheranswer": "office_id=samspil_tenant",
    "economy_voucherasking": "municipality_id=samspil_tenant",
}
"""What a municipality and the programme office tell each other; `test_sql_grant_sides.py` reads each."""
MEMBERS = "office_id=samspil_tenant,office_id=samspil_seated"
STEERING = {
    "governance_agendaproposal": MEMBERS,
    "governance_proposalpaper": MEMBERS,
    "governance_barrier": MEMBERS,
    "governance_confirmation": MEMBERS,
    **dict.fromkeys(KNOWLEDGE, "office_id=samspil_tenant,office_id=samspil_networked"),
    "governance_group": "samspil_tenant",
    "governance_seat": "samspil_tenant",
    "governance_taskdone": MEMBERS,
    "governance_vote": MEMBERS,
}
"""What the groups' members tell each other; `test_sql_steering.py` reads each of them."""


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


def rows_of(there: committed.Ground, table: str, column: str) -> list[tuple[Any, Any, Any]]:
    """Every row as only the superuser sees them all: its key, whose it is, and who reads it as well."""
    statement = sql.SQL("SELECT id, tenant_id, {} FROM {}").format(
        sql.Identifier(column), sql.Identifier(table)
    )
    return there.as_superuser(statement)


def seen(there: committed.Ground, table: str, slug: str) -> set[Any]:
    """The keys that one organisation's context gives."""
    with as_runtime() as cursor:
        contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant(slug)))
        cursor.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table)))
        return {one for (one,) in cursor.fetchall()}


def test_the_tables_read_by_two_are_those_that_are_declared():
    from django.apps import apps

    from samspil.trust.privacy import declarations

    declared = {
        one.table: one.also
        for one in declarations(apps.get_models(include_auto_created=True))
        if one.also is not None and "samspil_tenant" in one.also
    }

    training = {table: declared.pop(table) for table in TRAINING}
    assert training == TRAINING
    assert {table: declared.pop(table) for table in OF_GRANT} == OF_GRANT
    assert {table: declared.pop(table) for table in STEERING} == STEERING
    assert declared == {
        "delivery_move": "to_tenant_id=samspil_tenant@open_until",
        "delivery_moveanswer": "from_tenant_id=samspil_tenant",
        "people_loanoffer": "to_tenant_id=samspil_tenant@until_at,account_id=samspil_account@until_at",
        "people_loantaken": "from_tenant_id=samspil_tenant",
    }
    assert set(TWO_SIDED) == set(declared)


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", TWO_SIDED)
def test_each_organisation_reads_exactly_its_own_rows_and_those_meant_for_it(there, table):
    column, _until = TWO_SIDED[table]
    rows = rows_of(there, table, column)

    for slug in there.world.organisations:
        mine = there.world.tenant(slug)
        assert seen(there, table, slug) == {key for key, tenant, other in rows if mine in (tenant, other)}
    assert {slug: bool(seen(there, table, slug)) for slug in ("aaby", "baekby", "ceby", "kontoret")} == {
        "aaby": True,
        "baekby": True,
        "ceby": True,
        "kontoret": False,
    }


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", TWO_SIDED)
def test_the_other_side_reads_and_never_writes(there, table):
    column, _until = TWO_SIDED[table]
    theirs = [one for one in rows_of(there, table, column) if one[1] != there.world.tenant("ceby")]
    assert theirs

    for key, _tenant, _other in theirs:
        for command in ("UPDATE {} SET tenant_id = tenant_id WHERE id = %s", "DELETE FROM {} WHERE id = %s"):
            with as_runtime() as cursor:
                contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant("ceby")))
                cursor.execute(sql.SQL("SELECT 1 FROM {} WHERE id = %s").format(sql.Identifier(table)), [key])
                assert cursor.rowcount == 1
                cursor.execute(sql.SQL(command).format(sql.Identifier(table)), [key])
                assert cursor.rowcount == 0
        with as_runtime() as cursor:
            contexts.put(cursor, contexts.signed(contexts.here(cursor), there.world.tenant("ceby")))
            cursor.execute(
                sql.SQL("SELECT 1 FROM {} WHERE id = %s FOR UPDATE").format(sql.Identifier(table)), [key]
            )
            assert cursor.rowcount == 0


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", [table for table, (_column, until) in TWO_SIDED.items() if until])
def test_when_its_time_has_come_by_the_databases_clock_only_its_owner_reads_it(there, table):
    column, until = TWO_SIDED[table]
    before = seen(there, table, "ceby")
    own = {
        key for key, tenant, _other in rows_of(there, table, column) if tenant == there.world.tenant("ceby")
    }
    assert before > own
    statement = sql.SQL("UPDATE {} SET {} = {} + %s * interval '1000 days'").format(
        sql.Identifier(table), sql.Identifier(until), sql.Identifier(until)
    )

    there.as_superuser(statement, [-1])
    after = {slug: seen(there, table, slug) for slug in ("aaby", "ceby")}
    there.as_superuser(statement, [1])

    mine = {
        key for key, tenant, _other in rows_of(there, table, column) if tenant == there.world.tenant("aaby")
    }
    assert after == {"aaby": mine, "ceby": own}
    assert seen(there, table, "ceby") == before


@pytest.mark.proves("G08")
def test_the_lent_mentor_reads_the_offer_before_a_role_is_chosen_and_nobody_else_does(there):
    rows = there.as_superuser("SELECT account_id, id FROM people_loanoffer")

    for account, key in rows:
        for who, expected in ((account, {key}), (there.world.member("mentor", "aaby").account_id, set())):
            with as_runtime() as cursor:
                contexts.put(
                    cursor,
                    contexts.signed(contexts.here(cursor), account=who, role="half_authenticated"),
                )
                cursor.execute("SELECT id FROM people_loanoffer")
                assert {one for (one,) in cursor.fetchall()} == expected


@pytest.mark.red("G08")
def test_a_policy_without_its_time_is_a_difference_the_start_refuses(there):
    from samspil.trust import catalogue

    assert catalogue.problems() == []
    with there.superuser() as link:
        link.execute(
            "ALTER POLICY samspil_read ON delivery_move USING (tenant_id = (SELECT samspil_tenant())"
            " OR to_tenant_id = (SELECT samspil_tenant()))"
        )
    try:
        assert catalogue.problems() == ["delivery_move: policy samspil_read differs from the declaration."]
    finally:
        with there.superuser() as link:
            link.execute(
                "ALTER POLICY samspil_read ON delivery_move USING ((tenant_id = (SELECT samspil_tenant()))"
                " OR ((to_tenant_id = (SELECT samspil_tenant())) AND (open_until > now())))"
            )
    assert catalogue.problems() == []


@pytest.mark.proves("G08")
def test_a_packet_that_is_over_cannot_be_kept(there):
    with there.superuser() as link, pytest.raises(Exception, match="packet_goes_with_its_end"):
        link.execute("UPDATE delivery_move SET state = 'finished', ended_on = now() WHERE packet <> ''")
