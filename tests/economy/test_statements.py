"""A statement of accounts: worked out while it is a draft, frozen when it is signed, and what moves after."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from tests.economy import granting
from tests.economy.test_books_walked import lead_as

from samspil.kernel.errors import Missing, Refused
from samspil.kernel.money import Money


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world)


def paid(world, kind="instalment", kroner=338_000, on=date(2014, 2, 1)):
    from samspil.economy.actions.budget import record_payment

    with world.as_("municipal_lead", "aaby") as by:
        amount = granting.kr(kroner)
        return record_payment(by=by, at=world.at, on=granting.TODAY, kind=kind, amount=amount, paid_on=on)


def answered(world, row, approved=True, words=""):
    return granting.decided(world, row, approved, words)


def latest(world, row, cast="coordinator"):
    from samspil.economy.queries import statements

    with world.as_(cast, None if cast == "programme_office" else "aaby") as by:
        return statements.statement(by, row.id)[0]


def test_a_draft_follows_the_books_and_a_signed_one_stays(world, grant):
    paid(world)
    paid(world, "repayment", 1_000, date(2014, 6, 1))
    first = granting.spent(world, granting.cost(world, amount=12_500))
    waits = granting.written(world, granting.fee(world))
    row = granting.drawn_up(world)

    told = granting.stated(world, row)
    line = next(one for one in told.rows if one.line == "role_model")
    assert (told.spent, told.waiting, told.received) == tuple(map(granting.kr, (12_500, 1_000, 337_000)))
    assert (line.first, line.budget, line.spent, line.waiting, line.remaining) == tuple(
        map(granting.kr, (138_000, 138_000, 12_500, 1_000, 125_500))
    )
    assert [(one.line, one.year) for one in told.rows] == [
        ("mentor", 2014),
        ("role_model", 2014),
        ("parent", 2014),
    ]
    assert told.states == {"approved": 1, "waiting": 1, "refused": 0, "unproved": 1}
    assert [(one.number, one.approved_by, one.approved_on, one.proof) for one in told.entries] == [
        (first.number, "municipal_lead", granting.TODAY, "payment")
    ]

    frozen = granting.signed(world, row)
    assert frozen.digest == hashlib.sha256(frozen.contents.encode()).hexdigest()
    granting.proved(world, waits)
    granting.answered(world, waits)
    assert granting.stated(world, row).spent == granting.kr(12_500)


def test_what_the_books_say_since_is_a_difference_and_a_new_version(world, grant):
    from samspil.economy.queries import accounts, statements

    granting.spent(world, granting.cost(world, amount=12_500))
    row = granting.drawn_up(world)
    granting.signed(world, row)
    with pytest.raises(Refused, match="siger det samme"):
        granting.drawn_up(world)

    more = granting.spent(world, granting.fee(world))
    with world.as_("coordinator", "aaby") as by:
        _row, its_grant, frozen = statements.told(by, row.id, on=granting.TODAY)
        now = accounts.read(accounts.contents(by, its_grant, 2014, on=granting.TODAY))
    moved = statements.difference(frozen, now)
    assert ([one.number for one in moved.entries], moved.spent) == ([more.number], granting.kr(1_000))
    assert (moved.budget, moved.received, moved.is_split_anew, moved.is_none) == (
        Money.zero(),
        Money.zero(),
        False,
        False,
    )
    again = granting.drawn_up(world)
    assert (again.number, granting.signed(world, again).state) == (2, "signed")
    assert granting.stated(world, again).spent == granting.kr(13_500)


def test_nobody_signs_what_they_drew_up_and_only_the_lead_signs(world, grant):
    from samspil.economy.actions.statements import sign_statement
    from samspil.trust.scope import scope

    row = granting.drawn_up(world, cast="municipal_lead")
    for cast in ("coordinator", "municipal_lead", "auditor"):
        with pytest.raises(Refused):
            granting.signed(world, row, cast=cast)
    other = granting.drawn_up(world, year=2013)
    own = lead_as(world, "coordinator")
    with pytest.raises(Refused, match="selv har opstillet"), scope(own):
        sign_statement(by=own, at=world.at, on=granting.TODAY, statement_id=other.id)
    assert latest(world, other).state == "draft"


@pytest.mark.parametrize("cast", ["auditor", "programme_office", "mentor"])
def test_nobody_else_draws_one_up(world, grant, cast):
    with pytest.raises(Refused):
        granting.drawn_up(world, slug=None if cast == "programme_office" else "aaby", cast=cast)


def test_a_year_to_come_and_a_second_draft_are_refused(world, grant):
    granting.drawn_up(world)
    for year in (2014, 2015, 2012):
        with pytest.raises(Refused):
            granting.drawn_up(world, year=year)
    assert granting.stated(world, granting.drawn_up(world, year=0)).budget == granting.kr(1_089_000)


@pytest.mark.parametrize("approved", [True, False])
def test_the_office_receives_it_or_sends_it_back_with_a_reason(world, grant, approved):
    row = granting.drawn_up(world)
    with pytest.raises(Missing):
        answered(world, row)
    granting.signed(world, row)
    with pytest.raises(Refused):
        answered(world, row, approved=False)
    answered(world, row, approved, "" if approved else "Der mangler bilag for juni")

    state = "received" if approved else "sent_back"
    assert {latest(world, row, cast).state for cast in ("coordinator", "programme_office")} == {state}
    if approved:
        with pytest.raises(Refused, match="siger det samme"):
            granting.drawn_up(world)
    else:
        assert granting.drawn_up(world).number == 2


def test_another_municipality_and_a_draft_at_the_office_are_missing(world, grant):
    row = granting.drawn_up(world)
    for cast, slug in (("coordinator", "baekby"), ("auditor", "baekby"), ("programme_office", None)):
        with pytest.raises(Missing):
            granting.stated(world, row, slug=slug, cast=cast)


CHANGED = {
    "a sum": lambda told: told["sums"].update(spent="1.00"),
    "an amount": lambda told: told["list"]["entries"][0].update(amount="12499.99"),
    "a voucher left out": lambda told: told["list"]["entries"].pop(),
    "a voucher twice": lambda told: told["list"]["entries"].append(told["list"]["entries"][0]),
    "a line that is in no budget": lambda told: told["sums"]["rows"].append(
        {**told["sums"]["rows"][0], "line": "x", "spent": "0.00"}
    ),
    "a line left out": lambda told: told["sums"]["rows"].pop(0),
    "money received": lambda told: told["sums"].update(received="1.00"),
    "another year": lambda told: told["sums"].update(year=2013),
    "another list": lambda told: told["sums"].update(list_digest="0" * 64),
    "a list that can be guessed": lambda told: told["list"].update(salt=""),
}


@pytest.mark.parametrize("name", CHANGED)
def test_the_database_signs_nothing_that_is_not_as_the_books_are(world, grant, monkeypatch, name):
    """Another action than ours would be refused as well: the contents are changed before they are stored."""
    from samspil.economy.queries import accounts

    paid(world)
    granting.spent(world, granting.cost(world, amount=12_500))
    row = granting.drawn_up(world)
    real = accounts.contents

    monkeypatch.setattr(accounts, "contents", granting.frozen_with(real, CHANGED[name]))
    with pytest.raises(IntegrityError, match="as the books are"), transaction.atomic():
        granting.signed(world, row)
    monkeypatch.setattr(accounts, "contents", real)
    assert granting.signed(world, row).state == "signed"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE economy_statement SET contents = contents || ' '",
        "UPDATE economy_statement SET digest = 'x'",
        "UPDATE economy_statement SET number = 9",
        "DELETE FROM economy_statement",
    ],
)
def test_the_database_lets_nobody_change_what_is_signed(world, grant, change):
    granting.signed(world, granting.drawn_up(world))
    with (
        world.as_("municipal_lead", "aaby"),
        pytest.raises(IntegrityError, match="stays as it is"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_a_draft_is_thrown_away_and_a_signed_one_is_not(world, grant):
    from samspil.economy.actions.statements import drop_statement

    row = granting.drawn_up(world)
    with world.as_("coordinator", "aaby") as by:
        drop_statement(by=by, at=world.at, statement_id=row.id)
    again = granting.drawn_up(world)
    granting.signed(world, again)
    with world.as_("coordinator", "aaby") as by, pytest.raises(Refused):
        drop_statement(by=by, at=world.at, statement_id=again.id)


def test_accounts_are_written_changed_and_taken_away(world, grant):
    from samspil.economy.queries import statements

    def known():
        with world.as_("auditor", "aaby") as by:
            return statements.account_codes(by)

    granting.booked(world, {("mentor", "fee"): "5.22.07.001-10", ("parent", "fee"): "5 22 07"})
    granting.booked(world, {("mentor", "fee"): "5.22.07.002", ("parent", "fee"): ""})
    assert known() == {("mentor", "fee"): "5.22.07.002"}
    for wrong in ("=1+1", "-5", "@x", "5" * 41, "5;6"):
        with pytest.raises(Refused):
            granting.booked(world, {("mentor", "fee"): wrong})
    with pytest.raises(Missing):
        granting.booked(world, {("mentor", "nothing"): "5"})
    assert known() == {("mentor", "fee"): "5.22.07.002"}
