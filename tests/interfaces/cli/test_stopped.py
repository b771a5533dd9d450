"""Ctrl-C on a Samspil that runs: everything that it started is gone, a worker that hangs too."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.interfaces.cli.test_launcher import ROOT, SAMSPIL, environment, waited

from samspil.interfaces.cli import up

HANGS = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(inner.pid, flush=True)
{then}
"""


def is_there(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def of_home(home: Path) -> list[int]:
    """Every process that was started with this home."""
    told = f"SAMSPIL_HOME={home}\0".encode()
    found = []
    for one in Path("/proc").iterdir():
        if one.name.isdigit() and int(one.name) != os.getpid():
            try:
                has_it = told in (one / "environ").read_bytes() + b"\0"
            except OSError:
                continue
            found += [int(one.name)] if has_it and is_there(int(one.name)) else []
    return found


def children_of(pid: int) -> list[int]:
    return [
        int(one)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for one in (task / "children").read_text().split()
    ]


def said_by(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


@pytest.mark.parametrize("then", ["time.sleep(600)", "sys.exit(0)"])
def test_a_child_ends_with_all_that_it_started(then: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "STOP_S", 1)
    child = subprocess.Popen(
        [sys.executable, "-c", HANGS.format(then=then)], stdout=subprocess.PIPE, start_new_session=True
    )
    assert child.stdout is not None
    inner = int(child.stdout.readline())
    if then == "sys.exit(0)":
        child.wait(10)
    assert is_there(inner)

    up._end(child)

    assert child.poll() is not None
    waited(lambda: not is_there(inner))


def test_ctrl_c_leaves_nobody_behind_when_a_worker_hangs(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    running = subprocess.Popen(
        [*SAMSPIL, "up"],
        env=environment(home, SAMSPIL_PORT=port, SAMSPIL_DEMO="0"),
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stdout is not None
    while "Samspil is running" not in (line := running.stdout.readline()):
        assert line or running.poll() is None
    (web,) = (one for one in children_of(running.pid) if "granian" in said_by(one))
    workers = children_of(web)
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGSTOP)  # hangs: it hears nobody's request to end

    asked = time.monotonic()
    running.send_signal(signal.SIGINT)
    _out, error = running.communicate(timeout=60)

    assert (running.returncode, "Traceback" in error) == (130, False), error
    assert time.monotonic() - asked < up.STUCK_S + up.STOP_S
    assert of_home(home) == []
