"""The databases of a run: copied from one another, and pointed at by Django's connections."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

BARE, TEMPLATE, DATABASE = "samspil_bare", "samspil_template", "samspil_test"
"""Migrated and no more, the cast in it, and the copy that most tests work in."""
MEMORY, ROOM = Path("/dev/shm"), 3_000_000_000


def in_memory() -> str | None:
    """A folder that is no disk, if it has room: the server waits for it as always, and not for long."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def copied(home: Any, of: str, name: str) -> None:
    """A new database with all that another one holds, and the same rights."""
    from psycopg import sql

    from samspil.interfaces.cli import launcher

    with launcher.connect(home) as connection:
        copy, source = sql.Identifier(name), sql.Identifier(of)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER samspil_owner TEMPLATE {}").format(copy, source))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(copy))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO samspil_app").format(copy))


class PointedAt:
    """Both connections of Django lead to one database, and are closed before and after."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.before: dict[str, str] = {}

    def __enter__(self) -> None:
        from django.db import connections

        for alias in connections:
            connections[alias].close()
            self.before[alias] = connections[alias].settings_dict["NAME"]
            connections[alias].settings_dict["NAME"] = self.name

    def __exit__(self, *problem: object) -> None:
        from django.db import connections

        for alias, name in self.before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
