"""What was published before: a folder of releases, which every later one is held against.

An entry holds what anybody has: the tables as they were published, how they are divided, by which rules, and
the certificate. Nothing of the truth is kept, so a ledger may lie beside the releases. Each entry names the
digest of the one before it: an entry that was changed, taken out or put between is noticed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from samspil.evaluation.disclosure.cells import Cells, Unusable
from samspil.evaluation.disclosure.certificate import described, digest, read_past
from samspil.evaluation.disclosure.history import Linkage
from samspil.evaluation.disclosure.profile import Profile
from samspil.evaluation.disclosure.protect import Protected
from samspil.evaluation.disclosure.release import Past, table_text

FORMAT = "samspil-release-1"
ENTRY, CERTIFICATE = "release.json", "certificate.json"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The releases of a folder, oldest first. `texts`: the tables of each, by name. `last`: the digest of
    the last entry, empty where there is none."""

    folder: Path
    past: tuple[Past, ...]
    texts: tuple[Mapping[str, str], ...]
    last: str

    @classmethod
    def opened(cls, folder: Path) -> Ledger:
        """Read and check a folder; one that is not there is empty. Raises Unusable."""
        names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
        names = [one for one in names if not one.startswith(".")]
        past: list[Past] = []
        texts: list[Mapping[str, str]] = []
        last = ""
        for number, name in enumerate(names, start=1):
            if name != f"{number:04}":
                raise Unusable(f"The ledger should hold release {number:04} where «{name}» is.")
            try:
                text = (folder / name / ENTRY).read_bytes().decode()
                said = json.loads(text)
                files = {
                    one["name"]: (folder / name / f"{one['name']}.csv").read_bytes().decode()
                    for one in said["tables"]
                    if Path(one["name"]).name == one["name"]
                }
                certificate = (folder / name / CERTIFICATE).read_bytes().decode()
                is_whole = (said["format"], said["before"]) == (FORMAT, last)
                is_whole = is_whole and said["certificate"] == digest(certificate)
            except (OSError, ValueError, KeyError, TypeError) as broken:
                raise Unusable(f"Release {name} of the ledger cannot be read.") from broken
            if not is_whole:
                raise Unusable(
                    f"Release {name} of the ledger is not the one that was entered after those before."
                )
            past.append(read_past(said, files, past))
            texts.append(files)
            last = digest(text)
        return cls(folder, tuple(past), tuple(texts), last)

    def may_hold(self, cells: Cells, profile: Profile, linkage: Linkage) -> bool:
        """Whether the last release can be of these very data under these rules: all that it shows is so."""
        if not self.past:
            return False
        one = self.past[-1]
        shown = one.release.is_published
        is_same = (one.release.frame.keys, one.linkage) == (cells.frame.keys, linkage)
        is_same = is_same and one.release.profile == profile
        return is_same and bool(np.array_equal(one.release.values[shown], cells.values[shown]))

    def holds(self, made: Protected) -> bool:
        """Whether the last release is this one, file for file."""
        mine = {one.name: table_text(made.release, one.name) for one in made.release.frame.plan.tables}
        return bool(self.texts) and mine == self.texts[-1]

    def enter(self, made: Protected, certificate: str) -> Path:
        """Add a release, whole or not at all; where it is. Raises Unusable where another came meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".entry.", dir=self.folder))
        said = {
            "format": FORMAT,
            "before": self.last,
            "certificate": digest(certificate),
            **described(made.as_past()),
        }
        place = self.folder / f"{len(self.past) + 1:04}"
        try:
            for one in made.release.frame.plan.tables:
                (new / f"{one.name}.csv").write_bytes(table_text(made.release, one.name).encode())
            (new / CERTIFICATE).write_bytes(certificate.encode())
            (new / ENTRY).write_bytes((json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())
            new.chmod(0o755)
            os.rename(new, place)  # fails where somebody's entry is there already
        except OSError as problem:
            shutil.rmtree(new, ignore_errors=True)
            raise Unusable(f"The ledger could not be written at {place}: {problem.strerror}.") from None
        return place
