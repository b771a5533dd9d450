"""What machines send to the page that asks for visits: refused kindly, told nothing, and swept."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from tests.delivery import asking_visits as asking
from tests.delivery import ground
from tests.delivery.asking_visits import errors, requests, sent, stamped


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def test_a_machine_that_fills_in_what_nobody_sees_is_told_what_everybody_is_told(world, concept_id):
    answer = sent(world, site="https://spam.example")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/visits/thanks")
    assert requests(world) == 0


def test_too_fast_is_refused_kindly_and_good_a_moment_later(world, concept_id):
    key = uuid.uuid4()
    fast = sent(world, stamp=stamped(1, key))
    assert fast.status_code == 422
    assert "Det gik meget hurtigt." in fast.content.decode()
    assert requests(world) == 0
    assert 'value="Engskolen"' in fast.content.decode()
    assert sent(world, stamp=stamped(3, key)).status_code == 302
    assert requests(world) == 1


@pytest.mark.parametrize("kind", ["old", "forged", "none", "early"])
def test_a_stamp_that_is_too_old_or_not_ours_is_replaced_and_nothing_is_lost(world, concept_id, kind):
    old = {
        "old": stamped(24 * 3600 + 60),
        "forged": stamped()[:-2] + "xx",
        "none": "",
        "early": stamped(-3600),
    }[kind]
    answer = sent(world, stamp=old)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Engskolen"' in html
    assert requests(world) == 0
    (new,) = re.findall(r'name="stamp" value="([^"]+)"', html)
    assert (new == old) is (kind == "early")


def test_one_page_is_one_request_however_often_it_is_sent(world, concept_id):
    stamp = stamped(60, uuid.uuid4())
    assert [sent(world, stamp=stamp).status_code for _each in range(3)] == [302, 302, 302]
    assert requests(world) == 1


def test_one_mail_address_asks_five_times_a_day_and_one_place_on_the_net_ten_times_an_hour(world, concept_id):
    codes = [sent(world).status_code for _each in range(6)]
    assert codes == [302] * 5 + [422]
    assert errors(sent(world)) == {"mail"}
    others = [sent(world, mail=f"a{number}@skole.example") for number in range(4)]
    assert [one.status_code for one in others] == [302, 302, 302, 429]
    html = others[-1].content.decode()
    for said in ("Engskolen", "8.B", "a3@skole.example", "Lone Lærer", "65 00 00 00", "24"):
        assert re.findall(f'value="({re.escape(said)})"', html) == [said]
    assert others[-1].context["form"].non_field_errors() == [
        "Der er kommet mange bestillinger herfra inden for en time. Alt, hvad du skrev, står her endnu: "
        "vent lidt, og send det så."
    ]
    assert requests(world) == 8


def test_honest_mistakes_are_not_counted(world, concept_id):
    """A rule's refusal uses up neither the address of the mail nor that of the net."""
    wrong = [sent(world, group="lone@skole.dk") for _each in range(6)]
    wrong += [sent(world, day_1="2014-11-03") for _each in range(6)]
    assert [(one.status_code, errors(one)) for one in wrong] == [(422, {"group"})] * 6 + [
        (422, {"day_1"})
    ] * 6
    assert [sent(world).status_code for _each in range(5)] == [302] * 5


def test_what_nobody_confirms_is_deleted_with_its_link_and_its_key(world, concept_id):
    from django.db.models.functions import Now

    from samspil.delivery.models.visit_requests import VisitRequest
    from samspil.delivery.terms.visit_requests import UNCONFIRMED
    from samspil.interfaces.cli import rounds
    from samspil.trust import fields
    from samspil.trust.audit import writing

    key, kept, young = asking.ask(world), asking.confirmed(world), asking.ask(world)
    token, _code = asking.linked(world, key)
    with world.as_("coordinator", "aaby"), writing():
        VisitRequest.objects.exclude(id=young).update(asked_at=Now() - UNCONFIRMED * 1.01)
    assert {key, kept, young} <= fields.holders()

    assert rounds.drop_unconfirmed(at=world.at) == 1
    assert [asking.state(world, one) for one in (key, kept, young)] == [None, "confirmed", "asked"]
    assert key not in fields.holders()
    assert {kept, young} <= fields.holders()
    assert Client().post("/visits/", {"token": token}).status_code == 404
