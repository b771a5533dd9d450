"""Where an installation keeps its things: one folder, and a short one for the socket."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
"""As root the database runs as this user, and the socket's folder is that user's."""


class Unusable(Exception):
    """A folder or file of the installation cannot be used, or is not ours; the sentence says which."""


@contextmanager
def _usable() -> Iterator[None]:
    """Turn a fault of the file system into Unusable; a full disk keeps its own number."""
    try:
        yield
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise
        raise Unusable(f"{problem.filename} cannot be used: {problem.strerror}.") from None


@dataclass(frozen=True, slots=True)
class Home:
    """`SAMSPIL_HOME` and the places in it.

    The socket lies outside it, because a socket's path may hold at most 107 bytes.
    """

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "db"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def socket_folder(self) -> Path:
        """Short and private to this installation and user."""
        name = hashlib.sha256(str(self.path).encode()).hexdigest()[:16]
        return Path("/tmp") / f"samspil-{os.getuid()}-{name}"

    def has_socket_folder(self) -> bool:
        """Whether the socket's folder is there. Anyone may make a folder in /tmp, so whose it is counts.

        Raises Unusable unless it is a folder of ours (as root: or of the database's user), mode 0700.
        """
        folder = self.socket_folder
        try:
            found = folder.lstat()
        except FileNotFoundError:
            return False
        us = os.geteuid()
        if not stat.S_ISDIR(found.st_mode):
            wrong = "is not a folder"
        elif found.st_uid not in ((us, NOBODY) if us == 0 else (us,)):
            wrong = f"belongs to another user (uid {found.st_uid})"
        elif stat.S_IMODE(found.st_mode) & 0o777 != 0o700:
            wrong = "is open to other users"
        else:
            return True
        raise Unusable(f"{folder} {wrong}: remove it, or choose another SAMSPIL_HOME, and start again.")

    def make_socket_folder(self) -> None:
        """Make the socket's folder if it is not there. Raises Unusable as above."""
        if not self.has_socket_folder():
            self.socket_folder.mkdir(mode=0o700, exist_ok=True)
            self.has_socket_folder()
        if os.geteuid() == 0:
            os.chown(self.socket_folder, NOBODY, NOBODY, follow_symlinks=False)

    @_usable()
    def prepare(self) -> None:
        """Make the folders (0700) and the secrets (0600) that are not there yet. Raises Unusable."""
        for folder in (self.path, self.keys, self.files, self.run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("secret", "context", "root", "superuser", "owner", "runtime"):
            self.secret(name)

    @_usable()
    def secret(self, name: str) -> str:
        """64 hexadecimal digits kept in `keys/<name>`, made on first use. Raises Unusable."""
        file = self.keys / name
        if not file.exists():
            for folder in (self.path, self.keys):  # parents=True would leave the outer one open to all
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as target:
                target.write(secrets.token_hex(32))
        return file.read_text().strip()
