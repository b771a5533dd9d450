"""G22 in the browser: a token is in no address, no header, no history, no log and nowhere on the phone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.test_offline import Phone, phone  # noqa: F401  (a fixture)
from tests.journeys.test_self_first import with_an_open_round

pytestmark = pytest.mark.journey
PLAIN = "/a/?lang=en"
OF_THE_BROWSER = {
    *("History", "History-journal", "Sessions", "segmentation_platform"),
    *("Top Sites", "Top Sites-journal"),
}
"""Where Chromium keeps the addresses that somebody opened. Cookies, caches and stores are not among them."""


def token_of(field: Any, impression: str) -> tuple[str, str]:
    """A new link as the mentor's phone shows it: its address and the token in it."""
    field.page.goto(impression.removesuffix("/impression"))
    field.tap('main button[name="make"]')
    url = field.page.locator(".whole-link").inner_text()
    assert len(url.partition("#")[2]) == 43
    return url, url.partition("#")[2]


def heard(page: Any) -> list[str]:
    """Everything that the browser asks for from now on: address and headers, without the body."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(f"{one.method} {one.url} {one.all_headers()}"))
    return asked


@pytest.mark.proves("G22")
def test_a_token_leaves_no_trace_that_opens_anything(samspil: Any, walker: Any, phone: Phone) -> None:  # noqa: F811
    """No request, log or file of ours holds it, and the way back does not lead to it. The browser itself
    remembers the address as it was opened, which no page can change: what stands there opens nothing once
    the answers are sent.
    """
    field, _course, impression = with_an_open_round(samspil, walker)
    url, token = token_of(field, impression)
    page, asked = phone.page, heard(phone.page)

    page.goto(url)
    page.wait_for_url("**/a/1")
    page.locator('button[name="step"][value="skip"]').click()
    page.wait_for_url("**/a/2")
    for _each in range(3):
        page.go_back()
        assert token not in page.url
    for number in range(2, 11):
        page.goto(f"{samspil.address}/a/{number}")
        page.locator('button[name="step"][value="skip"]').click()
        page.wait_for_url(f"**/a/{number + 1 if number < 10 else 'look'}")
    page.locator('main button[type="submit"]').click()
    page.wait_for_url("**/a/done")
    page.goto(samspil.address + PLAIN)

    assert any("/a/1" in one for one in asked)
    assert [one for one in asked if token in one] == []
    field.page.goto(f"{samspil.address}/f/")  # the page with the code turns by itself when it was answered
    stored = field.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert ("measurements" in stored, token in stored) == (True, False)
    written_down(phone.folder)
    phone.kill()
    assert holding(phone.folder, token) <= OF_THE_BROWSER
    assert kept_on_the_server(samspil.home, token) == {"a name of staff"}
    late = walker(360)
    late.page.goto(url)
    late.page.wait_for_selector('body[data-page="answer-closed"]')


def written_down(folder: Path) -> None:
    """Wait until the browser has written its history, so that a token could be in it."""
    deadline = time.monotonic() + 40
    while "History" not in holding(folder, "/a/1"):
        assert time.monotonic() < deadline, holding(folder, "/a/1")
        time.sleep(0.5)


def holding(folder: Path, word: str) -> set[str]:
    """Which of the profile's stores hold a word: the first folder or, in the profile itself, the file."""
    found = set()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            if word.encode() in content or word.encode("utf-16-le") in content:
                parts = file.relative_to(folder).parts
                found.add(parts[1] if parts[0] == "Default" else parts[0])
    return found


def kept_on_the_server(home: Path, token: str) -> set[str]:
    """What of the two stands in any file of the installation: the token; and, so that it could, a name."""
    words = {token: "the token", "Jonas Ravn": "a name of staff"}
    found = set()
    for file in home.rglob("*"):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            found |= {told for word, told in words.items() if word.encode() in content}
    return found
