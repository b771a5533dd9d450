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
