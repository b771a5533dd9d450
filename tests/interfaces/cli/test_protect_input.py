"""Files as they come: what cannot be read is a sentence with its line, and a million rows are no trouble."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.evaluation.disclosure import invented
from tests.interfaces.cli.test_protect import COLUMNS, PLAN, PROFILE, protected, table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "k5.yaml").write_text(PROFILE)
    return tmp_path


FILES = {
    "a quote without an end": (b'one,two,n\nb,x,1\na,"x,1\n', "Row 3 is no CSV: unexpected end of data.", 3),
    "words after a quote": (b'one,two,n\na,"x"y,1\n', "Row 2 is no CSV: ',' expected after '\"'.", 2),
    "another encoding": (b"one,two,n\na,x,1\nb,\xe5,1\n", "Row 3 of micro.csv is not written in UTF-8.", 3),
    "a column twice": (b"one,two,two,n\na,x,x,1\n", "The file has more than one column «two».", 1),
    "semicolons": (
        b"one;two;n\na;x;1\n",
        "The file has no column «one». Its fields are to be separated by commas.",
        1,
    ),
    "nothing": (b"", "The file is empty.", None),
    "a heading that is empty": (b"\none,two,n\na,x,1\n", "The file is empty.", None),
    "a power of ten": (b"one,two,n\na,x,1e3\n", "Row 2: «1e3» in «n» is not a whole number from 0 up.", 2),
    "a plus": (b"one,two,n\na,x,+3\n", "Row 2: «+3» in «n» is not a whole number from 0 up.", 2),
    "digits of another script": (
        "one,two,n\na,x,٣\n".encode(),
        "Row 2: «٣» in «n» is not a whole number from 0 up.",
        2,
    ),
    "a space in thousands": (
        b"one,two,n\na,x,1 000\n",
        "Row 2: «1 000» in «n» is not a whole number from 0 up.",
        2,
    ),
    "more than can be told apart": (
        b"one,two,n\na,x,5\nb,x,9007199254740992\n",
        "Row 3: «9007199254740992» in «n» is more than 2000000000, the most that can be protected.",
        3,
    ),
    "more digits than a number has": (
        b"one,two,n\na,x," + b"9" * 5000 + b"\n",
        f"Row 2: «{'9' * 40}» in «n» is more than 2000000000, the most that can be protected.",
        2,
    ),
    "more together": (
        b"one,two,n\na,x,1999999999\nb,x,1\nb,y,1\n",
        "With row 4 there are 2000000001 people, more than 2000000000, the most that can be protected. "
        "Does the column of counts hold counts?",
        4,
    ),
    "a field without an end": (
        b"one,two,n\n" + b"a" * 200_000 + b",x,1\n",
        "Row 2 is no CSV: field larger than field limit (131072).",
        2,
    ),
    "too many combinations": (
        b"one,two,n\n" + b"".join(b"a%d,x%d,1\n" % (at, at) for at in range(800)),
        "The tables divide people into 640000 finest combinations together, more than 500000. "
        "Cross fewer columns, or publish them in releases of their own.",
        None,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_a_sentence_with_its_line(folder, name):
    content, sentence, line = FILES[name]
    (folder / "plan.yaml").write_text("weight: n\ntables: [{name: t, by: [one, two]}]\n")
    (folder / "micro.csv").write_bytes(content)

    ran = protected(folder, "--json")

    assert (ran.returncode, ran.stderr) == (2, f"samspil: {sentence}\n")
    assert json.loads(ran.stdout)["error"]["line"] == line
    assert not (folder / "out").exists()


def test_a_file_from_an_office_program_is_read_as_it_is(folder):
    """A mark of the byte order, line ends of two signs, empty lines, and nobody in a combination."""
    (folder / "plan.yaml").write_text("weight: n\ntables: [{name: t, by: [one, two]}]\n")
    (folder / "micro.csv").write_bytes(b"\xef\xbb\xbfone,two,n\r\na,x,6\r\n\r\nb,y,999999999\r\nb,x,0\r\n")

    assert protected(folder).returncode == 0
    found = {(row["one"], row["two"]): row["value"] for row in table(folder, "t")}
    assert found == {
        ("a", "x"): "6",
        ("a", "y"): "0",
        ("a", "Total"): "6",
        ("b", "x"): "0",
        ("b", "y"): "999999999",
        ("b", "Total"): "999999999",
        ("Total", "x"): "6",
        ("Total", "y"): "999999999",
        ("Total", "Total"): "1000000005",
    }


def a_million(folder: Path) -> None:
    rows = invented.people(8, 1000, 98)
    line = [",".join(row[column] for column in COLUMNS) + "\n" for row in rows]
    (folder / "micro.csv").write_text(",".join(COLUMNS) + "\n" + "".join(line) * 1000)


STARTED_BY_A_SMALL_ONE = """
import os, subprocess, sys
ran = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_pid, status, used = os.wait4(ran.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def used(folder: Path, *words: str) -> tuple[int, float, int]:
    """The exit code of a command, its seconds of processor, and the most memory it held, in kilobytes.

    A process is told to have held at least what the one held that started it, and a run of many tests
    holds more than what is asked for here: so a small process of its own starts the command.
    """
    ran = subprocess.run(
        [sys.executable, "-c", STARTED_BY_A_SMALL_ONE]
        + [sys.executable, "-m", "samspil.interfaces.cli.main", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    code, seconds, kilobytes = ran.stdout.split()
    return int(code), float(seconds), int(kilobytes)


def test_what_a_command_held_is_its_own():
    """Beside a process that holds much, as a run of many tests does."""
    held = bytearray(os.urandom(400_000_000))
    _code, _seconds, kilobytes = used(Path.cwd(), "--version")
    assert len(held) == 400_000_000
    assert 10_000 < kilobytes < 300_000


def test_a_million_rows_are_counted_without_being_kept(folder):
    """Of 26 MB, 98 municipalities in regions. At most 60 s of processor and 300 MB: six times what it was."""
    a_million(folder)
    rules = ("--tables", "plan.yaml", "--profile", "k5.yaml", "--steps", "0", "--out", "out")

    code, seconds, kilobytes = used(folder, "protect", "micro.csv", *rules)

    assert code == 0
    assert table(folder)[0]["value"] == "1000000"
    assert seconds < 60
    assert kilobytes < 300_000


def test_the_last_of_a_million_rows_is_named_when_it_is_wrong(folder):
    a_million(folder)
    with (folder / "micro.csv").open("a") as opened:
        opened.write("R1,k01,mentor,,h1\n")

    ran = protected(folder)
    assert (ran.returncode, ran.stderr) == (2, "samspil: Row 1000002 has nothing in «out».\n")
