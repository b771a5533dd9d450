"""Guessing: counted in the database, so across processes, restarts and without a cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from tests.interfaces.factors import code, events, typed, with_app
from tests.world import built

WRONG = "Not the right one, no"
GUESSER = """
import json, sys
import django
django.setup()
from django.conf import settings
settings.STORAGES = {"staticfiles": {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
from allauth.account.auth_backends import AuthenticationBackend
from django.test import Client
reached = []
real = AuthenticationBackend.authenticate
AuthenticationBackend.authenticate = lambda *a, **k: (reached.append(1), real(*a, **k))[1]
sent = {"login": sys.argv[1], "password": sys.argv[2]}
clients = [Client(SERVER_NAME="localhost") for _ in range(int(sys.argv[3]))]
answers = [client.post("/e/sign-in/", sent).status_code for client in clients]
print(json.dumps({"reached": len(reached), "answers": answers}))
"""


def _guess(database: str, email: str, password: str, times: int) -> subprocess.Popen[str]:
    environment = os.environ | {"SAMSPIL_DATABASE_NAME": database, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", GUESSER, email, password, str(times)],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _told(process: subprocess.Popen[str]) -> dict:
    out, problem = process.communicate(timeout=120)
    assert process.returncode == 0, problem
    return json.loads(out.strip().splitlines()[-1])


@pytest.fixture
def hashed(monkeypatch, settings):
    """How often a password reached the hasher; a quick one here, for only the number counts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    from allauth.account.auth_backends import AuthenticationBackend

    reached: list[str] = []
    real = AuthenticationBackend.authenticate

    def counted(self, request, **credentials):
        reached.append(credentials["email"])
        return real(self, request, **credentials)

    monkeypatch.setattr(AuthenticationBackend, "authenticate", counted)
    return reached


@pytest.mark.proves("G12")
def test_the_count_holds_across_two_processes_and_after_both_ended(own_database):
    email = built().member("coordinator", "aaby").email
    both = [_guess(own_database, email, WRONG, 6) for _ in range(2)]

    counts = [_told(one) for one in both]

    assert [one["answers"] for one in counts] == [[200] * 6] * 2
    assert sum(one["reached"] for one in counts) == 5
    assert _told(_guess(own_database, email, WRONG, 1)) == {"reached": 0, "answers": [200]}
    assert _told(_guess(own_database, built().member("mentor", "aaby").email, WRONG, 1))["reached"] == 1


@pytest.mark.proves("G12")
def test_there_is_no_cache_that_could_count(world):
    cache.add("a", "1")

    assert settings.CACHES["default"]["BACKEND"].endswith("DummyCache")
    assert cache.get("a") is None


@pytest.mark.proves("G12")
def test_five_tries_for_one_name_from_many_addresses(world, hashed):
    member = world.member("coordinator", "aaby")

    for number in range(20):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post("/e/sign-in/", {"login": member.email, "password": WRONG})
    right = typed(Client(REMOTE_ADDR="10.0.1.1"), member)

    assert len(hashed) == 5
    assert right.status_code == 200
    assert right.context["form"].non_field_errors()
    assert ("entrance.locked_out", "anonymous", "password") in events(world)


@pytest.mark.proves("G12")
def test_thirty_tries_from_one_address_whatever_it_says_of_itself(world, hashed):
    for number in range(40):
        Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"10.9.9.{number}").post(
            "/e/sign-in/", {"login": f"nobody{number}@aaby.example", "password": WRONG}
        )

    assert len(hashed) == 30


@pytest.mark.proves("G12")
def test_behind_our_proxy_only_what_the_proxy_added_counts(world, hashed, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(40):
        Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"10.9.9.{number}, 10.0.0.1").post(
            "/e/sign-in/", {"login": f"nobody{number}@aaby.example", "password": WRONG}
        )
    Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.2").post(
        "/e/sign-in/", {"login": "other@aaby.example", "password": WRONG}
    )

    assert len(hashed) == 31


@pytest.mark.proves("G12")
def test_those_who_sign_in_rightly_do_not_shut_their_office_out(world, hashed):
    member = world.member("mentor", "aaby")

    answers = [typed(Client(REMOTE_ADDR="10.0.0.1"), member).status_code for _ in range(35)]

    assert answers == [302] * 35


@pytest.mark.proves("G12")
def test_a_shut_name_opens_again_after_the_window(world, hashed):
    from datetime import timedelta

    from django.db.models import F

    from samspil.trust.models import Throttle, writing

    member = world.member("mentor", "aaby")
    for _ in range(6):
        typed(Client(), member, WRONG)
    assert typed(Client(), member).status_code == 200
    with writing():
        Throttle.objects.update(since=F("since") - timedelta(minutes=15, seconds=1))

    assert typed(Client(), member).status_code == 302


@pytest.mark.proves("G12")
def test_five_codes_and_no_more_even_in_new_sessions(world):
    member = world.member("coordinator", "aaby")
    with_app(member)
    right, wrong = code(), f"{(int(code()) + 1) % 10**6:06}"
    for _ in range(5):
        client = Client()
        typed(client, member)
        assert client.post("/e/sign-in/code/", {"code": wrong}).status_code == 200

    client = Client()
    typed(client, member)
    answer = client.post("/e/sign-in/code/", {"code": right})

    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    assert ("entrance.locked_out", "anonymous", "code") in events(world)
