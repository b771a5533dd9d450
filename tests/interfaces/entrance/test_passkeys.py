"""A passkey, added and used in a real browser with a virtual authenticator, under the strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page, sync_playwright
from tests.interfaces.factors import typed
from tests.world import PASSWORD, World, built

from samspil.kernel.actor import Actor
from samspil.people.actions import people as actions
from samspil.people.models.people import Appointment
from samspil.trust.scope import scope

KINDS = ("error", "warning")
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def _served() -> Iterator[str]:
    """Samspil at http://localhost, where browsers allow passkeys."""
    thread = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


@contextmanager
def _browser() -> Iterator[tuple[Page, list[str]]]:
    """A page with a virtual authenticator, and everything its console complained about."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(locale="en-GB").new_page()
        complaints: list[str] = []
        page.on("console", lambda one: complaints.append(one.text) if one.type in KINDS else None)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page, complaints
        browser.close()


def _link(world: World) -> str:
    member = world.member("coordinator", "aaby")
    by = Actor.job(member.tenant_id)
    with scope(by):
        appointment = Appointment.objects.get(id=member.appointment_id)
        return actions.make_sign_in_link(by=by, at=world.at, appointment=appointment).token


def _shown(page: Page) -> str | None:
    return page.locator("body").get_attribute("data-page")


@pytest.mark.journey
@pytest.mark.proves("G12", "G13")
def test_a_passkey_lets_in_without_a_password_even_when_the_name_is_shut(own_database: str) -> None:
    world = built()
    member, token = world.member("coordinator", "aaby"), _link(world)

    with _served() as base, _browser() as (page, complaints):
        page.goto(f"{base}/e/demo/{token}")
        page.goto(f"{base}/e/factors/passkeys/add/")
        page.fill("[name=password]", PASSWORD)
        page.click("[name=confirm]")
        page.fill("[name=name]", "Phone")
        page.click("label[for=id_passwordless]")
        page.click("[name=add]")
        page.wait_for_url("**/e/factors/codes/")
        page.goto(f"{base}/e/role/")
        page.click("[name=sign_out]")
        page.wait_for_url(f"{base}/")

        page.goto(f"{base}/e/sign-in/")
        page.click("[name=passkey]")
        page.wait_for_url("**/e/role/")
        page.check("[name=purpose][value=coordination]")
        page.click("[name=save]")
        page.wait_for_url("**/o/")
        shown, errors = _shown(page), [*complaints]

    assert shown == "office-home"
    assert errors == []
    for _ in range(6):
        typed(Client(), member, "Not the right one, no")
    assert typed(Client(), member).status_code == 200
