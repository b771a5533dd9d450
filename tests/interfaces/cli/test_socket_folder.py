"""The socket's folder in /tmp, where anyone may have been first: never a stranger's, never in the clear."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from samspil.interfaces.cli import launcher
from samspil.kernel.home import Home

AS_ROOT = os.geteuid() == 0
STRANGER = 5
ASKS_FOR_THE_PASSWORD = b"R\x00\x00\x00\x08\x00\x00\x00\x03"  # AuthenticationCleartextPassword


@pytest.fixture
def place(home: Path) -> Iterator[Home]:
    """A home of its own, whose socket folder is cleared away."""
    made = Home(home)
    made.prepare()
    yield made
    if made.socket_folder.is_symlink():
        made.socket_folder.unlink()
    shutil.rmtree(made.socket_folder, ignore_errors=True)


class Stranger:
    """A server that is none: notes what it is sent, and asks for the password in the clear."""

    def __init__(self, folder: Path) -> None:
        self.heard = b""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(folder / ".s.PGSQL.5432"))
        self.socket.listen()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self.socket.accept()
            except OSError:
                return
            with visitor:
                visitor.settimeout(2)
                try:
                    self.heard += visitor.recv(4096)
                    if self.heard[4:8] == b"\x04\xd2\x16\x2f":  # SSLRequest
                        visitor.sendall(b"N")
                        self.heard += visitor.recv(4096)
                    visitor.sendall(ASKS_FOR_THE_PASSWORD)
                    self.heard += visitor.recv(4096)
                except OSError:
                    continue

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


def spoil(folder: Path, how: str) -> None:
    """Be there first."""
    if how == "a link":
        aside = folder.with_name(f"{folder.name}-aside")
        folder.symlink_to(aside, target_is_directory=True)
    elif how == "a file":
        folder.touch(0o700)
    else:
        folder.mkdir(0o700)
        if how == "open":
            folder.chmod(0o755)
        if how == "a stranger's":
            os.chown(folder, STRANGER, STRANGER)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("a link", "is not a folder"),
        ("a file", "is not a folder"),
        ("open", "is open to other users"),
        pytest.param(
            "a stranger's",
            f"belongs to another user (uid {STRANGER})",
            marks=pytest.mark.skipif(not AS_ROOT, reason="needs root to give a folder away"),
        ),
    ],
)
def test_a_folder_that_is_not_ours_is_refused_and_left_alone(place: Home, how: str, sentence: str) -> None:
    spoil(place.socket_folder, how)
    before = place.socket_folder.lstat()

    for attempt in (launcher.start, launcher.connect):
        with pytest.raises(launcher.CannotStart) as refused:
            attempt(place)
        assert f"{place.socket_folder} {sentence}: remove it" in str(refused.value)

    after = place.socket_folder.lstat()
    assert (after.st_uid, after.st_mode) == (before.st_uid, before.st_mode)
    place.socket_folder.unlink() if how == "a file" else None


@pytest.mark.skipif(not AS_ROOT, reason="needs root to give a folder away")
def test_nothing_is_said_to_a_strangers_socket(place: Home) -> None:
    place.socket_folder.mkdir(0o700)
    stranger = Stranger(place.socket_folder)
    os.chown(place.socket_folder, STRANGER, STRANGER)

    with pytest.raises(launcher.CannotStart):
        launcher.connect(place)

    stranger.close()
    assert stranger.heard == b""


@pytest.mark.parametrize("who", ["the launcher", "Django"])
def test_the_password_is_never_sent_in_the_clear(
    place: Home, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.config import env

    place.socket_folder.mkdir(0o700)
    stranger = Stranger(place.socket_folder)
    monkeypatch.setenv("SAMSPIL_HOME", str(place.path))
    settings: Any = env.databases()[0]
    asked = {"host": settings["HOST"], "user": settings["USER"], "password": settings["PASSWORD"]}
    if "require_auth" in settings["OPTIONS"]:
        asked["require_auth"] = settings["OPTIONS"]["require_auth"]
    connect = {"the launcher": lambda: launcher.connect(place), "Django": lambda: psycopg.connect(**asked)}

    with pytest.raises(psycopg.OperationalError):
        connect[who]()

    stranger.close()
    assert b"user\0" in stranger.heard, "the stranger was asked at all"
    for secret in ("superuser", "runtime"):
        assert place.secret(secret).encode() not in stranger.heard
