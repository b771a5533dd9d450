"""Every address has a door, and someone half signed in passes none but the entrance's."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from tests.interfaces.addresses import every_address
from tests.interfaces.factors import typed

from samspil.interfaces.web.shared.doors import door, without_a_door
from samspil.kernel.errors import Refused
from samspil.people.terms import Role

FOR_THE_HALF_SIGNED_IN = {
    "/e/role/",
    "/e/again/",
    "/e/again/code/",
    "/e/again/passkey/",
    "/e/factors/",
    "/e/factors/app/",
    "/e/factors/app/remove/",
    "/e/factors/codes/",
    "/e/factors/codes/new/",
    "/e/factors/codes/file/",
    "/e/factors/passkeys/",
    "/e/factors/passkeys/add/",
    "/e/factors/passkeys/<int:pk>/",
    "/e/factors/passkeys/<int:pk>/remove/",
}
OF_THE_LIBRARY = {
    "/e/sign-in/",
    "/e/sign-in/passkey/",
    "/e/sign-in/code/",
    "/e/sign-out/now/",
} | FOR_THE_HALF_SIGNED_IN - {"/e/role/"}


def test_every_address_says_its_door():
    assert without_a_door() == []
    assert len(list(every_address())) > 20


def test_a_view_without_a_door_is_found(monkeypatch):
    from django.urls import get_resolver, path

    def bare(request):
        """A view that forgot its door."""

    monkeypatch.setattr(get_resolver(), "url_patterns", [*get_resolver().url_patterns, path("bare/", bare)])

    assert without_a_door() == ["/bare/"]


def test_of_the_librarys_addresses_only_the_listed_ones_are_there():
    ours = {"/e/role/", "/e/sign-out/", "/e/sign-out/everywhere/", "/e/demo/<str:token>", "/e/invitation/"}

    assert {one.pattern for one in every_address() if one.pattern.startswith("/e/")} - ours == OF_THE_LIBRARY


@pytest.mark.proves("G02")
def test_the_half_signed_in_reach_the_second_factor_and_nothing_else(world):
    half = Client()
    assert typed(half, world.member("coordinator", "aaby"))["Location"] == "/e/role/"
    closed = [
        one
        for one in every_address()
        if Role.ANONYMOUS not in one.view.samspil_roles and one.pattern not in FOR_THE_HALF_SIGNED_IN
    ]
    assert len(closed) > 5

    for one in closed:
        for answer in (half.get(one.example), half.post(one.example)):
            where = "/a/" if one.view.samspil_door == "answer" else "/e/role/"
            assert (answer.status_code, answer.headers.get("Location")) == (302, where), one.pattern
    assert {
        one.pattern for one in every_address() if Role.HALF_AUTHENTICATED in one.view.samspil_roles
    } == FOR_THE_HALF_SIGNED_IN
    assert world.client("coordinator", "aaby").get("/o/").status_code == 200


@pytest.mark.proves("G02")
def test_the_half_signed_in_learn_nothing_from_the_page_they_are_led_to(world):
    half = Client()
    typed(half, world.member("coordinator", "aaby"))

    page = half.get("/e/factors/").content.decode()

    assert "Åby" not in page
    assert "Faglig tovholder" not in page
    whole = world.client("coordinator", "aaby").get("/e/role/").content.decode()
    assert "Åby" in whole
    assert "Faglig tovholder" in whole


@pytest.mark.proves("G02")
def test_strangers_are_led_to_the_sign_in_with_the_way_back(world):
    for one in every_address():
        if Role.ANONYMOUS in one.view.samspil_roles or one.view.samspil_door == "answer":
            continue
        got, sent = Client().get(one.example), Client().post(one.example)
        assert got.status_code == sent.status_code == 302, one.pattern
        assert got["Location"].startswith("/e/sign-in/?next=%2F"), one.pattern
        assert sent["Location"] == "/e/sign-in/", one.pattern


@pytest.mark.proves("G19")
def test_a_method_the_address_does_not_know_is_refused_with_those_it_knows(world):
    client = world.client("coordinator", "aaby")

    for method in ("put", "delete", "patch", "options", "trace"):
        answer = getattr(client, method)("/e/role/")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")
    assert client.head("/e/role/").status_code == 200


def test_the_wrong_role_is_stopped_before_anything_is_looked_up(rf):
    looked = []

    @door("office", roles=(Role.COORDINATOR,))
    def view(request, course_id):
        looked.append(course_id)

    request = rf.get("/o/")
    request.actor = type("Someone", (), {"role": "mentor"})
    with pytest.raises(Refused):
        view(request, uuid.uuid4())
    request.actor = type("Someone", (), {"role": "coordinator"})
    view(request, 1)

    assert looked == [1]


def test_a_door_that_is_not_there_is_refused():
    with pytest.raises(ValueError):
        door("kitchen", roles=())
