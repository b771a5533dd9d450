"""Where `samspil protect` writes: a folder that holds nothing which is needed still, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from samspil.interfaces.cli.exits import ENVIRONMENT, USAGE, Failed


def must_be_free(out: Path, read: Sequence[str], ledger: str | None, is_forced: bool) -> None:
    """A folder can be written: it is new or empty, or may be written over.

    Whatever is in it is taken away then, so it may not hold the ledger, the files that are `read` or the
    folder that the command runs in, and not lie in the ledger, where it would be taken for an entry. Raises
    Failed.
    """
    try:
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise Failed(f"{out} is no folder; choose another.", USAGE, path=str(out))
        if out.exists() and any(out.iterdir()) and not is_forced:
            raise Failed(f"{out} is not empty; choose another folder, or say --force.", USAGE, path=str(out))
        place, own = out.resolve(), Path(ledger).resolve() if ledger else None
        needed = [Path.cwd(), *(Path(one).resolve() for one in read), *([own] if own else [])]
    except (OSError, RuntimeError) as problem:
        raise Failed(f"{out} cannot be written: {_why(problem)}.", USAGE, path=str(out)) from None
    for one in needed:
        if place == one or place in one.parents:
            raise Failed(f"{out} holds {one}, which is needed; choose another folder.", USAGE, path=str(out))
    if own is not None and own in place.parents:
        raise Failed(f"{out} lies in the ledger; choose another folder.", USAGE, path=str(out))


def put(out: Path, texts: Mapping[str, str], *, is_entered: bool) -> None:
    """Write these files (by name) and nothing else into a folder, whole or not at all.

    `is_entered`: whether the release stands in a ledger already. Raises Failed.
    """
    try:
        _put(out, texts)
    except OSError as problem:
        more = "Nothing was written there."
        if is_entered:
            more += " The release is entered in the ledger: run it again with the same data to get its files."
        told = f"{out} could not be written: {_why(problem)}. {more}"
        raise Failed(told, ENVIRONMENT, path=str(out)) from None


def _put(out: Path, texts: Mapping[str, str]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, text in texts.items():
            (new / name).write_bytes(text.encode())
        new.chmod(0o755)
        if out.exists():
            _instead(new, out)
        else:
            os.replace(new, out)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _instead(new: Path, out: Path) -> None:
    """Put a folder in the place of another, which stays where that cannot be done."""
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    old = aside / "old"
    try:
        os.replace(out, old)
        try:
            os.replace(new, out)
        except BaseException:
            os.replace(old, out)
            raise
    except BaseException:
        aside.rmdir()
        raise
    shutil.rmtree(aside)


def _why(problem: OSError | RuntimeError) -> str:
    return getattr(problem, "strerror", None) or "its links lead nowhere"
