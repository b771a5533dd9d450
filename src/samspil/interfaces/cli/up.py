"""`make run`: start everything in the foreground, and stop exactly that again."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings

from samspil.interfaces.cli.attaching import attached
from samspil.interfaces.cli.exits import DONE, ENVIRONMENT, INTERRUPTED, Failed

START_S = 30
STOP_S = 15
STUCK_S = 10
"""A worker of the web server that does not end is ended by the server itself, before we end the server."""


def up() -> int:
    """Database, migrations, programmes and population, worker, web server; then wait for Ctrl-C."""
    port = settings.SAMSPIL_PORT
    stopping = _Stopping()
    with _only_one(port):
        _refuse_taken(port)
        with attached():
            prepare()
            if settings.SAMSPIL_DEMO:
                from samspil.interfaces.cli.demo.entry import all_links, fill

                fill()
                _seal_and_tend()
                people = all_links()
            stopping.only_note()
            children: list[subprocess.Popen[bytes]] = []
            try:
                children.append(_child("worker", ["-m", "samspil.interfaces.cli.main", "worker"]))
                children.append(_web(port))
                if not _wait_until_it_answers(port, children, stopping):
                    return _wait(children, stopping)
                print(f"Samspil is running at http://localhost:{port}", flush=True)
                if settings.SAMSPIL_DEMO:
                    today = f"{settings.SAMSPIL_NOW:%Y-%m-%d}"
                    print(f"The invented people, each with a one-time link (today is {today}):")
                    for one in people:
                        print(f"  {one['cast']:<26} {one['role']:<18} {one['organisation']:<17} {one['url']}")
                    print("A new link: .venv/bin/samspil demo link --as CAST. Ctrl-C stops.", flush=True)
                return _wait(children, stopping)
            finally:
                for child in reversed(children):
                    _end(child)


def serve_only() -> int:
    """The web server alone; the start-up check runs first."""
    stopping = _Stopping()
    with attached():
        prepare()
        stopping.only_note()
        child = _web(settings.SAMSPIL_PORT)
        try:
            return _wait([child], stopping)
        finally:
            _end(child)


def prepare() -> None:
    """Refuse a database that differs from the declarations, and lay the static files ready."""
    from samspil.delivery.queries.instruments import clashes
    from samspil.trust import catalogue

    problems = catalogue.problems() or [*clashes()]
    if problems:
        raise Failed("The database differs from what is declared: " + " ".join(problems), ENVIRONMENT)
    _collect_static()


def _seal_and_tend() -> None:
    from samspil.interfaces import clock
    from samspil.interfaces.cli import rounds

    rounds.tend(at=clock.now(), on=clock.today())
    rounds.recount(at=clock.now(), on=clock.today())
    while rounds.seal():
        continue


class _Stopping:
    """What Ctrl-C and SIGTERM do: interrupt the preparation, and later ask us to end the children.

    Only the first one interrupts, so that a second one cannot disturb the tidying up.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.noting = False
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self._note)

    def only_note(self) -> None:
        """From now on only remember it: children are about to start. Raises KeyboardInterrupt if asked."""
        self.noting = True
        if self.asked:  # and the interruption was lost on its way
            raise KeyboardInterrupt

    def _note(self, number: int, frame: object) -> None:
        first, self.asked = not self.asked, self.asked or number
        if first and not self.noting:
            raise KeyboardInterrupt


@contextmanager
def _only_one(port: int) -> Iterator[None]:
    """One `make run` per home; the second one says where the first is."""
    settings.SAMSPIL_HOME.prepare()
    with open(settings.SAMSPIL_HOME.run / "up.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or f"http://localhost:{port}"
            raise Failed(f"Samspil is already running at {where}.", ENVIRONMENT) from None
        lock.seek(0)
        lock.truncate()
        lock.write(f"http://localhost:{port}")
        lock.flush()
        yield


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failed(
                f"Port {port} is taken. Choose another: SAMSPIL_PORT=8001 make run", ENVIRONMENT
            ) from None


def _collect_static() -> None:
    """Hash and compress the static files, when they differ from last time."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    told = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            told.update(f"{path}|{file.stat().st_size}|{file.stat().st_mtime_ns}".encode())
    stamp = settings.SAMSPIL_HOME.run / "static.sha256"
    if stamp.exists() and stamp.read_text() == told.hexdigest() and settings.STATIC_ROOT.exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=io.StringIO())
    stamp.write_text(told.hexdigest())


def _child(name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    """A child in its own session, so that Ctrl-C reaches it through us, in order."""
    log: IO[bytes] = open(settings.SAMSPIL_HOME.run / f"{name}.log", "ab")  # noqa: SIM115  (the child keeps it)
    with log:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ},
        )


def _web(port: int) -> subprocess.Popen[bytes]:
    return _child(
        "web",
        [
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            "2",
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "warning",
            "--respawn-failed-workers",
            "--workers-kill-timeout",
            str(STUCK_S),
            "samspil.config.wsgi:application",
        ],
    )


def _wait_until_it_answers(port: int, children: list[subprocess.Popen[bytes]], stopping: _Stopping) -> bool:
    """True when it answers, False when somebody asked us to stop first. Raises Failed."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if stopping.asked:
            return False
        for child in children:
            if child.poll() is not None:
                raise Failed(f"A part of Samspil stopped at once: {_last_line()}", ENVIRONMENT)
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0 and _healthy(port):
                return True
        time.sleep(0.05)
    raise Failed(f"The web server did not answer within {START_S} s: {_last_line()}", ENVIRONMENT)


def _healthy(port: int) -> bool:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _last_line() -> str:
    for name in ("web", "worker"):
        file = settings.SAMSPIL_HOME.run / f"{name}.log"
        lines = file.read_text(errors="replace").strip().splitlines() if file.exists() else []
        if lines:
            return f"{lines[-1]} (more in {file})"
    return f"see the logs in {settings.SAMSPIL_HOME.run}"


def _wait(children: list[subprocess.Popen[bytes]], stopping: _Stopping) -> int:
    while not stopping.asked:
        for child in children:
            if child.poll() is not None:
                raise Failed(f"A part of Samspil stopped: {_last_line()}", ENVIRONMENT)
        time.sleep(0.2)
    return INTERRUPTED if stopping.asked == signal.SIGINT else DONE


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child and whatever it started: a worker that hangs would outlive a server that is killed."""
    if child.poll() is None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(STOP_S)
    with suppress(ProcessLookupError):  # its session is its own, so its group holds nobody else
        os.killpg(child.pid, signal.SIGKILL)
    child.wait(STOP_S)
