"""Vouchers are asked for with a reason, shown for a while or refused: each is one act and one event."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import override
from tests.economy import asking, granting
from tests.economy.asking import TODAY
from tests.economy.test_proposals import visit_hours

from samspil.economy.models.askings import ShownVoucher, VoucherAnswer, VoucherAsking
from samspil.economy.rules import askings as rules
from samspil.kernel.errors import Missing, Refused
from samspil.kernel.money import Money


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def statement(world):
    """Three vouchers of pay on one line, two of them with a rate, and one of another line; signed."""
    granting.load(world)
    granting.opened(world)
    told = {"line": "mentor", "cost_type": "fee", "whose_time": "own_time"}
    for said in (
        granting.cost(world, **told, supplier="A", minutes=90, rate=400, amount=None),
        granting.cost(world, **told, supplier="B", minutes=100, amount=Money.of_oere(700_01)),
        granting.cost(world, supplier="C", amount=250),
        granting.cost(world, **told, supplier="D", minutes=60, rate=300, amount=None),
    ):
        row = granting.written(world, said)
        granting.proved(world, row, kind="payslip" if said.minutes else "payment")
        granting.answered(world, row)
    return granting.signed(world, granting.drawn_up(world))


def events(world, slug):
    from samspil.trust.models import AuditEvent

    with world.as_("programme_office" if slug is None else "coordinator", slug):
        rows = AuditEvent.objects.exclude(verb="read").order_by("recorded_at", "id")
        return [(one.verb, one.kind, one.reason) for one in rows]


def test_pay_is_shown_as_hours_rate_and_role_until_the_day_and_then_no_more(world, statement):
    before = len(events(world, None)), len(events(world, "aaby"))
    asked = asking.asked_about(world, statement)
    assert asking.seen(world, asked) == []
    until = TODAY + timedelta(days=7)
    asking.shown(world, asked, until_on=until, words="Satsen er forhandlet i marts.")

    found = asking.seen(world, asked)
    assert [(one.number, one.amount, one.minutes, one.rate, one.role, one.proof) for one in found] == [
        (1, granting.kr(600), 90, granting.kr(400), "", "payslip"),
        (2, Money.of_oere(700_01), 100, Money.of_oere(420_00), "", "payslip"),
        (4, granting.kr(300), 60, granting.kr(300), "", "payslip"),
    ]
    assert len(asking.seen(world, asked, on=until)) == 3
    assert asking.seen(world, asked, on=until + timedelta(days=1)) == []
    assert len(asking.seen(world, asked, cast="auditor", on=until + timedelta(days=99))) == 3
    assert events(world, None)[before[0] :] == [("economy.ask_vouchers", "economy.voucherasking", "2014")]
    assert events(world, "aaby")[before[1] :] == [
        ("economy.show_vouchers", "economy.voucheranswer", "3 until 2014-11-10")
    ]


def clock_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("at", "until_on", "end"),
    [
        (None, date(2014, 11, 12), "2014-11-12 23:00"),
        ("2015-03-25 12:00", date(2015, 4, 5), "2015-04-05 22:00"),
        ("2015-10-19 22:00", date(2015, 10, 31), "2015-10-31 23:00"),
    ],
    ids=["in winter", "the clock is put forward", "the clock is put back, from the day's first minute"],
)
def test_the_database_shows_it_from_now_for_as_long_as_it_is_to_the_end_of_that_day(
    world, statement, at, until_on, end
):
    """The programme may stand at a moment of its own; how long it is shown is real time. All in UTC."""
    at = datetime.fromisoformat(f"{at}+00:00") if at else world.at
    asked, before = asking.asked_about(world, statement), clock_of_the_database()
    on = timezone.localtime(at).date()
    answer = asking.shown(world, asked, at=at, on=on, until_on=until_on)
    after, span = clock_of_the_database(), datetime.fromisoformat(f"{end}+00:00") - at

    assert before + span <= answer.until_at <= after + span
    with world.as_("coordinator", "aaby"):
        assert {one.until_at for one in ShownVoucher.objects.all()} == {answer.until_at}


def test_what_was_taken_over_from_approved_hours_is_shown_by_role_and_so_is_its_counter_voucher(world):
    import re

    from samspil.economy.models.vouchers import Voucher

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
    granting.proved(world, row, kind="payslip")
    granting.answered(world, row)
    granting.answered(world, granting.taken_back(world, row))
    asked = asking.asked_about(world, granting.signed(world, granting.drawn_up(world)), line="role_model")
    asking.shown(world, asked)

    found = asking.seen(world, asked)
    assert [(one.role, one.amount, one.rate) for one in found] == [
        ("role_model", granting.kr(1_000), granting.kr(500)),
        ("role_model", -granting.kr(1_000), granting.kr(500)),
    ]


def test_the_municipality_chooses_which(world, statement):
    asked = asking.asked_about(world, statement)
    for numbers in ((), (3,), (2, 3), (99,)):
        with pytest.raises(Refused, match="mindst ét bilag") as refused:
            asking.shown(world, asked, numbers=numbers)
        assert refused.value.refusal.field == "numbers"
    asking.shown(world, asked, numbers=(2,))
    assert [one.number for one in asking.seen(world, asked)] == [2]


def test_one_alone_is_not_left_out_because_the_sum_of_the_line_would_tell_it(world, statement):
    asked = asking.asked_about(world, statement)
    for numbers in ((1, 2), (1, 4), (2, 4)):
        with pytest.raises(Refused, match="på nær ét") as refused:
            asking.shown(world, asked, numbers=numbers)
        assert refused.value.refusal.field == "numbers"
    asking.shown(world, asked, numbers=(1, 2, 4))
    assert [one.number for one in asking.seen(world, asked)] == [1, 2, 4]
    alone = asking.asked_about(world, statement, line="role_model")
    asking.shown(world, alone, numbers=(3,))
    assert [one.number for one in asking.seen(world, alone)] == [3]


@pytest.mark.parametrize("year", [2014, 0])
def test_what_the_office_was_shown_before_counts_whenever_and_of_whichever_statement(world, statement, year):
    """An answer that ran out was read all the same; and a line has the same vouchers in every statement."""
    asking.shown(world, asking.asked_about(world, statement), numbers=(1,), until_on=TODAY)
    again = statement if year else granting.signed(world, granting.drawn_up(world, year))
    asked = asking.asked_about(world, again)
    later = world.at + timedelta(days=40)
    for numbers in ((2,), (4,), (1, 2)):
        with pytest.raises(Refused, match="på nær ét"):
            asking.shown(world, asked, numbers=numbers, at=later)
    asking.shown(world, asked, numbers=(1,))
    third = asking.asked_about(world, again)
    asking.shown(world, third, numbers=(2, 4))
    assert [one.number for one in asking.seen(world, third)] == [2, 4]


def test_a_refusal_is_an_answer_with_a_reason_and_the_office_may_ask_again(world, statement):
    asked = asking.asked_about(world, statement)
    with pytest.raises(Refused, match="allerede spurgt"):
        asking.asked_about(world, statement)
    asking.asked_about(world, statement, line="role_model")
    with pytest.raises(Refused, match="Skriv, hvorfor"):
        asking.not_shown(world, asked, words=" ")
    before = len(events(world, "aaby"))
    asking.not_shown(world, asked)
    assert events(world, "aaby")[before:] == [("economy.refuse_vouchers", "economy.voucheranswer", "refused")]
    for again in (asking.shown, asking.not_shown):
        with pytest.raises(Refused, match="besvaret allerede"):
            again(world, asked)
    assert asking.seen(world, asked) == []
    asking.asked_about(world, statement)
    granting.decided(world, statement, approved=False, words="Vi kan ikke se, hvad linjen dækker.")


@pytest.mark.parametrize("reason", ["", "  ", "hvorfor?", "vis mig", "a b c", "x" * 40])
def test_a_reason_is_a_sentence(world, statement, reason):
    with pytest.raises(Refused, match="[Mm]indst en sætning") as refused:
        asking.asked_about(world, statement, reason=reason)
    assert refused.value.refusal.field == "reason"


def test_reasons_and_answers_name_nobody(world, statement):
    with pytest.raises(Refused, match="uden navne"):
        asking.asked_about(world, statement, reason="Hvorfor fik Yusuf Hansen så meget i marts?")
    asked = asking.asked_about(world, statement)
    for act in (asking.shown, asking.not_shown):
        with pytest.raises(Refused, match="uden navne"):
            act(world, asked, words="Det var til Yusuf Hansen.")


@pytest.mark.parametrize("days", [-1, rules.LONGEST_SHOWN + 1])
def test_the_day_is_to_come_and_not_far_away(world, statement, days):
    asked = asking.asked_about(world, statement)
    with pytest.raises(Refused, match="højst 90 dage") as refused:
        asking.shown(world, asked, until_on=TODAY + timedelta(days=days))
    assert refused.value.refusal.field == "until_on"
    asking.shown(world, asked, until_on=TODAY)
    assert len(asking.seen(world, asked)) == 3


def test_only_a_line_of_the_statement_in_one_of_its_years_is_asked_about(world, statement):
    for cell in ({"line": "x"}, {"year": 2013}):
        with pytest.raises(Refused, match="Vælg en linje"):
            asking.asked_about(world, statement, **cell)
    draft = granting.drawn_up(world, 2013)
    with pytest.raises(Missing):
        asking.asked_about(world, draft, year=2013)


@pytest.mark.parametrize("cast", ["coordinator", "municipal_lead", "auditor", "mentor"])
def test_nobody_but_the_office_asks(world, statement, cast):
    from samspil.economy.actions.askings import ask_vouchers

    told = {"statement_id": statement.id, "line": "mentor", "year": 2014, "reason": asking.REASON}
    with world.as_(cast, "aaby") as by, pytest.raises(Refused):
        ask_vouchers(by=by, at=world.at, on=TODAY, **told)


def test_only_who_writes_in_the_books_answers_and_only_of_that_municipality(world, statement):
    asked = asking.asked_about(world, statement)
    for act in (asking.shown, asking.not_shown):
        for cast, slug in (("auditor", "aaby"), ("mentor", "aaby"), ("programme_office", None)):
            with pytest.raises(Refused):
                act(world, asked, cast=cast, slug=slug)
        with pytest.raises(Missing):
            act(world, asked, cast="coordinator", slug="baekby")
    asking.shown(world, asked, cast="municipal_lead")


# --- what the database holds, whoever asks


def inserted(world, cast, slug, model, **told):
    """A row as another action than ours could write it."""
    from samspil.trust.models import writing

    with world.as_(cast, slug) as by, writing(), transaction.atomic():
        model.objects.bulk_create([model(tenant_id=by.tenant_id, **told)])
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def account(world, cast, slug):
    return world.member(cast, slug).account_id


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"line": "x"}, "a line of a signed statement"),
        ({"year": 2013}, "a line of a signed statement"),
        ({"statement_id": uuid.uuid4()}, "a line of a signed statement"),
        ({"reason": b""}, "economy_vouchers_asked_why"),
        ({}, "asked already"),
    ],
)
def test_the_database_takes_no_asking_out_of_turn(world, statement, changed, sentence):
    asking.asked_about(world, statement)
    told = {
        "municipality_id": world.tenant("aaby"),
        "statement_id": statement.id,
        "line": "mentor",
        "year": 2014,
        "reason": b"sealed",
        "asked_on": TODAY,
        "asked_by_id": account(world, "programme_office", None),
    }
    with pytest.raises(IntegrityError, match=sentence):
        inserted(world, "programme_office", None, VoucherAsking, **(told | changed))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"asking_id": uuid.uuid4()}, "Only what is asked"),
        ({"office_id": uuid.uuid4()}, "Only what is asked"),
        ({"of_year": 2013}, "Only what is asked"),
        ({"words": b""}, "economy_vouchers_shown_or_refused"),
        ({"is_shown": True}, "economy_vouchers_shown_or_refused"),
        ({"count": 1}, "economy_vouchers_shown_or_refused"),
        ({"is_shown": True, "count": 1, "days": 8}, "As many vouchers"),
        ({"is_shown": True, "count": 1, "days": 91}, "not for long"),
        ({"is_shown": True, "count": 1, "days": -1}, "not for long"),
    ],
)
def test_the_database_takes_no_answer_out_of_turn(world, statement, changed, sentence):
    asked = asking.asked_about(world, statement)
    told = {
        "asking_id": asked.id,
        "statement_id": statement.id,
        "office_id": asked.tenant_id,
        "is_shown": False,
        "count": 0,
        "words": b"sealed",
        "answered_on": TODAY,
        "answered_by_id": account(world, "coordinator", "aaby"),
    } | changed
    if "of_year" in told:
        told["statement_id"] = granting.drawn_up(world, told.pop("of_year")).id
    if "days" in told:
        days = timedelta(days=told.pop("days"))
        told |= {"until_on": TODAY + days, "until_at": timezone.now() + days}
    with pytest.raises(IntegrityError, match=sentence):
        inserted(world, "coordinator", "aaby", VoucherAnswer, **told)


CHANGES = {
    "another amount": {"amount": Money.of_oere(700_02)},
    "another day": {"paid_on": TODAY - timedelta(days=1)},
    "another kind": {"cost_type": "transport"},
    "fewer hours": {"minutes": 60},
    "another rate": {"rate": Money.of_oere(420_01)},
    "a role that nobody has": {"role": "mentor"},
    "another proof": {"proof": "payment"},
    "a voucher of another line": {
        **{"number": 3, "cost_type": "communication", "part": "posters", "proof": "payment"},
        **{"amount": Money.of_kroner(250), "minutes": None, "rate": None},
    },
    "another office": {"office_id": uuid.uuid4()},
    "for longer": {"longer": timedelta(days=1)},
    "nothing but one more": {},
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_shows_nothing_that_is_not_as_the_books_and_nothing_later(world, statement, name):
    asked = asking.asked_about(world, statement)
    asking.shown(world, asked, numbers=(1,))
    with world.as_("coordinator", "aaby"):
        answer = VoucherAnswer.objects.get()
    told = {
        "answer_id": answer.id,
        "office_id": answer.office_id,
        "until_at": answer.until_at,
        "number": 2,
        "paid_on": TODAY,
        "cost_type": "fee",
        "amount": Money.of_oere(700_01),
        "minutes": 100,
        "rate": Money.of_oere(420_00),
        "proof": "payslip",
    } | CHANGES[name]
    told["until_at"] += told.pop("longer", timedelta())
    sentence = "As many vouchers" if not CHANGES[name] else "as the books are"
    with pytest.raises(IntegrityError, match=sentence):
        inserted(world, "coordinator", "aaby", ShownVoucher, **told)
    assert [one.number for one in asking.seen(world, asked)] == [1]
