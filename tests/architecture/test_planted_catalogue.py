"""Whatever is changed in the database's rules, the check at the start says so in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

COURSE = "delivery_course"
DEFINER = "CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER {} AS 'SELECT 1'"
ROLE = "The runtime role may bypass row-level security."
PLANTED: dict[str, list[str]] = {
    f"DROP POLICY samspil_read ON {COURSE}": [f"{COURSE}: policy samspil_read is missing."],
    f"DROP POLICY samspil_delete ON {COURSE}": [f"{COURSE}: policy samspil_delete is missing."],
    f"ALTER POLICY samspil_read ON {COURSE} USING (true)": [
        f"{COURSE}: policy samspil_read differs from the declaration."
    ],
    f"ALTER POLICY samspil_insert ON {COURSE} WITH CHECK (true)": [
        f"{COURSE}: policy samspil_insert differs from the declaration."
    ],
    f"ALTER POLICY samspil_update ON {COURSE} WITH CHECK (true)": [
        f"{COURSE}: policy samspil_update differs from the declaration."
    ],
    f"ALTER POLICY samspil_read ON {COURSE} TO PUBLIC": [
        f"{COURSE}: policy samspil_read differs from the declaration.",
        f"{COURSE}: policy samspil_read is missing.",
    ],
    f"CREATE POLICY more ON {COURSE} FOR SELECT TO samspil_app USING (true)": [
        f"{COURSE}: policy more differs from the declaration."
    ],
    f"ALTER TABLE {COURSE} NO FORCE ROW LEVEL SECURITY": [f"{COURSE} has no forced row-level security."],
    f"ALTER TABLE {COURSE} DISABLE ROW LEVEL SECURITY": [f"{COURSE} has no forced row-level security."],
    f"GRANT TRUNCATE ON {COURSE} TO samspil_app": [
        f"{COURSE}: the runtime role holds DELETE, INSERT, SELECT, TRUNCATE, UPDATE,"
        " declared is DELETE, INSERT, SELECT, UPDATE."
    ],
    "GRANT UPDATE ON trust_auditevent TO samspil_app": [
        "trust_auditevent: the runtime role holds INSERT, SELECT, UPDATE, declared is INSERT, SELECT."
    ],
    f"REVOKE DELETE ON {COURSE} FROM samspil_app": [
        f"{COURSE}: the runtime role holds INSERT, SELECT, UPDATE, declared is DELETE, INSERT, SELECT, UPDATE."  # noqa: E501
    ],
    "GRANT UPDATE (verb) ON trust_auditevent TO samspil_app": [
        "trust_auditevent: the runtime role holds UPDATE on single columns."
    ],
    "GRANT SELECT (inner_pad) ON trust_contextkey TO samspil_app": [
        "trust_contextkey: the runtime role holds SELECT on single columns."
    ],
    f"CREATE UNIQUE INDEX planted ON {COURSE} (id)": [f"{COURSE}.planted does not begin with tenant_id."],
    f"CREATE UNIQUE INDEX planted ON {COURSE} (id); ALTER TABLE delivery_goal ADD CONSTRAINT loose"
    f" FOREIGN KEY (course_id) REFERENCES {COURSE} (id)": [
        f"{COURSE}.planted does not begin with tenant_id.",
        "delivery_goal.loose does not begin with tenant_id.",
    ],
    "CREATE TABLE planted (x int)": ["Table planted is not declared."],
    f"CREATE VIEW planted AS SELECT * FROM {COURSE}": ["Table planted is not declared."],
    f"CREATE MATERIALIZED VIEW planted AS SELECT * FROM {COURSE}": ["Table planted is not declared."],
    "DROP TABLE delivery_sharing": ["Table delivery_sharing is declared but not there."],
    DEFINER.format("SET search_path = pg_catalog, pg_temp"): [
        "Function planted runs with its owner's rights but is not on the list."
    ],
    DEFINER.format(""): [
        "Function planted has no pinned search_path.",
        "Function planted runs with its owner's rights but is not on the list.",
    ],
    "ALTER FUNCTION samspil_context() RESET search_path": [
        "Function samspil_context has no pinned search_path."
    ],
    "CREATE FUNCTION planted(int) RETURNS bool LANGUAGE sql LEAKPROOF AS 'SELECT true'": [
        "Function planted is leakproof: it may see rows before the policy."
    ],
    "ALTER ROLE samspil_app BYPASSRLS": [ROLE],
    "ALTER ROLE samspil_app CREATEROLE": [ROLE],
    "GRANT samspil_totals TO samspil_app": [ROLE],
    "CREATE POLICY samspil_totals ON people_identity FOR SELECT TO samspil_totals USING (true)": [
        "people_identity: policy samspil_totals differs from the declaration."
    ],
    "SET LOCAL synchronous_commit = off": [
        "The database runs with synchronous_commit=off: a power cut would lose what was saved."
    ],
}
AMONG_OTHERS = {
    f"ALTER TABLE {COURSE} OWNER TO samspil_app": f"{COURSE} belongs to the runtime role.",
    "ALTER ROLE samspil_owner BYPASSRLS; GRANT samspil_owner TO samspil_app": ROLE,
    "GRANT samspil_owner TO samspil_app": ROLE,
}
"""What changes so much that many sentences follow."""


@pytest.fixture
def planted(db: None, server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], list[str]]]:
    """Run a statement as the superuser, check as the runtime role, and take everything back."""
    from samspil.trust import catalogue

    strong = connection.copy("planted")
    strong.settings_dict = {
        **strong.settings_dict,
        "USER": "postgres",
        "PASSWORD": server.home.secret("superuser"),
    }
    monkeypatch.setattr(catalogue, "connection", strong)

    def check(statement: str) -> list[str]:
        with strong.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                cursor.execute(statement)
                cursor.execute("SET LOCAL ROLE samspil_app")
                return sorted(catalogue.problems())
            finally:
                cursor.execute("ROLLBACK")

    yield check
    strong.close()


@pytest.mark.proves("G11")
def test_catalogue_and_declarations_agree(planted):
    assert planted("SELECT 1") == []


@pytest.mark.red("G11", "G08")
@pytest.mark.parametrize("statement", PLANTED, ids=lambda text: text[:60])
def test_a_planted_difference_is_said_in_its_own_sentence(planted, statement):
    assert planted(statement) == sorted(PLANTED[statement])


@pytest.mark.red("G11", "G08")
@pytest.mark.parametrize("statement", AMONG_OTHERS)
def test_a_wide_difference_is_said_among_its_consequences(planted, statement):
    assert [one for one in planted(statement) if one == AMONG_OTHERS[statement]] == [AMONG_OTHERS[statement]]


def test_every_tables_policies_and_grants_are_missed_when_they_go(planted):
    from tests.trust.tables import TENANT_TABLES

    for table in sorted(TENANT_TABLES):
        for policy in ("read", "insert", "update", "delete"):
            assert planted(f"DROP POLICY samspil_{policy} ON {table}") == [
                f"{table}: policy samspil_{policy} is missing."
            ]
            clause = "WITH CHECK (true)" if policy == "insert" else "USING (true)"
            assert planted(f"ALTER POLICY samspil_{policy} ON {table} {clause}") == [
                f"{table}: policy samspil_{policy} differs from the declaration."
            ]
        assert planted(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY") == [
            f"{table} has no forced row-level security."
        ]


def test_a_server_that_differs_answers_that_it_fails(planted, client):
    from samspil.trust import catalogue

    strong = catalogue.connection
    with strong.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"ALTER TABLE {COURSE} NO FORCE ROW LEVEL SECURITY")
        cursor.execute("SET LOCAL ROLE samspil_app")
        answer = client.get("/health")
        cursor.execute("ROLLBACK")

    assert answer.status_code == 503
    assert answer.json()["problems"] == [f"{COURSE} has no forced row-level security."]
