"""The own page: link and code together or nothing, closed at the next request, and only one's own words."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.architecture.cells import TOKEN
from tests.delivery import ground

PAGES = ("", "plan", "contact", "answers", "looks", "yes", "receipt", "receipt.json", "stop", "new-code")
VALUES = (7, 3, 9, 1, 8, 0, 2, 6, 4, 5)
SHOWN = {
    "": set(),
    "plan": {"need", "purpose", "tasks", "goal", "notice"},
    "contact": {"agreed"},
    "answers": set(),
    "looks": set(),
    "yes": {"recipient"},
    "receipt": {"recipient"},
    "receipt.json": {"recipient"},
    "stop": set(),
    "new-code": set(),
}
"""The sealed words each page may show, written by hand; every other of the same person is a fault."""


@pytest.fixture
def concept_id(world: Any) -> uuid.UUID:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: uuid.UUID) -> ground.Made:
    return whole(world, concept_id)


def whole(world: Any, concept_id: uuid.UUID, **more: Any) -> ground.Made:
    """A course with a meeting, answers to one round and one named recipient."""
    made = ground.course(world, "aaby", concept_id, **more)
    cast = ground.COACHES[more.get("intervention", "mentor")]
    ground.log_session(world, made, cast=cast)
    ground.answer(world, made, VALUES, cast=cast)
    ground.share(world, made)
    return made


def seen(client: Any, path: str = "") -> str:
    answer = client.get(f"/a/own/{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def where(answer: Any) -> tuple[int, str | None]:
    return answer.status_code, answer.headers.get("Location")


def words_in(text: str, made: ground.Made) -> set[str]:
    return {name for name, word in made.words.items() if word in text}


# --- the way in


@pytest.mark.proves("G22")
def test_the_link_alone_shows_nothing_of_anyone(world: Any, made: ground.Made) -> None:
    handed, client = ground.own_page(world, made), Client()

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
    handed, client = ground.own_page(world, made), Client()

    assert where(client.post("/a/own/code", {"code": handed.code})) == (302, "/a/")
    assert client.post("/a/", {"code": handed.code}).status_code == 404
    assert where(client.post("/a/", {"code": handed.made.code.lower()})) == (302, "/a/own/code")


def test_one_persons_code_does_not_open_anothers_page(
    world: Any, concept_id: uuid.UUID, made: ground.Made
) -> None:
    other = ground.own_page(world, ground.course(world, "aaby", concept_id))
    handed, client = ground.own_page(world, made), Client()
    assert other.code != handed.code
    client.post("/a/", {"token": handed.made.token})

    assert client.post("/a/own/code", {"code": other.code}).status_code == 422
    assert where(client.post("/a/own/code", {"code": handed.code})) == (302, "/a/own/")


@pytest.mark.proves("G22")
def test_five_wrong_codes_close_it_until_it_is_replaced_in_one_step(world: Any, made: ground.Made) -> None:
    from samspil.people.models.own_codes import OwnCode

    handed, client = ground.own_page(world, made), Client()
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
    new = ground.own_page(world, made)  # a closed code is replaced together with the link
    assert new.code not in ("", handed.code)
    fresh = Client()
    fresh.post("/a/", {"token": new.made.token})
    assert fresh.post("/a/own/code", {"code": handed.code}).status_code == 422
    assert where(fresh.post("/a/own/code", {"code": new.code})) == (302, "/a/own/")


def test_a_right_code_forgets_the_wrong_ones(world: Any, made: ground.Made) -> None:
    handed, client = ground.own_page(world, made), Client()
    for _round in range(2):
        client.post("/a/", {"token": handed.made.token})
        for _each in range(4):
            assert client.post("/a/own/code", {"code": "0000000000"}).status_code == 422
        from samspil.trust import throttle

        throttle.forget("own_code_address", "127.0.0.1")
        assert where(client.post("/a/own/code", {"code": handed.code})) == (302, "/a/own/")


def test_too_many_codes_from_one_address_have_to_wait(world: Any, made: ground.Made) -> None:
    from samspil.trust import throttle

    handed, client = ground.own_page(world, made), Client()
    client.post("/a/", {"token": handed.made.token})
    for _each in range(throttle.LIMITS["own_code_address"].tries):
        client.post("/a/own/code", {"code": "0000000000"})

    assert client.post("/a/own/code", {"code": handed.code}).status_code == 429


@pytest.mark.proves("G14", "G22")
def test_every_own_link_that_opens_nothing_looks_alike(world: Any, concept_id: uuid.UUID) -> None:
    from django.db.models.functions import Now

    from samspil.trust import throttle
    from samspil.trust.models import Link, writing

    handed = {how: ground.own_page(world, ground.course(world, "aaby", concept_id)) for how in ("live",)}
    with world.as_("coordinator", "aaby") as by, writing():
        from samspil.people.models.people import Appointment

        Appointment.objects.filter(account_id=world.member("mentor", "aaby").account_id).update(capacity=100)
        assert by.role == "coordinator"
    for how in ("expired", "revoked"):
        handed[how] = ground.own_page(world, ground.course(world, "aaby", concept_id))
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

    handed = ground.own_page(world, made)
    with world.as_("coordinator", "aaby"):
        rows = [
            str(vars(OwnCode.objects.get(person_id=made.person_id))),
            str(model_to_dict(Link.objects.get(id=handed.made.link.id))),
        ]

    assert [
        secret in row for row in rows for secret in (handed.code, handed.made.code, handed.made.token)
    ] == [False] * 6
    assert len(handed.code) == 10


# --- what it shows


@pytest.mark.proves("G03")
def test_each_page_shows_the_own_words_it_is_for_and_nobody_elses(world: Any, concept_id: uuid.UUID) -> None:
    mine, other = whole(world, concept_id), whole(world, concept_id)
    parent = whole(world, concept_id, intervention="parent")
    clients = {
        "mentee": (ground.at_own_page(world, mine), mine),
        "parent": (ground.at_own_page(world, parent, cast="parent_coach"), parent),
    }

    for client, own in clients.values():
        texts = {page: seen(client, page) for page in PAGES}
        assert {page: words_in(text, own) for page, text in texts.items()} == SHOWN
        everything = "".join(texts.values())
        assert [words_in(everything, one) for one in (mine, other, parent) if one is not own] == [set()] * 2
        assert [one.name for one in world.members.values() if one.name in everything] == []
        assert "radikal" not in everything.lower()
        assert "ekstrem" not in everything.lower()


def test_every_round_is_there_with_its_own_numbers(world: Any, concept_id: uuid.UUID) -> None:
    began, later = date(2014, 7, 1), date(2014, 10, 5)
    made = ground.course(world, "aaby", concept_id, on=began)
    ground.answer(world, made, VALUES, on=began)
    ground.tend(world, made, later)
    ground.answer(world, made, VALUES[::-1], key="month-3", on=later)

    text = seen(ground.at_own_page(world, made), "answers")

    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text, re.S)
    numbers = [tuple(int(one) for one in re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", row)) for row in rows]
    assert numbers == list(zip(VALUES, VALUES[::-1], strict=True))


def test_goals_say_where_one_was_and_wants_to_be(world: Any, made: ground.Made) -> None:
    from samspil.delivery.models.courses import Goal
    from samspil.trust.models import writing

    with world.as_("coordinator", "aaby"), writing():
        Goal.objects.filter(course_id=made.course_id).update(now=3, wanted=8)

    text = seen(ground.at_own_page(world, made), "plan")

    assert re.findall(r"<dd>(\d+)</dd>", text) == ["3", "8", "6", "60"]


@pytest.mark.proves("S13")
def test_who_looked_is_told_by_day_role_and_reason_without_a_name(world: Any, made: ground.Made) -> None:
    client = ground.at_own_page(world, made)
    before = seen(client, "looks")
    world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}")
    world.client("coordinator", "aaby", "support").get(f"/o/courses/{made.course_id}/who")

    after = seen(client, "looks")

    def lines(text: str) -> set[tuple[str, ...]]:
        rows = re.findall(
            r"<li><p><b>(.*?)</b></p><p>(\w+ ?\w*).*?</p><p class=\"quiet\">(.*?)</p></li>", text
        )
        return {tuple(part.strip() for part in row) for row in rows}

    assert lines(after) - lines(before) == {
        ("Din mentor", "Kiggede", "For at hjælpe dig"),
        ("Tovholderen i kommunen", "Kiggede", "For at hjælpe dig"),
    }
    assert "3. november 2014" in after
    assert [one.name for one in world.members.values() if one.name in after] == []
    assert re.findall(r"delivery\.|people\.|coordination", after) == []


def test_the_log_is_told_to_the_person_it_is_about_and_to_nobody_else(world: Any, made: ground.Made) -> None:
    from samspil.kernel.errors import Refused
    from samspil.people.queries.looks import looks_at

    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        looks_at(by, made.person_id)


# --- what is decided there


def shared_answers(world: Any, made: ground.Made, cast: str) -> bool:
    door = "o" if cast == "coordinator" else "f"
    page = world.client(cast, "aaby").get(f"/{door}/courses/{made.course_id}").content.decode()
    return "profile-chart" in page


def test_sharing_is_changed_at_any_time_and_holds_at_once(world: Any, made: ground.Made) -> None:
    client, url = ground.at_own_page(world, made), f"/a/own/answers/{made.measurement_id}"
    assert [shared_answers(world, made, cast) for cast in ("mentor", "coordinator")] == [False, False]

    assert where(client.post(url, {"mentor": "yes", "coordinator": "no"})) == (302, "/a/own/answers")
    assert [shared_answers(world, made, cast) for cast in ("mentor", "coordinator")] == [True, False]
    assert where(client.post(url, {"mentor": "no", "coordinator": "yes"})) == (302, "/a/own/answers")
    assert [shared_answers(world, made, cast) for cast in ("mentor", "coordinator")] == [False, True]
    assert client.post(url, {"mentor": "yes"}).status_code == 422


@pytest.mark.proves("G01")
def test_a_round_of_somebody_else_is_as_one_that_never_was(
    world: Any, concept_id: uuid.UUID, made: ground.Made
) -> None:
    neighbour, foreign = whole(world, concept_id), ground.course(world, "baekby", concept_id)
    ground.answer(world, foreign, VALUES)
    client = ground.at_own_page(world, made)
    chosen = {"mentor": "yes", "coordinator": "yes"}

    ids = (neighbour.measurement_id, foreign.measurement_id, uuid.uuid4())
    pages = {
        (answer.status_code, TOKEN.sub(rb"\1", answer.content))
        for one in ids
        for answer in (client.get(f"/a/own/answers/{one}"), client.post(f"/a/own/answers/{one}", chosen))
    }

    assert len(pages) == 1
    assert next(iter(pages))[0] == 404
    assert shared_answers(world, neighbour, "mentor") is False


def held(world: Any, made: ground.Made) -> dict[str, tuple[str, str]]:
    from samspil.people.queries import people as queries

    with world.as_("coordinator", "aaby") as by:
        return {one.purpose: (one.method, one.language) for one in queries.consents_of(by, made.person_id)}


@pytest.mark.proves("G43")
def test_a_yes_is_given_and_taken_back_on_the_page_with_one_tap_each(world: Any, made: ground.Made) -> None:
    client = ground.at_own_page(world, made, language="tr")
    before = held(world, made)

    assert where(client.post("/a/own/yes", {"give": "interview"})) == (302, "/a/own/yes")
    assert held(world, made) == {**before, "interview": ("own_page", "tr")}

    key = ground.consent(world, made, "interview")
    assert where(client.post("/a/own/yes", {"back": str(key)})) == (302, "/a/own/yes")
    assert held(world, made) == before
    assert client.post("/a/own/yes", {"back": str(key)}).status_code == 404
    assert client.post("/a/own/yes", {"back": str(uuid.uuid4())}).status_code == 404
    assert [client.post("/a/own/yes", one).status_code for one in ({}, {"give": "nonsense"})] == [422, 422]
    assert client.post("/a/own/yes", {"give": "sharing"}).status_code == 422
    assert where(client.post("/a/own/yes", {"give": "sharing", "recipient": "Klasselæreren"}))[0] == 302


def test_nobody_says_yes_or_takes_it_back_for_a_custody_holder(world: Any, concept_id: uuid.UUID) -> None:
    from samspil.delivery.actions import consents
    from samspil.kernel.actor import Actor
    from samspil.kernel.errors import Refused
    from samspil.people.terms import Capacity, Method
    from samspil.trust.scope import scope

    made = ground.course(world, "aaby", concept_id, custody="given")
    client = ground.at_own_page(world, made)
    key = ground.consent(world, made, "support", "custody_holder")
    mentee = Actor(world.tenant("aaby"), "mentee", "own", person_id=made.person_id)
    call = {"by": mentee, "at": world.at, "on": ground.TODAY, "course_id": made.course_id}

    assert client.post("/a/own/yes", {"back": str(key)}).status_code == 422
    with scope(mentee), pytest.raises(Refused):
        consents.record_consent(
            **call, purpose="support", capacity=Capacity.SECOND_CUSTODY_HOLDER, method=Method.OWN_PAGE
        )
    assert ground.consent(world, made, "support", "custody_holder") == key


def test_somebody_else_in_the_same_role_decides_nothing(
    world: Any, concept_id: uuid.UUID, made: ground.Made
) -> None:
    from samspil.delivery.actions import consents, own_page
    from samspil.kernel.actor import Actor
    from samspil.kernel.errors import Refused
    from samspil.trust.scope import scope

    other = ground.course(world, "aaby", concept_id)
    for person_id, role in ((other.person_id, "mentee"), (made.person_id, "parent")):
        wrong = Actor(world.tenant("aaby"), role, "own", person_id=person_id)
        call = {"by": wrong, "at": world.at, "course_id": made.course_id}
        with scope(wrong):
            with pytest.raises(Refused):
                own_page.choose_own_code(**call)
            with pytest.raises(Refused):
                own_page.change_sharing(
                    **call, on=ground.TODAY, measurement_id=made.measurement_id, chosen={}
                )
            if role == "mentee":
                with pytest.raises(Refused):
                    consents.stop(**call, on=ground.TODAY)


def test_a_code_the_person_made_is_the_only_one_that_opens(world: Any, made: ground.Made) -> None:
    handed = ground.own_page(world, made)
    client = Client()
    client.post("/a/", {"token": handed.made.token})
    client.post("/a/own/code", {"code": handed.code})
    assert "kender den også" in seen(client)

    page = client.post("/a/own/new-code").content.decode()
    own = re.search(r"code-aloud\"[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})<", page)

    assert own is not None
    assert "kender den også" not in seen(client)  # the same browser goes on
    other = Client()
    other.post("/a/", {"token": handed.made.token})
    assert other.post("/a/own/code", {"code": handed.code}).status_code == 422
    assert where(other.post("/a/own/code", {"code": own[1]})) == (302, "/a/own/")
    assert ground.own_page(world, made).code == ""  # a new link leaves the own code as it is


# --- closed at the next request


CLOSES = ("revoked", "new link", "new code", "opened elsewhere", "handed over", "stopped", "erased")


@pytest.mark.proves("G09")
@pytest.mark.parametrize("how", CLOSES)
def test_it_is_closed_at_the_next_request(
    world: Any, concept_id: uuid.UUID, made: ground.Made, how: str
) -> None:
    handed, client = ground.own_page(world, made), Client()
    client.post("/a/", {"token": handed.made.token})
    client.post("/a/own/code", {"code": handed.code})
    bystander = ground.at_own_page(world, ground.course(world, "aaby", concept_id))
    assert seen(client, "plan").count(made.words["goal"]) == 1

    close(world, made, how, handed)

    answers = [client.get("/a/own/plan"), client.get("/a/own/plan"), client.post("/a/own/stop")]
    assert {where(one) for one in answers} == {(302, "/a/")}
    assert answers[0].headers["Clear-Site-Data"] == '"cache", "storage"'
    assert seen(bystander, "plan") != ""


def close(world: Any, made: ground.Made, how: str, handed: Any) -> None:
    from samspil.delivery.actions import consents, own_page
    from samspil.delivery.actions.holding import take_from
    from samspil.delivery.models.courses import Course
    from samspil.delivery.terms import LeftBecause
    from samspil.people.models.people import Identity
    from samspil.trust import audit
    from samspil.trust.models import writing

    if how == "opened elsewhere":
        elsewhere = Client()
        elsewhere.post("/a/", {"token": handed.made.token})
        assert where(elsewhere.post("/a/own/code", {"code": handed.code})) == (302, "/a/own/")
        return
    with world.as_("coordinator", "aaby") as by:
        call = {"by": by, "at": world.at, "course_id": made.course_id}
        if how == "revoked":
            own_page.revoke_link(by=by, at=world.at, link_id=handed.made.link.id)
        elif how == "new link":
            own_page.hand_out_own_page(**call)
        elif how == "new code":
            own_page.replace_own_code(**call)
        elif how == "stopped":
            consents.stop(**call, on=ground.TODAY)
        elif how == "erased":
            with writing():
                Identity.objects.filter(person_id=made.person_id).delete()
        else:
            with audit.acting("test.hand_over", by=by, at=world.at) as act:
                course = Course.objects.get(id=made.course_id)
                take_from(by=by, course=course, on=ground.TODAY, because=LeftBecause.HANDED_OVER)
                act.about(course)


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

    handed = ground.own_page(world, made)

    def left() -> timedelta:
        with world.as_("coordinator", "aaby"):
            row = Link.objects.get(id=handed.made.link.id)
        return timedelta(seconds=(row.expires_at - row.made_at).total_seconds())

    assert timedelta(hours=71) < left() <= timedelta(hours=72)
    client = Client()
    client.post("/a/", {"token": handed.made.token})
    client.post("/a/own/code", {"code": handed.code})
    assert timedelta(days=89) < left() < timedelta(days=91)


# --- stop means stop


@pytest.mark.proves("S7", "G43")
def test_stop_ends_it_everywhere_and_tells_the_coordinator_without_a_reason(
    world: Any, made: ground.Made
) -> None:
    client, office = ground.at_own_page(world, made), world.client("coordinator", "aaby")
    assert "Stoppet af personen selv" not in office.get("/o/").content.decode()
    page = seen(client, "stop")
    assert re.findall(r"<(?:textarea|select)|<input(?! type=\"hidden\")", page) == []

    assert where(client.post("/a/own/stop")) == (302, "/a/own/stopped")

    assert "Du er stoppet" in seen(client, "stopped")
    assert held(world, made) == {}
    assert world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}").status_code == 404
    assert "Stoppet af personen selv" in office.get("/o/").content.decode()
    assert where(office.post(f"/o/courses/{made.course_id}/stopped")) == (302, "/o/")
    assert "Stoppet af personen selv" not in office.get("/o/").content.decode()
    assert office.post(f"/o/courses/{made.course_id}/stopped").status_code == 403


def test_what_the_coordinator_wrote_down_is_no_news_to_the_coordinator(world: Any, made: ground.Made) -> None:
    close(world, made, "stopped", None)

    assert "Stoppet af personen selv" not in world.client("coordinator", "aaby").get("/o/").content.decode()


def test_taking_back_the_yes_to_the_support_is_a_stop(world: Any, made: ground.Made) -> None:
    client = ground.at_own_page(world, made)

    answer = client.post("/a/own/yes", {"back": str(ground.consent(world, made, "support"))})

    assert where(answer) == (302, "/a/own/stopped")
    assert held(world, made) == {}
    assert where(client.get("/a/own/")) == (302, "/a/")


# --- the list of all that is open


@pytest.mark.proves("G23")
def test_every_open_link_stands_in_one_list_and_is_closed_with_one_tap(
    world: Any, concept_id: uuid.UUID
) -> None:
    from samspil.trust.models import Link

    made, foreign = ground.course(world, "aaby", concept_id), ground.course(world, "baekby", concept_id)
    asked, own = ground.hand_out(world, made).link, ground.own_page(world, made).made.link
    theirs = ground.own_page(world, foreign).made.link
    office = world.client("coordinator", "aaby")

    def listed() -> set[str]:
        return set(re.findall(r"/o/links/([0-9a-f-]{36})/close", office.get("/o/links/").content.decode()))

    assert listed() == {str(asked.id), str(own.id)}
    with world.as_("coordinator", "aaby"):
        assert set(map(str, Link.objects.values_list("id", flat=True))) == listed()
    for one in (asked, own):
        assert where(office.post(f"/o/links/{one.id}/close")) == (302, "/o/links/")
        assert str(one.id) not in listed()
    gone = [office.post(f"/o/links/{one}/close") for one in (theirs.id, uuid.uuid4(), own.id)]
    assert {(one.status_code, TOKEN.sub(rb"\1", one.content)) for one in gone} == {
        (404, TOKEN.sub(rb"\1", gone[0].content))
    }
    with world.as_("coordinator", "baekby"):
        assert Link.objects.get(id=theirs.id).revoked_at is None


def test_the_list_says_who_made_it_and_whether_it_was_opened(world: Any, made: ground.Made) -> None:
    office = world.client("coordinator", "aaby")
    ground.own_page(world, made)
    before = office.get("/o/links/").content.decode()

    assert before.count("Mentor Aaby") == 1
    assert (before.count("Ikke åbnet"), made.words["name"] in before) == (1, False)
