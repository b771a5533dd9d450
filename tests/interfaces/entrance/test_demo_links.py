"""The demo's sign-in links: one use, in demo mode only."""

from __future__ import annotations

import pytest
from django.db.models.functions import Now
from django.test import Client
from tests.interfaces.factors import events

from samspil.kernel.actor import Actor
from samspil.people.actions import people as actions
from samspil.people.models.people import Appointment
from samspil.trust.models import Link, writing
from samspil.trust.scope import scope


def _link(world, cast="coordinator", slug="aaby") -> str:
    member = world.member(cast, slug)
    by = Actor.job(member.tenant_id)
    with scope(by):
        appointment = Appointment.objects.get(id=member.appointment_id)
        return actions.make_sign_in_link(by=by, at=world.at, appointment=appointment).token


@pytest.mark.proves("G22")
def test_a_link_lets_in_once(world):
    address = f"/e/demo/{_link(world)}"
    first, second = Client(), Client()

    assert first.head(address).status_code == 404
    assert first.get(address)["Location"] == "/o/"
    assert first.get("/o/").status_code == 200
    again = second.get(address)
    assert again.status_code == 410
    assert 'data-page="entrance-closed"' in again.content.decode()
    assert second.get("/o/").status_code == 302
    assert events(world)[0][0] == "entrance.signed_in"


@pytest.mark.proves("G22")
def test_used_unknown_expired_and_revoked_look_the_same(world):
    used, expired, revoked = (_link(world, one) for one in ("coordinator", "mentor", "dpo"))
    Client().get(f"/e/demo/{used}")
    by = Actor.job(world.tenant("aaby"))
    with scope(by), writing():
        mentor, dpo = (world.member(one, "aaby").appointment_id for one in ("mentor", "dpo"))
        Link.objects.filter(thing_id=mentor).update(expires_at=Now())
        Link.objects.filter(thing_id=dpo).update(revoked_at=Now())

    pages = {Client().get(f"/e/demo/{one}").content for one in (used, expired, revoked, "x" * 43)}

    assert len(pages) == 1


def test_a_mentors_link_leads_to_the_field(world):
    client = Client()

    assert client.get(f"/e/demo/{_link(world, 'mentor', 'baekby')}")["Location"] == "/f/"
    assert client.get("/f/").wsgi_request.actor.tenant_id == world.tenant("baekby")


def test_a_departed_colleagues_link_opens_nothing(world):
    assert Client().get(f"/e/demo/{_link(world, 'departed')}").status_code == 410


@pytest.mark.proves("G22")
def test_outside_demo_mode_there_is_no_such_page(world, settings):
    token = _link(world)
    settings.SAMSPIL_DEMO = False
    random = Client().get("/e/no-such-page/")

    answer = Client().get(f"/e/demo/{token}")

    assert (answer.status_code, answer.content) == (404, random.content)
    settings.SAMSPIL_DEMO = True
    assert Client().get(f"/e/demo/{token}").status_code == 302
