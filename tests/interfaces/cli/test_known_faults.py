"""Faults that are not defects end in one line and the right code; defects keep their trace."""

from __future__ import annotations

import json

import psycopg
import pytest
from django import db
from django.core.exceptions import ImproperlyConfigured

from samspil.interfaces.cli import commands
from samspil.interfaces.cli.main import main


@pytest.mark.parametrize(
    ("problem", "code", "kind"),
    [
        (db.OperationalError("gone\nand more"), 3, "environment"),
        (db.InterfaceError("gone"), 3, "environment"),
        (psycopg.OperationalError("gone"), 3, "environment"),
        (ImproperlyConfigured("gone"), 3, "environment"),
        (db.DataError("gone\nLINE 1"), 2, "usage"),
    ],
)
def test_a_fault_is_one_line(
    problem: Exception,
    code: int,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(options: object) -> int:
        raise problem

    monkeypatch.setattr(commands, "health", fail)

    assert main(["health", "--json"]) == code
    said = capsys.readouterr()
    assert (said.err.count("\n"), said.err.strip().endswith("gone.")) == (1, True)
    assert json.loads(said.out)["error"]["code"] == kind


def test_a_defect_keeps_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(options: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(commands, "health", fail)

    with pytest.raises(ZeroDivisionError):
        main(["health"])
