"""What approved hours propose: one sum a person and month, taken over once, with no course, day or place."""

from __future__ import annotations

import re
import uuid
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override
from tests.delivery import bringing, costing, ground
from tests.economy import granting
from tests.economy.granting import kr

from samspil.kernel.errors import Missing, Refused
from samspil.kernel.money import Money

SEPTEMBER, OCTOBER = date(2014, 9, 1), date(2014, 10, 1)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def concept_id(world):
    found = granting.load(world)
    granting.opened(world)
    return found


def proposed(world, on=granting.TODAY):
    from samspil.economy.queries import proposals

    with world.as_("coordinator", "aaby") as by:
        return {(one.name, one.month, one.kind): one for one in proposals.proposals(by, on=on)}


def visit_hours(world, concept_id, day, *, approve=True, **said):
    visit = costing.held(world, on=day, concept_id=concept_id)
    row = costing.write(world, visit, on=day, **said)
    if approve:
        costing.decide(world, row.id)
    return row


def taken(world, one, **told):
    from samspil.economy.actions.vouchers import Taken

    said = replace(
        granting.cost(world, what_for="Besøg", supplier="", **({"amount": None} | told)),
        cost_type="",
        part="",
    )
    return granting.written(world, said, taken=Taken(one.appointment_id, one.month, one.kind))


def test_visits_of_a_month_are_one_fee_and_one_way(world, concept_id):
    for day in (date(2014, 10, 7), date(2014, 10, 9)):
        visit_hours(world, concept_id, day, minutes=150, fee=60_000, kilometres=24)
    found = proposed(world)

    assert {key[1:]: (one.minutes, one.amount) for key, one in found.items()} == {
        (OCTOBER, "fee"): (300, kr(1_200)),
        (OCTOBER, "transport"): (None, Money.of_oere(48 * 210)),
    }
    assert proposed(world, on=date(2014, 10, 31)) == {}


def test_a_sum_is_taken_over_once_and_by_itself_says_whose_it_is(world, concept_id):
    from samspil.economy.queries import vouchers

    visit_hours(world, concept_id, date(2014, 10, 7), minutes=120, fee=100_000, kilometres=0)
    (one,) = proposed(world).values()
    row = taken(world, one)
    with pytest.raises(Refused, match="allerede et bilag"):
        taken(world, one)

    assert (row.amount, row.minutes, row.cost_type, row.month) == (kr(1_000), 120, "fee", OCTOBER)
    with world.as_("coordinator", "aaby") as by:
        assert vouchers.told(by, row, world.at).supplier == one.name
    again = proposed(world)[one.name, one.month, one.kind]
    assert (again.voucher_id, again.voucher_amount) == (row.id, kr(1_000))
    granting.answered(world, row, "refused", "talk")
    assert taken(world, one).number == 2


def test_it_has_no_course_no_day_and_no_place(world, concept_id):
    from samspil.economy.queries.proposals import Proposal

    visit_hours(world, concept_id, date(2014, 10, 7))
    page = world.client("coordinator", "aaby").get("/o/grant/proposals/").content.decode()

    assert [one.name for one in fields(Proposal)] == [
        *("appointment_id", "account_id", "name", "role", "month", "kind"),
        *("minutes", "kilometres", "amount", "is_waiting", "voucher_id", "voucher_amount"),
    ]
    assert "Role Model Aaby" in page
    assert "oktober 2014" in page.lower()
    with world.as_("coordinator", "aaby"):
        from samspil.delivery.models.institutions import Institution

        places = [one.name for one in Institution.objects.all()]
    assert places
    assert [one for one in (*places, "7. oktober", *re.findall(r"F-\d{4}", page)) if one in page] == []


def test_a_month_without_a_rate_is_proposed_with_its_time_and_the_rate_is_written(world, concept_id):
    bringing.month_handed_in(world, "aaby")
    assert proposed(world) == {}
    from samspil.delivery.actions import hours
    from samspil.delivery.models.hours import StaffMonth

    with world.as_("coordinator", "aaby") as by:
        row = StaffMonth.objects.get(month=SEPTEMBER)
        told = {"by": by, "at": world.at, "on": granting.TODAY}
        hours.decide_month(month_id=row.id, outcome="approved", **told)
    found = {key[2]: one for key, one in proposed(world).items()}

    assert (found["fee"].minutes, found["fee"].amount) == (90, None)
    assert (found["transport"].kilometres, found["transport"].amount.oere) == (12, 12 * 210)
    with pytest.raises(Refused):
        taken(world, found["fee"])
    with pytest.raises(Refused) as above:
        taken(world, found["fee"], amount=751)
    assert above.value.refusal.field == "amount"
    assert taken(world, found["fee"], rate=400).amount == kr(600)


def test_a_month_with_hours_that_wait_is_not_taken_over(world, concept_id):
    visit_hours(world, concept_id, date(2014, 10, 7))
    visit_hours(world, concept_id, date(2014, 10, 9), approve=False)
    one = next(iter(proposed(world).values()))

    assert one.is_waiting
    with pytest.raises(Refused, match="venter stadig"):
        taken(world, one)
    with pytest.raises(Missing):
        taken(world, replace(one, month=SEPTEMBER - timedelta(days=31)))
    assert ground.TODAY == granting.TODAY


def test_whoever_is_paid_does_not_approve_it(world, concept_id):
    from samspil.economy.actions.vouchers import decide_voucher
    from samspil.trust.scope import scope

    visit_hours(world, concept_id, date(2014, 10, 7))
    row = taken(world, proposed(world)["Role Model Aaby", OCTOBER, "fee"])
    granting.proved(world, row, kind="payslip")
    lead = replace(
        world.actor("municipal_lead", "aaby"), account_id=world.member("role_model", "aaby").account_id
    )
    told = {"voucher_id": row.id, "outcome": "approved", "at": world.at, "on": granting.TODAY}
    with scope(lead), pytest.raises(Refused, match="selv"):
        decide_voucher(by=lead, **told)
    granting.answered(world, row)


def test_it_is_taken_over_on_the_page(world, concept_id):
    visit_hours(world, concept_id, date(2014, 10, 7), minutes=120, fee=100_000, kilometres=0)
    coordinator = world.client("coordinator", "aaby")
    page = coordinator.get("/o/grant/proposals/").content.decode()
    url = re.search(r'href="(/o/grant/proposals/[^"]+)"', page).group(1).replace("&amp;", "&")
    form = {"line": str(granting.lines(world)["role_model"]), "paid_on": "2014-10-31", "what_for": "Besøg"}
    assert coordinator.post(url, {**form, "anyway": "yes"}).status_code == 422
    form |= {"anyway": "no", "key": str(uuid.uuid4())}
    here = coordinator.post(url, form).headers["Location"]

    assert coordinator.post(url, form).headers["Location"] == here  # sent twice, taken over once
    assert coordinator.post(url, {**form, "key": str(uuid.uuid4())}).status_code == 422
    assert "honorar: 1.000,00 kr." in coordinator.get(here).content.decode()
    assert coordinator.get(url).status_code == 403
    assert world.client("municipal_lead", "aaby").get(url).status_code == 403
    assert world.client("coordinator", "baekby").get(url).status_code == 404
