"""What holds about instruments whatever the code does: as the runtime role, by SQL of one's own."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.delivery import ground, proposing

from samspil.delivery.instruments.document import as_document, digest
from samspil.delivery.queries import instruments as queries

TABLES = ("delivery_proposedinstrument", "delivery_instrumentdecision", "delivery_instrumentinuse")
TWO = "Two people approve an instrument, the evaluator among them."
OWN_NAME = "Nobody proposes or decides in another's name."


@contextmanager
def runtime(world: Any, cast: str) -> Iterator[Any]:
    """A cursor of the runtime role in the scope of one of the cast."""
    with world.as_(cast), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("samspil_app",)
        yield cursor


def refused(cursor: Any, sql: str, parameters: list[Any]) -> str:
    """What the database says to a statement that it refuses."""
    with pytest.raises(DatabaseError) as told, transaction.atomic():
        cursor.execute(sql, parameters)
    return str(told.value).splitlines()[0]


def propose(account: uuid.UUID, role: str) -> tuple[str, list[Any]]:
    made = proposing.tool("other")
    from django.db.models import JSONField

    document = JSONField().get_db_prep_value(as_document(made), connection)
    return (
        "INSERT INTO delivery_proposedinstrument (id, slug, version, document, digest, account_id, role,"
        " proposed_on, proposed_at) VALUES (%s, 'other', 1, %s, %s, %s, %s, '2014-11-03', now())",
        [uuid.uuid4(), document, digest(made), account, role],
    )


def decide(
    known: queries.Known, account: uuid.UUID, role: str, decision: str = "approved", **other: Any
) -> tuple[str, list[Any]]:
    told = {"checklist": 1 if decision == "approved" else 0, "words": "", "digest": known.digest, **other}
    return (
        "INSERT INTO delivery_instrumentdecision (id, instrument_id, digest, account_id, role, decision,"
        " words, checklist, decided_on, decided_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '2014-11-03', now())",
        [
            uuid.uuid4(), known.id, told["digest"], account, role, decision, told["words"], told["checklist"],
        ],
    )  # fmt: skip


def use(known: queries.Known, **other: Any) -> tuple[str, list[Any]]:
    told = {"slug": known.tool.slug, "version": known.tool.version, "digest": known.digest, **other}
    return (
        "INSERT INTO delivery_instrumentinuse (id, instrument_id, slug, version, digest, since)"
        " VALUES (%s, %s, %s, %s, %s, '2014-11-03')",
        [uuid.uuid4(), known.id, told["slug"], told["version"], told["digest"]],
    )


@pytest.fixture
def waiting(world: Any) -> queries.Known:
    """One that the programme office proposed and nobody has decided about."""
    proposing.proposed(world)
    with world.as_("programme_office"):
        return queries.known("days", 1)


def test_nothing_comes_into_use_that_two_people_have_not_approved(world: Any, waiting: queries.Known) -> None:
    """The planted violation: the row that says «in use», written past every action."""
    made = waiting.tool
    with runtime(world, "evaluator") as cursor:
        assert refused(cursor, *use(waiting)) == TWO
    proposing.approve(world, made, "programme_office")
    with runtime(world, "programme_office") as cursor:
        assert refused(cursor, *use(waiting)) == TWO
    with runtime(world, "evaluator") as cursor:  # a second approval by hand, in the other's name
        other = world.member("programme_office").account_id
        assert refused(cursor, *decide(waiting, other, "programme_office")) == OWN_NAME
        assert refused(cursor, *use(waiting)) == TWO
        cursor.execute(*decide(waiting, world.member("evaluator").account_id, "evaluator"))
        for wrong in ({"slug": "mine"}, {"version": 2}, {"digest": "0" * 64}):
            assert refused(cursor, *use(waiting, **wrong)) == "Something else was proposed."
        cursor.execute(*use(waiting))
        cursor.execute("SELECT slug, version FROM delivery_instrumentinuse")
        assert cursor.fetchall() == [("days", 1)]


def test_one_person_is_one_person_however_often_and_two_roles_are_no_second_one(
    world: Any, waiting: queries.Known
) -> None:
    """The evaluator approves, and would once more as if from the programme office."""
    from dataclasses import replace

    from samspil.trust.scope import scope

    evaluator = world.member("evaluator").account_id
    with runtime(world, "evaluator") as cursor:
        cursor.execute(*decide(waiting, evaluator, "evaluator"))
        assert "delivery_instrument_decided_once" in refused(cursor, *decide(waiting, evaluator, "evaluator"))
    both = replace(world.actor("evaluator"), role="programme_office", purpose="steering")
    with scope(both), connection.cursor() as cursor:
        again = decide(waiting, evaluator, "programme_office")
        assert "delivery_instrument_decided_once" in refused(cursor, *again)
        assert refused(cursor, *use(waiting)) == TWO


def test_nobody_proposes_or_decides_in_anothers_name_or_role(world: Any, waiting: queries.Known) -> None:
    mine, theirs = (world.member(one).account_id for one in ("programme_office", "evaluator"))
    with runtime(world, "programme_office") as cursor:
        for account, role in ((theirs, "evaluator"), (mine, "evaluator"), (theirs, "programme_office")):
            assert refused(cursor, *propose(account, role)) == OWN_NAME
            assert refused(cursor, *decide(waiting, account, role)) == OWN_NAME
        cursor.execute(*propose(mine, "programme_office"))
    with runtime(world, "steering_member") as cursor:
        member = world.member("steering_member").account_id
        other = ("INSERT INTO delivery_proposedinstrument", propose(member, "steering_member"))
        assert "delivery_instrument_proposer" in refused(cursor, *other[1])
        assert "delivery_instrument_decider" in refused(cursor, *decide(waiting, member, "steering_member"))
    with connection.cursor() as cursor:  # nobody at all
        assert refused(cursor, *propose(mine, "programme_office")) == OWN_NAME


def test_what_was_proposed_and_decided_is_never_changed(world: Any, server: Any) -> None:
    proposing.in_use(world)
    with runtime(world, "programme_office") as cursor:
        for table in TABLES:
            assert refused(cursor, f"UPDATE {table} SET digest = digest", []).startswith("permission denied")
            assert refused(cursor, f"DELETE FROM {table}", []).startswith("permission denied")
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'delivery_instrument_kept' AND"
                           " tgrelid = %s::regclass AND tgenabled = 'O'", [table])  # fmt: skip
            assert cursor.fetchone() == (1,)


def test_an_approval_is_about_what_was_proposed_and_needs_its_checklist(
    world: Any, waiting: queries.Known
) -> None:
    me = world.member("evaluator").account_id
    with runtime(world, "evaluator") as cursor:
        other = decide(waiting, me, "evaluator", digest="0" * 64)
        assert refused(cursor, *other) == "Something else was proposed."
        for one in (
            decide(waiting, me, "evaluator", checklist=0),
            decide(waiting, me, "evaluator", "sent_back"),
            decide(waiting, me, "evaluator", "approved", words="but"),
        ):
            assert "delivery_instrument_decided_why" in refused(cursor, *one)
        withdraws = decide(waiting, me, "evaluator", "withdrawn")
        assert refused(cursor, *withdraws) == "Whoever proposed an instrument withdraws it."


@pytest.mark.parametrize("end", ["sent_back", "withdrawn"])
def test_after_an_end_nothing_follows(world: Any, waiting: queries.Known, end: str) -> None:
    proposing.approve(world, waiting.tool, "programme_office")
    office, evaluator = (world.member(one).account_id for one in ("programme_office", "evaluator"))
    words = "Shorter" if end == "sent_back" else ""
    with runtime(world, "programme_office") as cursor:
        cursor.execute(*decide(waiting, office, "programme_office", end, words=words))
    with runtime(world, "evaluator") as cursor:
        assert refused(cursor, *decide(waiting, evaluator, "evaluator")) == "It was decided already."
        assert refused(cursor, *use(waiting)) == "It was decided already."


def test_two_who_approve_at_once_bring_it_into_use_once(own_database: str) -> None:
    """Two processes' worth of connections, started together; one of them is the second."""
    from django.db import connections
    from tests.world import built

    world = built()
    made = proposing.proposed(world)
    ready, problems = threading.Barrier(2), []

    def approving(cast: str) -> None:
        try:
            ready.wait()
            proposing.approve(world, made, cast)
        except Exception as problem:
            problems.append(problem)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=approving, args=(one,)) for one in ("programme_office", "evaluator")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert problems == []
    with world.as_("evaluator"):
        assert queries.known("days", 1).is_askable
        assert queries.known("days", 1).since == ground.TODAY


def test_what_was_read_is_remembered_only_when_its_transaction_held(own_database: str) -> None:
    """The one reading that is kept in the process is of what really is in use."""
    from django.test.utils import CaptureQueriesContext
    from tests.world import built

    world = built()
    made = proposing.proposed(world)
    proposing.approve(world, made, "evaluator")
    with transaction.atomic():  # all of it is taken back, as when something fails later in the same request
        proposing.approve(world, made, "programme_office")
        assert queries.instrument("days", 1) == made
        transaction.set_rollback(True)
    with pytest.raises(KeyError):
        queries.instrument("days", 1)

    proposing.approve(world, made, "programme_office")
    asked = []
    for _each in range(3):
        with CaptureQueriesContext(connection) as captured:
            assert queries.instrument("days", 1) == made
        asked.append(len(captured))
    assert asked == [1, 0, 0]


def test_a_stored_instrument_that_was_tampered_with_is_not_asked(own_database: str, server: Any) -> None:
    from psycopg import sql
    from tests.world import built

    from samspil.interfaces.cli import launcher

    world = built()
    proposing.in_use(world)
    with launcher.connect(server.home, own_database) as admin:
        admin.execute("SET session_replication_role = replica")  # as someone would who owns the server
        table = sql.Identifier("delivery_proposedinstrument")
        statement = sql.SQL("UPDATE {} SET document = jsonb_set(document, '{{licence}}', '\"mine\"')")
        admin.execute(statement.format(table))
    with pytest.raises(queries.TamperedWith, match="days version 1"):
        queries.instrument("days", 1)
