"""Somebody new comes in: invited by the coordinator, a password, and then nothing before a second factor."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.delivery import ground
from tests.interfaces.factors import code

from samspil.people.models.people import Account, Appointment

NEW = {
    "name": "Noor Prøve",
    "email": "noor@aaby.example",
    "role": "mentor",
    "capacity": "4",
    "from_on": "2014-11-03",
}
PASSWORD = "Fem grønne bøger under et bord"


@pytest.fixture
def office(world):
    ground.load(world)
    return world.client("coordinator", "aaby")


def handed(page) -> tuple[str, str]:
    """The code and the token of the page that shows an invitation."""
    text = page.content.decode()
    spoken = re.search(r'<b class="code-aloud">([0-9A-Z-]+)</b>', text)
    address = re.search(r'<code class="whole-link">\S+/e/invitation/#(\S+)</code>', text)
    assert spoken is not None
    assert address is not None
    return spoken[1], address[1]


def first_password(client, secret: str, password: str = PASSWORD, again: str | None = None):
    return client.post("/e/invitation/", {"secret": secret, "password": password, "again": again or password})


def account() -> Account:
    return Account.objects.get(email=NEW["email"])


@pytest.mark.parametrize("way", ["code", "token"])
def test_an_invitation_leads_to_a_password_and_then_to_the_second_factor_and_nowhere_else(world, office, way):
    spoken, token = handed(office.post("/o/invitations/new", NEW))
    secret = spoken if way == "code" else token
    client = Client()

    shown = client.post("/e/invitation/", {way: secret})
    saved = first_password(client, secret)
    signed = client.post("/e/sign-in/", {"login": NEW["email"], "password": PASSWORD})

    assert 'name="password"' in shown.content.decode()
    assert (saved.status_code, saved["Location"]) == (302, "/e/sign-in/")
    assert signed["Location"] == "/e/role/"
    assert client.get("/f/")["Location"] == "/e/role/"
    assert client.get("/e/role/")["Location"] == "/e/factors/"
    client.post("/e/again/?next=/e/factors/app/", {"password": PASSWORD})
    app = re.search(r"<code>([A-Z2-7]{32})</code>", client.get("/e/factors/app/").content.decode())
    assert app is not None
    client.post("/e/factors/app/", {"code": code(0, app[1])})
    assert client.get("/f/")["Location"] == "/e/role/"
    asked = client.get("/e/role/")["Location"]
    client.post(asked, {"code": code(1, app[1]), "next": "/e/role/"})
    assert client.get("/f/").status_code == 200


def test_an_invitation_works_once_and_looking_at_it_uses_nothing_up(world, office):
    _spoken, token = handed(office.post("/o/invitations/new", NEW))

    looks = [Client().post("/e/invitation/", {"token": token}).status_code for _each in range(3)]
    uses = [first_password(Client(), token).status_code for _each in range(2)]

    assert (looks, uses) == ([200, 200, 200], [302, 422])
    assert account().check_password(PASSWORD)


def test_a_new_invitation_is_one_step_and_closes_the_earlier_one(world, office):
    _spoken, first = handed(office.post("/o/invitations/new", NEW))
    with world.as_("coordinator", "aaby"):
        post = Appointment.objects.get(account__email=NEW["email"])
    where = f"/o/invitations/{post.id}"
    assert f'action="{where}"' in office.get("/o/invitations/").content.decode()

    _spoken, second = handed(office.post(where))

    assert [Client().post("/e/invitation/", {"token": one}).status_code for one in (first, second)] == [
        422,
        200,
    ]
    assert office.post(f"{where}/back").status_code == 302
    assert first_password(Client(), second).status_code == 422
    assert not account().has_usable_password()


def test_after_three_days_by_the_databases_clock_it_opens_nothing(world, office):
    from django.db.models import F

    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    _spoken, token = handed(office.post("/o/invitations/new", NEW))
    with world.as_("coordinator", "aaby"), writing():
        Link.objects.filter(kind="invitation").update(expires_at=F("expires_at") - timedelta(hours=73))

    assert Client().post("/e/invitation/", {"token": token}).status_code == 422
    assert first_password(Client(), token).status_code == 422


def test_nobody_gets_at_an_account_that_is_in_use(world, office):
    """Neither one of the own municipality nor one of another, by its address or by its appointment."""
    mentor = world.member("mentor", "aaby")
    before = Account.objects.get(id=mentor.account_id).password

    again = office.post(f"/o/invitations/{mentor.appointment_id}")
    foreign = office.post("/o/invitations/new", {**NEW, "email": "mentor@baekby.example"})
    twice = office.post("/o/invitations/new", {**NEW, "email": mentor.email})

    assert [one.status_code for one in (again, foreign, twice)] == [422, 422, 422]
    assert "Kontoen er allerede i brug" in again.content.decode()
    assert "i brug et andet sted" in foreign.content.decode()
    assert "Mentor Baekby" not in foreign.content.decode()
    assert Account.objects.get(id=mentor.account_id).password == before


def test_an_account_that_came_into_use_is_not_opened_by_an_older_invitation(world, office):
    _spoken, token = handed(office.post("/o/invitations/new", NEW))
    one = account()
    one.set_password("Den gamle adgangskode her")
    one.save()

    assert first_password(Client(), token).status_code == 422
    assert account().check_password("Den gamle adgangskode her")


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [("abc-7", "abc-7", "15"), (PASSWORD, "noget helt andet her", "ikke ens")],
)
def test_a_password_that_will_not_do_uses_nothing_up(world, office, password, again, said):
    _spoken, token = handed(office.post("/o/invitations/new", NEW))

    refused = first_password(Client(), token, password, again)

    assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert password not in refused.content.decode()
    assert first_password(Client(), token).status_code == 302


def test_codes_are_tried_five_times_from_one_address(world, office):
    client = Client()

    tries = [
        client.post("/e/invitation/", {"code": f"ABCDE-1234{number}"}).status_code for number in range(6)
    ]

    assert tries == [422, 422, 422, 422, 422, 429]


@pytest.mark.parametrize("role", ["coordinator", "municipal_lead", "operator", "mentee"])
def test_a_coordinator_gives_no_other_role(world, office, role):
    from samspil.kernel.errors import Refused
    from samspil.people.actions import imports
    from samspil.people.rules.imports import NewStaff

    page = office.post("/o/invitations/new", {**NEW, "role": role})
    staff = NewStaff("Noor", NEW["email"], role, 4, ground.TODAY)

    assert page.status_code == 422
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        imports.invite_staff(by=by, at=world.at, on=ground.TODAY, staff=staff)
    assert not Account.objects.filter(email=NEW["email"]).exists()


@pytest.mark.parametrize("cast", ["mentor", "municipal_lead", "log_controller"])
def test_nobody_but_a_coordinator_invites(world, cast):
    from samspil.kernel.errors import Refused
    from samspil.people.actions import imports
    from samspil.people.rules.imports import NewStaff

    staff = NewStaff("Noor", NEW["email"], "mentor", 4, ground.TODAY)
    with world.as_(cast, "aaby") as by, pytest.raises(Refused):
        imports.invite_staff(by=by, at=world.at, on=ground.TODAY, staff=staff)
