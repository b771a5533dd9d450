"""A database, a key store and static files of the bench's own, gone when it ends, however it ends."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from samspil.interfaces.cli import launcher
from samspil.interfaces.cli.exits import ENVIRONMENT, Failed
from samspil.interfaces.cli.migrating import migrate

Superuser = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def scratch() -> Iterator[Superuser]:
    """Point this process at a fresh, migrated database; gives the cluster's superuser in it.

    The superuser fills and counts; what is measured works as the runtime role. The folder lies in
    `SAMSPIL_HOME`, so that the key store is on the disk it is on in earnest.
    """
    home = settings.SAMSPIL_HOME
    name = f"samspil_bench_{os.getpid()}"
    folder = home.run / name
    own = {
        "SAMSPIL_KEY_STORE": folder / "keys.sqlite",
        "STATIC_ROOT": folder / "static",
        "SAMSPIL_DEMO": True,  # the bench signs in by one-time links
    }
    kept = {key: getattr(settings, key) for key in own}
    names = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    try:
        (folder / "static").mkdir(mode=0o700, parents=True)
        launcher.make_database(home, name)
        _switch(dict.fromkeys(names, name), own)
        migrate()
        with launcher.connect(home, name) as superuser:
            _refuse_unless_in_earnest(superuser)
            call_command("collectstatic", interactive=False, verbosity=0)
            yield superuser
    finally:
        _switch(names, kept)
        launcher.drop_database(home, name)
        shutil.rmtree(folder, ignore_errors=True)


def _switch(names: dict[str, Any], values: dict[str, Any]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    for key, value in values.items():
        setattr(settings, key, value)


def _refuse_unless_in_earnest(superuser: Superuser) -> None:
    """No figures without row-level security as declared, or with a disk that is not waited for."""
    from samspil.trust import catalogue

    problems = catalogue.problems()
    if problems:
        raise Failed("The database differs from what is declared: " + " ".join(problems), ENVIRONMENT)
    found = superuser.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
    if found.fetchone() != ("on", "on"):
        raise Failed(
            "The database does not wait for its disk: turn fsync on, and synchronous_commit.", ENVIRONMENT
        )
