"""The key store has many hands: threads that come and go, and a worker that ends. No key is lost by that.

POSIX takes every lock of a process on a file away when the process closes any descriptor of it. SQLite
holds one in each connection, so a file that is opened beside it and closed lets another process believe
that it is the last, and take the write-ahead log away.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest

from samspil.trust import keys

WORKER = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], timeout=30)
with store:
    store.execute("INSERT INTO data_key VALUES ('worker', 'notes', x'00', 0)")
store.close()
"""
READER = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], timeout=30)
print(store.execute("PRAGMA integrity_check").fetchone()[0])
print(store.execute("SELECT count(*) FROM data_key").fetchone()[0])
"""


def another(script: str, store: Path) -> list[str]:
    """What a process of its own says, once it has ended."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(store)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split()


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Any:
    settings.SAMSPIL_KEY_STORE = tmp_path / "keys.sqlite"
    return settings.SAMSPIL_KEY_STORE


def made() -> None:
    """A key for somebody, as the first sealed word makes it."""
    keys._data_key(uuid.uuid4(), "notes")


def test_a_worker_that_ends_beside_threads_that_come_and_go_takes_no_key_away(store: Path) -> None:
    made()
    for _each in range(3):
        thread = threading.Thread(target=made)
        thread.start()
        thread.join()

    another(WORKER, store)
    assert store.with_name("keys.sqlite-wal").exists(), "the worker was not the last to close it"
    made()

    assert another(READER, store) == ["ok", "6"]


def test_many_threads_make_the_store_at_once(store: Path) -> None:
    threads = [threading.Thread(target=made) for _each in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert another(READER, store) == ["ok", "16"]
    assert oct(store.stat().st_mode)[-3:] == "600"
