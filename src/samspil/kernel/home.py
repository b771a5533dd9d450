"""Where an installation keeps its things: one folder, and a short one for the socket."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


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

    def prepare(self) -> None:
        """Make the folders (0700) and the secrets (0600) that are not there yet."""
        for folder in (self.path, self.keys, self.files, self.run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("secret", "context", "root", "superuser", "owner", "runtime"):
            self.secret(name)

    def secret(self, name: str) -> str:
        """64 hexadecimal digits kept in `keys/<name>`, made on first use."""
        file = self.keys / name
        if not file.exists():
            self.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as target:
                target.write(secrets.token_hex(32))
        return file.read_text().strip()
