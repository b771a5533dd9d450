"""What was published before: a folder of releases, which every later one is held against.

An entry holds what anybody has: the tables as they were published, how they are divided, by which rules, and
the certificate. Nothing of the truth is kept, so a ledger may lie beside the releases. Each entry names the
digest of the one before it, and the head says how many there are and the digest of the newest: an entry that
was changed, taken out or put between is noticed, the newest too. Whoever takes out the newest and puts an
older head in its place is noticed by the digest alone that was written down elsewhere.

The head is written last. An entry beyond it was begun and not finished: nothing of it has left, and the same
data finish it.
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
from samspil.evaluation.disclosure.certificate import described, digest, names_of, read_past
from samspil.evaluation.disclosure.history import Linkage
from samspil.evaluation.disclosure.profile import Profile
from samspil.evaluation.disclosure.protect import Protected
from samspil.evaluation.disclosure.release import Past, texts_of
from samspil.evaluation.disclosure.words import many

FORMAT, HEAD_FORMAT = "samspil-release-4", "samspil-ledger-1"
OLDER = "samspil-release-3"
"""An entry from before measures could be of others, which is read like any."""
ENTRY, CERTIFICATE, HEAD = "release.json", "certificate.json", "head.json"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The releases of a folder, oldest first. `texts`: the tables of each, by name. `last`: the digest of
    the last entry, empty where there is none. `is_finished`: whether the head names that one; if not, the
    last entry was begun and is to be finished before anything else."""

    folder: Path
    past: tuple[Past, ...]
    texts: tuple[Mapping[str, str], ...]
    last: str
    is_finished: bool

    @classmethod
    def opened(cls, folder: Path) -> Ledger:
        """Read and check a folder; one that is not there is empty. Raises Unusable."""
        if not folder.is_dir() and (folder.exists() or folder.is_symlink()):
            raise Unusable(f"The ledger {folder} is no folder.")
        names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
        names = [one for one in names if not one.startswith(".") and one != HEAD]
        for name in names:
            if not (name.isascii() and name.isdigit()):
                raise Unusable(f"{name} does not belong in the ledger; take it out.")
        past: list[Past] = []
        texts: list[Mapping[str, str]] = []
        digests = [""]
        for number, name in enumerate(names, start=1):
            if name != f"{number:04}":
                raise Unusable(f"The ledger should hold release {number:04} where «{name}» is.")
            said, files, last = _entry(folder / name, digests[-1])
            try:
                past.append(read_past(said, files, past))
            except Unusable as problem:
                # Whoever protects or verifies has a folder as well, and would look for it there.
                told = problem.sentence[0].lower() + problem.sentence[1:]
                raise Unusable(f"Release {name} of the ledger: {told}", column=problem.column) from None
            texts.append(files)
            digests.append(last)
        count = _head(folder, digests)
        return cls(folder, tuple(past), tuple(texts), digests[-1], count == len(past))

    def may_hold(self, cells: Cells, profile: Profile, linkage: Linkage) -> bool:
        """Whether the last release can be of these very data under these rules: all that it shows is so."""
        if not self.past:
            return False
        one = self.past[-1]
        shown = one.release.is_published
        is_same = (one.release.frame.keys, one.linkage) == (cells.frame.keys, linkage)
        rules = [(each.k, each.are_zeros_shown, each.width) for each in (one.release.profile, profile)]
        is_same = is_same and rules[0] == rules[1]
        is_same = is_same and all(each.fewest == profile.fewest for each in one.release.measures)
        return is_same and bool(np.array_equal(one.release.values[shown], cells.values[shown]))

    def holds(self, made: Protected) -> bool:
        """Whether the last release is this one, file for file."""
        return bool(self.texts) and texts_of(made.release) == self.texts[-1]

    def must_be_finished(self) -> None:
        """Nothing is held against an entry that was begun and left: it may never have gone out. Raises
        Unusable."""
        if not self.is_finished:
            name = f"{len(self.past):04}"
            raise Unusable(
                f"Release {name} of the ledger was begun and not finished. Run it again with the same data, "
                f"plan, profile and steps; or, as nothing of it was written, take the folder {name} away."
            )

    def enter(self, made: Protected, certificate: str) -> str:
        """Add a release, whole or not at all, or finish the last one if it is this; the digest of its entry.

        Raises Unusable where another came meanwhile, or another one is to be finished first.
        """
        if len(made.past) + 1 == len(self.past) and self.holds(made):
            if not self.is_finished:
                self._point(len(self.past), self.last)
            return self.last
        self.must_be_finished()
        new = self._begun()
        said = {
            "format": FORMAT,
            "before": self.last,
            "certificate": digest(certificate),
            **described(made.as_past()),
        }
        text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
        place = self.folder / f"{len(self.past) + 1:04}"
        try:
            for name, told in texts_of(made.release).items():
                _kept(new / f"{name}.csv", told)
            _kept(new / CERTIFICATE, certificate)
            _kept(new / ENTRY, text)
            _settled(new)
            new.chmod(0o755)
            os.rename(new, place)  # fails where somebody's entry is there already
            _settled(self.folder)
        except OSError as problem:
            shutil.rmtree(new, ignore_errors=True)
            raise Unusable(f"The ledger could not be written at {place}: {problem.strerror}.") from None
        self._point(len(self.past) + 1, digest(text))
        return digest(text)

    def _begun(self) -> Path:
        """A folder for an entry that is not there yet. Raises Unusable."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix=".entry.", dir=self.folder))
        except OSError as problem:
            raise Unusable(f"The ledger could not be written at {self.folder}: {problem.strerror}.") from None

    def _point(self, count: int, newest: str) -> None:
        """Write the head in one step."""
        said = {"format": HEAD_FORMAT, "count": count, "newest": newest}
        new = self.folder / f".head.{os.getpid()}"
        try:
            _kept(new, json.dumps(said, indent=1) + "\n")
            os.replace(new, self.folder / HEAD)
            _settled(self.folder)
        except OSError as problem:
            new.unlink(missing_ok=True)
            raise Unusable(
                f"The ledger's head could not be written in {self.folder}: {problem.strerror}."
            ) from None


def _entry(place: Path, before: str) -> tuple[Mapping[str, object], Mapping[str, str], str]:
    """What an entry says, its tables by name, and its digest. Raises Unusable."""
    try:
        text = (place / ENTRY).read_bytes().decode()
        said = json.loads(text)
        files = {
            name: (place / f"{name}.csv").read_bytes().decode()
            for name in names_of(said)
            if Path(name).name == name
        }
        certificate = (place / CERTIFICATE).read_bytes().decode()
        said_format = said["format"]
        is_whole = said["before"] == before and said["certificate"] == digest(certificate)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Unusable(f"Release {place.name} of the ledger cannot be read.") from broken
    if said_format not in (FORMAT, OLDER):
        raise Unusable(
            f"Release {place.name} of the ledger has the format «{said_format}», and not {FORMAT}: it was "
            "held against those before by other rules. Begin a new ledger."
        )
    if not is_whole:
        raise Unusable(
            f"Release {place.name} of the ledger is not the one that was entered after those before."
        )
    return said, files, digest(text)


def _head(folder: Path, digests: list[str]) -> int:
    """How many releases the head speaks of, which are all but at most the last. Raises Unusable.

    `digests`: of each entry, after the empty one of none.
    """
    there = len(digests) - 1
    held = many(there, "release", "releases")
    try:
        said = json.loads((folder / HEAD).read_bytes().decode())
        count, newest, is_read = said["count"], said["newest"], said["format"] == HEAD_FORMAT
    except (FileNotFoundError, NotADirectoryError):
        count, newest, is_read = 0, "", True
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as broken:
        raise Unusable(f"The ledger's head ({HEAD}) cannot be read.") from broken
    if not is_read or type(count) is not int or count < 0:
        raise Unusable(f"The ledger's head ({HEAD}) cannot be read.")
    if count > there:
        raise Unusable(
            f"The ledger holds {held}, and its head ({HEAD}) speaks of {count}: the newest were "
            "taken out. Put them back; without them nobody knows what is out."
        )
    if count < there - 1:
        raise Unusable(
            f"The ledger holds {held}, and its head ({HEAD}) speaks of {count}. Put back the head "
            "that was written with the newest."
        )
    if digests[count] != newest:
        raise Unusable(f"Release {count:04} of the ledger is another than the one that its head speaks of.")
    return count


def _kept(file: Path, text: str) -> None:
    """Write a file and wait until the disk has it."""
    with file.open("wb") as opened:
        opened.write(text.encode())
        opened.flush()
        os.fsync(opened.fileno())


def _settled(folder: Path) -> None:
    """Wait until the disk has what a folder names."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
