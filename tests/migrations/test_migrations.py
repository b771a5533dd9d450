"""Migrations: complete, and no tenant table is ever there without its policy."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command

from samspil.interfaces.cli import launcher
from samspil.trust import catalogue


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    out = io.StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)

    assert out.getvalue().strip() == "No changes detected"


@pytest.mark.django_db
def test_catalogue_and_declarations_agree() -> None:
    assert catalogue.problems() == []


@pytest.mark.proves("G60")
def test_every_migration_leaves_each_tenant_table_with_forced_security(
    server: Any, django_db_blocker: Any
) -> None:
    """Step by step on an empty database; G60 in part: the lock time under load is not measured here."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor
    from tests.databases import PointedAt

    name = "samspil_steps"
    launcher.make_database(server.home, name)
    bare: list[tuple[str, str]] = []
    try:
        with django_db_blocker.unblock(), PointedAt(name):
            executor = MigrationExecutor(connections["owner"])
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            state = executor.loader.project_state((), at_end=False)
            for migration, backwards in plan:
                key = (migration.app_label, migration.name)
                state = executor.migrate([key], [(migration, backwards)], state)
                with launcher.connect(server.home, name) as admin:
                    found = admin.execute(
                        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                        " WHERE a.attname = 'tenant_id' AND c.relkind = 'r'"
                        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
                    ).fetchall()
                bare += [(str(migration), str(table)) for (table,) in found]
            connections["owner"].close()
        assert len(plan) >= 50
    finally:
        launcher.drop_database(server.home, name)
    assert bare == []
