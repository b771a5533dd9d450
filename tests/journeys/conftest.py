"""A real Samspil, started as anyone would start it, and a real Chromium in front of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from tests.databases import in_memory

ROOT = Path(__file__).resolve().parents[2]
SAMSPIL = [sys.executable, "-m", "samspil.interfaces.cli.main"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FIRST_START_S = 240
PICTURES = os.environ.get("SAMSPIL_PICTURES", "")
PATIENCE_MS = 30_000
"""No gate on speed: the other tests run beside these, and a slow disk holds up a commit."""
GIVES_LINKS = """
import sys
from samspil.interfaces.cli.main import main
for line in sys.stdin:
    if main(["demo", "link", "--as", line.strip()]):
        print()  # nobody waits for a link that does not come
    sys.stdout.flush()
"""
FAILED = pytest.StashKey[bool]()


@dataclass
class Running:
    """A started Samspil: where it is, and its command."""

    home: Path
    port: int
    process: subprocess.Popen[str]
    said: list[str]
    giver: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def command(self, *arguments: str) -> Any:
        done = subprocess.run(
            [*SAMSPIL, *arguments, "--json"],
            env=environment(self.home, self.port),
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def link(self, cast: str) -> str:
        """A link as `samspil demo link` gives it: the first by itself, the others by one long run of it."""
        if self.giver is None:
            self.giver = subprocess.Popen(
                [sys.executable, "-c", GIVES_LINKS],
                env=environment(self.home, self.port),
                cwd=ROOT,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            return str(self.command("demo", "link", "--as", cast)["url"])
        assert self.giver.stdin is not None
        assert self.giver.stdout is not None
        print(cast, file=self.giver.stdin, flush=True)
        told = self.giver.stdout.readline().strip()
        assert told.startswith(f"{self.address}/e/demo/"), told
        return told


def environment(home: Path, port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SAMSPIL_", "DJANGO_"))}
    return {**kept, "SAMSPIL_HOME": str(home), "SAMSPIL_PORT": str(port), "PYTHONPATH": str(ROOT / "src")}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(home: Path, port: int) -> Running:
    """`samspil up`, waited for until it says that it runs.

    What it says goes to a file: a pipe that nobody empties stops the server once it is full.
    """
    log = home / "said.log"
    home.mkdir(parents=True, exist_ok=True)
    with log.open("w") as said:
        process = subprocess.Popen(
            [*SAMSPIL, "up"],
            env=environment(home, port),
            cwd=ROOT,
            text=True,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + FIRST_START_S
    while time.monotonic() < deadline and process.poll() is None:
        lines = log.read_text(errors="replace").splitlines()
        if any("Ctrl-C stops" in line for line in lines):
            return Running(home, port, process, lines)
        time.sleep(0.1)
    if process.poll() is None:
        process.kill()
    raise AssertionError(f"it did not start: {log.read_text(errors='replace')}")


def stopped(running: Running) -> int:
    """What Ctrl-C does; the exit code."""
    if running.giver is not None and running.giver.stdin is not None:
        running.giver.stdin.close()
        running.giver.wait(60)
    if running.process.poll() is None:
        running.process.send_signal(signal.SIGINT)
    return running.process.wait(60)


@pytest.fixture(scope="session")
def filled() -> Iterator[Path]:
    """The home of a Samspil that was started for the first time and stopped again."""
    home = Path(tempfile.mkdtemp(prefix="samspil-filled-", dir=in_memory()))
    first = started(home, free_port())
    time.sleep(5)  # a web worker that is only just beginning is left behind by its parent
    assert stopped(first) in (0, 130)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def on_a_copy(filled: Path) -> Iterator[Running]:
    """A Samspil that is started again, on a copy of this home."""
    home = Path(tempfile.mkdtemp(prefix="samspil-journey-", dir=in_memory()))
    subprocess.run(["cp", "-a", f"{filled}/.", str(home)], check=True)
    running = started(home, free_port())
    yield running
    stopped(running)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def samspil(filled: Path) -> Iterator[Running]:
    with on_a_copy(filled) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The library, once: two of its runs cannot be open at the same time."""
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session", autouse=True)
def arriving() -> Iterator[None]:
    """A click leaves off when the next page begins to come; what is counted then must stand there whole."""
    click = Locator.click

    def and_arrived(one: Locator, *given: Any, **named: Any) -> None:
        click(one, *given, **named)
        one.page.wait_for_load_state("domcontentloaded")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", and_arrived)
        yield


class Walker:
    """Someone with a browser of their own; counts taps, and looks at each page as it comes."""

    def __init__(self, browser: Browser, width: int) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 800}, locale="da-DK"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.width, self.taps = width, 0
        self.complaints: list[str] = []
        self.page.on("console", lambda one: self._heard(one.text) if one.type == "error" else None)
        self.page.on("pageerror", lambda one: self._heard(str(one)))

    def _heard(self, text: str) -> None:
        if not any(f"status of {one}" in text for one in (404, 409, 422)):
            self.complaints.append(text)

    def at(self) -> str:
        return str(self.page.locator("body").get_attribute("data-page"))

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.taps += 1

    def through(self, address: str) -> None:
        """Through the menu; on a phone the office's is one line that is unfolded first."""
        line = self.page.locator(".folded > summary")
        if line.is_visible():
            self.tap(".folded > summary")
        self.tap(f'nav a[href="{address}"]')

    def chip(self, name: str, value: str) -> None:
        self.tap(f'input[name="{name}"][value="{value}"]')

    def tick(self, name: str) -> None:
        self.tap(f'label[for="id_{name}"]')

    def stands(self) -> str:
        """The words of the page, for the report of a test that failed."""
        try:
            return self.page.locator("body").inner_text(timeout=2_000)[:3000]
        except PlaywrightError as why:
            return f"(not to be read: {why})"

    def look(self, name: str = "") -> None:
        """No axe violation, no sideways scrolling, no complaint from the browser; a picture, if wanted."""
        self.page.evaluate("Promise.all(document.getAnimations().map(one => one.finished)).then(() => true)")
        found = Axe().run(self.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], self.page.url
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide == 0, f"{self.page.url} scrolls sideways by {wide}px at {self.width}"
        assert self.complaints == []
        self.picture(name or self.at())

    def picture(self, name: str) -> None:
        """Keep a picture of the page in the folder that SAMSPIL_PICTURES names, if it names one."""
        if PICTURES:
            path = Path(PICTURES) / f"{name}-{self.width}.png"
            self.page.screenshot(path=path, full_page=True)


@pytest.fixture
def walker(chromium: Browser, samspil: Running, request: pytest.FixtureRequest) -> Iterator[Any]:
    walkers: list[Walker] = []
    logs = {log: log.stat().st_size for log in samspil.home.rglob("*.log")}

    def new(width: int) -> Walker:
        walkers.append(Walker(chromium, width))
        return walkers[-1]

    yield new
    if request.node.stash.get(FAILED, False):
        for number, one in enumerate(walkers, 1):
            print(f"walker {number} stood at {one.page.url}, {one.complaints}:\n{one.stands()}\n")
        for log, size in logs.items():
            print(f"{log.name}:\n{log.read_bytes()[size:].decode(errors='replace')[-4000:]}")
    for one in walkers:
        one.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tell the fixtures that the test itself failed, so that they can say what stood there."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report
