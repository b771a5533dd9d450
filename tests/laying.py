"""Lay the ground of the tests once, for several runs that begin with a copy of it.

`python -m tests.laying FOLDER` leaves a home there, with a stopped cluster, the migrated template and the
cast. A run takes it up when SAMSPIL_TEST_GROUND names the folder. It is laid anew by whoever uses it:
nothing here looks whether the code has changed since.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests import conftest


def lay(folder: Path) -> None:
    """A home in this folder, which must not be there yet."""
    import django

    from samspil.interfaces.cli import launcher
    from samspil.kernel.home import Home

    django.setup()
    with launcher.running(Home(conftest.HOME)) as server:
        conftest.laid(server)
    folder.mkdir(mode=0o700, parents=True)
    subprocess.run(["cp", "-a", f"{conftest.HOME}/.", str(folder)], check=True)  # who owns what as well


if __name__ == "__main__":
    try:
        lay(Path(sys.argv[1]).resolve())
    finally:
        shutil.rmtree(conftest.HOME, ignore_errors=True)
