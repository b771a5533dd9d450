"""Ctrl-C and SIGTERM while `samspil up` still prepares: it stops at once, and leaves nothing half made."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.interfaces.cli.test_launcher import ROOT, SAMSPIL, environment, run, waited


def initdb_runs(home: Path) -> bool:
    return (home / "db" / "base").exists()


def database_answers(home: Path) -> bool:
    pid = home / "db" / "postmaster.pid"
    return pid.exists() and "ready" in pid.read_text()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("when", [initdb_runs, database_answers])
def test_an_interrupted_start_stops_at_once_and_can_be_repeated(
    home: Path, how: signal.Signals, when: Callable[[Path], bool]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    starting = subprocess.Popen(
        [*SAMSPIL, "up"],
        env=environment(home, SAMSPIL_PORT=port),
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    waited(lambda: when(home))

    asked = time.monotonic()
    starting.send_signal(how)
    out, error = starting.communicate(timeout=120)

    assert (starting.returncode, "running" in out, "Traceback" in error) == (130, False, False), error
    assert time.monotonic() - asked < 10
    assert not (home / "db" / "postmaster.pid").exists()
    assert not list((home / "run").glob("w*.log")), "no child was started"
    again = run(home, "health")
    assert again.returncode == 0, again.stderr
