"""delivery 0003: whoever held a course before there was a history is in it afterwards, once."""

from __future__ import annotations

from typing import Any

from samspil.interfaces.cli import launcher

TENANT = "00000000-0000-7000-8000-000000000001"
ROWS = """
INSERT INTO people_organisation (id, slug, name, kind, municipality_code)
  VALUES ('{t}', 'before', 'Before', 'municipality', '');
INSERT INTO people_account (id, email, name, language, is_active, password)
  VALUES ('00000000-0000-7000-8000-00000000000a', 'm@before.example', 'M', 'da', true, '');
INSERT INTO people_appointment (id, tenant_id, account_id, role, capacity, from_on)
  VALUES ('00000000-0000-7000-8000-00000000000b', '{t}', '00000000-0000-7000-8000-00000000000a', 'mentor', 4,
    '2013-01-01');
INSERT INTO programme_programme (id, slug) VALUES ('00000000-0000-7000-8000-00000000000c', 'before');
INSERT INTO programme_conceptversion (id, programme_id, number, document, digest, loaded_at)
  VALUES ('00000000-0000-7000-8000-00000000000d', '00000000-0000-7000-8000-00000000000c', 1, '{{}}', 'x', now());
INSERT INTO people_person (id, tenant_id, kind) VALUES
  ('00000000-0000-7000-8000-0000000000e1', '{t}', 'youth'), ('00000000-0000-7000-8000-0000000000e2', '{t}', 'youth'),
  ('00000000-0000-7000-8000-0000000000e3', '{t}', 'youth');
INSERT INTO delivery_course (id, tenant_id, concept_id, intervention, state, offered_month, source, code, person_id,
    mentor_id, match_reason, legal_basis, purpose, tasks, accepted_on, started_on)
  SELECT ('00000000-0000-7000-8000-0000000000f' || n)::uuid, '{t}', '00000000-0000-7000-8000-00000000000d', 'mentor',
    state, '2014-01-01', 'school', 'Eg-0' || n, ('00000000-0000-7000-8000-0000000000e' || n)::uuid,
    mentor::uuid, '', '', '', '', '2014-01-02', started::date
  FROM (VALUES (1, 'active', '00000000-0000-7000-8000-00000000000b', '2014-02-03'),
    (2, 'matched', '00000000-0000-7000-8000-00000000000b', NULL), (3, 'accepted', NULL, NULL))
    AS made (n, state, mentor, started);
"""
BEFORE = [("trust", "0003_tell_one_opening_of_a_link_from_another"), ("people", "0001_the_house")]
BEFORE += [("programme", "0001_the_house"), ("delivery", "0002_find_what_wants_something")]


def test_a_course_that_was_held_has_one_open_assignment_since_it_began(
    server: Any, django_db_blocker: Any
) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from tests.databases import PointedAt

    name = "samspil_held_since"
    launcher.make_database(server.home, name)
    try:
        with django_db_blocker.unblock(), PointedAt(name):
            MigrationExecutor(connections["owner"]).migrate(BEFORE)
            with launcher.connect(server.home, name) as admin:
                for statement in ROWS.format(t=TENANT).split(";\n"):
                    if statement.strip():
                        admin.execute(statement)
            MigrationExecutor(connections["owner"]).migrate([("delivery", "0003_basis_assignments_and_stop")])
            connections["owner"].close()
            with launcher.connect(server.home, name) as admin:
                held = admin.execute(
                    "SELECT c.code, a.from_on::text, a.to_on, a.left_because FROM delivery_assignment a"
                    " JOIN delivery_course c ON c.tenant_id = a.tenant_id AND c.id = a.course_id ORDER BY 1"
                ).fetchall()
                forced = admin.execute(
                    "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'delivery_course'"
                ).fetchone()
    finally:
        launcher.drop_database(server.home, name)

    assert held == [("Eg-01", "2014-02-03", None, ""), ("Eg-02", "2014-01-02", None, "")]
    assert forced == (True,)
