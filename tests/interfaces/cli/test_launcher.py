"""The launcher: as root below a private folder, as an ordinary user, and every way it may not start."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SAMSPIL = [sys.executable, "-m", "samspil.interfaces.cli.main"]
AS_ROOT = os.geteuid() == 0
USER = 5  # games: on every Debian, with no rights at all


FOR_TESTS_ONLY = shutil.ignore_patterns(
    "playwright*", "mypy*", "hypothesis*", "uv*", "ruff*", "axe*", "babel"
)


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAMSPIL_", "DJANGO_"))}
    return {**kept, "SAMSPIL_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), **more}


def urls(url: str) -> dict[str, str]:
    """Both database settings, the same."""
    return {"SAMSPIL_DATABASE_URL": url, "SAMSPIL_OWNER_DATABASE_URL": url}


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SAMSPIL, *arguments],
        env=environment(home, **more),
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_a_command_below_a_private_folder_starts_and_stops_the_database(home: Path) -> None:
    done = run(home, "health", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"status": "ok", "problems": []}
    assert stat.S_IMODE(home.parent.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in (home / "keys").iterdir()} == {0o600}
    assert not (home / "db" / "postmaster.pid").exists()


@pytest.mark.proves("G28")
def test_the_database_listens_on_no_tcp_port(home: Path) -> None:
    """G28 in part: the database; the other processes are in the journeys."""
    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='samspil.config.settings'\n"
        "from samspil.interfaces.cli import launcher\nfrom samspil.kernel.home import Home\n"
        "from pathlib import Path\n"
        "with launcher.running(Home(Path(os.environ['SAMSPIL_HOME']))) as server:\n"
        "    with launcher.connect(server.home) as one:\n"
        "        print(one.execute('SHOW listen_addresses').fetchone()[0] or 'none', server.process.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(home),
        text=True,
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert done.stdout.split()[0] == "none", done.stderr


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become somebody else")
def test_as_root_the_server_runs_as_nobody(home: Path) -> None:
    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='samspil.config.settings'\n"
        "from samspil.interfaces.cli import launcher\nfrom samspil.kernel.home import Home\n"
        "from pathlib import Path\n"
        "with launcher.running(Home(Path(os.environ['SAMSPIL_HOME']))) as server:\n"
        "    print(Path(f'/proc/{server.process.pid}/status').read_text())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(home),
        text=True,
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
    )

    status = dict(line.split(":\t", 1) for line in done.stdout.splitlines() if ":\t" in line)
    assert status["Uid"].split() == ["65534"] * 4, done.stderr
    assert status["Gid"].split() == ["65534"] * 4
    assert int(status["CapEff"], 16) == 0b110  # dac_override and dac_read_search, nothing else


def test_a_killed_server_is_taken_up_again(home: Path) -> None:
    program = (
        "import os, signal; os.environ['DJANGO_SETTINGS_MODULE']='samspil.config.settings'\n"
        "from samspil.interfaces.cli import launcher\nfrom samspil.kernel.home import Home\n"
        "from pathlib import Path\n"
        "server = launcher.start(Home(Path(os.environ['SAMSPIL_HOME'])))\n"
        "server.process.send_signal(signal.SIGKILL); server.process.wait()\n"
    )
    subprocess.run([sys.executable, "-c", program], env=environment(home), check=True, cwd=ROOT, timeout=120)

    done = run(home, "health")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"SAMSPIL_PORT": "eighty"}, "SAMSPIL_PORT must be a port from 1 to 65535, not 'eighty'."),
        ({"SAMSPIL_PORT": "²"}, "SAMSPIL_PORT must be a port from 1 to 65535, not '²'."),
        ({"SAMSPIL_PORT": "٨٠٠٠"}, "SAMSPIL_PORT must be a port from 1 to 65535, not '٨٠٠٠'."),
        ({"SAMSPIL_PORT": "9" * 5000}, f"SAMSPIL_PORT must be a port from 1 to 65535, not '{'9' * 5000}'."),
        ({"SAMSPIL_DEMO": "yes"}, "SAMSPIL_DEMO must be 0 or 1, not 'yes'."),
        (
            {"SAMSPIL_NOW": "yesterday"},
            "SAMSPIL_NOW must be a moment like 2014-11-03T09:00+01:00, not 'yesterday'.",
        ),
        (
            {"SAMSPIL_DEMO": "0", "SAMSPIL_NOW": "2014-11-03T09:00+01:00"},
            "SAMSPIL_NOW is only for demo mode (SAMSPIL_DEMO=1).",
        ),
        (
            {"SAMSPIL_DATABASE_URL": "postgresql://a@b/c"},
            "Give both SAMSPIL_DATABASE_URL and SAMSPIL_OWNER_DATABASE_URL, or neither.",
        ),
        (urls("postgresql://a@b:http/c"), "A database URL looks like postgresql://user:password@host/name."),
        (
            urls("postgresql://a@b/c?colour=red"),
            "PostgreSQL does not know one of the options colour.",
        ),
        ({"SAMSPIL_HOME": "/dev/null/home"}, "/dev/null/home cannot be used: Not a directory."),
        ({"SAMSPIL_PGBIN": "/nowhere"}, "SAMSPIL_PGBIN names /nowhere, where there is no postgres."),
    ],
)
def test_a_wrong_setting_is_one_sentence(home: Path, more: dict[str, str], sentence: str) -> None:
    done = run(home, "health", **more)

    assert (done.returncode, done.stderr) == (3, f"samspil: {sentence}\n")


@pytest.mark.parametrize(
    "command", [("health", "--json"), ("programme", "show", "x", "--json"), ("worker",), ("migrate",)]
)
def test_a_database_out_of_reach_is_one_line(home: Path, command: tuple[str, ...]) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and nobody listens
        port = bound.getsockname()[1]

        done = run(home, *command, **urls(f"postgresql://a:geheim@127.0.0.1:{port}/c"))

    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert done.stderr.startswith("samspil: The database does not answer as it should: ")
    assert "geheim" not in done.stderr
    if "--json" in command:
        assert json.loads(done.stdout)["error"]["code"] == "environment"


def test_a_taken_port_is_one_sentence(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = run(home, "up", SAMSPIL_PORT=port)

    assert done.returncode == 3
    assert done.stderr == f"samspil: Port {port} is taken. Choose another: SAMSPIL_PORT=8001 make run\n"


def test_usage_faults_exit_with_two_and_json_says_so_too(home: Path) -> None:
    done = run(home, "programme", "check", "/nowhere.yaml", "--json")

    assert done.returncode == 2
    assert done.stderr == "samspil: /nowhere.yaml cannot be read: No such file or directory.\n"
    assert json.loads(done.stdout)["error"] == {
        "code": "usage",
        "message": "/nowhere.yaml cannot be read: No such file or directory.",
        "path": None,
        "line": None,
    }


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become somebody else")
def test_an_ordinary_user_can_run_it() -> None:
    """A copy of the source in the user's own folder, and of the packages where nobody else can read them."""
    place = Path(tempfile.mkdtemp(prefix="samspil-user-", dir="/tmp"))
    place.chmod(0o755)
    home = place / "home"
    home.mkdir()
    shutil.copytree(ROOT / "src", place / "src")
    shutil.copytree(ROOT / "programmes", place / "programmes")
    shutil.copy(ROOT / "CHANGELOG.md", place)
    os.chown(home, USER, USER)
    packages = Path(next(one for one in sys.path if one.endswith("site-packages")))
    if not all(one.stat().st_mode & 0o001 for one in (packages, *packages.parents)):
        packages = shutil.copytree(packages, place / "packages", ignore=FOR_TESTS_ONLY, symlinks=True)
    try:
        done = subprocess.run(
            [
                "setpriv",
                f"--reuid={USER}",
                f"--regid={USER}",
                "--clear-groups",
                "--inh-caps=-all",
                _python(),
                "-m",
                "samspil.interfaces.cli.main",
                "health",
                "--json",
            ],
            env={**environment(home), "PYTHONPATH": f"{place / 'src'}:{packages}", "HOME": str(home)},
            cwd=home,
            text=True,
            capture_output=True,
            check=False,
            timeout=120,
        )
    finally:
        shutil.rmtree(place, ignore_errors=True)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "ok"


def _python() -> str:
    """An interpreter of the same version that somebody else may execute."""
    for one in (os.path.realpath(sys.executable), shutil.which("python3.11", path="/usr/bin") or ""):
        if one and all(folder.stat().st_mode & 0o001 for folder in Path(one).parents):
            return one
    pytest.fail("No interpreter that another user may run: this test needs one (apt install python3).")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_the_starter_is_killed(home: Path, how: signal.Signals) -> None:
    starter = subprocess.Popen(
        [*SAMSPIL, "worker"],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    lock = home / "db" / "postmaster.pid"
    waited(lambda: lock.exists() and "ready" in lock.read_text())

    starter.send_signal(how)
    starter.wait(60)

    waited(lambda: not lock.exists())


def waited(come: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not come():
        assert time.monotonic() < deadline
        time.sleep(0.1)
