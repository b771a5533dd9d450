"""A meeting written without a connection: waits on the phone, survives the browser's death, is sent once."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright

from conftest import FLAGS

pytestmark = pytest.mark.journey
CANARY = "kanariefugl-under-jorden-7193"
PLAIN = "kanariefugl-i-det-aabne-2846"


class Phone:
    """A browser with a profile folder of its own, which can be killed and started again."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self) -> None:
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=shutil.which("chromium"),
            args=FLAGS,
            viewport={"width": 360, "height": 800},
            locale="da-DK",
        )
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.page.set_default_timeout(20_000)

    def processes(self) -> list[int]:
        """Every process of this browser, found by its profile folder."""
        found = []
        for one in Path("/proc").iterdir():
            if one.name.isdigit():
                try:
                    command = (one / "cmdline").read_bytes()
                except OSError:
                    continue
                if f"--user-data-dir={self.folder}".encode() in command:
                    found.append(int(one.name))
        return found

    def kill(self) -> None:
        """As when the phone runs out of power: nothing is told, nothing is tidied."""
        group = self.processes()
        assert group
        for one in group:
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + 20
        while self.processes():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        with contextlib.suppress(Error):
            self.context.close()  # the library does not know yet that the browser is gone
        for lock in self.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def files_with(self, *words: str) -> set[str]:
        """Which of the words stand in the open somewhere in the profile folder, in any usual encoding."""
        spellings = {
            word: {word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")} for word in words
        }
        found = set()
        for file in self.folder.rglob("*"):
            if file.is_file() and not file.is_symlink():
                content = file.read_bytes()
                found |= {word for word, ways in spellings.items() if any(one in content for one in ways)}
        return found

    def draft(self, state: str) -> Any:
        return self.page.locator(f'#drafts li[data-state="{state}"]')

    def stored(self) -> list[dict[str, Any]]:
        """What the store holds: everything but the ciphertext."""
        rows: list[dict[str, Any]] = self.page.evaluate(
            """() => new Promise((done) => {
              const asked = indexedDB.open("samspil-drafts", 1);
              asked.onsuccess = () => {
                const rows = asked.result.transaction("drafts").objectStore("drafts").getAll();
                rows.onsuccess = () => { asked.result.close();
                  done(rows.result.map((row) => ({ ...row, iv: 0, data: row.data.byteLength }))); };
              };
            })"""
        )
        return rows


@pytest.fixture
def phone(playwright: Playwright) -> Iterator[Phone]:
    folder = Path(tempfile.mkdtemp(prefix="samspil-phone-"))
    one = Phone(playwright, folder)
    yield one
    one.context.close()
    shutil.rmtree(folder, ignore_errors=True)


def at(phone: Phone, page: str) -> None:
    phone.page.wait_for_selector(f'body[data-page="{page}"]')


def meeting_page(phone: Phone, samspil: Any, cast: str = "mentor-odense") -> str:
    """Signed in, at an empty meeting, the key in the page's memory; the course's address."""
    page = phone.page
    page.goto(samspil.link(cast))
    course = str(page.locator(".course-card h2 a").first.get_attribute("href"))
    with page.expect_response("**/f/drafts/key"):
        page.goto(f"{samspil.address}{course}/meeting")
    page.wait_for_load_state("networkidle")
    return course


def write(phone: Phone, text: str) -> None:
    phone.page.locator('[name="line"]').fill(text)
    phone.page.locator("details.more summary").click()
    phone.page.locator('[name="did"]').fill(f"{text} igen")
    phone.page.locator('main button[name="save"]').click()


def times_written(phone: Phone, samspil: Any, course: str, text: str) -> int:
    phone.page.goto(samspil.address + course)
    return int(phone.page.locator(".rows li").filter(has_text=text).count())


@pytest.mark.proves("S1")
def test_a_meeting_waits_locked_through_the_browsers_death_and_is_sent_once(
    samspil: Any, phone: Phone
) -> None:
    keys: list[str] = []
    phone.page.on(
        "response",
        lambda one: (
            keys.extend(each["key"] for each in one.json()["keys"]) if one.url.endswith("/key") else None
        ),
    )
    course = meeting_page(phone, samspil)
    assert len(keys) == 1
    phone.page.evaluate(
        """(word) => new Promise((done) => {
          localStorage.setItem("plain", word);
          const asked = indexedDB.open("plain", 1);
          asked.onupgradeneeded = () => asked.result.createObjectStore("rows");
          asked.onsuccess = () => {
            const act = asked.result.transaction("rows", "readwrite");
            act.objectStore("rows").put(word + "-db", 1);
            act.oncomplete = done;
          };
        })""",
        PLAIN,
    )
    phone.context.set_offline(True)
    write(phone, CANARY)
    phone.draft("waiting").wait_for()
    assert "Venter på at blive sendt" in phone.draft("waiting").inner_text()
    assert "Ikke sendt endnu" in phone.page.locator("[data-told]").inner_text()
    assert phone.page.locator("form.session-form").is_hidden()
    assert [row["state"] for row in phone.stored()] == ["waiting"]
    time.sleep(2)  # what the browser writes behind our back, it has written by now

    phone.kill()

    assert phone.files_with(PLAIN, f"{PLAIN}-db", CANARY, keys[0]) == {PLAIN, f"{PLAIN}-db"}

    phone.start()
    page = phone.page
    page.goto(samspil.link("mentor-odense"))
    at(phone, "field-caseload")
    phone.draft("sent").wait_for()
    assert phone.files_with(CANARY) == set()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert phone.stored() == []
    assert times_written(phone, samspil, course, CANARY) == 1


def test_half_written_is_there_again_after_the_browsers_death(samspil: Any, phone: Phone) -> None:
    course = meeting_page(phone, samspil)
    phone.page.locator('[name="kind"][value="call"]').click()
    phone.page.locator('[name="line"]').fill("Halvvejs med det hele")
    phone.page.wait_for_timeout(1500)

    phone.kill()
    assert phone.files_with("Halvvejs med det hele") == set()
    phone.start()
    phone.page.goto(samspil.link("mentor-odense"))
    phone.draft("open").wait_for()
    phone.draft("open").locator("a").click()
    at(phone, "field-session")
    phone.page.locator("[data-told]").wait_for()

    assert phone.page.locator('[name="line"]').input_value() == "Halvvejs med det hele"
    assert phone.page.locator('[name="kind"]:checked').get_attribute("value") == "call"
    phone.page.locator('main button[name="save"]').click()
    at(phone, "field-caseload")
    phone.draft("sent").wait_for()
    assert times_written(phone, samspil, course, "Halvvejs med det hele") == 1


@pytest.mark.proves("S1")
def test_an_answer_lost_on_the_way_leaves_one_meeting(samspil: Any, phone: Phone) -> None:
    course = meeting_page(phone, samspil)

    def lose(route: Any) -> None:
        route.fetch()  # the server writes it; the phone never hears
        route.abort()

    phone.page.route("**/meeting", lambda one: lose(one) if one.request.method == "POST" else one.continue_())
    write(phone, "Svaret blev væk")
    phone.draft("waiting").wait_for()
    phone.page.unroute_all()
    phone.draft("waiting").get_by_role("button", name="Send nu").click()
    phone.draft("sent").wait_for()

    assert times_written(phone, samspil, course, "Svaret blev væk") == 1


def test_it_is_sent_by_itself_when_the_connection_is_back(samspil: Any, phone: Phone) -> None:
    course = meeting_page(phone, samspil)
    phone.context.set_offline(True)
    write(phone, "Kom selv frem")
    phone.draft("waiting").wait_for()
    assert phone.page.locator("footer .note-late").count() == 1  # signing out would erase it

    phone.context.set_offline(False)
    phone.draft("sent").wait_for()

    assert times_written(phone, samspil, course, "Kom selv frem") == 1


def test_what_a_rule_refuses_is_kept_with_the_sentence(samspil: Any, phone: Phone) -> None:
    course = meeting_page(phone, samspil)
    phone.context.set_offline(True)
    phone.page.locator("details.more summary").click()
    phone.page.locator('[name="held_on"]').fill("2015-01-01")
    phone.page.locator('[name="did"]').fill("Skrevet på en forkert dag")
    phone.page.locator('main button[name="save"]').click()
    phone.draft("waiting").wait_for()
    phone.context.set_offline(False)
    phone.draft("failed").wait_for()

    text = phone.draft("failed").inner_text()
    assert "Ikke sendt" in text
    assert "Vælg en dag" in text
    phone.draft("failed").get_by_role("button", name="Åbn og ret").click()
    phone.page.locator(".error-summary").wait_for()
    assert phone.page.locator('[name="did"]').input_value() == "Skrevet på en forkert dag"
    phone.page.locator('[name="held_on"]').fill("2014-11-02")
    phone.page.locator('main button[name="save"]').click()
    at(phone, "field-caseload")
    phone.draft("sent").wait_for()
    assert times_written(phone, samspil, course, "Skrevet på en forkert dag") == 1


@pytest.mark.proves("S1")
@pytest.mark.parametrize("button", ["sign_out", "sign_out_everywhere"])
def test_signing_out_erases_what_waits(samspil: Any, phone: Phone, button: str) -> None:
    meeting_page(phone, samspil)
    phone.context.set_offline(True)
    write(phone, "Væk ved log af")
    phone.draft("waiting").wait_for()
    assert len(phone.stored()) == 1
    phone.page.route("**/meeting", lambda one: one.abort())
    phone.context.set_offline(False)

    phone.page.locator(f'button[name="{button}"]').click()
    at(phone, "public-front")

    names = phone.page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert names == []


@pytest.mark.proves("S1")
def test_signing_out_elsewhere_erases_it_here_at_the_next_contact(samspil: Any, phone: Phone) -> None:
    course = meeting_page(phone, samspil)
    phone.context.set_offline(True)
    write(phone, "Telefonen blev væk")
    phone.draft("waiting").wait_for()
    other = phone.playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    elsewhere = other.new_page()
    elsewhere.goto(samspil.link("mentor-odense"))
    elsewhere.locator('button[name="sign_out_everywhere"]').click()
    elsewhere.wait_for_selector('body[data-page="public-front"]')

    phone.context.set_offline(False)
    phone.page.wait_for_timeout(2000)
    phone.page.goto(f"{samspil.address}/f/")

    names = phone.page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert names == []
    elsewhere.goto(samspil.link("mentor-odense"))
    elsewhere.goto(samspil.address + course)
    assert elsewhere.locator(".rows li").filter(has_text="Telefonen blev væk").count() == 0
    other.close()
