"""Accounts of the books written by two: what a colleague wrote stays, and nothing fails for either of them.

Red before: a page from yesterday took away what a colleague had written since, and two who added the same
account at once made an IntegrityError of one of them.
"""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override
from tests.delivery.test_moves_raced import at_once
from tests.economy import granting
from tests.world import built

PAGE = "/o/grant/accounts"
MENTOR, ROLE_MODEL, PARENT = (("mentor", "fee"), ("role_model", "fee"), ("parent", "fee"))


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


def known(world):
    from samspil.economy.queries import statements

    with world.as_("auditor", "aaby") as by:
        return statements.account_codes(by)


def events(world):
    from samspil.trust.models import AuditEvent

    with world.as_("coordinator", "aaby"):
        return AuditEvent.objects.filter(verb="economy.write_accounts").count()


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world)


def form_of(client, answer=None):
    """What the page would send as it stands, by the names of its fields."""
    form = (answer or client.get(PAGE)).context_data["form"]
    return {name: form[name].value() or "" for name in form.fields if name != "seen"} | {
        "seen": form.fields["seen"].widget.stands
    }


def test_a_page_from_before_takes_nothing_away_that_a_colleague_wrote_since(world, grant):
    coordinator, lead = world.client("coordinator", "aaby"), world.client("municipal_lead", "aaby")
    stale = form_of(coordinator)
    assert lead.post(PAGE, form_of(lead) | {"account_1_fee": "5.22.01"}).status_code == 302
    before = events(world)

    assert coordinator.post(PAGE, stale | {"account_2_fee": "5.22.02"}).status_code == 302

    assert known(world) == {MENTOR: "5.22.01", ROLE_MODEL: "5.22.02"}
    assert events(world) == before + 1
    assert coordinator.post(PAGE, form_of(coordinator) | {"account_1_fee": ""}).status_code == 302
    assert known(world) == {ROLE_MODEL: "5.22.02"}


def test_who_comes_second_on_the_same_account_sees_the_other_and_keeps_what_was_typed(world, grant):
    coordinator, lead = world.client("coordinator", "aaby"), world.client("municipal_lead", "aaby")
    stale = form_of(coordinator)
    lead.post(PAGE, form_of(lead) | {"account_1_fee": "5.22.01", "account_3_fee": "5.22.03"})
    before = events(world)

    refused = coordinator.post(PAGE, stale | {"account_1_fee": "9.99.01"})

    body = refused.content.decode()
    assert (refused.status_code, "En anden har ændret dette imens" in body) == (422, True)
    texts = refused.context_data["page"]["texts"]
    assert texts == ["Det står der nu:", "Mentorforløb, honorar: 5.22.01"]
    assert all(f"<p>{one}</p>" in body for one in texts)
    assert (known(world), events(world)) == ({MENTOR: "5.22.01", PARENT: "5.22.03"}, before)
    again = form_of(coordinator, refused)
    assert (again["account_1_fee"], again["account_3_fee"]) == ("9.99.01", "5.22.03")
    assert json.loads(again["seen"]) == {"account_1_fee": "5.22.01", "account_3_fee": "5.22.03"}
    assert coordinator.post(PAGE, again).status_code == 302
    assert known(world) == {MENTOR: "9.99.01", PARENT: "5.22.03"}


@pytest.mark.parametrize("seen", ["", "[" * 9_999, "[]", "{", '{"account_1_fee": 5, "nothing": "5"}'])
def test_without_what_was_seen_nothing_is_taken_away(world, grant, seen):
    granting.booked(world, {MENTOR: "5.22.01"})
    coordinator = world.client("coordinator", "aaby")

    assert coordinator.post(PAGE, {"seen": seen, "account_2_fee": "5.22.02"}).status_code == 302

    assert known(world) == {MENTOR: "5.22.01", ROLE_MODEL: "5.22.02"}


@pytest.mark.usefixtures("own_database")
def test_two_who_add_an_account_at_once_wait_for_each_other(server):
    world = built()
    granting.load(world)
    granting.opened(world)

    def add(line, account):
        return lambda: granting.booked(world, {(line, "fee"): account}, seen={})

    assert at_once(add("mentor", "5.1"), add("mentor", "5.1")) == ["done", "done"]
    assert sorted(at_once(add("parent", "5.2"), add("parent", "5.3"))) == ["Refused", "done"]
    assert at_once(add("role_model", "5.4"), add("mentor", "5.1")) == ["done", "done"]
    found = known(world)
    assert (found[MENTOR], found[ROLE_MODEL], found[PARENT] in ("5.2", "5.3")) == ("5.1", "5.4", True)
