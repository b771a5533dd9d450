"""The gates: the same locally and in CI. Each prints its name and its seconds; the first red one ends it.

`check` runs the quick ones, `test` all of them, `docs` and `proofs` write what is generated.
Run by bootstrap.py, inside .venv, from the project's root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
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
TESTS: list[tuple[str, list[str]]] = [
    (
        "tests",
        [
            PY,
            "-m",
            "pytest",
            "tests",
            "--ignore=tests/journeys",
            "--durations=10",
        ],
    ),
    ("journeys", [PY, "-m", "pytest", "tests/journeys"]),
]
PROOFS = ["--proofs", "build/proofs"]


def main(command: str) -> int:
    """Run a command's gates and return 0 when all are green."""
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    os.environ.pop("SAMSPIL_HOME", None)
    if command == "lock":
        return _lock()
    if command == "words":
        code = _run("words", [PY, "tools/words.py", "update"])
        return code or _run("answer words", [PY, "tools/answer_words.py", "update"])
    if command == "docs":
        return _run("docs", [PY, "tools/docs.py", "write"])
    if command == "check":
        return _all([*QUICK, *WITH_DATABASE])
    missing = _chromium()
    if missing:
        print(f"samspil: {missing}", file=sys.stderr)
        return 3
    if command == "proofs":
        shutil.rmtree(ROOT / "build" / "proofs", ignore_errors=True)
        return _all(
            [
                *((name, [*argv, *PROOFS]) for name, argv in TESTS),
                ("proofs", [PY, "tools/proofs.py", "write"]),
            ]
        )
    shutil.rmtree(ROOT / "build" / "proofs", ignore_errors=True)
    with_proofs = [(name, [*argv, *PROOFS]) for name, argv in TESTS]
    return _all([*QUICK, *WITH_DATABASE, *with_proofs, ("proofs", [PY, "tools/proofs.py", "check"])])


def _all(gates: list[tuple[str, list[str]]]) -> int:
    started = time.monotonic()
    for name, argv in gates:
        code = _run(name, argv)
        if code:
            print(f"\nsamspil: the gate «{name}» is red.", file=sys.stderr)
            return 1
    print(f"\nAll gates are green after {time.monotonic() - started:.0f} s.")
    return 0


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
