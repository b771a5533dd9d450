"""The hourly round, by the worker and by hand: the same moves, windows and reminders, whoever asks for it."""

from __future__ import annotations

import json
import logging
import uuid
from argparse import Namespace
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground
from tests.delivery.reminding import DUE, owing, told

from samspil.interfaces.cli import commands, rounds, tasks
from samspil.interfaces.cli.exits import Failed

QUEUED = [("today", "mentor", "queued")]


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


def by_hand(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `samspil progression tend --json` says, on the server that is there already."""
    monkeypatch.setattr(commands, "attached", nullcontext)
    assert commands.progression_tend(Namespace(json=True)) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_the_command_writes_the_reminders_that_the_worker_would(
    world: Any,
    concept_id: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: Any,
) -> None:
    made = owing(world, "aaby", concept_id)
    settings.SAMSPIL_NOW = ground.at_day(DUE)
    assert told(world, made) == []

    assert by_hand(monkeypatch, capsys) == {"courses": 0, "reminders": 1}
    assert told(world, made) == QUEUED
    tasks.tend.func(timestamp=0)
    assert by_hand(monkeypatch, capsys) == {"courses": 0, "reminders": 0}
    assert told(world, made) == QUEUED


def test_the_worker_writes_them_and_the_command_adds_none(
    world: Any,
    concept_id: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: Any,
) -> None:
    made = owing(world, "aaby", concept_id)
    settings.SAMSPIL_NOW = ground.at_day(DUE)

    tasks.tend.func(timestamp=0)

    assert told(world, made) == QUEUED
    assert by_hand(monkeypatch, capsys) == {"courses": 0, "reminders": 0}


@pytest.mark.parametrize("who", ["worker", "command"])
def test_a_course_that_cannot_be_tended_keeps_nobody_from_being_reminded(
    world: Any,
    concept_id: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    settings: Any,
    who: str,
) -> None:
    made = owing(world, "aaby", concept_id)
    ground.course(world, "aaby", concept_id, on=DUE - timedelta(days=100))  # has a window to open
    settings.SAMSPIL_NOW = ground.at_day(DUE)

    def fails(**_given: Any) -> None:
        raise ValueError("Kanarie Hansen")

    monkeypatch.setattr(rounds, "tend_course", fails)
    with caplog.at_level(logging.CRITICAL, "samspil.worker"), pytest.raises(Failed):
        tasks.tend.func(timestamp=0) if who == "worker" else by_hand(monkeypatch, capsys)

    assert told(world, made) == QUEUED
