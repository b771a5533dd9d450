"""The page to type in a stack: code, numbers, next; the same words for every code that opens nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from tests.delivery import ground, opening, owning

VALUES = ("7", "-", "9", "2", "5", "0", "10", "1", "–", "4")
DOORS = {"mentor": "/f/measurements/papers", "coordinator": "/o/measurements/papers"}
NOTHING = "Koden åbner ikke noget her. Se på den igen, eller lav et nyt ark."


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def made(world: Any, concept_id: Any) -> ground.Made:
    return ground.course(world, "aaby", concept_id)


def typed(world: Any, made: ground.Made, code: str, **changed: str) -> dict[str, str]:
    from samspil.delivery.queries.measurements import instrument_of

    items = instrument_of(ground.measurement(world, made)).items
    told = {f"answer_{item.code}": VALUES[at] for at, item in enumerate(items)}
    return {"code": code, "by_themselves": "on", "filled_on": "", "save": "yes", **told, **changed}


def html(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize("cast", DOORS)
def test_a_stack_is_typed_in_paper_by_paper_and_counted(world, concept_id, cast):
    stack = [ground.course(world, "aaby", concept_id) for _each in range(3)]
    client, path = world.client(cast, "aaby"), DOORS[cast]

    for number, made in enumerate(stack, start=1):
        code = ground.hand_out(world, made).code
        asked = client.post(path, {"code": f"{code[:5]}-{code[5:].lower()}", "find": "yes"})
        assert asked.status_code == 200
        assert len(re.findall(r'<input type="text" name="\w+"', html(asked))) == 10
        saved = client.post(path, typed(world, made, code))
        assert (saved.status_code, saved.headers["Location"]) == (302, path)
        assert f"{number} tastet ind i dag" in html(client.get(path))

    assert [ground.measurement(world, made).state for made in stack] == ["done"] * 3


@pytest.mark.parametrize("cast", DOORS)
def test_every_code_that_opens_nothing_gives_the_page_a_random_one_gives(world, made, concept_id, cast):
    from tests.delivery import test_papers as dead

    client, path = world.client(cast, "aaby"), DOORS[cast]
    codes = {
        "random": "0000000000",
        "foreign": dead.of_another_municipality(world, made, concept_id),
        "replaced": dead.replaced(world, made, concept_id),
    }

    def asked(code: str) -> str:
        answer = client.post(path, {"code": code, "find": "yes"})
        assert answer.status_code == 422
        body = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", html(answer))
        return body.replace(code, "CODE")

    pages = [asked(code) for code in codes.values()]
    assert NOTHING in pages[0]
    assert pages[0].count("CODE") == 1
    assert pages == [pages[0]] * len(codes)


def test_only_five_wrong_codes_are_tried_in_a_quarter_of_an_hour(world, made):
    client, path = world.client("mentor", "aaby"), DOORS["mentor"]
    good = ground.hand_out(world, made).code
    for _each in range(7):  # what opens something is not counted
        assert client.post(path, {"code": good, "find": "yes"}).status_code == 200

    tried = [client.post(path, {"code": f"000000000{at}"}).status_code for at in range(6)]

    assert tried == [422] * 5 + [429]
    assert client.post(path, {"code": good, "find": "yes"}).status_code == 429
    assert world.client("coordinator", "aaby").post(DOORS["coordinator"], {"code": good}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"answer_talk": ""}, "Skriv tallet, eller en streg, hvor der er sprunget over."),
        ({"answer_talk": "11"}, "Skriv tallet, eller en streg, hvor der er sprunget over."),
        ({"answer_talk": "x"}, "Skriv tallet, eller en streg, hvor der er sprunget over."),
        ({"answer_talk": "٣"}, "Skriv tallet, eller en streg, hvor der er sprunget over."),
        ({"by_themselves": ""}, "Kun det, de selv har udfyldt, kan tastes ind."),
        ({"filled_on": "2014-11-04"}, "Vælg en dag mellem den, hvor runden åbnede, og i dag."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(world, made, changed, sentence):
    client, path = world.client("mentor", "aaby"), DOORS["mentor"]
    code = ground.hand_out(world, made).code

    answer = client.post(path, typed(world, made, code, **changed))

    assert answer.status_code == 422
    assert html(answer).count(sentence) == 2
    assert 'name="answer_family" value="-"' in html(answer)
    assert ground.measurement(world, made).state == "open"
    assert client.post(path, typed(world, made, code)).status_code == 302


def shared(world: Any, made: ground.Made) -> None:
    """The person says yes to whoever holds the course."""
    from samspil.delivery.actions.measurements import share
    from samspil.delivery.terms.courses import Recipient
    from samspil.trust.audit import acting

    row = ground.measurement(world, made)
    with world.as_("coordinator", "aaby") as by, acting("delivery.share", by=by, at=world.at) as act:
        share(by=by, on=ground.TODAY, measurement=row, chosen={Recipient.MENTOR: True})
        act.about(row, subject_id=made.person_id)


def test_the_numbers_are_on_no_page_afterwards_and_the_menu_leads_here(world, made):
    client, path = world.client("mentor", "aaby"), DOORS["mentor"]
    client.post(path, typed(world, made, ground.hand_out(world, made).code))

    def shown() -> bool:
        return "profile-now" in html(client.get(f"/f/courses/{made.course_id}"))

    before = shown()
    shared(world, made)
    assert (before, shown()) == (False, True)
    assert f'href="{path}"' in html(client.get("/f/measurements/"))
    assert f'href="{DOORS["coordinator"]}"' in html(
        world.client("coordinator", "aaby").get("/o/measurements/")
    )


def test_the_person_finds_the_answers_on_the_own_page_and_shares_them_from_there(world, made):
    world.client("mentor", "aaby").post(
        DOORS["mentor"], typed(world, made, ground.hand_out(world, made).code)
    )
    person = opening.at_own_page(world, made)
    share = re.findall(r'href="(/a/own/answers/[0-9a-f-]+)"', owning.seen(person, "answers"))

    sent = person.post(share[0], {"mentor": "yes", "coordinator": "no"})

    assert len(share) == 1
    assert sent.status_code == 302
    assert "profile-now" in html(world.client("mentor", "aaby").get(f"/f/courses/{made.course_id}"))
    assert "profile-now" not in html(world.client("coordinator", "aaby").get(f"/o/courses/{made.course_id}"))
