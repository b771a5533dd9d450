"""What the office is told of spending: sums at a month's end, as the books were, and never somebody's pay."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from tests.economy import granting
from tests.economy.granting import kr
from tests.interfaces.test_query_counts import MOST, asked

from samspil.economy.models.told import SpentTold
from samspil.economy.terms.told import PAID_AT_LEAST
from samspil.kernel.errors import Refused
from samspil.kernel.money import Money

PAGE = "/o/grant/decisions"
DECEMBER, JANUARY = date(2014, 12, 1), date(2015, 1, 1)
NOVEMBER_END, DECEMBER_END = date(2014, 11, 30), date(2014, 12, 31)


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    granting.load(world)
    return granting.opened(world)


def read(world):
    from samspil.economy.queries import told

    with world.as_("programme_office") as by:
        return told.told(by)


def paid(world, name, oere=100_000, line="mentor"):
    said = granting.fee(world, line=line, supplier=name, amount=Money.of_oere(oere))
    granting.spent(world, said)


def test_sums_of_lines_and_years_are_told_and_no_voucher(world, grant):
    from samspil.economy.actions.budget import record_payment
    from samspil.economy.models.vouchers import Voucher

    with world.as_("municipal_lead", "aaby") as by:
        told = {"kind": "instalment", "amount": kr(9_000), "paid_on": granting.TODAY}
        record_payment(by=by, at=world.at, on=granting.TODAY, **told)
    granting.spent(world, granting.cost(world, amount=Money.of_oere(123_45)))
    granting.spent(world, granting.cost(world, supplier="Andre", amount=Money.of_oere(1_00)))
    granting.written(world, granting.cost(world, supplier="Den tredje", amount=7))
    assert granting.sums_told(world, DECEMBER)
    assert not granting.sums_told(world, DECEMBER)  # once

    (found,) = read(world).values()
    line = granting.lines(world)["role_model"]
    assert (found.told_on, found.received) == (NOVEMBER_END, kr(9_000))
    assert found.spent == {(line, 2014): Money.of_oere(124_45)}
    with world.as_("programme_office"):
        assert list(Voucher.objects.presented()) == []
        row = SpentTold.objects.presented().get()
        assert set(json.loads(row.contents)) == {"received", "rows"}
    with world.as_("coordinator", "baekby"):
        assert not SpentTold.objects.presented().exists()


def test_pay_of_one_or_two_is_told_to_nobody_and_the_month_before_stands(world, grant):
    granting.spent(world, granting.cost(world))
    assert granting.sums_told(world, DECEMBER)
    before = read(world)
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(granting, "TODAY", date(2014, 12, 8))
        for name in ("Mona Lund", "Omar Lund", "Pia Lund"):
            paid(world, name)
            told.append(granting.sums_told(world, JANUARY))
    after = read(world)

    assert told == [False] * (PAID_AT_LEAST - 1) + [True]
    assert {one.told_on for one in before.values()} == {NOVEMBER_END}
    (now,) = after.values()
    assert now.told_on == DECEMBER_END
    assert now.spent[granting.lines(world)["mentor"], 2014] == kr(3_000)


def test_whoever_was_paid_and_paid_back_hides_nobody(world, grant):
    """Two whose pay was taken back in the same month add nothing: the sum would be the third one's pay."""
    from samspil.economy.models.vouchers import Voucher

    for name in ("Omar Lund", "Pia Lund"):
        row = granting.spent(world, granting.fee(world, line="mentor", supplier=name, amount=kr(1_000)))
        granting.answered(world, granting.taken_back(world, row))
    paid(world, "Mona Lund", 876_54)
    with world.as_("coordinator", "aaby"):
        assert Voucher.objects.filter(state="approved").count() == 5

    assert not granting.sums_told(world, DECEMBER)

    for name in ("Ove Lund", "Per Lund"):
        paid(world, name)
    assert granting.sums_told(world, DECEMBER)


def test_one_paid_twice_is_one_and_another_line_hides_nothing(world, grant):
    for number in range(3):
        paid(world, "Mona Lund", 100_000 - number)
    for name in ("Pia", "Per", "Poul"):
        paid(world, name, line="parent")
    assert not granting.sums_told(world, DECEMBER)


def test_whoever_is_no_worker_tells_nothing(world, grant):
    from samspil.economy.actions.told import tell_spent
    from samspil.economy.queries import told

    for cast in ("coordinator", "municipal_lead"):
        with world.as_(cast, "aaby") as by:
            with pytest.raises(Refused):
                tell_spent(by=by, at=world.at, on=DECEMBER)
            with pytest.raises(Refused):
                told.told(by)


def test_before_the_grant_and_without_one_nothing_is_told(world):
    assert not granting.sums_told(world, DECEMBER)
    granting.load(world)
    granting.opened(world)
    assert not granting.sums_told(world, date(2013, 3, 1))


def test_the_database_takes_nothing_but_what_the_books_say(world, grant):
    """Every other sum, line, month, office or key is refused, whoever writes it; and so is somebody's pay."""
    from samspil.economy.queries import told as queries
    from samspil.kernel.actor import Actor
    from samspil.kernel.ids import uuid7
    from samspil.trust.audit import writing
    from samspil.trust.scope import scope

    granting.spent(world, granting.cost(world))
    lines, foreign = granting.lines(world), granting.opened(world, "baekby")
    by = Actor.job(world.tenant("aaby"))
    with scope(by), writing():
        right = json.loads(queries.contents(grant, NOVEMBER_END))

        def put(told_on=NOVEMBER_END, office_id=grant.office_id, grant_id=grant.id, **changed):
            contents = json.dumps({**right, **changed}, sort_keys=True)
            told = {"office_id": office_id, "told_on": told_on, "contents": contents}
            row = SpentTold(id=uuid7(), tenant_id=by.tenant_id, grant_id=grant_id, **told)
            with transaction.atomic():
                row.save(force_insert=True)

        (row,) = right["rows"]
        wrong = (
            {"rows": [{**row, "spent": "1000.01"}]},
            {"rows": []},
            {"rows": [row, {**row, "line": str(lines["mentor"]), "spent": "0.00"}]},
            {"rows": [{**row, "year": 2013}]},
            {"rows": [{**row, "who": "Mona Lund"}]},
            {"received": "1.00"},
            {"note": "x"},
            {"told_on": NOVEMBER_END - timedelta(days=1)},
            {"office_id": by.tenant_id},
            {"grant_id": foreign.id},
            {"grant_id": uuid7()},
        )
        for changed in wrong:
            with pytest.raises(IntegrityError, match="as the books are"):
                put(**changed)
        put()
        with pytest.raises(IntegrityError):
            put()
        rows = SpentTold.objects.filter(told_on=NOVEMBER_END)
        with pytest.raises(Exception, match="permission denied|stays"), transaction.atomic():
            rows.update(told_on=DECEMBER_END)
    paid_row = granting.written(world, granting.fee(world, line="mentor", supplier="Mona Lund"))
    granting.proved(world, paid_row)
    with pytest.raises(IntegrityError, match="month are told"), transaction.atomic():
        granting.answered(world, paid_row)


def test_the_database_itself_tells_no_pay_of_one(world, grant):
    from samspil.economy.queries import told as queries
    from samspil.kernel.actor import Actor
    from samspil.kernel.ids import uuid7
    from samspil.trust.audit import writing
    from samspil.trust.scope import scope

    for name in ("Omar Lund", "Pia Lund"):
        row = granting.spent(world, granting.fee(world, line="mentor", supplier=name, amount=kr(1_000)))
        granting.answered(world, granting.taken_back(world, row))
    paid(world, "Mona Lund")
    by = Actor.job(world.tenant("aaby"))
    with scope(by), writing():
        contents = queries.contents(grant, NOVEMBER_END)
        told = {"office_id": grant.office_id, "told_on": NOVEMBER_END, "contents": contents}
        row = SpentTold(id=uuid7(), tenant_id=by.tenant_id, grant_id=grant.id, **told)
        with pytest.raises(IntegrityError, match="nobody's pay"), transaction.atomic():
            row.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'economy_told_is_right'")
        (source,) = cursor.fetchone()
    assert re.search(r"HAVING count\(\*\) < (\d)", source).group(1) == str(PAID_AT_LEAST)


def test_the_offices_page_says_how_each_grant_stands_and_asks_as_often(world, grant):
    client = world.client("programme_office")
    first = len(asked(client, PAGE))
    granting.opened(world, "baekby")
    granting.spent(world, granting.cost(world))
    granting.sums_told(world, DECEMBER)
    assert len(asked(client, PAGE)) == first <= MOST
    html = unescape(client.get(PAGE).content.decode())
    body = html.partition('id="standing-title"')[2].partition("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", one) for one in body.split("<tr>")[2:]]

    assert rows == [
        ["Bækby", "–", "–", "–", "–", "Ikke fortalt endnu"],
        ["Åby", "1.089.000,00", "0,00", "1.000,00", "1.088.000,00", "30. november 2014"],
    ]
