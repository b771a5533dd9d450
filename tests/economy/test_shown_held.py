"""What the database holds of an answer with its vouchers, written as another action than ours could."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests.economy import asking, granting
from tests.economy.asking import TODAY
from tests.economy.test_askings import account, danish, statement  # noqa: F401

from samspil.economy.models.askings import ShownVoucher, VoucherAnswer
from samspil.kernel.ids import uuid7
from samspil.kernel.money import Money

FIRST = {"number": 1, "amount": Money.of_kroner(600), "minutes": 90, "rate": Money.of_kroner(400)}
SECOND = {"number": 2, "amount": Money.of_oere(700_01), "minutes": 100, "rate": Money.of_oere(420_00)}
FOURTH = {"number": 4, "amount": Money.of_kroner(300), "minutes": 60, "rate": Money.of_kroner(300)}
ALL = (FIRST, SECOND, FOURTH)


def answered(world: Any, asked: Any, vouchers: Any = ALL, **told: Any) -> VoucherAnswer:
    """An answer that shows these, in one transaction past our actions."""
    from samspil.trust.models import writing

    told = {
        "id": uuid7(),
        "asking_id": asked.id,
        "statement_id": asked.statement_id,
        "office_id": asked.tenant_id,
        "is_shown": True,
        "count": len(vouchers),
        "until_on": TODAY + timedelta(days=7),
        "until_at": timezone.now() + timedelta(days=7),
        "words": b"",
        "answered_on": TODAY,
        "answered_by_id": account(world, "coordinator", "aaby"),
    } | told
    fixed = {"answer_id": told["id"], "office_id": told["office_id"], "until_at": told["until_at"]}
    fixed |= {"paid_on": TODAY, "cost_type": "fee", "proof": "payslip"}
    with world.as_("coordinator", "aaby") as by, writing(), transaction.atomic():
        row = VoucherAnswer(tenant_id=by.tenant_id, **told)
        VoucherAnswer.objects.bulk_create([row])
        ShownVoucher.objects.bulk_create(
            ShownVoucher(tenant_id=by.tenant_id, **(fixed | one)) for one in vouchers
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return row


def numbers(world: Any, asked: Any) -> list[int]:
    return [one.number for one in asking.seen(world, asked)]


def test_an_answer_with_its_vouchers_is_taken_as_the_books_are(world, statement):  # noqa: F811
    """The twin of every refusal here: the same rows without the fault."""
    asked = asking.asked_about(world, statement)
    answered(world, asked)
    assert numbers(world, asked) == [1, 2, 4]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_is_wrong_among_several_is_found(world, statement, place):  # noqa: F811
    asked, rows = asking.asked_about(world, statement), list(ALL)
    rows[place] = rows[place] | {"amount": Money.of_oere(1)}
    with pytest.raises(IntegrityError, match="as the books are"):
        answered(world, asked, rows)
    assert numbers(world, asked) == []


@pytest.mark.parametrize("count", [2, 4])
def test_the_answer_says_how_many(world, statement, count):  # noqa: F811
    asked = asking.asked_about(world, statement)
    with pytest.raises(IntegrityError, match="As many vouchers"):
        answered(world, asked, count=count)
    assert numbers(world, asked) == []


def test_one_alone_is_not_left_out(world, statement):  # noqa: F811
    first = asking.asked_about(world, statement)
    with pytest.raises(IntegrityError, match="told by the sum"):
        answered(world, first, (FIRST, FOURTH))
    answered(world, first, (FIRST,))
    second = asking.asked_about(world, granting.signed(world, granting.drawn_up(world, 0)))
    for rows in ((SECOND,), (FIRST, FOURTH)):
        with pytest.raises(IntegrityError, match="told by the sum"):
            answered(world, second, rows)
    answered(world, second, (SECOND, FOURTH))
    assert [numbers(world, one) for one in (first, second)] == [[1], [2, 4]]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("days", "ahead"), [(7, hours(0.1)), (7, hours(8 * 24 + 1)), (0, hours(24)), (90, hours(91 * 24 + 1))]
)
def test_the_moment_lies_within_the_days_that_are_told(world, statement, days, ahead):  # noqa: F811
    asked, until_on = asking.asked_about(world, statement), TODAY + timedelta(days=days)
    answered(world, asked, until_on=until_on, until_at=timezone.now() + ahead)
    assert numbers(world, asked) == [1, 2, 4]


@pytest.mark.parametrize(
    ("days", "ahead"),
    [(7, hours(-0.1)), (7, hours(8 * 24 + 3)), (0, hours(27)), (0, hours(91 * 24)), (90, hours(93 * 24))],
)
def test_no_moment_that_is_past_or_beyond_the_days_that_are_told(world, statement, days, ahead):  # noqa: F811
    asked, until_on = asking.asked_about(world, statement), TODAY + timedelta(days=days)
    with pytest.raises(IntegrityError, match="not for long"):
        answered(world, asked, until_on=until_on, until_at=timezone.now() + ahead)
    assert numbers(world, asked) == []
