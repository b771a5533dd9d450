"""Folders that cannot be written, ledgers that are none, and commands that end in the middle of writing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.evaluation.disclosure import invented
from tests.interfaces.cli.test_protect import PLAN, PROFILE, asked, brought, protected
from tests.interfaces.cli.test_protect_hostile import WORDS, begun, files

RULES = ("--tables", "plan.yaml", "--profile", "k5.yaml", "--steps", "0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return begun(tmp_path)


def _file(folder):
    (folder / "out").write_text("mine")


def _link(folder):
    (folder / "real").mkdir()
    (folder / "real" / "mine.txt").write_text("mine")
    (folder / "out").symlink_to("real")


def _half(folder):
    (folder / "out").mkdir()
    (folder / "out" / "t.csv").write_text("one,t")


OUTS = {
    # what is there, --out, further words, and what is said
    "a file": (_file, "out", ("--force",), "out is no folder; choose another."),
    "a link": (_link, "out", ("--force",), "out is no folder; choose another."),
    "a link to nothing": (
        lambda folder: (folder / "out").symlink_to("none"),
        "out",
        (),
        "out is no folder; choose another.",
    ),
    "what was begun": (_half, "out", (), "out is not empty; choose another folder, or say --force."),
    "where it is run": (lambda folder: None, ".", ("--force",), "which is needed; choose another folder."),
    "what is read": (
        lambda folder: (
            (folder / "in").mkdir() or os.replace(folder / "plan.yaml", folder / "in" / "plan.yaml")
        ),
        "in",
        ("--force", "--tables", "in/plan.yaml"),
        "in/plan.yaml, which is needed; choose another folder.",
    ),
    "a name that is too long": (lambda folder: None, "a" * 300, (), "cannot be written: File name too long."),
}


@pytest.mark.parametrize("name", OUTS)
def test_a_folder_that_cannot_be_written_stays_as_it_is(folder, name):
    made, out, more, sentence = OUTS[name]
    made(folder)
    before = files(folder)

    ran = protected(folder, *more, out=out)

    assert (ran.returncode, sentence in ran.stderr, ran.stderr.count("\n")) == (2, True, 1)
    assert files(folder) == before


@pytest.mark.parametrize("out", ["releases", "releases/0002", "releases/out", "."])
def test_a_ledger_is_never_written_over(folder, out):
    """With --force the folder of the ledger was taken away, and with it what is out."""
    assert protected(folder, "--ledger", "releases", out="first").returncode == 0
    before = files(folder / "releases")

    ran = protected(folder, "--ledger", "releases", "--force", out=out)

    assert (ran.returncode, ran.stderr.count("\n"), "choose another folder." in ran.stderr) == (2, 1, True)
    assert files(folder / "releases") == before


def test_a_ledger_may_be_a_link_to_one_and_nothing_else(folder):
    (folder / "real").mkdir()
    (folder / "releases").symlink_to("real")
    assert protected(folder, "--ledger", "releases").returncode == 0
    assert sorted(one.name for one in (folder / "real").iterdir()) == ["0001", "head.json"]

    (folder / "none").symlink_to("nowhere")
    for ledger in ("none", "micro.csv"):
        ran = protected(folder, "--ledger", ledger, out="next")
        assert (ran.returncode, ran.stderr) == (2, f"{WORDS}The ledger {ledger} is no folder.\n")
    ran = protected(folder, "--ledger", "micro.csv/ledger", out="next")
    assert (ran.returncode, "The ledger could not be written at micro.csv/ledger: " in ran.stderr) == (
        2,
        True,
    )
    assert not (folder / "next").exists()


def small_files(folder: Path, blocks: int, *words: str) -> subprocess.CompletedProcess[str]:
    """The command where no file may be longer than so many blocks of 512 bytes, as on a disk that is full."""
    limited = f'ulimit -f {blocks}; exec "$@"'
    return subprocess.run(
        ["sh", "-c", limited, "sh", sys.executable, "-B", "-m", "samspil.interfaces.cli.main"]
        + ["protect", "micro.csv", *RULES, "--out", "out", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_disk_that_is_full_leaves_nothing_and_the_old_folder_as_it_was(folder):
    assert protected(folder).returncode == 0
    before = files(folder)

    ran = small_files(folder, 1, "--force")

    said = f"{WORDS}out could not be written: File too large. Nothing was written there.\n"
    assert (ran.returncode, ran.stderr) == (3, said)
    assert files(folder) == before
    assert sorted(one.name for one in folder.iterdir()) == ["k5.yaml", "micro.csv", "out", "plan.yaml"]

    ledger = small_files(folder, 1, "--force", "--ledger", "releases")
    assert (ledger.returncode, "The ledger could not be written at releases" in ledger.stderr) == (2, True)
    assert list((folder / "releases").iterdir()) == []
    assert "Traceback" not in ran.stderr + ledger.stderr


INTERRUPTED = """
import os, signal, sys
from samspil.interfaces.cli.main import main

which, seen, replace = int(sys.argv.pop(1)), 0, os.replace

def replacing(old, new):
    global seen
    if not str(new).endswith("head.json"):
        seen += 1
        if seen == which:
            os.kill(os.getpid(), signal.SIGINT)
    replace(old, new)

signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background is begun deaf to it
os.replace = replacing
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("which", [1, 2])
def test_whoever_interrupts_it_while_it_writes_finds_the_old_folder_whole(folder, which):
    assert protected(folder).returncode == 0
    before = files(folder)
    (folder / "micro.csv").write_text("one,two\n" + "a,x\nb,y\n" * 11)
    before["micro.csv"] = (folder / "micro.csv").read_bytes()

    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(which), "protect", "micro.csv", *RULES]
        + ["--out", "out", "--force"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (130, "")
    assert files(folder) == before
    assert sorted(one.name for one in folder.iterdir()) == ["k5.yaml", "micro.csv", "out", "plan.yaml"]


def test_of_two_at_once_one_is_entered_and_the_other_is_told(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        brought(tmp_path / str(number), invented.people(number, 60, 4))
    words = [sys.executable, "-m", "samspil.interfaces.cli.main", "protect"]
    running = [
        subprocess.Popen(
            [*words, f"{one}/micro.csv", *RULES, "--ledger", "releases", "--out", f"out{one}"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        for one in (1, 2)
    ]
    said = [one.communicate()[1] for one in running]

    done = [number for number, one in enumerate(running, 1) if one.returncode == 0]
    # Whoever reads after the other is done is held against it, and may hold; else the second is refused.
    assert done
    assert all("Traceback" not in one for one in said)
    entries = sorted(one.name for one in (tmp_path / "releases").iterdir() if not one.name.startswith("."))
    assert entries == [*(f"{number:04}" for number in range(1, len(done) + 1)), "head.json"]
    for number in (1, 2):
        assert (tmp_path / f"out{number}").exists() == (number in done)
    for number in done:
        assert asked(tmp_path, "verify", f"out{number}", "--ledger", "releases").returncode == 0


def test_whoever_is_ended_while_it_writes_leaves_no_folder_that_looks_whole(folder):
    dies = INTERRUPTED.replace("getpid(), signal.SIGINT", "getpid(), signal.SIGTERM")
    ran = subprocess.run(
        [sys.executable, "-c", dies, "1", "protect", "micro.csv", *RULES, "--out", "out"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, (folder / "out").exists()) == (-signal.SIGTERM, False)
    assert protected(folder).returncode == 0
