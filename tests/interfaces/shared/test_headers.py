"""Every response carries its headers, whatever its status."""

from __future__ import annotations

import pytest
from django.test import Client

from samspil.interfaces.web.entrance import signing_in

EXPECTED_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def _responses(world, monkeypatch):
    coordinator, anonymous = world.client("coordinator", "aaby"), Client()
    yield 200, coordinator.get("/o/")
    yield 200, anonymous.get("/e/sign-in/")
    yield 302, anonymous.get("/o/")
    yield 400, Client(SERVER_NAME="evil.example").get("/e/sign-in/")
    yield 403, coordinator.get("/f/")
    yield 403, Client(enforce_csrf_checks=True).post("/e/sign-in/")
    yield 404, coordinator.get("/no-such-page/")
    yield 405, coordinator.get("/e/sign-out/")
    yield 410, anonymous.get("/e/demo/" + "x" * 43)
    yield 404, anonymous.get("/static/no-such-file.css")
    broken = world.client("coordinator", "aaby")
    broken.raise_request_exception = False

    def break_down(*_args):
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(signing_in, "posts_of", break_down)
        yield 500, broken.get("/e/role/")


@pytest.mark.proves("G18")
def test_every_status_has_every_header(world, monkeypatch):
    seen = []
    for status, answer in _responses(world, monkeypatch):
        assert answer.status_code == status
        assert set(answer["Content-Security-Policy"].split("; ")) == EXPECTED_POLICY
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert "camera=()" in answer["Permissions-Policy"]
        assert "publickey-credentials-get=(self)" in answer["Permissions-Policy"]
        assert "Strict-Transport-Security" not in answer
        seen.append(status)
    assert sorted(set(seen)) == [200, 302, 400, 403, 404, 405, 410, 500]


@pytest.mark.proves("G18")
def test_https_is_demanded_outside_the_demo(world, settings):
    settings.SAMSPIL_DEMO = False

    assert Client().get("/e/sign-in/")["Strict-Transport-Security"].startswith("max-age=63072000")


@pytest.mark.proves("G17")
def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(world):
    client = world.client("coordinator", "aaby")
    answer = client.post(
        "/e/role/",
        {"appointment": str(world.member("coordinator", "aaby").appointment_id), "purpose": "support"},
    )

    cookie = answer.cookies["samspil_session"]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
