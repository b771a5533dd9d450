"""The public page that asks for visits: without a script, without a third party, and telling nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.delivery import asking_visits as asking
from tests.delivery import ground, visiting
from tests.delivery.asking_visits import errors, requests, sent
from tests.delivery.reminding import post
from tests.interfaces.cli.postbox import Postbox, postbox
from tests.interfaces.weighing import BUDGET, LEAST, weight_of


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def box(settings: Any) -> Iterator[Postbox]:
    with postbox() as one:
        settings.SAMSPIL_MAIL, settings.SAMSPIL_SMS = "smtp", "none"
        settings.SAMSPIL_MAIL_SERVER = {
            "host": "127.0.0.1",
            "port": one.port,
            "tls": "off",
            "sender": "besked@samspil.example",
            "timeout_s": 5,
        }
        settings.SAMSPIL_URL = "https://samspil.example"
        yield one


# --- asking


@pytest.mark.proves("S8")
def test_a_school_asks_confirms_by_mail_and_the_coordinator_sees_it(world, concept_id, box):
    school, office = Client(), world.client("coordinator", "aaby")
    page = school.get("/visits/ask").content.decode()
    assert re.findall(r'<option value="([^"]*)"', page) == ["", *_askable(world)]

    answer = sent(world, school)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/visits/thanks")
    assert "Engskolen" not in office.get("/o/visits/asked/").content.decode()
    assert post(world, ground.TODAY) == 1
    (mail,) = box.taken
    text = mail.get_content()
    assert (box.to, mail["Subject"], mail["Content-Language"]) == (
        [asking.MAIL],
        "Bekræft jeres bestilling",
        "da",
    )
    for typed in ("Engskolen", "8.B", "Lone", "formiddagen"):
        assert typed not in text

    token = re.search(r"https://samspil\.example/visits/#(\S+)", text)
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", text)
    assert token is not None
    assert code is not None
    for given in ({"token": token[1]}, {"code": code[0]}, {"code": code[0].lower().replace("-", " ")}):
        door = Client()
        entered = door.post("/visits/", given)
        assert (entered.status_code, entered.headers["Location"]) == (302, "/visits/mine")
    mine = door.get("/visits/mine")
    assert mine.status_code == 200
    assert "Ikke bekræftet" in mine.content.decode()
    assert door.post("/visits/mine", {"confirm": "yes"}).status_code == 302
    assert "Venter på svar" in door.get("/visits/mine").content.decode()

    listed = office.get("/o/visits/asked/").content.decode()
    (url,) = re.findall(r'href="(/o/visits/asked/[0-9a-f-]{36})"', listed)
    shown = office.get(url).content.decode()
    for said in ("Lone Lærer", asking.MAIL, "65 00 00 00", "Gerne &lt;b&gt;om formiddagen&lt;/b&gt;"):
        assert said in shown
    assert "Nogen bestiller besøg" in office.get("/o/").content.decode()


def _askable(world: Any) -> list[str]:
    """The municipalities of the programme, by name."""
    from samspil.people.models.people import Organisation

    codes = {one.municipality_code for one in ground.the_concept().parties}
    rows = Organisation.objects.filter(kind="municipality", municipality_code__in=codes)
    return [str(one.id) for one in sorted(rows, key=lambda one: one.name)]


def test_an_office_that_says_yes_moves_and_no_is_read_on_the_school_s_page(world, concept_id, box):
    office, school = world.client("coordinator", "aaby"), Client()
    key = asking.confirmed(world)
    here = f"/o/visits/asked/{key}"
    place = visiting.institution(world, "aaby")
    assert office.post(f"{here}/place", {"institution": str(place)}).headers["Location"] == here
    themes = {f"theme_{number}": name for number, name in enumerate(visiting.group(concept_id).themes, 1)}
    group = {"group": "8.B", "level": "grades_7_10", "about_how_many": "24", **themes}
    made = office.post(f"{here}/plan", group).headers["Location"]
    assert made.startswith("/o/visits/series/")
    assert post(world, ground.TODAY) == 1
    assert box.taken[-1]["Subject"] == "Der er svar på jeres bestilling"

    _enter(school, box)
    assert "Sagt ja til" in school.get("/visits/mine").content.decode()
    wished = school.post("/visits/mine/days", {"day_1": "2014-12-10", "day_2": "", "day_3": ""})
    assert wished.headers["Location"] == "/visits/mine"
    assert "10. december 2014" in school.get("/visits/mine").content.decode()
    assert office.post(f"{here}/days", {"save": "yes"}).headers["Location"] == here
    assert office.post(f"{here}/tell", {"save": "yes"}).headers["Location"] == here
    assert post(world, ground.TODAY) == 1  # one mail waits at a time: both say the same

    assert school.post("/visits/mine/cancel", {"cancel": "yes"}).status_code == 404  # the newest link opens
    _enter(school, box)
    gone = school.post("/visits/mine/cancel", {"cancel": "yes"})
    assert gone.headers["Location"] == "/visits/cancelled"
    assert "Et sted har afbestilt" in office.get("/o/").content.decode()

    other = asking.confirmed(world)
    said = office.post(f"/o/visits/asked/{other}/no", {"because": "no_pair"})
    assert said.status_code == 302
    assert post(world, ground.TODAY) == 1
    _enter(school, box)
    assert "Ingen kan komme i dette halvår." in school.get("/visits/mine").content.decode()


def _enter(school: Any, box: Postbox) -> None:
    """Open the link of the newest mail."""
    found = re.search(r"/visits/#(\S+)", box.taken[-1].get_content())
    assert found is not None
    assert school.post("/visits/", {"token": found[1]}).status_code == 302


# --- what is wrong is said, and what was typed stays


def test_everything_typed_stays_and_each_fault_is_linked_to_its_field(world, concept_id):
    answer = sent(world, mail="lone", day_1="", level="")
    html = answer.content.decode()

    assert answer.status_code == 422
    assert errors(answer) == {"mail", "day_1", "level_0"}
    for said in ("Engskolen", "8.B", "lone", "Lone Lærer", "65 00 00 00", "24"):
        assert f'value="{said}"' in html
    assert "Gerne &lt;b&gt;om formiddagen&lt;/b&gt;</textarea>" in html
    assert f'<option value="{world.tenant("aaby")}" selected' in html
    assert requests(world) == 0


def test_a_rule_s_sentence_stands_beside_its_field(world, concept_id):
    answer = sent(world, group="lone@skole.dk")
    assert (answer.status_code, errors(answer)) == (422, {"group"})


def test_a_municipality_that_is_not_in_the_programme_is_none_to_choose(world, concept_id):
    for other in (uuid.uuid4(), world.tenant("kontoret"), "nonsense"):
        assert errors(sent(world, municipality=str(other))) == {"municipality"}


def test_the_page_speaks_english_where_it_is_chosen_and_the_mail_does(world, concept_id, box):
    assert "Ask for visits" in Client().get("/visits/ask?lang=en").content.decode()
    answer = sent(world, path="/visits/ask?lang=en")
    assert answer.headers["Location"] == "/visits/thanks?lang=en"
    assert post(world, ground.TODAY) == 1
    assert (box.taken[0]["Subject"], box.taken[0]["Content-Language"]) == ("Confirm your request", "en")


def test_the_public_page_knows_of_no_place(world, concept_id):
    """The same bytes whether a place is known and visited or not."""
    blank = r'name="(?:csrfmiddlewaretoken|stamp)" value="[^"]*"'
    before = re.sub(blank, "", Client().get("/visits/ask").content.decode())
    visiting.series(
        world, "aaby", concept_id, place=visiting.institution(world, "aaby", "Kanariefugleskolen")
    )
    after = re.sub(blank, "", Client().get("/visits/ask").content.decode())
    assert after == before
    assert "Kanariefugleskolen" in world.client("coordinator", "aaby").get("/o/places/").content.decode()


def test_the_page_is_light_and_needs_no_script(world, concept_id):
    """Page, styles and scripts together, as they go over the wire."""
    for path in ("/visits/ask", "/visits/"):
        page = Client().get(path)
        html = page.content.decode()
        assert LEAST < weight_of(page) < BUDGET, path
        assert "http://" not in html.replace("http://www.w3.org", "")
        assert "https://" not in html


def test_no_address_is_written_to_more_than_five_times_a_day(world, concept_id, box):
    keys = [asking.ask(world) for _each in range(7)]
    assert len(keys) == 7
    assert post(world, ground.TODAY) == 5
    assert len(box.taken) == 5
    assert post(world, ground.TODAY) == 0


# --- links


@pytest.mark.proves("G22")
def test_two_hundred_forged_links_and_every_closed_one_get_one_identical_answer(world, concept_id):
    from django.db.models.functions import Now

    from samspil.trust.audit import writing
    from samspil.trust.models import Link

    closed = {}
    replaced, _code = asking.linked(world, first := asking.confirmed(world))
    asking.linked(world, first)
    expired, _code = asking.linked(world, second := asking.confirmed(world))
    with world.as_("coordinator", "aaby"), writing():
        Link.objects.filter(thing_id=second, revoked_at__isnull=True).update(expires_at=Now())
    third = asking.confirmed(world)
    used, _code = asking.linked(world, third)
    school = Client()
    school.post("/visits/", {"token": used})
    school.post("/visits/mine/cancel", {"cancel": "yes"})
    measurement = ground.hand_out(world, ground.course(world, "aaby", concept_id)).token
    closed = {"replaced": replaced, "expired": expired, "used": used, "foreign": measurement}

    answers = {name: _told(Client().post("/visits/", {"token": one})) for name, one in closed.items()}
    import secrets

    forged = {_told(Client().post("/visits/", {"token": secrets.token_urlsafe(32)})) for _each in range(200)}
    assert set(answers.values()) == forged
    assert len(forged) == 1
    (one,) = forged
    assert one[0] == 404
    for path in ("/visits/mine", "/visits/mine/days", "/visits/mine/cancel"):
        assert _told(Client().get(path)) == one, path
        assert _told(Client().post(path, {"confirm": "yes", "day_1": "2014-12-10"})) == one, path
        assert _told(school.get(path))[2] == one[2], path


def _told(answer: Any) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    return answer.status_code, tuple(sorted(answer.headers.items())), answer.content


def test_a_scanner_that_looks_consumes_nothing(world, concept_id):
    key = asking.ask(world)
    token, _code = asking.linked(world, key)
    scanner = Client()
    for look in (scanner.get, scanner.head, scanner.options):
        for path in (f"/visits/?token={token}", "/visits/", "/visits/mine", f"/visits/?lang=da#{token}"):
            look(path)
    assert asking.state(world, key) == "asked"
    school = Client()
    for _each in range(3):  # opening consumes nothing either
        assert school.post("/visits/", {"token": token}).status_code == 302
    assert asking.state(world, key) == "asked"
    assert school.post("/visits/mine", {"confirm": "yes"}).status_code == 302
    assert asking.state(world, key) == "confirmed"


def test_the_coordinator_closes_a_link_in_the_list_of_open_links(world, concept_id):
    key = asking.confirmed(world)
    token, _code = asking.linked(world, key)
    school, office = Client(), world.client("coordinator", "aaby")
    school.post("/visits/", {"token": token})
    html = office.get("/o/links/").content.decode()
    assert "Bestilling af besøg" in html
    assert "Engskolen" in html
    (url,) = re.findall(r'action="(/o/links/[0-9a-f-]{36}/close)"', html)
    assert office.post(url, {"close": "yes"}).status_code == 302
    assert school.get("/visits/mine").status_code == 404
    assert Client().post("/visits/", {"token": token}).status_code == 404


@pytest.mark.parametrize("field", ["code", "token"])
def test_codes_are_guessed_five_times_in_whichever_field(world, concept_id, field):
    codes = [Client().post("/visits/", {field: "01234-56789"}).status_code for _each in range(6)]
    assert codes == [404] * 5 + [429]


def test_a_right_code_in_whichever_field_is_given_back(world, concept_id):
    _token, code = asking.linked(world, asking.ask(world))
    for field in ("code", "token"):
        entered = [Client().post("/visits/", {field: code}).status_code for _each in range(6)]
        assert entered == [302] * 6


def test_the_request_s_page_is_asked_for_with_few_questions(world, concept_id):
    from tests.interfaces.test_query_counts import asked

    key, made = asking.planned(world, concept_id)
    for position in (1, 2, 3):
        visiting.planned(world, made, position, asking.WISHED.replace(day=position + 1))
    token, _code = asking.linked(world, key)
    school, office = Client(), world.client("coordinator", "aaby")
    school.post("/visits/", {"token": token})
    for path in ("/visits/mine", "/visits/mine/days", "/visits/ask", "/visits/"):
        assert len(asked(school, path)) <= 12, path
    for path in ("/o/visits/asked/", f"/o/visits/asked/{key}"):
        assert len(asked(office, path)) <= 12, path
    one = len(asked(office, "/o/visits/asked/"))
    for _each in range(5):
        asking.confirmed(world)
    assert len(asked(office, "/o/visits/asked/")) == one
