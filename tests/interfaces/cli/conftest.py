"""Homes for the command-line tests."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def home() -> Iterator[Path]:
    """A home below a folder that nobody else may enter."""
    folder = Path(tempfile.mkdtemp(prefix="samspil-private-"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    yield folder / "deep" / "home"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def here(world: object, monkeypatch: pytest.MonkeyPatch) -> object:
    """Commands work in the test's own transaction instead of attaching; gives the world."""
    from contextlib import nullcontext

    from samspil.interfaces.cli import commands, instruments, signing

    for one in (commands, instruments, signing):
        monkeypatch.setattr(one, "attached", nullcontext)
    monkeypatch.setattr(signing, "is_database_there", lambda: True)
    return world


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where nothing was ever started."""
    from samspil.interfaces.cli import signing

    monkeypatch.setattr(signing, "is_database_there", lambda: False)
