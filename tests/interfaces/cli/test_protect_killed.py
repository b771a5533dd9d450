"""The command that dies while it enters a release: the same data finish it, and nothing else passes it by."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from tests.evaluation.disclosure import invented
from tests.interfaces.cli.test_protect import PLAN, PROFILE, asked, brought

COMMAND = """
import os, signal, sys
from samspil.interfaces.cli.main import main

dies, rename, replace = sys.argv.pop(1), os.rename, os.replace

def die(moment):
    if dies == moment:
        os.kill(os.getpid(), signal.SIGKILL)

def renaming(old, new):
    die("before the entry")
    rename(old, new)
    die("after the entry")

def replacing(old, new):
    is_head = str(new).endswith("head.json")
    die("before the head" if is_head else "before the folder")
    replace(old, new)

os.rename, os.replace = renaming, replacing
sys.exit(main(sys.argv[1:]))
"""
ASKED = ("--tables", "plan.yaml", "--profile", "k5.yaml", "--steps", "0", "--ledger", "releases", "--out")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A ledger with one release that is out."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "plan.yaml").write_text(PLAN)
    (folder / "k5.yaml").write_text(PROFILE)
    brought(folder, people(2))
    assert asked(folder, "micro.csv", *ASKED, "out1").returncode == 0
    return folder


def people(until: int):
    return [row for row in invented.people(8, 90, 4) if int(row["half"][1]) <= until]


def entries(folder) -> list[str]:
    return sorted(one.name for one in (folder / "releases").iterdir() if not one.name.startswith("."))


def killed(folder, moment: str) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    ran = subprocess.run(
        [sys.executable, "-c", COMMAND, moment, "protect", "micro.csv", *ASKED, "out2"],
        cwd=folder,
        env={**kept, "PYTHONHASHSEED": "0", "SAMSPIL_HOME": str(folder / "none"), "SAMSPIL_PGBIN": "/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (-signal.SIGKILL, "")
    assert not (folder / "out2").exists()


DEATHS = {
    # moment: the entries at death, and whether other data may come before the same ones did
    "before the entry": (["0001", "head.json"], True),
    "after the entry": (["0001", "0002", "head.json"], False),
    "before the head": (["0001", "0002", "head.json"], False),
    "before the folder": (["0001", "0002", "head.json"], True),
}


@pytest.mark.parametrize("moment", DEATHS)
def test_a_release_that_was_being_entered_is_finished_by_the_same_data_alone(begun, tmp_path, moment):
    folder = tmp_path / "folder"
    shutil.copytree(begun, folder)
    brought(folder, people(3))
    there, may_others = DEATHS[moment]

    killed(folder, moment)

    assert entries(folder) == there
    if not may_others:
        brought(folder, people(4))
        other = asked(folder, "micro.csv", *ASKED, "other")
        assert (other.returncode, (folder / "other").exists()) == (2, False)
        assert "Release 0002 of the ledger was begun and not finished. Run it again" in other.stderr
        brought(folder, people(3))
    again = asked(folder, "micro.csv", *ASKED, "out2", "--json")
    assert (again.returncode, json.loads(again.stdout)["ledger"]["release"]) == (0, 2)
    assert entries(folder) == ["0001", "0002", "head.json"]
    head = json.loads((folder / "releases" / "head.json").read_text("utf-8"))
    assert (head["count"], head["newest"]) == (2, json.loads(again.stdout)["ledger"]["newest"])
    held = asked(folder, "verify", "out2", "--ledger", "releases")
    assert (held.returncode, held.stderr) == (0, "")


def test_a_ledger_without_its_newest_entry_is_refused_and_nothing_is_made(begun, tmp_path):
    folder = tmp_path / "folder"
    shutil.copytree(begun, folder)
    shutil.rmtree(folder / "releases" / "0001")

    refused = asked(folder, "micro.csv", *ASKED, "next")
    checked = asked(folder, "verify", "out1", "--ledger", "releases")

    sentence = "The ledger holds 0 releases, and its head (head.json) speaks of 1: the newest were taken out."
    assert (refused.returncode, sentence in refused.stderr) == (2, True)
    assert not (folder / "next").exists()
    assert (checked.returncode, sentence in checked.stderr) == (1, True)
