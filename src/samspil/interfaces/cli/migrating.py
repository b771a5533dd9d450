"""Bring a database to the present: migrations as the owner, then the signing key, then the check."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from samspil.trust import scope


def migrate() -> bool:
    """Run what is not yet run, as the owner; True when anything was. Installs the signing key."""
    executor = MigrationExecutor(connections["owner"])
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        with _seldom_collected():
            call_command("migrate", database="owner", interactive=False, verbosity=0, stdout=io.StringIO())
    scope.install_key()
    connections["owner"].close()
    return pending


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Django makes every table's class anew at each step: looking through them takes a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)
