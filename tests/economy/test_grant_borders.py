"""First and last days of the grant, and what only the database would have stopped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override
from tests.economy import granting
from tests.economy.granting import kr
from tests.economy.test_proposals import visit_hours

from samspil.economy.models.vouchers import Voucher
from samspil.kernel.errors import Refused
from samspil.people.terms import Role


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world)


def test_only_months_of_the_grants_period_are_proposed(world, grant, monkeypatch):
    from samspil.delivery.queries.payable import Payable
    from samspil.economy.queries import proposals

    inside = [grant.from_on.replace(day=1), grant.to_on.replace(day=1)]
    outside = [
        (inside[0] - timedelta(days=1)).replace(day=1),
        (inside[1] + timedelta(days=32)).replace(day=1),
    ]
    with world.as_("coordinator", "aaby") as by:
        one = Payable(by.account_id, by.account_id, "Navn", Role.MENTOR, inside[0], 60, 0, 0, 0, 0, False)
        found = tuple(replace(one, month=day) for day in inside + outside)
        monkeypatch.setattr(proposals, "payable", lambda _by, on: found)
        months = {each.month for each in proposals.proposals(by, on=granting.TODAY)}
    assert months == set(inside)


def test_a_cost_counts_from_the_day_it_was_paid(world, grant):
    granting.spent(world, granting.cost(world))
    days = (granting.TODAY - timedelta(days=1), granting.TODAY)
    assert [granting.book(world, on=day).spent for day in days] == [kr(0), kr(1_000)]


def test_a_draft_that_no_longer_covers_what_was_spent_is_refused_in_words(world, grant):
    draft = granting.drafted(world, {("role_model", 2014): 500}, kind="change")
    granting.written(world, granting.cost(world))
    with pytest.raises(Refused, match="under"):
        granting.sent(world, draft)


def test_a_cost_that_the_office_refused_is_not_approved(world, grant):
    from samspil.economy.queries import vouchers

    row = granting.written(world, granting.cost(world, cost_type="other", reason="Nødvendigt"))
    granting.proved(world, row)
    with world.as_("coordinator", "aaby"):
        asking = vouchers.asking_of(row)
    granting.decided(world, asking, approved=False, words="Det betaler puljen ikke.")
    with pytest.raises(Refused) as refused:
        granting.answered(world, row)
    assert refused.value.refusal.field == "outcome"


def test_the_list_shows_the_state_that_was_asked_for(world, grant):
    granting.spent(world, granting.cost(world))
    granting.written(world, granting.cost(world, supplier="En anden"))
    client, seen = world.client("coordinator", "aaby"), {}
    for state in ("", "waiting", "approved", "refused", "whatever"):
        page = client.get("/o/grant/vouchers/", {"state": state}).content.decode()
        seen[state] = len(set(re.findall(r'/o/grant/vouchers/[0-9a-f-]{36}"', page)))
    assert seen == {"": 2, "waiting": 1, "approved": 1, "refused": 0, "whatever": 2}


def test_what_was_received_and_not_spent_is_never_below_nothing(world, grant):
    granting.spent(world, granting.cost(world))
    page = world.client("coordinator", "aaby").get("/o/grant/").content.decode()
    assert "1.000,00" in page
    assert "-1.000,00" not in page


def test_a_counter_voucher_says_whose_pay_it_takes_back(world):
    concept_id = granting.load(world)
    granting.opened(world)
    visit_hours(world, concept_id, date(2014, 10, 7), minutes=120, fee=100_000, kilometres=0)
    coordinator = world.client("coordinator", "aaby")
    page = coordinator.get("/o/grant/proposals/").content.decode()
    url = re.search(r'href="(/o/grant/proposals/[^"]+)"', page).group(1).replace("&amp;", "&")
    form = {"line": str(granting.lines(world)["role_model"]), "paid_on": "2014-10-31", "what_for": "Besøg"}
    coordinator.post(url, {**form, "anyway": "no"})
    with world.as_("coordinator", "aaby"):
        row = Voucher.objects.get()
    granting.proved(world, row)
    granting.answered(world, row)
    back = granting.taken_back(world, row)
    assert row.paid_to_id is not None
    assert back.paid_to_id == row.paid_to_id
