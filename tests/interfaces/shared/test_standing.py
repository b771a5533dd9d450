"""One transaction and one context per request; refusals are logged after what they rolled back."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils.functional import SimpleLazyObject
from tests.interfaces.factors import events, signed_in, with_app

from samspil.interfaces.web.shared.doors import door
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing, Refusal, Refused
from samspil.people.actions import people as actions
from samspil.people.models.people import Account, Appointment
from samspil.people.queries import people as queries
from samspil.people.terms import Role
from samspil.trust import scope


@door("office", roles=(Role.COORDINATOR,))
def staff(request):
    """The appointments of the actor's own organisation."""
    found = Appointment.objects.values_list("id", flat=True)
    return HttpResponse(" ".join(sorted(map(str, found))))


@door("office", roles=(Role.COORDINATOR,))
def appointment(request, appointment_id):
    """One appointment, or nothing at all."""
    return HttpResponse(Appointment.objects.get(id=appointment_id).role)


@door("office", roles=(Role.COORDINATOR,))
def writes_and(request, how):
    """Writes a row and then does what it is told."""
    by = Actor(tenant_id=request.actor.tenant_id, role="operator", purpose="operation")
    with scope.scope(by):
        actions.open_account(by=by, at=request.at, email=f"{how}@aaby.example", name="New")
    if how == "refused":
        raise Refused(Refusal("Not like this."))
    if how == "missing":
        raise Missing
    if how == "broken":
        raise RuntimeError("a fault of ours")
    return HttpResponse("written")


@door("answer", roles=(Role.LINK_HOLDER,))
def answers(request):
    """Who the holder of a link is."""
    return HttpResponse(f"{request.actor.role} {request.actor.link_id} {request.actor.account_id}")


class Urls:
    """The project's addresses and four more."""

    from samspil.config import urls as project

    urlpatterns = (
        path("t/staff/", staff),
        path("t/appointment/<uuid:appointment_id>/", appointment, name="an_appointment"),
        path("t/writes/<str:how>/", writes_and, name="writes"),
        path("a/t/", answers),
        path("", include(project.urlpatterns)),
    )
    handler400 = "samspil.interfaces.web.shared.faults.bad_request"
    handler403 = "samspil.interfaces.web.shared.faults.forbidden"
    handler404 = "samspil.interfaces.web.shared.faults.not_found"
    handler500 = "samspil.interfaces.web.shared.faults.server_error"


@pytest.fixture(autouse=True)
def addresses(settings, world, monkeypatch):
    settings.ROOT_URLCONF = Urls
    from django.http import HttpRequest

    monkeypatch.setattr(HttpRequest, "at", world.at, raising=False)


@pytest.mark.proves("G01")
def test_a_request_sees_its_own_organisation_as_the_runtime_role(world):
    mine, theirs = (
        {str(one.appointment_id) for (_cast, slug), one in world.members.items() if slug == which}
        for which in ("aaby", "baekby")
    )

    seen = {
        slug: set(world.client("coordinator", slug).get("/t/staff/").content.decode().split())
        for slug in ("aaby", "baekby")
    }

    assert seen == {"aaby": mine, "baekby": theirs}
    assert len(mine) == 12
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("samspil_app",)


@pytest.mark.proves("G05")
def test_another_municipalitys_id_is_the_same_as_a_random_one(world):
    client = world.client("coordinator", "aaby")

    own = client.get(f"/t/appointment/{world.member('mentor', 'aaby').appointment_id}/")
    theirs = client.get(f"/t/appointment/{world.member('mentor', 'baekby').appointment_id}/")
    random = client.get(f"/t/appointment/{uuid.uuid4()}/")

    assert (own.status_code, own.content) == (200, b"mentor")
    assert (theirs.status_code, theirs.content) == (random.status_code, random.content)
    assert theirs.status_code == 404
    assert dict(theirs.headers) == dict(random.headers)


def test_the_wrong_role_gets_the_same_page_for_every_id_and_one_event(world):
    mentor = world.client("mentor", "aaby")

    own, theirs = (world.member("mentor", slug).appointment_id for slug in ("aaby", "baekby"))
    pages = [mentor.get(f"/t/appointment/{one}/") for one in (own, theirs, uuid.uuid4())]

    assert {one.status_code for one in pages} == {403}
    assert len({one.content for one in pages}) == 1
    assert [one for one in events(world) if one[0].startswith("denied")] == [
        ("denied:an_appointment", "mentor", "refused")
    ] * 3


@pytest.mark.parametrize(("how", "status"), [("refused", 403), ("missing", 404)])
def test_a_refusal_takes_back_what_was_written_and_leaves_an_event(world, how, status):
    client = world.client("coordinator", "aaby")

    answer = client.get(f"/t/writes/{how}/")

    assert answer.status_code == status
    assert not Account.objects.filter(email=f"{how}@aaby.example").exists()
    assert [one for one in events(world) if one[2] == how] == [("denied:writes", "coordinator", how)]
    assert client.get("/t/writes/fine/").content == b"written"
    assert Account.objects.filter(email="fine@aaby.example").count() == 1


def test_a_fault_takes_back_what_was_written(world):
    client = world.client("coordinator", "aaby")
    client.raise_request_exception = False

    answer = client.get("/t/writes/broken/")

    assert answer.status_code == 500
    assert 'data-page="error-500"' in answer.content.decode()
    assert not Account.objects.filter(email="broken@aaby.example").exists()
    assert "a fault of ours" not in answer.content.decode()


def test_who_stands_at_the_door_costs_four_queries_beside_the_messages_that_begin(
    world, django_assert_max_num_queries
):
    member = world.member("coordinator", "aaby")
    with_app(member)
    client = signed_in(member)
    client.post("/e/role/", {"appointment": str(member.appointment_id), "purpose": "coordination"})

    with django_assert_max_num_queries(4) as seen:  # clock, session, context and savepoints stand in no log
        client.get("/t/staff/")

    told = [one["sql"] for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]
    tables = ("people_account", "mfa_authenticator", "people_appointment")
    assert len(told) == 4
    assert [sum(f'FROM "{one}"' in sql for sql in told) for one in tables] == [1, 1, 2]


def test_a_links_holder_is_one_only_at_the_answer_door(world):
    client = world.client("coordinator", "aaby")
    link_id = uuid.uuid4()
    session = client.session
    session["answer_link"] = {"id": str(link_id), "tenant": str(world.tenant("baekby"))}
    session.save()

    assert client.get("/a/t/").content.decode() == f"link_holder {link_id} None"
    assert client.get("/t/staff/").wsgi_request.actor.role == "coordinator"
    assert Client().get("/a/t/").status_code == 302


def test_a_session_that_claims_another_role_is_ended(world):
    client = world.client("mentor", "aaby")
    session = client.session
    session["samspil_post"] = session["samspil_post"] | {"role": "coordinator", "purpose": "coordination"}
    session.save()

    answer = client.get("/t/staff/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/e/sign-in/")
    assert isinstance(answer.wsgi_request.user, SimpleLazyObject) is False
    with world.as_("coordinator", "aaby") as actor:
        assert queries.staff_for(actor, Role.COORDINATOR, on=world.at.date())
