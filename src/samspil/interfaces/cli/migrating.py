"""Bring a database to the present: migrations as the owner, then the signing key, then the check."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from samspil.trust import scope


def migrate() -> bool:
    """Run what is not yet run, as the owner; True when anything was. Installs the signing key."""
    executor = MigrationExecutor(connections["owner"])
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        call_command("migrate", database="owner", interactive=False, verbosity=0, stdout=io.StringIO())
    scope.install_key()
    connections["owner"].close()
    return pending
