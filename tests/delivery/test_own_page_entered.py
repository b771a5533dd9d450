"""Into the own page by link and code together or not at all, and out at the next request."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from tests.architecture.cells import TOKEN
from tests.delivery import ground, opening
from tests.delivery.owning import PAGES, SHOWN, close, seen, where, whole, words_in


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: uuid.UUID) -> ground.Made:
    return whole(world, concept_id)


# --- the way in


@pytest.mark.proves("G22")
def test_the_link_alone_shows_nothing_of_anyone(world: Any, made: ground.Made) -> None:
    handed, client = opening.own_page(world, made), Client()

    asked = client.post("/a/", {"token": handed.made.token}, follow=True)
    pages = {page: client.get(f"/a/own/{page}") for page in PAGES}
    posts = {page: client.post(f"/a/own/{page}") for page in ("", "new-code", "yes", "stop")}

    assert asked.redirect_chain == [("/a/own/code", 302)]
    assert words_in(asked.content.decode(), made) == set()
    assert "Mentor Aaby" not in asked.content.decode()
    assert {one.status_code for one in (*pages.values(), *posts.values())} == {403}
    assert words_in("".join(one.content.decode() for one in pages.values()), made) == set()
    assert where(client.post("/a/own/code", {"code": handed.code})) == (302, "/a/own/")
    assert words_in(seen(client, "plan"), made) == SHOWN["plan"]  # it was there to leak


def test_the_code_alone_opens_nothing(world: Any, made: ground.Made) -> None:
    handed, client = opening.own_page(world, made), Client()

    assert where(client.post("/a/own/code", {"code": handed.code})) == (302, "/a/")
    assert client.post("/a/", {"code": handed.code}).status_code == 404
    assert where(client.post("/a/", {"code": handed.made.code.lower()})) == (302, "/a/own/code")


def test_one_persons_code_does_not_open_anothers_page(
    world: Any, concept_id: uuid.UUID, made: ground.Made
) -> None:
    other = opening.own_page(world, ground.course(world, "aaby", concept_id))
    handed, client = opening.own_page(world, made), Client()
    assert other.code != handed.code
    client.post("/a/", {"token": handed.made.token})

    assert client.post("/a/own/code", {"code": other.code}).status_code == 422
    assert where(client.post("/a/own/code", {"code": handed.code})) == (302, "/a/own/")


@pytest.mark.proves("G22")
def test_five_wrong_codes_close_it_until_it_is_replaced_in_one_step(world: Any, made: ground.Made) -> None:
    from samspil.people.models.own_codes import OwnCode

    handed, client = opening.own_page(world, made), Client()
    client.post("/a/", {"token": handed.made.token})
    fresh = Client()
    fresh.post("/a/", {"token": handed.made.token})

    wrong = [client.post("/a/own/code", {"code": "0000000000"}) for _each in range(5)]
    with world.as_("coordinator", "aaby"):
        tries = OwnCode.objects.get(person_id=made.person_id).tries
    right = [one.post("/a/own/code", {"code": handed.code}) for one in (client, fresh)]

    assert tries == 5
    assert [one.status_code for one in (*wrong, *right)] == [422] * 7
    assert "lukket" in right[1].content.decode()
    new = opening.own_page(world, made)  # a closed code is replaced together with the link
    assert new.code not in ("", handed.code)
    fresh = Client()
    fresh.post("/a/", {"token": new.made.token})
    assert fresh.post("/a/own/code", {"code": handed.code}).status_code == 422
    assert where(fresh.post("/a/own/code", {"code": new.code})) == (302, "/a/own/")


def test_a_right_code_forgets_the_wrong_ones(world: Any, made: ground.Made) -> None:
    handed, client = opening.own_page(world, made), Client()
    for _round in range(2):
        client.post("/a/", {"token": handed.made.token})
        for _each in range(4):
            assert client.post("/a/own/code", {"code": "0000000000"}).status_code == 422
        from samspil.trust import throttle

        throttle.forget("own_code_address", "127.0.0.1")
        assert where(client.post("/a/own/code", {"code": handed.code})) == (302, "/a/own/")


def test_too_many_codes_from_one_address_have_to_wait(world: Any, made: ground.Made) -> None:
    from samspil.trust import throttle

    handed, client = opening.own_page(world, made), Client()
    client.post("/a/", {"token": handed.made.token})
    for _each in range(throttle.LIMITS["own_code_address"].tries):
        client.post("/a/own/code", {"code": "0000000000"})

    assert client.post("/a/own/code", {"code": handed.code}).status_code == 429


@pytest.mark.proves("G14", "G22")
def test_every_own_link_that_opens_nothing_looks_alike(world: Any, concept_id: uuid.UUID) -> None:
    from django.db.models.functions import Now

    from samspil.trust import throttle
    from samspil.trust.models import Link, writing

    handed = {how: opening.own_page(world, ground.course(world, "aaby", concept_id)) for how in ("live",)}
    with world.as_("coordinator", "aaby") as by, writing():
        from samspil.people.models.people import Appointment

        Appointment.objects.filter(account_id=world.member("mentor", "aaby").account_id).update(capacity=100)
        assert by.role == "coordinator"
    for how in ("expired", "revoked"):
        handed[how] = opening.own_page(world, ground.course(world, "aaby", concept_id))
    changes = {"expired": {"expires_at": Now()}, "revoked": {"revoked_at": Now()}}
    with world.as_("coordinator", "aaby"), writing():
        for how, change in changes.items():
            Link.objects.filter(id=handed[how].made.link.id).update(**change)
    secrets = {how: (one.made.token, one.made.code) for how, one in handed.items()}
    secrets["unknown"] = ("x" * 43, "0123456789")

    pages = {}
    for how, pair in secrets.items():
        for field, secret in zip(("token", "code"), pair, strict=True):
            throttle.forget("code_address", "127.0.0.1")
            answer = Client().post("/a/", {field: secret})
            pages[how, field] = (*where(answer), TOKEN.sub(rb"\1", answer.content))

    assert {pages.pop(("live", field))[:2] for field in ("token", "code")} == {(302, "/a/own/code")}
    assert len(pages) == 6
    assert len(set(pages.values())) == 1
    assert next(iter(pages.values()))[0] == 404


@pytest.mark.proves("G22")
def test_only_hashes_of_link_and_code_are_kept(world: Any, made: ground.Made) -> None:
    from django.forms.models import model_to_dict

    from samspil.people.models.own_codes import OwnCode
    from samspil.trust.models import Link

    handed = opening.own_page(world, made)
    with world.as_("coordinator", "aaby"):
        rows = [
            str(vars(OwnCode.objects.get(person_id=made.person_id))),
            str(model_to_dict(Link.objects.get(id=handed.made.link.id))),
        ]

    assert [
        secret in row for row in rows for secret in (handed.code, handed.made.code, handed.made.token)
    ] == [False] * 6
    assert len(handed.code) == 10


# --- closed at the next request

CLOSES = ("revoked", "new link", "new code", "opened elsewhere", "handed over", "stopped", "erased")


@pytest.mark.proves("G09")
@pytest.mark.parametrize("how", CLOSES)
def test_it_is_closed_at_the_next_request(
    world: Any, concept_id: uuid.UUID, made: ground.Made, how: str
) -> None:
    handed, client = opening.own_page(world, made), Client()
    client.post("/a/", {"token": handed.made.token})
    client.post("/a/own/code", {"code": handed.code})
    bystander = opening.at_own_page(world, ground.course(world, "aaby", concept_id))
    assert seen(client, "plan").count(made.words["goal"]) == 1

    close(world, made, how, handed)

    answers = [client.get("/a/own/plan"), client.get("/a/own/plan"), client.post("/a/own/stop")]
    assert {where(one) for one in answers} == {(302, "/a/")}
    assert answers[0].headers["Clear-Site-Data"] == '"cache", "storage"'
    assert seen(bystander, "plan") != ""


@pytest.mark.proves("G09")
def test_a_stopped_or_offered_course_gets_no_door_and_a_colleague_makes_none(
    world: Any, concept_id: uuid.UUID, made: ground.Made
) -> None:
    offered = ground.course(world, "aaby", concept_id, to="offered")
    office, colleague = world.client("coordinator", "aaby"), world.client("other_mentor", "aaby")

    assert office.post(f"/o/courses/{made.course_id}/own-page", {"make": "yes"}).status_code == 200
    assert office.post(f"/o/courses/{offered.course_id}/own-page", {"make": "yes"}).status_code == 403
    assert colleague.post(f"/f/courses/{made.course_id}/own-page", {"make": "yes"}).status_code == 404
    close(world, made, "stopped", None)
    assert office.post(f"/o/courses/{made.course_id}/own-page", {"make": "yes"}).status_code == 403


def test_the_page_lasts_three_months_from_the_last_time_it_was_opened(world: Any, made: ground.Made) -> None:
    from datetime import timedelta

    from samspil.trust.models import Link

    handed = opening.own_page(world, made)

    def left() -> timedelta:
        with world.as_("coordinator", "aaby"):
            row = Link.objects.get(id=handed.made.link.id)
        return timedelta(seconds=(row.expires_at - row.made_at).total_seconds())

    assert timedelta(hours=71) < left() <= timedelta(hours=72)
    client = Client()
    client.post("/a/", {"token": handed.made.token})
    client.post("/a/own/code", {"code": handed.code})
    assert timedelta(days=89) < left() < timedelta(days=91)
