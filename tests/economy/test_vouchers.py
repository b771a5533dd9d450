"""Vouchers: what is taken and what is refused beside its field, proof, four eyes, counter-vouchers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.economy import granting
from tests.economy.granting import kr

from samspil.economy.rules import vouchers as rules
from samspil.economy.rules.vouchers import Cost
from samspil.kernel.errors import Missing, Refusal, Refused
from samspil.kernel.money import Money

MOST = "støttes honorarer udelukkende, hvis de ikke overstiger 500 kr. pr. time"
ORDINARY = "som kommuner via normaldriften i forvejen er forpligtet til at afholde"
RELEASE = "desværre ikke tilbyde støtte til frikøb af medarbejdertimer"


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world)


def refused(world, said):
    with pytest.raises(Refused) as caught:
        granting.written(world, said)
    return caught.value.refusal.field, str(caught.value)


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        ({"amount": 1_002}, "amount", MOST),
        ({"amount": Money.of_oere(100_001)}, "amount", MOST),
        ({"amount": None, "rate": 501}, "rate", MOST),
        ({"amount": 1_002, "cost_type": "coordination"}, "amount", MOST),
        ({"amount": 1_002, "cost_type": "transport"}, "amount", MOST),
        ({"amount": None, "quantity": 2, "price": 501}, "amount", MOST),
        ({"minutes": None}, "hours", "timerne"),
        (
            {"minutes": None, "cost_type": "coordination", "amount": None, "quantity": 1, "price": 10},
            "hours",
            "timerne",
        ),
        ({"whose_time": "working_hours"}, "whose_time", RELEASE),
        ({"whose_time": "in_training"}, "whose_time", RELEASE),
        ({"whose_time": ""}, "whose_time", "tid"),
        ({"anyway": True}, "anyway", ORDINARY),
        ({"cost_type": "training"}, "cost_type", "slags udgift"),
        ({"cost_type": "communication", "part": ""}, "part", "kommunikation"),
        ({"paid_on": date(2012, 12, 31)}, "paid_on", "perioden"),
        ({"paid_on": date(2016, 1, 1)}, "paid_on", "perioden"),
        ({"paid_on": date(2014, 11, 4)}, "paid_on", "ikke kommet"),
        ({"supplier": " "}, "supplier", "hvem"),
        ({"what_for": ""}, "what_for", "hvad"),
        ({"amount": 0}, "amount", "over nul"),
        ({"amount": 900, "rate": 400}, "amount", "passer ikke"),
        ({"cost_type": "other", "minutes": None, "amount": 10}, "reason", "Programkontoret"),
    ],
)
def test_a_rule_refuses_beside_its_field_in_the_documents_own_words(world, grant, told, field, sentence):
    at, said = refused(world, granting.fee(world, **told))

    assert at == field
    assert sentence in said


def test_what_keeps_the_rules_is_taken_and_waits(world, grant):
    row = granting.written(world, granting.fee(world))

    assert (row.number, row.amount, row.state) == (1, kr(1_000), "waiting")
    assert granting.book(world, "role_model", 2014).waiting == kr(1_000)
    assert granting.book(world, "role_model", 2014).remaining == kr(137_000)
    assert granting.written(
        world, granting.fee(world, amount=None, rate=400, supplier="En anden")
    ).amount == kr(800)


@given(
    oere=st.integers(1, 10**7), minutes=st.integers(1, 6_000), is_rate=st.booleans(), cap=st.integers(1, 900)
)
def test_no_rounding_lets_an_hour_cost_more_than_the_most(oere, minutes, is_rate, cap):
    said = Cost(
        line_id=None,
        cost_type="fee",
        paid_on=date(2014, 1, 1),
        supplier="x",
        what_for="x",
        anyway=False,
        minutes=minutes,
        whose_time="own_time",
        **{"rate" if is_rate else "amount": Money.of_oere(oere)},
    )
    costing = replace(granting.concept().cost_rules, fee_max_dkk_per_hour=cap)
    whole = rules.worked_out(said)
    if isinstance(whole, Refusal):
        assert is_rate
        assert oere * minutes < 60
        return
    taken = rules.must_keep_the_most(whole, costing) is None
    assert taken == ((oere <= cap * 100) if is_rate else (oere * 60 <= cap * 100 * minutes))
    if taken:
        assert whole.amount.oere * 60 <= cap * 100 * minutes


def test_another_cap_in_the_file_is_another_cap(world):
    granting.load(world, fee_max_dkk_per_hour=600)
    granting.opened(world)

    assert granting.written(world, granting.fee(world, amount=1_200)).amount == kr(1_200)
    assert refused(world, granting.fee(world, amount=1_201))[0] == "amount"


def test_a_line_that_is_not_in_the_budget_takes_nothing_before_a_change_is_approved(world, grant):
    change = granting.drafted(world, {}, kind="change", new=("Lokaler", {2014: 5_000}))
    said = granting.cost(world, line="Lokaler")
    assert refused(world, said)[0] == "line"
    granting.sent(world, change)
    assert refused(world, said)[0] == "line"
    granting.decided(world, change)

    assert granting.written(world, said).amount == kr(1_000)
    assert refused(world, granting.cost(world, line="Lokaler", amount=4_001, supplier="B"))[0] == "amount"
    assert refused(world, granting.cost(world, line="Lokaler", paid_on=date(2013, 12, 1)))[0] == "line"


def test_a_line_is_never_taken_below_zero_not_by_what_waits_nor_by_a_change_that_waits(world, grant):
    granting.spent(world, granting.cost(world, amount=100_000))
    assert "38.000,00 kr." in refused(world, granting.cost(world, amount=38_001, supplier="B"))[1]
    with pytest.raises(Refused, match="brugt"):
        granting.drafted(world, {("role_model", 2014): 99_999}, kind="change")
    change = granting.drafted(world, {("role_model", 2014): 110_000}, kind="change")
    granting.sent(world, change)
    assert "10.000,00 kr." in refused(world, granting.cost(world, amount=10_001, supplier="B"))[1]
    granting.written(world, granting.cost(world, amount=10_000, supplier="B"))
    granting.decided(world, change)

    book = granting.book(world, "role_model", 2014)
    assert (book.revised, book.spent, book.waiting, book.remaining) == (
        kr(110_000),
        kr(100_000),
        kr(10_000),
        kr(0),
    )


def test_the_same_supplier_day_and_amount_are_one_cost_and_so_is_the_same_file(world, grant):
    first = granting.written(world, granting.cost(world))
    assert refused(world, granting.cost(world, supplier="  TRYKKERIET ", line="mentor"))[0] == "supplier"
    other = granting.written(world, granting.cost(world, amount=1_001))
    granting.proved(world, first, content=granting.pdf("same"))
    with pytest.raises(Refused) as caught:
        granting.proved(world, other, content=granting.pdf("same"))
    assert caught.value.refusal.field == "file"
    granting.answered(world, first, "refused", "wrong_line")

    assert granting.written(world, granting.cost(world, line="mentor")).number == 3
    granting.proved(world, other, content=granting.pdf("same"))


def test_what_is_sent_twice_is_written_once(world, grant):
    import uuid

    key = uuid.uuid4()
    for _tap in range(2):
        row = granting.written(world, granting.cost(world), key=key)
    assert (row.id, row.number) == (key, 1)
    assert granting.book(world).waiting == kr(1_000)


def test_nothing_is_approved_without_proof_nor_by_whoever_wrote_it(world, grant):
    from samspil.economy.models.vouchers import Voucher
    from samspil.trust.audit import writing

    row = granting.written(world, granting.cost(world))
    with pytest.raises(Refused, match="uden dokumentation"):
        granting.answered(world, row)
    with pytest.raises(Refused) as payslip:
        granting.proved(world, row, kind="payslip")
    assert payslip.value.refusal.field == "kind"
    granting.proved(world, row)
    for cast, slug, fault in (("coordinator", "aaby", Refused), ("municipal_lead", "baekby", Missing)):
        with pytest.raises(fault):
            granting.answered(world, row, cast=cast, slug=slug)
    own = {"state": "approved", "decided_on": granting.TODAY, "decided_by_id": row.written_by_id}
    with world.as_("municipal_lead", "aaby"), writing(), pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.filter(id=row.id).update(**own)
    granting.answered(world, row)

    assert granting.book(world, "role_model", 2014).spent == kr(1_000)
    granting.proved(world, granting.written(world, granting.fee(world, supplier="B")), kind="payslip")


def test_one_person_in_two_roles_is_not_four_eyes(world, grant):
    from samspil.economy.actions.vouchers import decide_voucher

    row = granting.written(world, granting.cost(world))
    granting.proved(world, row)
    lead = replace(world.actor("municipal_lead", "aaby"), account_id=row.written_by_id)
    from samspil.trust.scope import scope

    told = {"voucher_id": row.id, "outcome": "approved", "at": world.at, "on": granting.TODAY}
    with scope(lead), pytest.raises(Refused, match="selv"):
        decide_voucher(by=lead, **told)
    with world.as_("municipal_lead", "aaby") as by:
        decide_voucher(by=by, **told)


@pytest.mark.parametrize(("cost_type", "part"), [("other", ""), ("communication", "other")])
def test_and_the_like_is_decided_by_the_programme_office_before_it_counts(world, grant, cost_type, part):
    from samspil.economy.queries import decisions, vouchers

    told = {"cost_type": cost_type, "part": part, "reason": "En udstilling"}
    row = granting.written(world, granting.cost(world, **told))
    granting.proved(world, row)
    with pytest.raises(Refused, match="ikke sagt ja"):
        granting.answered(world, row)
    with world.as_("coordinator", "aaby"):
        asking = vouchers.asking_of(row)
    with world.as_("programme_office") as by:
        assert [one.id for one in decisions.asked_things(by)] == [asking.id]
    granting.decided(world, asking)
    granting.answered(world, row)

    assert granting.book(world).spent == kr(1_000)


def test_what_is_approved_stays_and_a_counter_voucher_takes_it_back(world, grant):
    from samspil.economy.models.vouchers import Proof, Voucher
    from samspil.trust.audit import writing

    row = granting.spent(world, granting.cost(world))
    mine = Voucher.objects
    for change in (
        lambda: mine.filter(id=row.id).update(amount=kr(1)),
        lambda: mine.filter(id=row.id).update(state="refused", refused_because="talk"),
        lambda: Proof.objects.filter(voucher_id=row.id).delete(),
    ):
        with (
            world.as_("municipal_lead", "aaby"),
            writing(),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            change()
    with pytest.raises(Refused):
        granting.proved(world, row, content=granting.pdf("other"))
    back = granting.taken_back(world, row)
    with pytest.raises(Refused):
        granting.taken_back(world, row)
    assert granting.book(world).spent == kr(1_000)
    granting.answered(world, back)

    assert (granting.book(world).spent, back.amount) == (kr(0), -kr(1_000))
    with pytest.raises(Refused):
        granting.taken_back(world, back)
    again = granting.written(world, granting.cost(world, line="mentor"))
    assert again.number == 3


def test_the_database_keeps_the_books_whatever_the_code_does(world, grant):
    import uuid

    from samspil.economy.models.vouchers import Voucher
    from samspil.trust.audit import writing

    known = granting.written(world, granting.fee(world))
    keys = granting.lines(world)
    with world.as_("coordinator", "aaby"):
        right = {one.attname: getattr(known, one.attname) for one in Voucher._meta.concrete_fields}
    right |= {"supplier_hash": "x" * 64}

    def put(**changed):
        right["number"] += 1
        return Voucher.objects.create(**{**right, "id": uuid.uuid4(), **changed})

    wrong = (
        {"amount": kr(1_001), "ceiling": kr(500)},
        {"minutes": None},
        {"whose_time": "working_hours"},
        {"anyway": True},
        {"year": 2015},
        {"paid_on": date(2012, 1, 1), "year": 2012},
        {"amount": kr(137_001), "minutes": 20_000},
        {"line_id": uuid.uuid4()},
        {"line_id": keys["mentor"], "supplier_hash": known.supplier_hash},
        {
            "state": "approved",
            "decided_by_id": world.member("municipal_lead", "aaby").account_id,
            "decided_on": granting.TODAY,
        },
        {"rate": kr(400)},
        {"amount": -kr(1_000), "reverses_id": known.id},
    )
    with world.as_("coordinator", "aaby"), writing():
        for changed in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                put(**changed)
        put(amount=kr(999))
