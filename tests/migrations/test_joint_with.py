"""delivery 0012: a joint meeting says which second parent was there: whoever was in the course on its day."""

from __future__ import annotations

import uuid
from typing import Any

from samspil.interfaces.cli import launcher

TENANT, COURSE, FIRST, FORMER, NOW = (str(uuid.UUID(int=number)) for number in range(1, 6))
FILLING = {
    "uuid": TENANT,
    "date": "2014-01-01",
    "boolean": False,
    "bytea": b"",
    "smallint": 1,
    "integer": 1,
    "timestamp with time zone": "2014-01-01",
}


def put(admin: Any, table: str, **given: Any) -> None:
    """A row with these values, and with something in every other column that must hold something."""
    must = admin.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " AND is_nullable = 'NO' AND column_default IS NULL",
        [table],
    ).fetchall()
    row = {name: FILLING.get(kind, "") for name, kind in must} | given
    names = ", ".join(row)
    admin.execute(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values())
    )


def test_each_joint_meeting_gets_the_parent_who_was_there_on_its_day(
    server: Any, django_db_blocker: Any
) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from tests.databases import PointedAt

    held = {"2014-02-10": (True, FORMER), "2014-03-20": (True, NOW), "2014-03-21": (False, None)}
    name = "samspil_joint_with"
    launcher.make_database(server.home, name)
    try:
        with django_db_blocker.unblock(), PointedAt(name):
            MigrationExecutor(connections["owner"]).migrate(
                [("delivery", "0011_gettingin_imports_and_hours")]
            )
            with launcher.connect(server.home, name) as admin:
                admin.execute("SET session_replication_role = replica")  # only these rows are looked at
                for person in (FIRST, FORMER, NOW):
                    put(admin, "people_person", id=person, kind="parent")
                values = {
                    "person_id": FIRST,
                    "mentor_id": FIRST,
                    "code": "Eg-01",
                    "accepted_on": "2014-01-02",
                }
                values |= {"started_on": "2014-01-02", "intervention": "parent", "state": "active"}
                put(admin, "delivery_course", id=COURSE, custody_holders=0, **values)
                for person, since, until in ((FORMER, "2014-02-01", "2014-03-01"), (NOW, "2014-03-10", None)):
                    values = {"course_id": COURSE, "person_id": person, "added_on": since, "left_on": until}
                    put(admin, "delivery_courseparent", id=str(uuid.uuid4()), **values)
                for day, (joint, _whom) in held.items():
                    values = {"course_id": COURSE, "person_id": FIRST, "held_on": day, "joint": joint}
                    put(admin, "delivery_session", id=str(uuid.uuid4()), version=1, **values)
            MigrationExecutor(connections["owner"]).migrate([("delivery", "0012_joint_meetings_and_journal")])
            connections["owner"].close()
            with launcher.connect(server.home, name) as admin:
                found = admin.execute(
                    "SELECT held_on::text, joint_with_id::text FROM delivery_session"
                ).fetchall()
                forced = admin.execute(
                    "SELECT bool_and(relforcerowsecurity) FROM pg_class"
                    " WHERE relname IN ('delivery_session', 'delivery_courseparent', 'people_person')"
                ).fetchone()
    finally:
        launcher.drop_database(server.home, name)

    assert dict(found) == {day: whom for day, (_joint, whom) in held.items()}
    assert forced == (True,)
