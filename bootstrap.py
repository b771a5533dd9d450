"""Make the environment and hand over to the command that was asked for.

Standard library only: this file runs before anything is installed. `make run` and
`make test` both come here. Exit codes: 0 done, 1 a gate failed, 2 wrong use,
3 the environment cannot do it, 130 interrupted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "requirements.sha256"
NEEDED_BYTES = {"run": 1_100_000_000, "dev": 1_700_000_000}
DEV_COMMANDS = ("test", "check", "docs", "proofs", "campaign", "lock", "words")


def main(arguments: list[str]) -> int:
    """Prepare `.venv` for the command and run it there."""
    if len(arguments) != 1 or arguments[0] not in ("run", "bench", *DEV_COMMANDS):
        return _stop("say one of: run, bench, " + ", ".join(DEV_COMMANDS), 2)
    command = arguments[0]
    if sys.version_info < (3, 11):  # noqa: UP036  (the sentence is for older interpreters)
        found = ".".join(str(part) for part in sys.version_info[:2])
        return _stop(f"Python 3.11 or newer is needed; this is {found}. Try: make PYTHON=python3.11 run", 3)
    kind = "dev" if command in DEV_COMMANDS else "run"
    problem = _prepare(kind)
    if problem:
        return _stop(problem, 3)
    if command in ("run", "bench"):
        argv = [str(VENV / "bin" / "samspil"), "up" if command == "run" else "bench"]
    else:
        argv = [str(VENV / "bin" / "python"), str(ROOT / "tools" / "gates.py"), command]
    os.chdir(ROOT)
    os.execv(argv[0], argv)
    return 0


def _prepare(kind: str) -> str | None:
    """Install the pinned packages when their list has changed; a sentence when it cannot."""
    wanted = ROOT / "requirements" / f"{kind}.txt"
    digest = f"{kind} {hashlib.sha256(wanted.read_bytes()).hexdigest()}"
    have = STAMP.read_text().splitlines() if STAMP.exists() else []
    if digest in have:
        return None
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES[kind]:
        return (
            f"{NEEDED_BYTES[kind] // 1_000_000} MB of free space are needed below {ROOT}; "
            f"there are {free // 1_000_000} MB. Make room and run it again."
        )
    print("Installing what Samspil needs (first time only; about a minute) …", flush=True)
    if not (VENV / "bin" / "python").exists():
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
        )
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            return "python3 could not make .venv. On Debian: apt install python3-venv."
    installed = subprocess.run(
        [
            str(VENV / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--disable-pip-version-check",
            "-r",
            str(wanted),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if installed.returncode:
        return _why_pip_failed(installed.stderr)
    _link_the_source()
    STAMP.write_text("\n".join([*(line for line in have if not line.startswith(kind)), digest]) + "\n")
    return None


def _why_pip_failed(stderr: str) -> str:
    text = stderr.lower()
    if "no space left" in text:
        return "the disk is full: make room and run it again."
    if "hash" in text and "mismatch" in text:
        return "a downloaded package does not match its pinned hash: nothing was installed from it."
    if "connection" in text or "name resolution" in text or "no matching distribution" in text:
        return "the package index cannot be reached: connect to the network and run it again."
    last = (stderr.strip().splitlines() or ["no reason given"])[-1]
    return f"the packages could not be installed: {last}"


def _link_the_source() -> None:
    """Make `samspil` importable and put its command in .venv/bin; no build step, no copy."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    site = VENV / "lib" / version / "site-packages"
    (site / "samspil.pth").write_text(str(ROOT / "src") + "\n")
    script = VENV / "bin" / "samspil"
    script.write_text(
        f"#!{VENV / 'bin' / 'python'}\n"
        "import sys\nfrom samspil.interfaces.cli.main import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    script.chmod(0o755)


def _stop(sentence: str, code: int) -> int:
    print(f"samspil: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
