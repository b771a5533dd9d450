"""Sessions: unreadable at rest, ended by idleness and by age, and by whatever ends the role."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from tests.world import DEPARTED_ON

from samspil.people.actions import people as actions

COOKIE = settings.SESSION_COOKIE_NAME


def _store(client: Client):
    return import_module(settings.SESSION_ENGINE).SessionStore(client.cookies[COOKIE].value)


def _is_out(client: Client) -> bool:
    answer = client.get("/o/")
    return answer.status_code == 302 and answer["Location"].startswith("/e/sign-in/")


@pytest.mark.proves("G17")
def test_a_dump_of_the_sessions_opens_nothing(world):
    client = world.client("coordinator", "aaby")
    cookie, member = client.cookies[COOKIE].value, world.member("coordinator", "aaby")

    dump = str(list(Session.objects.values_list("session_key", "session_data", "expire_date")))

    assert Session.objects.count() == 1
    assert _store(client)["_auth_user_id"] == str(member.account_id)
    for secret in (cookie, str(member.account_id), "coordinator", str(member.tenant_id)):
        assert secret not in dump
    thief = Client()
    thief.cookies[COOKIE] = Session.objects.get().session_key
    assert _is_out(thief)


@pytest.mark.proves("G17")
def test_a_sealed_session_fits_no_other_key(world):
    mentor, coordinator = world.client("mentor", "aaby"), world.client("coordinator", "aaby")
    rows = {row.session_key: row for row in Session.objects.all()}
    theirs, mine = (rows[one._place().partition("|")[2]] for one in (_store(coordinator), _store(mentor)))

    Session.objects.filter(pk=mine.pk).update(session_data=theirs.session_data)

    assert mentor.get("/o/")["Location"].startswith("/e/sign-in/")
    assert coordinator.get("/o/").status_code == 200


@pytest.mark.proves("G17")
def test_fifteen_idle_minutes_end_it_by_the_databases_clock(world):
    client = world.client("coordinator", "aaby")
    idle = timedelta(seconds=settings.SAMSPIL_IDLE_S)
    Session.objects.update(expire_date=F("expire_date") - idle + timedelta(seconds=30))
    assert not _is_out(client)

    Session.objects.update(expire_date=F("expire_date") - idle - timedelta(seconds=1))

    assert settings.SAMSPIL_IDLE_S == 900
    assert _is_out(client)


@pytest.mark.proves("G17")
def test_a_request_keeps_it_awake_but_writes_at_most_once_a_minute(world):
    client = world.client("coordinator", "aaby")
    first = Session.objects.get().expire_date
    client.get("/o/")
    assert Session.objects.get().expire_date == first

    Session.objects.update(expire_date=F("expire_date") - timedelta(seconds=90))
    client.get("/o/")

    assert Session.objects.filter(expire_date__gt=Now() + timedelta(seconds=880)).count() == 1


@pytest.mark.proves("G17")
def test_eight_hours_end_it_however_busy_it_is(world):
    client = world.client("coordinator", "aaby")
    store = _store(client)
    store["samspil_began"] -= settings.SAMSPIL_ABSOLUTE_S - 300
    store.save()
    Session.objects.update(expire_date=F("expire_date") - timedelta(seconds=60))
    assert not _is_out(client)
    assert Session.objects.filter(expire_date__gt=Now() + timedelta(seconds=301)).count() == 0

    store = _store(client)
    store["samspil_began"] -= 301
    store.save()

    assert settings.SAMSPIL_ABSOLUTE_S == 8 * 3600
    assert _is_out(client)


@pytest.mark.proves("G17")
def test_another_role_does_not_lengthen_the_eight_hours(world):
    client = world.client("coordinator", "aaby")
    began = _store(client)["samspil_began"]

    client.post(
        "/e/role/",
        {"appointment": str(world.member("coordinator", "aaby").appointment_id), "purpose": "support"},
    )

    assert _store(client)["samspil_began"] == began


@pytest.mark.proves("G17")
def test_a_key_chosen_by_someone_else_is_not_taken_over(world):
    from samspil.people.models.people import Appointment

    client = Client()
    client.cookies[COOKIE] = "a" * 32
    member = world.member("coordinator", "aaby")
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(member.tenant_id)
    with scope(by):
        link = actions.make_sign_in_link(
            by=by, at=world.at, appointment=Appointment.objects.get(id=member.appointment_id)
        )
    client.get(f"/e/demo/{link.token}")

    assert client.cookies[COOKIE].value != "a" * 32
    assert client.get("/o/").status_code == 200


@pytest.mark.proves("G09")
def test_an_ended_appointment_opens_nothing_from_the_next_request_on(world):
    from samspil.kernel.actor import Actor
    from samspil.people.models.people import Appointment
    from samspil.trust.scope import scope

    client, member = world.client("coordinator", "aaby"), world.member("coordinator", "aaby")
    assert client.get("/o/").status_code == 200
    by = Actor.job(member.tenant_id)
    with scope(by):
        appointment = Appointment.objects.get(id=member.appointment_id)
        actions.end_appointment(by=by, at=world.at, appointment=appointment, to_on=DEPARTED_ON)

    answer = client.get("/o/")

    assert answer["Location"].startswith("/e/sign-in/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert _is_out(client)
    assert Session.objects.count() == 0


@pytest.mark.proves("G09")
def test_a_new_password_ends_every_session(world):
    from django.contrib.auth import get_user_model

    client = world.client("coordinator", "aaby")
    account = get_user_model().objects.get(pk=world.member("coordinator", "aaby").account_id)
    account.set_password("En helt anden sætning")
    account.save(update_fields=["password"])

    assert _is_out(client)


@pytest.mark.proves("G09")
def test_a_demos_session_holds_only_in_demo_mode(world, settings):
    client = world.client("coordinator", "aaby")
    assert client.get("/o/").status_code == 200

    settings.SAMSPIL_DEMO = False

    assert client.get("/o/")["Location"] == "/e/role/"


def test_a_session_of_the_version_before_goes_on_and_clears_no_device(world):
    client = world.client("mentor", "aaby")
    kept = _store(client)
    kept["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    kept.save()

    answer = client.get("/f/")

    assert (answer.status_code, "Clear-Site-Data" in answer.headers) == (200, False)
