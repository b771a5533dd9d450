"""Signing in with a password and a second factor, choosing a role, signing out."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client
from tests.interfaces.factors import account, code, events, signed_in, typed, with_app
from tests.world import PASSWORD

COOKIE = settings.SESSION_COOKIE_NAME


@pytest.mark.proves("G13", "G17")
def test_password_code_and_role_lead_in_and_every_step_changes_the_key(world):
    member = world.member("coordinator", "aaby")
    with_app(member)
    client, keys = Client(), []

    after_password = typed(client, member)
    keys.append(client.cookies[COOKIE].value)
    assert client.get("/o/").status_code == 302
    after_code = client.post("/e/sign-in/code/", {"code": code()})
    keys.append(client.cookies[COOKIE].value)
    assert client.get("/o/")["Location"] == "/e/role/"
    asked = client.get("/e/role/")
    chosen = {"appointment": str(member.appointment_id), "purpose": "coordination"}
    after_role = client.post("/e/role/", chosen)
    keys.append(client.cookies[COOKIE].value)

    assert (after_password["Location"], after_code["Location"], after_role["Location"]) == (
        "/e/sign-in/code/",
        "/e/role/",
        "/o/",
    )
    assert 'data-page="entrance-role"' in asked.content.decode()
    assert client.get("/o/").status_code == 200
    assert len(set(keys)) == 3
    assert events(world)[0] == ("entrance.signed_in", "coordinator", "totp")
    for old in keys[:2]:
        thief = Client()
        thief.cookies[COOKIE] = old
        assert thief.get("/o/")["Location"].startswith("/e/sign-in/")


@pytest.mark.proves("G17")
def test_another_purpose_is_another_key_and_an_event(world):
    client = world.client("coordinator", "aaby")
    before = client.cookies[COOKIE].value

    client.post(
        "/e/role/",
        {"appointment": str(world.member("coordinator", "aaby").appointment_id), "purpose": "support"},
    )

    assert client.cookies[COOKIE].value != before
    assert client.get("/o/").wsgi_request.actor.purpose == "support"
    assert events(world)[0] == ("entrance.role_chosen", "coordinator", "support")
    thief = Client()
    thief.cookies[COOKIE] = before
    assert thief.get("/o/")["Location"].startswith("/e/sign-in/")


def test_a_purpose_of_another_role_comes_back_with_a_sentence(world):
    client = world.client("coordinator", "aaby")

    answer = client.post(
        "/e/role/",
        {"appointment": str(world.member("coordinator", "aaby").appointment_id), "purpose": "control"},
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["purpose"]
    assert client.get("/o/").wsgi_request.actor.purpose == "coordination"


def test_another_persons_appointment_cannot_be_chosen(world):
    client = world.client("coordinator", "aaby")

    answer = client.post(
        "/e/role/",
        {"appointment": str(world.member("coordinator", "baekby").appointment_id), "purpose": "coordination"},
    )

    assert answer.context["form"].errors["appointment"]
    assert client.get("/o/").wsgi_request.actor.tenant_id == world.tenant("aaby")


def test_one_role_with_one_purpose_is_not_asked_for(world):
    member = world.member("mentor", "aaby")
    with_app(member)

    assert signed_in(member).get("/e/role/")["Location"] == "/f/"


@pytest.mark.proves("G13")
def test_a_code_works_once_and_one_step_of_drift_is_allowed(world, monkeypatch):
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: 1_800_000_010.0))
    member = world.member("coordinator", "aaby")
    with_app(member)
    used = code()
    first, second, third, fourth = Client(), Client(), Client(), Client()
    for client in (first, second, third, fourth):
        typed(client, member)

    assert first.post("/e/sign-in/code/", {"code": used}).status_code == 302
    again = second.post("/e/sign-in/code/", {"code": f"{used[:3]} {used[3:]}"})
    assert again.status_code == 200
    assert again.context["form"].errors["code"]
    assert third.post("/e/sign-in/code/", {"code": code(-1)}).status_code == 302
    assert fourth.post("/e/sign-in/code/", {"code": code(-5)}).status_code == 200


@pytest.mark.proves("G13")
def test_a_first_factor_is_set_up_before_anything_opens(world):
    member = world.member("coordinator", "aaby")
    client = Client()

    assert typed(client, member)["Location"] == "/e/role/"
    assert client.get("/e/role/")["Location"] == "/e/factors/"
    assert client.get("/e/factors/").status_code == 200
    assert client.get("/e/factors/app/")["Location"].startswith("/e/again/")
    client.post("/e/again/?next=/e/factors/app/", {"password": PASSWORD})
    page = client.get("/e/factors/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    assert "<svg" in page
    assert "data:" not in page
    done = client.post("/e/factors/app/", {"code": code(0, secret)})
    assert done["Location"] == "/e/factors/codes/"
    assert client.get("/o/")["Location"] == "/e/role/"
    assert client.get("/e/role/")["Location"] == "/e/again/code/?next=%2Fe%2Frole%2F"
    again = client.post("/e/again/code/?next=/e/role/", {"code": code(1, secret), "next": "/e/role/"})
    assert again["Location"] == "/e/role/"
    assert client.get("/e/role/").status_code == 200
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert "secret" in stored
    assert mail.outbox == []


@pytest.mark.proves("G13")
def test_a_recovery_code_lets_in_once(world):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    member = world.member("mentor", "aaby")
    with_app(member)
    spare = RecoveryCodes.activate(account(member)).get_unused_codes()[0]
    first, second = Client(), Client()
    typed(first, member)
    typed(second, member)

    assert first.post("/e/sign-in/code/", {"code": spare})["Location"] == "/e/role/"
    assert first.get("/e/role/")["Location"] == "/f/"
    assert second.post("/e/sign-in/code/", {"code": spare}).status_code == 200


@pytest.mark.proves("G13")
def test_the_last_factor_cannot_be_taken_away(world):
    member = world.member("mentor", "aaby")
    with_app(member)
    client = signed_in(member)
    client.post("/e/again/code/", {"code": code(1)})

    answer = client.post("/e/factors/app/remove/")

    assert answer.status_code == 200
    assert Authenticator.objects.filter(user_id=member.account_id, type="totp").count() == 1


@pytest.mark.proves("G09")
def test_a_factor_that_is_gone_ends_what_it_opened(world):
    member = world.member("mentor", "aaby")
    factor = with_app(member)
    client = signed_in(member)
    client.get("/e/role/")
    assert client.get("/f/").status_code == 200

    factor.delete()

    assert client.get("/f/")["Location"] == "/e/role/"


@pytest.mark.proves("G14")
def test_a_known_and_an_unknown_name_are_answered_alike(world):
    def answer(email: str) -> tuple[int, str, list[str]]:
        page = Client().post("/e/sign-in/", {"login": email, "password": "Not the right one, no"})
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        return page.status_code, text.replace(email, ""), sorted(page.cookies)

    known = answer(world.member("coordinator", "aaby").email)
    no_password = answer(world.member("dpo", "aaby").email)
    unknown = answer("nobody@aaby.example")

    assert known == unknown == no_password
    assert 'role="alert"' in known[1]


@pytest.mark.proves("G09", "G14")
def test_a_closed_account_is_answered_like_an_unknown_one(world):
    member = world.member("coordinator", "aaby")
    client = world.client("coordinator", "aaby")
    assert client.get("/o/").status_code == 200
    closed = account(member)
    closed.is_active = False
    closed.save(update_fields=["is_active"])

    assert typed(Client(), member).context["form"].non_field_errors()
    assert client.get("/o/")["Location"].startswith("/e/sign-in/")


@pytest.mark.proves("G18")
def test_signing_out_ends_the_session_on_the_server_and_clears_the_browser(world):
    client = world.client("coordinator", "aaby")
    key = client.cookies[COOKIE].value
    assert client.get("/e/sign-out/").status_code == 405
    assert client.get("/o/").status_code == 200

    answer = client.post("/e/sign-out/")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert events(world)[0] == ("entrance.signed_out", "coordinator", "")
    thief = Client()
    thief.cookies[COOKIE] = key
    assert thief.get("/o/")["Location"].startswith("/e/sign-in/")


def test_a_failed_try_is_told_to_the_organisation_without_naming_a_doer(world):
    typed(Client(), world.member("coordinator", "aaby"), "Not the right one, no")

    assert events(world)[0] == ("entrance.sign_in_failed", "anonymous", "password")
    assert ("entrance.sign_in_failed", "anonymous", "password") not in events(world, "baekby")


@pytest.mark.proves("G19")
def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(world):
    client = world.client("coordinator", "aaby")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[COOKIE] = client.cookies[COOKIE].value
    strict.get("/e/role/")
    token = strict.cookies[settings.CSRF_COOKIE_NAME].value

    assert strict.post("/e/sign-out/").status_code == 403
    foreign = strict.post(
        "/e/sign-out/", {"csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"}
    )
    assert foreign.status_code == 403
    assert strict.get("/o/").status_code == 200
    own = strict.post("/e/sign-out/", {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"})
    assert own.status_code == 302
