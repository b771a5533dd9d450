"""The gates: the same locally and in CI. Each prints its name and its seconds; the first red one ends it.

`check` runs the quick ones, `test` all of them, `docs` and `proofs` write what is generated, `campaign` reads
other people's XLSForms, plans large invented terms, or walks further than the gate.
Run by bootstrap.py, inside .venv, from the project's root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PY = str(BIN / "python")
CODE = ["src", "tests", "tools", "bootstrap.py"]

QUICK: list[tuple[str, list[str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", *CODE]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", *CODE]),
    ("contracts", [str(BIN / "lint-imports"), "--no-logo"]),
    ("types", [str(BIN / "mypy"), "--no-error-summary"]),
    ("words", [PY, "tools/words.py", "check"]),
    ("answer words", [PY, "tools/answer_words.py", "check"]),
    ("limits", [PY, "tools/limits.py"]),
]
WITH_DATABASE: list[tuple[str, list[str]]] = [
    ("generated docs", [PY, "tools/docs.py", "check"]),
]
WALKS = ["tests/delivery/test_machine.py", "tests/delivery/test_rounds_walk.py"]
UNDER = ["tests/migrations", "tests/trust"]
COMMAND = "tests/interfaces/cli"
APART = ["tests/journeys", "tests/architecture", "tests/interfaces", "tests/delivery", *UNDER]


def _pytest(*told: str) -> list[str]:
    return [PY, "-m", "pytest", *told, "--durations=10"]


TESTS: list[tuple[str, list[str]]] = [
    ("journeys", _pytest("tests/journeys")),
    ("tests of the house", _pytest("tests/architecture")),
    ("tests of the doors", _pytest("tests/interfaces", f"--ignore={COMMAND}")),
    ("tests of delivery", _pytest("tests/delivery", *[f"--ignore={walk}" for walk in WALKS])),
    ("tests of the rest", _pytest("tests", *[f"--ignore={folder}" for folder in APART])),
    ("tests of the command", _pytest(COMMAND)),
    ("tests of what it rests on", _pytest(*UNDER)),
    ("walks", _pytest(*WALKS, "-s")),
]
"""Each has a server of its own, and two run at a time: there are two cores. The longest come first."""
AT_A_TIME = 2
PROOFS = ["--proofs", "build/proofs"]
GROUND = ROOT / "build" / "ground"
"""The migrated database and the cast, laid once for all of them; each begins with a copy."""
COMMANDS = ("test", "check", "docs", "proofs", "campaign", "lock", "words")


def main(command: str) -> int:
    """Run a command's gates and return 0 when all are green; 2 for a command there is not."""
    if command not in COMMANDS:
        print(f"samspil: {command} is none of {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    for name in ("SAMSPIL_HOME", "SAMSPIL_TEST_GROUND"):
        os.environ.pop(name, None)
    if command == "lock":
        return _lock()
    if command == "words":
        code = _run("words", [PY, "tools/words.py", "update"])
        return code or _run("answer words", [PY, "tools/answer_words.py", "update"])
    if command == "campaign":
        named = [
            one
            for one in ("planner", "walks", "office", "texts", "protect", "releases")
            if os.environ.get(one.upper())
        ]
        script = f"{named[0] if named else 'xlsforms'}.py"
        return _run("campaign", [PY, f"tests/campaigns/{script}"])
    if command == "docs":
        return _run("docs", [PY, "tools/docs.py", "write"])
    if command == "check":
        return _all([*QUICK, *WITH_DATABASE])
    missing = _chromium()
    if missing:
        print(f"samspil: {missing}", file=sys.stderr)
        return 3
    shutil.rmtree(ROOT / "build" / "proofs", ignore_errors=True)
    started = time.monotonic()
    if command == "test" and _all([*QUICK, *WITH_DATABASE], last=False):
        return 1
    shutil.rmtree(GROUND, ignore_errors=True)
    if _run("ground", [PY, "-m", "tests.laying", str(GROUND)]):
        return 1
    os.environ["SAMSPIL_TEST_GROUND"] = str(GROUND)
    if not _side_by_side([(name, [*argv, *PROOFS]) for name, argv in TESTS]):
        return 1
    return _all([("proofs", [PY, "tools/proofs.py", "write" if command == "proofs" else "check"])], started)


def _all(gates: list[tuple[str, list[str]]], started: float | None = None, *, last: bool = True) -> int:
    started = time.monotonic() if started is None else started
    for name, argv in gates:
        code = _run(name, argv)
        if code:
            print(f"\nsamspil: the gate «{name}» is red.", file=sys.stderr)
            return 1
    if last:
        print(f"\nAll gates are green after {time.monotonic() - started:.0f} s.")
    return 0


def _side_by_side(gates: list[tuple[str, list[str]]]) -> bool:
    """Run the gates, a few at a time; whether all are green.

    A gate's output is printed when it ends, so that two do not talk at once. A red one ends none of the others,
    because what they find is wanted as well.
    """
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return all(list(pool.map(_quietly, gates)))


def _quietly(gate: tuple[str, list[str]]) -> bool:
    name, argv = gate
    started = time.monotonic()
    print(f"── {name} …", flush=True)
    done = subprocess.run(
        argv, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    told = f"── {name}\n{done.stdout.decode(errors='replace')}   {'RED' if done.returncode else 'green'}"
    print(f"{told}, {time.monotonic() - started:.1f} s", flush=True)
    if done.returncode:
        print(f"\nsamspil: the gate «{name}» is red.", file=sys.stderr)
    return done.returncode == 0


def _run(name: str, argv: list[str]) -> int:
    started = time.monotonic()
    print(f"── {name}", flush=True)
    code = subprocess.run(argv, check=False, stdin=subprocess.DEVNULL).returncode
    print(f"   {'green' if code == 0 else 'RED'}, {time.monotonic() - started:.1f} s", flush=True)
    return code


def _chromium() -> str | None:
    """Make sure the browser is there: installed when we may, else a sentence that says what to do."""
    if shutil.which("chromium"):
        return None
    wanted = "Chromium is needed for the browser tests. Install it with: apt install chromium"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return wanted
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for argv in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(
            argv, check=False, env=quiet, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        if done.returncode and argv[1] == "install":
            return wanted
    return None


def _lock() -> int:
    for kind in ("run", "dev"):
        code = _run(
            f"lock {kind}",
            [
                str(BIN / "uv"),
                "pip",
                "compile",
                "-q",
                "--universal",
                "--generate-hashes",
                "--python-version",
                "3.11",
                "--no-header",
                "--no-annotate",
                f"requirements/{kind}.in",
                "-o",
                f"requirements/{kind}.txt",
            ],
        )
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
