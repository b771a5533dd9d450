"""The connection: what it knows without asking, and that an action ends with every constraint kept."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.pq import TransactionStatus
from tests.delivery import ground
from tests.world import built

from samspil.trust import audit


def test_a_connection_that_the_server_ended_is_known_without_asking_and_made_anew(
    own_database: str, server: Any
) -> None:
    from samspil.interfaces.cli import launcher

    connection.ensure_connection()
    with CaptureQueriesContext(connection) as asked:
        assert connection.is_usable()
    assert len(asked) == 0

    pid = connection.connection.info.backend_pid
    with launcher.connect(server.home) as superuser:
        ended = superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()
    assert ended == (True,)
    assert not connection.is_usable()

    connection.health_check_done = False
    with built().as_("coordinator", "aaby"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)


def test_an_action_ends_only_with_every_deferred_constraint_kept_and_leaves_nothing_otherwise(
    world: Any,
) -> None:
    from samspil.people.models.people import Person
    from samspil.trust.models import AuditEvent, writing

    made = ground.course(world, "aaby", ground.load(world))

    def cut_off(by: Any) -> None:
        """Give the person another key, while its course still points at the old one."""
        with audit.acting("test.cut", by=by, at=world.at) as act:
            act.about(Person.objects.get(id=made.person_id))
            Person.objects.filter(id=made.person_id).update(id=uuid.uuid4())

    with world.as_("coordinator", "aaby") as by:
        before = AuditEvent.objects.count()
        with pytest.raises(IntegrityError) as refused:
            cut_off(by)

        cause = refused.value.__cause__
        assert isinstance(cause, psycopg.errors.ForeignKeyViolation)
        assert cause.diag.table_name in ("people_identity", "delivery_course")
        assert Person.objects.filter(id=made.person_id).exists()
        assert AuditEvent.objects.count() == before
        with transaction.atomic():
            with transaction.atomic(), writing():  # another savepoint is asked nothing
                Person.objects.filter(id=made.person_id).update(id=uuid.uuid4())
            transaction.set_rollback(True)
        assert Person.objects.filter(id=made.person_id).exists()


def test_a_short_question_begins_its_transaction_and_fails_as_a_cursors_would(world: Any) -> None:
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        connection.tell(b"SELECT 1 / 0")
    with pytest.raises(ProgrammingError, match="nothing_of_the_kind"), transaction.atomic():
        connection.tell(b"SELECT * FROM nothing_of_the_kind")
    assert connection.tell(b"SELECT 'a', NULL") == ["a", ""]
    assert connection.tell(b"SELECT 'a' WHERE false") == []
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            connection.tell(b"SELECT 1")


def test_the_first_question_of_a_transaction_is_asked_inside_it(own_database: str, server: Any) -> None:
    with transaction.atomic():
        assert connection.tell(b"SELECT set_config('samspil.context', 'mine', true)") == ["mine"]
        assert connection.connection.info.transaction_status == TransactionStatus.INTRANS
        assert connection.tell(b"SELECT current_setting('samspil.context')") == ["mine"]
    assert connection.tell(b"SELECT current_setting('samspil.context')") == [""]

    from samspil.interfaces.cli import launcher

    with transaction.atomic():
        pid = connection.tell(b"SELECT pg_backend_pid()")[0]
        with launcher.connect(server.home) as superuser:
            superuser.execute("SELECT pg_terminate_backend(%s::int, 5000)", [pid])
        with pytest.raises(OperationalError):
            connection.tell(b"SELECT 1")
        transaction.set_rollback(True)
    connection.close()


CONTEXT = "SELECT current_setting('samspil.context', true)"


def put_off(value: str) -> None:
    connection.put_off(f"SELECT set_config('samspil.context', '{value}', true)".encode())


def read() -> str:
    with connection.cursor() as cursor:
        cursor.execute(CONTEXT)
        return str(cursor.fetchone()[0] or "")


def test_what_is_put_off_comes_before_whatever_is_asked_next(own_database: str) -> None:
    with transaction.atomic():
        connection.tell(b"SELECT 1")
        with connection.cursor() as opened_before:
            put_off("first")
            put_off("second")
            opened_before.execute(CONTEXT)
            assert opened_before.fetchone() == ("second",)
        put_off("third")
        assert connection.tell(CONTEXT.encode()) == ["third"]
        put_off("outer")
        with transaction.atomic():
            put_off("inner")
            assert read() == "inner"
            transaction.set_rollback(True)
        assert read() == "outer"


def test_what_is_put_off_ends_with_its_transaction(own_database: str) -> None:
    for ends in (lambda: None, lambda: transaction.set_rollback(True)):
        with transaction.atomic():
            connection.tell(b"SELECT 1")
            put_off("left over")
            ends()
        with transaction.atomic():
            assert read() == ""
    with transaction.atomic():
        connection.tell(b"SELECT 1")
        put_off("left over")
    connection.close()
    with transaction.atomic():
        assert connection.tell(CONTEXT.encode()) == [""]


def test_a_context_that_would_not_stay_whole_is_never_sent(world: Any) -> None:
    from dataclasses import replace

    from samspil.trust.scope import scope

    by = world.actor("coordinator", "aaby")
    with pytest.raises(ValueError, match="would not stay whole"), scope(replace(by, role="x', true); --")):
        pass
    with scope(by):
        assert read().startswith(f"{by.tenant_id}|{by.account_id}|coordinator|")
