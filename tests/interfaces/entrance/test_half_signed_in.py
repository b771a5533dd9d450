"""A password opens the way to the second factor and, as long as there is one, nothing else."""

from __future__ import annotations

import json
import re
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client
from tests.interfaces.factors import account, code, events, signed_in, typed, with_app
from tests.world import PASSWORD

COOKIE = settings.SESSION_COOKIE_NAME
FACTOR_PAGES = (
    "/e/factors/",
    "/e/factors/app/",
    "/e/factors/app/remove/",
    "/e/factors/codes/",
    "/e/factors/codes/new/",
    "/e/factors/codes/file/",
    "/e/factors/passkeys/",
    "/e/factors/passkeys/add/",
    "/e/factors/passkeys/{key}/",
    "/e/factors/passkeys/{key}/remove/",
)


@pytest.fixture(autouse=True)
def unread_keys(monkeypatch):
    """The passkeys of these tests are rows that no device made: the library need not read them."""
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])


def _with_key(member) -> Authenticator:
    """A passkey as the database holds it; nobody can use it."""
    data = {"name": "Phone", "credential": {"id": "x"}}
    return Authenticator.objects.create(
        user_id=member.account_id, type=Authenticator.Type.WEBAUTHN, data=data
    )


def _factors(member) -> list:
    return sorted(Authenticator.objects.filter(user_id=member.account_id).values_list("pk", "data__name"))


def _tried(client: Client, key: Authenticator) -> dict[str, tuple[int, str]]:
    """Every factor page, opened and sent to: its answer's number and where it leads."""
    answers = {}
    for page in FACTOR_PAGES:
        where = page.format(key=key.pk)
        for method in (client.get, client.head, client.post):
            answer = method(where, {"name": "Mine"} if method == client.post else {})
            answers[f"{method.__name__} {page}"] = (
                answer.status_code,
                answer.headers.get("Location", "").partition("?")[0],
            )
    return answers


@pytest.mark.proves("G13")
def test_a_session_from_before_the_factor_reaches_nothing_but_the_factor(world):
    member = world.member("mentor", "aaby")
    thief = Client()
    assert typed(thief, member)["Location"] == "/e/role/"
    assert thief.post("/e/again/?next=/e/factors/", {"password": PASSWORD})["Location"] == "/e/factors/"
    with_app(member)
    key = _with_key(member)
    spare = RecoveryCodes.activate(account(member)).get_unused_codes()[0]
    before = _factors(member)

    answers = _tried(thief, key)
    password = thief.post("/e/again/?next=/e/factors/codes/", {"password": PASSWORD})
    again = thief.get("/e/factors/codes/")

    allowed = {(302, "/e/again/code/"), (405, "")}
    assert {one: what for one, what in answers.items() if what not in allowed} == {}
    assert sum(what == (302, "/e/again/code/") for what in answers.values()) == 26
    assert password["Location"].startswith("/e/again/code/")
    assert again["Location"] == "/e/again/code/?next=%2Fe%2Ffactors%2Fcodes%2F"
    assert "/e/again/?" not in thief.get("/e/again/code/").content.decode()
    assert _factors(member) == before
    whole = thief.post("/e/again/code/?next=/e/factors/codes/", {"code": code()})
    assert whole["Location"] == "/e/factors/codes/"
    assert spare in thief.get("/e/factors/codes/").content.decode()
    assert "/e/again/" in thief.get("/e/again/code/").content.decode()


@pytest.mark.proves("G09", "G13")
def test_a_session_whose_factor_is_gone_cannot_touch_the_others(world):
    member = world.member("mentor", "aaby")
    app, key = with_app(member), _with_key(member)
    client = signed_in(member)
    client.post("/e/again/", {"password": PASSWORD})
    assert client.get(f"/e/factors/passkeys/{key.pk}/").status_code == 200
    app.delete()
    _with_key(member)
    before = _factors(member)

    answers = _tried(client, key)
    password = client.post("/e/again/", {"password": PASSWORD})

    allowed = {(302, "/e/again/passkey/"), (405, "")}
    assert {one: what for one, what in answers.items() if what not in allowed} == {}
    assert password["Location"].startswith("/e/again/passkey/")
    assert _factors(member) == before


@pytest.mark.proves("G13")
def test_left_over_recovery_codes_are_a_factor_too(world):
    member = world.member("mentor", "aaby")
    spare = RecoveryCodes.activate(account(member)).get_unused_codes()[0]
    client = Client()
    typed(client, member)

    assert client.get("/e/role/")["Location"].startswith("/e/again/code/")
    assert client.get("/e/factors/app/")["Location"].startswith("/e/again/code/")
    assert client.post("/e/again/code/", {"code": spare})["Location"] == "/e/role/"
    assert client.get("/e/factors/app/").status_code == 200


@pytest.mark.proves("G13")
def test_the_codes_made_with_the_first_factor_are_shown_after_it_was_given(world):
    member = world.member("mentor", "aaby")
    client = Client()
    typed(client, member)
    client.post("/e/again/?next=/e/factors/app/", {"password": PASSWORD})
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", client.get("/e/factors/app/").content.decode())[1]
    client.post("/e/factors/app/", {"code": code(0, secret)})

    asked = client.get("/e/factors/codes/")
    given = client.post(asked["Location"], {"code": code(1, secret), "next": "/e/factors/codes/"})

    assert asked["Location"] == "/e/again/code/?next=%2Fe%2Ffactors%2Fcodes%2F"
    assert given["Location"] == "/e/factors/codes/"
    assert 'class="codes"' in client.get("/e/factors/codes/").content.decode()
    assert client.get("/f/").status_code == 200


@pytest.mark.proves("G17")
def test_the_only_role_is_taken_up_with_the_last_post_of_signing_in(world):
    member = world.member("mentor", "aaby")
    with_app(member)
    client = signed_in(member)
    told, key = events(world), client.cookies[COOKIE].value

    answers = [client.head("/e/role/"), client.get("/e/role/")]

    assert told[0] == ("entrance.signed_in", "mentor", "totp")
    assert [one["Location"] for one in answers] == ["/f/", "/f/"]
    assert (events(world), client.cookies[COOKIE].value) == (told, key)
    assert client.get("/f/").status_code == 200


@pytest.mark.proves("G17")
def test_looking_at_the_role_page_takes_up_nothing(world):
    member = world.member("mentor", "aaby")
    with_app(member)
    client = signed_in(member)
    client.get("/e/role/")
    store = import_module(settings.SESSION_ENGINE).SessionStore(client.cookies[COOKIE].value)
    del store["samspil_post"]
    store.save()
    told, key = events(world), client.cookies[COOKIE].value

    looked = [client.head("/e/role/"), client.get("/e/role/")]

    assert [one.status_code for one in looked] == [200, 200]
    assert (events(world), client.cookies[COOKIE].value) == (told, key)
    assert client.get("/f/")["Location"] == "/e/role/"
    page = looked[1].content.decode()
    assert page.count("checked") == len(re.findall('type="radio"', page)) == 2
    sent = {
        "appointment": str(member.appointment_id),
        "purpose": looked[1].context["form"]["purpose"].value(),
    }
    assert client.post("/e/role/", sent)["Location"] == "/f/"
    assert len(events(world)) == len(told) + 1
    assert client.cookies[COOKIE].value != key


def _credential(**more) -> dict:
    """What a browser might send for a passkey nobody knows."""
    response = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AA", "userHandle": None}
    return {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response | more}


MADE_UP = json.dumps(
    _credential(
        clientDataJSON="eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHA6Ly94In0",
        authenticatorData="A" * 43 + "BAAAAAA",
        userHandle="MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw",
    )
)


@pytest.mark.proves("G14")
@pytest.mark.parametrize(
    "sent",
    [
        "",
        "no json",
        "{}",
        "[]",
        "5",
        "null",
        json.dumps(_credential()),
        MADE_UP,
        MADE_UP[:-1] + ', "clientExtensionResults": [1]}',
    ],
)
def test_a_passkey_that_does_not_fit_is_answered_with_a_sentence_on_the_form(world, sent):
    client = Client()
    begun = client.get("/e/sign-in/passkey/", headers={"x-requested-with": "XMLHttpRequest"})
    assert begun.json()["request_options"]

    answer = client.post("/e/sign-in/passkey/", {"credential": sent, "next": "/f/courses/"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-page="entrance-sign-in"' in page
    assert 'role="alert"' in page
    assert [str(one) for one in answer.context["form"].non_field_errors()] == [_sentence()]
    assert _sentence() in page
    assert page.count('value="/f/courses/"') == 2
    assert client.get("/f/").status_code == 302


def _sentence() -> str:
    from samspil.interfaces.web.entrance.passkeys import NOT_LET_IN

    return str(NOT_LET_IN)


@pytest.mark.proves("G09", "G14")
def test_the_passkey_of_a_closed_account_is_answered_like_an_unknown_one(world, monkeypatch):
    key = _with_key(world.member("mentor", "aaby"))
    library = "allauth.mfa.webauthn.internal.auth."
    monkeypatch.setattr(f"{library}parse_authentication_response", lambda response: None)
    monkeypatch.setattr(f"{library}extract_user_from_response", lambda response: key.user)
    monkeypatch.setattr(f"{library}complete_authentication", lambda user, response: key)
    let_in = Client().post("/e/sign-in/passkey/", {"credential": "[1]"})
    key.user.is_active = False
    key.user.save(update_fields=["is_active"])

    answer = Client().post("/e/sign-in/passkey/", {"credential": "[1]"})

    assert let_in["Location"] == "/e/role/"
    assert answer.status_code == 422
    assert [str(one) for one in answer.context["form"].non_field_errors()] == [_sentence()]


@pytest.mark.proves("G13")
def test_a_passkey_that_does_not_fit_says_so_at_the_second_step_and_once_more(world):
    member = world.member("mentor", "aaby")
    half, whole = Client(), Client()
    typed(half, member)
    _with_key(member)
    assert typed(whole, member)["Location"] == "/e/sign-in/code/"

    once_more = half.post("/e/again/passkey/", {"credential": MADE_UP, "next": "/e/role/"})
    step = whole.post("/e/sign-in/code/", {"credential": MADE_UP})

    assert once_more.status_code == 422
    assert 'data-page="entrance-reauthenticate-key"' in once_more.content.decode()
    assert 'value="/e/role/"' in once_more.content.decode()
    for answer in (once_more, step):
        assert _sentence() in answer.content.decode()
        assert 'role="alert"' in answer.content.decode()
    assert half.get("/e/role/")["Location"].startswith("/e/again/passkey/")
    assert whole.get("/e/role/")["Location"].startswith("/e/sign-in/")
