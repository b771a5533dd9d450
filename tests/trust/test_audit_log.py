"""The audit log: sealed in order, every change named, and nothing done or shown without an event."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError
from tests.delivery import ground
from tests.trust import committed

from samspil.kernel.actor import Actor
from samspil.trust import audit, scope

COLUMNS = {
    "at": "at + interval '1 second'",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "actor_id": "gen_random_uuid()",
    "role": "'auditor'",
    "purpose": "'other'",
    "verb": "'nothing'",
    "kind": "'nothing'",
    "thing_id": "gen_random_uuid()",
    "subject_id": "gen_random_uuid()",
    "reason": "'other'",
    "id": "gen_random_uuid()",
    "tenant_id": "gen_random_uuid()",
}
BOOKKEEPING = {"written_in"}
"""The transaction's number, used before the seal only; a change to it afterwards changes no meaning."""
CASES = 59


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


def verdict(there: committed.Ground, slug: str = "aaby") -> audit.Verdict:
    return audit.verify(by=Actor.job(there.world.tenant(slug)))


def chain(there: committed.Ground) -> list[tuple[int, str]]:
    """The sealed events in order: place and id."""
    return there.as_superuser(
        "SELECT sequence, event_id FROM trust_auditseal WHERE tenant_id = %s ORDER BY sequence",
        [there.world.tenant("aaby")],
    )


@contextmanager
def tampered(there: committed.Ground, *statements: tuple[str, list[Any]]) -> Iterator[None]:
    """Both tables as they were, afterwards; what lies between is committed as the superuser."""
    with there.superuser() as link:
        for table in ("trust_auditevent", "trust_auditseal"):
            link.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
        for statement, parameters in statements:
            link.execute(statement, parameters)
        try:
            yield
        finally:
            for table in ("trust_auditseal", "trust_auditevent"):
                link.execute(f"DELETE FROM {table}")
                link.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
                link.execute(f"DROP TABLE kept_{table}")


@pytest.mark.proves("G35")
def test_a_log_that_was_not_touched_is_whole(there):
    for slug in there.world.organisations:
        found = verdict(there, slug)
        assert (found.ok, found.unsealed, found.first_bad) == (True, 0, None)
        assert found.events == found.sealed > 0


@pytest.mark.proves("G35")
def test_every_change_to_a_sealed_event_is_found_and_the_first_one_named(there):
    events, cases, missed = chain(there), 0, []
    known = {
        name
        for (name,) in there.as_superuser(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'trust_auditevent'"
        )
    }
    assert known == set(COLUMNS) | BOOKKEEPING
    first, middle, last = events[0], events[len(events) // 2], events[-1]

    def expect(what: str, event_id: Any, *statements: tuple[str, list[Any]]) -> None:
        nonlocal cases
        cases += 1
        with tampered(there, *statements):
            found = verdict(there)
            if found.ok or found.first_bad != str(event_id):
                missed.append((what, str(event_id), found))

    for _sequence, event in (first, middle, last):
        for column, value in COLUMNS.items():
            expect(column, event, (f"UPDATE trust_auditevent SET {column} = {value} WHERE id = %s", [event]))
        expect("delete", event, ("DELETE FROM trust_auditevent WHERE id = %s", [event]))
        expect(
            "digest",
            event,
            ("UPDATE trust_auditseal SET digest = repeat('0', 64) WHERE event_id = %s", [event]),
        )
    expect(
        "sequence",
        last[1],
        ("UPDATE trust_auditseal SET sequence = sequence + 100000 WHERE event_id = %s", [last[1]]),
    )
    for (_one, event), (_other, following) in zip(events[:8], events[1:9], strict=True):
        expect(
            "swapped content",
            event,
            (
                "UPDATE trust_auditevent a SET verb = b.verb || a.verb FROM trust_auditevent b"
                " WHERE a.id = %s AND b.id = %s",
                [event, following],
            ),
        )
    for (_one, event), (_other, following) in zip(events[:7], events[1:8], strict=True):
        expect("seal taken out", following, ("DELETE FROM trust_auditseal WHERE event_id = %s", [event]))
    expect(
        "two changed",
        events[3][1],
        ("UPDATE trust_auditevent SET verb = 'x' WHERE id IN (%s, %s)", [events[3][1], events[9][1]]),
    )

    assert missed == []
    assert cases == CASES


@pytest.mark.proves("G35")
@pytest.mark.parametrize("number", [1, 2, 5, 0])
def test_a_tail_that_was_cut_off_is_missed(there, number):
    events = chain(there)
    gone = [event for _sequence, event in (events[-number:] if number else events)]
    left = len(events) - len(gone)

    with tampered(
        there,
        ("DELETE FROM trust_auditseal WHERE event_id = ANY(%s)", [gone]),
        ("DELETE FROM trust_auditevent WHERE id = ANY(%s)", [gone]),
    ):
        found = verdict(there)

    assert (found.ok, found.first_bad) == (
        False,
        f"end of the log: {len(events)} were sealed, {left} are left",
    )


@pytest.mark.proves("G35")
def test_a_tail_that_was_cut_off_is_not_hidden_by_sealing_on(there):
    """What the worker would do next: nothing is sealed on top of a log that misses its end."""
    events, by = chain(there), Actor.job(there.world.tenant("aaby"))
    gone = [event for _sequence, event in events[-3:]]

    with tampered(
        there,
        ("DELETE FROM trust_auditseal WHERE event_id = ANY(%s)", [gone]),
        ("DELETE FROM trust_auditevent WHERE id = ANY(%s)", [gone]),
    ):
        audit.denied("planted", by=by, at=there.world.at)

        assert audit.seal_new(by=by) == 0
        assert (
            verdict(there).first_bad
            == f"end of the log: {len(events)} were sealed, {len(events) - 3} are left"
        )


@pytest.mark.proves("G35")
def test_a_tail_that_was_sealed_anew_after_the_event_was_taken_out_is_found(there):
    events = chain(there)
    gone = events[-1][1]

    with tampered(
        there,
        ("DELETE FROM trust_auditseal WHERE event_id = %s", [gone]),
        ("UPDATE trust_auditevent SET verb = 'another' WHERE id = %s", [gone]),
        (
            "INSERT INTO trust_auditseal (id, tenant_id, event_id, sequence, digest)"
            " VALUES (gen_random_uuid(), %s, %s, %s, repeat('a', 64))",
            [there.world.tenant("aaby"), gone, len(events)],
        ),
    ):
        found = verdict(there)

    assert (found.ok, found.first_bad) == (False, str(gone))


def test_an_event_that_waits_too_long_for_its_seal_is_told(there):
    tenant = there.world.tenant("aaby")
    insert = (
        "INSERT INTO trust_auditevent (id, tenant_id, at, recorded_at, written_in, role, purpose, verb, kind,"
        " reason) VALUES (gen_random_uuid(), %s, now(), now() - make_interval(secs => %s), 1, 'x', 'x', 'x',"
        " '', '')"
    )

    outcomes = []
    for age in (50, 70):
        with tampered(there, (insert, [tenant, age])):
            found = verdict(there)
            outcomes.append((found.ok, found.unsealed, found.oldest_unsealed_s // 10))
    assert outcomes == [(True, 1, 5), (False, 1, 7)]


@pytest.mark.proves("G35")
def test_sealing_skips_no_event_of_a_transaction_that_still_runs(there):
    from django.db import connections

    world, by = there.world, there.world.actor("coordinator", "baekby")
    written, go_on, made = threading.Event(), threading.Event(), []
    committed.seal(world, "baekby")
    before = verdict(there, "baekby").sealed

    def slow() -> None:
        with scope.scope(by):
            made.append(_noted(world, by, "test.slow"))
            written.set()
            go_on.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    with scope.scope(by):
        made.append(_noted(world, by, "test.quick"))
    while_it_runs = committed.seal(world, "baekby")
    go_on.set()
    thread.join()

    assert while_it_runs == 0
    assert committed.seal(world, "baekby") == 2
    found = there.as_superuser(
        "SELECT e.verb, s.sequence FROM trust_auditseal s JOIN trust_auditevent e ON e.id = s.event_id"
        " WHERE s.tenant_id = %s AND s.sequence > %s ORDER BY s.sequence",
        [by.tenant_id, before],
    )
    assert found == [("test.slow", before + 1), ("test.quick", before + 2)]
    assert verdict(there, "baekby").ok is True


def _noted(world: Any, by: Actor, verb: str) -> str:
    from samspil.people.models.people import Appointment

    with audit.acting(verb, by=by, at=world.at) as act:
        act.about(Appointment(id=world.member("mentor", "baekby").appointment_id))
    return verb


@contextmanager
def no_events(there: committed.Ground) -> Iterator[None]:
    """The log refuses every new event."""
    there.as_superuser("REVOKE INSERT ON trust_auditevent FROM samspil_app")
    try:
        yield
    finally:
        there.as_superuser("GRANT INSERT ON trust_auditevent TO samspil_app")


@pytest.mark.red("G34")
def test_without_an_event_nothing_is_done(there):
    world, concept_id = there.world, there.courses["aaby"].concept_id
    count = "SELECT count(*) FROM delivery_course"
    before = there.as_superuser(count)
    doings: dict[str, Callable[[], Any]] = {
        "offer": lambda: ground.course(world, "aaby", concept_id, to="offered"),
        "session": lambda: ground.log_session(world, there.courses["aaby"]),
        "another": lambda: ground.course(world, "aaby", concept_id, to="declined"),
    }
    tables = "SELECT (SELECT count(*) FROM delivery_session), (SELECT count(*) FROM trust_link)"
    rows = there.as_superuser(tables)

    with no_events(there):
        for do in doings.values():
            with pytest.raises(DatabaseError):
                do()

    assert there.as_superuser(count) == before
    assert there.as_superuser(tables) == rows
    doings["offer"]()
    assert there.as_superuser(count) == [(before[0][0] + 1,)]


@pytest.mark.red("G34")
def test_without_an_event_nothing_is_shown(there):
    from samspil.delivery.queries import courses
    from samspil.people.queries import people as queries

    world, made = there.world, there.courses["aaby"]
    client = world.client("coordinator", "aaby")
    client.raise_request_exception = False
    paths = [f"/o/courses/{made.course_id}/who", f"/o/courses/{made.course_id}"]
    shown = [client.get(path) for path in paths]
    assert [
        made.words[word] in page.content.decode()
        for word, page in zip(("name", "purpose"), shown, strict=True)
    ] == [True, True]

    with no_events(there):
        pages = [client.get(path) for path in paths]
        with world.as_("coordinator", "aaby") as by, pytest.raises(DatabaseError):
            queries.identity_for(by, made.person_id, at=world.at)
        with world.as_("coordinator", "aaby") as by, pytest.raises(DatabaseError):
            courses.plan_of(by, courses.course_for(by, made.course_id), at=world.at)

    assert [page.status_code for page in pages] == [500, 500]
    assert [word for word in made.words.values() for page in pages if word in page.content.decode()] == []


@pytest.mark.proves("G34")
def test_every_look_at_a_page_with_sealed_words_leaves_one_event_with_its_purpose(there):
    world, made = there.world, there.courses["aaby"]
    count = (
        "SELECT role, purpose, verb, subject_id, count(*) FROM trust_auditevent"
        " WHERE subject_id = %s AND verb = 'read' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2"
    )
    before = there.as_superuser(count, [made.person_id])

    for purpose in ("coordination", "support"):
        page = world.client("coordinator", "aaby", purpose).get(f"/o/courses/{made.course_id}/who")
        assert made.words["name"] in page.content.decode()

    after = there.as_superuser(count, [made.person_id])
    known = {row[:4]: row[4] for row in before}
    assert {row[:4]: row[4] - known.get(row[:4], 0) for row in after if row[4] != known.get(row[:4], 0)} == {
        ("coordinator", "coordination", "read", made.person_id): 1,
        ("coordinator", "support", "read", made.person_id): 1,
    }
    assert json.dumps([str(row) for row in after]).count(made.words["name"]) == 0


@pytest.mark.parametrize(
    ("changed", "events"),
    [({}, 1), ({"purpose": "evaluation"}, 2), ({"subject": uuid.UUID(int=7)}, 2), ({"reason": "because"}, 2)],
)
def test_the_very_same_look_inside_itself_is_one_look_and_any_other_is_its_own(world, changed, events):
    from samspil.trust import audit
    from samspil.trust.models import AuditEvent

    def looks() -> int:
        return AuditEvent.objects.filter(verb="read").count()

    with world.as_("coordinator", "aaby") as by:
        look = {"by": by, "purpose": "support", "subject": uuid.UUID(int=5), "at": world.at}
        with audit.reading(**look), audit.reading(**{**look, **changed}):
            pass
        assert looks() == events
        with audit.reading(**look):
            assert looks() == events + 1  # the first one is over
