"""The ground every test stands on: one embedded server, one migrated database, one cast.

The server lives in a temporary `SAMSPIL_HOME` and ends with the run. Tests work as the runtime role
in a transaction that is rolled back; `own_database` gives a test that must commit a copy of its own.
What takes long to lay is laid once where several runs begin together: `tests/laying.py`.
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "src"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from tests.databases import BARE, DATABASE, TEMPLATE, PointedAt, copied, in_memory  # noqa: E402

HOME = Path(tempfile.mkdtemp(prefix="samspil-test-", dir=in_memory()))
LAID = os.environ.get("SAMSPIL_TEST_GROUND", "")
"""A home that was laid beforehand and is copied; without it this run lays its own."""
if LAID:
    subprocess.run(["cp", "-a", f"{LAID}/.", str(HOME)], check=True)
for name in ("SAMSPIL_DATABASE_URL", "SAMSPIL_OWNER_DATABASE_URL", "SAMSPIL_NOW", "SAMSPIL_HOSTS"):
    os.environ.pop(name, None)
os.environ.update(SAMSPIL_HOME=str(HOME), SAMSPIL_DEMO="1", SAMSPIL_DATABASE_NAME="samspil_test")
os.environ["DJANGO_SETTINGS_MODULE"] = "samspil.config.settings"
# Tools of the tests bring parsers that an installation has not: workbooks are read here as they are there.
os.environ.update(OPENPYXL_LXML="False", OPENPYXL_DEFUSEDXML="False")

STATIC_WITHOUT_COLLECTING = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LITTLE_TO_COLLECT = (50_000, 20, 100)
"""Tests throw little away in circles: at Python's own marks a quarter of a run goes into looking for it."""


class WentOutside(Exception):
    """A test tried to open a connection to another machine."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "proves(*ids): which goals or scenarios the test proves")
    _keep_sockets_inside()
    gc.set_threshold(*LITTLE_TO_COLLECT)
    hypothesis.settings.register_profile("samspil", deadline=None)  # a noisy machine is no finding
    hypothesis.settings.load_profile("samspil")
    from django.conf import settings

    if settings.SAMSPIL_HOME.path != HOME:
        raise pytest.UsageError(
            "Take DJANGO_SETTINGS_MODULE out of pyproject.toml and the command: the settings must not be"
            " read before tests/conftest.py has chosen the home."
        )
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES = STATIC_WITHOUT_COLLECTING


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(HOME, ignore_errors=True)


def _keep_sockets_inside() -> None:
    """Refuse every outgoing connection but unix and loopback, for the whole run."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}

    def guarded(name: str) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
                raise WentOutside(f"A test tried to reach {address[0]}.")
            return real[name](self, address)

        return connect

    for name in real:
        setattr(socket.socket, name, guarded(name))


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    """The embedded server of this run."""
    from samspil.interfaces.cli import launcher
    from samspil.kernel.home import Home

    with launcher.running(Home(HOME)) as running:
        yield running


@pytest.fixture(scope="session")
def django_db_setup(server: Any, django_db_blocker: Any) -> Iterator[None]:
    """Migrate one template as the owner, put the cast in it, and work in a copy of it."""
    with django_db_blocker.unblock():
        _keep(laid(server))
        copied(server.home, TEMPLATE, DATABASE)
        with PointedAt(DATABASE):
            yield


@pytest.fixture
def world(db: None) -> Iterator[Any]:
    """Two municipalities and the whole cast, made through the actions; see `tests/world.py`.

    Whoever a test appoints is gone with its rows when it ends, from the cast as well.
    """
    members = _KEPT[0].members
    cast = dict(members)
    yield _KEPT[0]
    members.clear()
    members.update(cast)


@pytest.fixture
def own_database(django_db_setup: None, server: Any, django_db_blocker: Any) -> Iterator[str]:
    """The name of a fresh copy with the cast in it, where what a test writes is really committed.

    Other processes reach it with `SAMSPIL_DATABASE_NAME`. Not together with `db`; the cast is
    `tests.world.built()`.
    """
    from samspil.interfaces.cli import launcher

    name = f"samspil_own_{os.urandom(4).hex()}"
    copied(server.home, TEMPLATE, name)
    try:
        with django_db_blocker.unblock(), PointedAt(name):
            yield name
    finally:
        launcher.drop_database(server.home, name)


_KEPT: list[Any] = []


def laid(server: Any) -> Any:
    """A migrated database, the template with the cast in it, and who the cast is: laid now or before."""
    from tests.world import build

    from samspil.interfaces.cli import launcher
    from samspil.interfaces.cli.migrating import migrate

    kept = HOME / "world"
    if not kept.exists():
        launcher.make_database(server.home, BARE)
        with PointedAt(BARE):
            migrate()
        copied(server.home, BARE, TEMPLATE)
        with PointedAt(TEMPLATE):
            kept.write_bytes(pickle.dumps(build()))
    return pickle.loads(kept.read_bytes())


def _keep(world: Any) -> None:
    from tests import world as ground

    _KEPT.append(world)
    ground.BUILT.append(world)
