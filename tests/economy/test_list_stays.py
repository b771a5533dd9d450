"""Who finds an amount of a single voucher by SQL, and what nobody changes of the list they stand in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import sql
from tests.economy import asking, granting
from tests.trust import committed, contexts
from tests.trust.test_sql_matrix import as_runtime

from samspil.kernel.errors import Refused
from samspil.kernel.money import Money

APPROVED, WAITS = ("1237.41", "2846.73", "702.19", "1618.03"), "913.37"
SUMS = ("4786.33", "1918.03")
"""The line's of the first three; the other line's of the fourth and the 300 that stands there already."""


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def stated(there: committed.Ground) -> Any:
    """A signed statement of Åby with three vouchers of pay on one line, one on another; one waits."""
    from samspil.economy.queries import budget

    world = there.world
    with world.as_("municipal_lead", "aaby") as by:
        draft = budget.standing(by).draft
    granting.dropped(world, draft)
    more = granting.drafted(world, {("mentor", 2014): 90_000, ("parent", 2014): 80_000}, kind="change")
    granting.sent(world, more)
    granting.decided(world, more)
    for number, amount in enumerate(APPROVED):
        money = Money.parse(amount)
        said = {"supplier": f"Oplæg {number}", "amount": money, "minutes": 600}
        of_line = granting.fee(world, line="mentor", **said) if number < 3 else granting.fee(world, **said)
        row = granting.written(world, of_line)
        granting.proved(world, row, kind="payslip")
        granting.answered(world, row)
    waiting = granting.fee(world, line="parent", supplier="Venter", amount=Money.parse(WAITS))
    granting.written(world, waiting)
    return granting.signed(world, granting.drawn_up(world))


def everything(tenant: Any, role: str) -> dict[str, str]:
    """All that one organisation's connection gives, table by table, as text."""
    found = {}
    with as_runtime() as cursor:
        contexts.put(cursor, contexts.signed(contexts.here(cursor), tenant, role=role))
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(c.oid, 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT one::text FROM {} one").format(sql.Identifier(table)))
            found[table] = "\n".join(one for (one,) in cursor.fetchall())
    assert len(found) > 150
    return found


def holding(told: dict[str, str], amount: str) -> set[str]:
    """The tables in which an amount stands, in kroner or in øre; not a part of a key, a hash or a moment."""
    said = f"{re.escape(amount)}|{amount.replace('.', '')}"
    alone = re.compile(f"(?<![0-9A-Za-z.:])(?:{said})(?![0-9A-Za-z])")
    return {table for table, text in told.items() if alone.search(text)}


def office(there: committed.Ground) -> dict[str, str]:
    return everything(there.world.tenant("kontoret"), "programme_office")


@pytest.mark.proves("G08")
def test_the_offices_connection_finds_the_sums_and_no_amount_of_a_single_voucher(there, stated):
    told = office(there)

    assert {one: holding(told, one) for one in SUMS} == dict.fromkeys(SUMS, {"economy_statement"})
    assert {one: holding(told, one) for one in (*APPROVED, WAITS)} == dict.fromkeys((*APPROVED, WAITS), set())


@pytest.mark.red("G08")
def test_the_municipalitys_own_connection_finds_each_of_them(there, stated):
    """The twin: what is looked for is there, and is found where it may be read."""
    told = everything(there.world.tenant("aaby"), "auditor")

    both = {"economy_voucher", "economy_voucherlist"}
    assert {one: holding(told, one) for one in APPROVED} == dict.fromkeys(APPROVED, both)
    assert holding(told, WAITS) == both
    elsewhere = everything(there.world.tenant("baekby"), "auditor")
    assert {one: holding(elsewhere, one) for one in (*APPROVED, WAITS)} == dict.fromkeys(
        (*APPROVED, WAITS), set()
    )


@contextmanager
def as_it_was_signed_before(there: committed.Ground, row: Any) -> Iterator[str]:
    """The statement as it would have been signed before its list was a row of its own."""
    [(sums, listed)] = there.as_superuser(
        "SELECT s.contents, l.contents FROM economy_statement s JOIN economy_voucherlist l"
        " ON l.statement_id = s.id WHERE s.id = %s",
        [row.id],
    )
    told, vouchers = json.loads(sums), json.loads(listed)
    beside = {(one["line"], one["year"]): one for one in vouchers["rows"]}
    for one in told["rows"]:
        one |= {key: beside[one["line"], one["year"]][key] for key in ("waiting", "forecast")}
    told |= {key: vouchers[key] for key in ("entries", "waiting", "unpriced")}
    told["format"] = "samspil-statement-1"
    del told["list_digest"]
    before = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(before.encode()).hexdigest()
    with there.superuser() as link:
        link.execute("SET session_replication_role = replica")
        link.execute(
            "CREATE TEMP TABLE kept AS SELECT * FROM economy_voucherlist WHERE statement_id = %s", [row.id]
        )
        link.execute("DELETE FROM economy_voucherlist WHERE statement_id = %s", [row.id])
        change = "UPDATE economy_statement SET contents = %s, digest = %s WHERE id = %s"
        link.execute(change, [before, digest, row.id])
        link.commit()
        try:
            yield digest
        finally:
            link.execute(change, [sums, hashlib.sha256(sums.encode()).hexdigest(), row.id])
            link.execute("INSERT INTO economy_voucherlist SELECT * FROM kept")
            link.commit()


def test_what_was_signed_before_stays_and_is_read_as_it_was_signed(there, stated):
    """It is also the planted fault: the office's connection finds what such a statement holds."""
    with as_it_was_signed_before(there, stated) as digest:
        told = office(there)
        assert {one: holding(told, one) for one in (*APPROVED, WAITS)} == dict.fromkeys(
            (*APPROVED, WAITS), {"economy_statement"}
        )
        client = there.world.client("programme_office")
        here = f"/o/grant/statements/{stated.id}"
        page = client.get(here).content.decode()
        assert digest[:8] in page
        assert "913,37" in page
        assert "1.237,41" in client.get(f"{here}/vouchers").content.decode()
        for cast in ("coordinator", "municipal_lead", "auditor"):
            assert "1.237,41" in there.world.client(cast, "aaby").get(f"{here}/vouchers").content.decode()
        sample = there.world.client("auditor", "aaby").get(f"{here}/sample?code=1&count=9&kind=random")
        assert len(sample.context_data["page"]["rows"]) == 5
        with pytest.raises(IntegrityError, match="written when its statement is signed"):
            as_lead(there, COPIED, [stated.id])


ASKED = """INSERT INTO economy_voucherasking
  (id, tenant_id, municipality_id, statement_id, line, year, reason, asked_on, asked_by_id)
  SELECT gen_random_uuid(), %s, tenant_id, id, 'mentor', 2014, 'x', '2014-11-03', %s
  FROM economy_statement WHERE id = %s"""


def asked_raw(there: committed.Ground, row: Any) -> int:
    """How many askings another action than ours could write about the statement's line; none is kept."""
    one = there.world.member("programme_office")
    with as_runtime() as cursor:
        contexts.put(cursor, contexts.signed(contexts.here(cursor), one.tenant_id, role="programme_office"))
        cursor.execute(ASKED, [one.tenant_id, one.account_id, row.id])
        return int(cursor.rowcount)


def test_nothing_is_asked_about_what_was_signed_with_its_vouchers(there, stated):
    """The office reads them already; the database takes no asking either, and the same one otherwise."""
    with as_it_was_signed_before(there, stated):
        with pytest.raises(Refused, match="læser allerede bilagene"):
            asking.asked_about(there.world, stated)
        with pytest.raises(IntegrityError, match="a line of a signed statement"):
            asked_raw(there, stated)
    assert asked_raw(there, stated) == 1


LIST = "INSERT INTO economy_voucherlist (id, tenant_id, statement_id, contents, digest)"
COPIED = f"{LIST} SELECT gen_random_uuid(), tenant_id, %s, contents, digest FROM economy_voucherlist LIMIT 1"
WRONG = {
    "a second list for what is signed": (COPIED, "signed", "economy_one_voucher_list"),
    "a list for a draft that is not signed": (COPIED, "draft", "that of a signed statement"),
}


def as_lead(there: committed.Ground, command: str, parameters: list[Any]) -> None:
    with as_runtime() as cursor:
        aaby = there.world.tenant("aaby")
        contexts.put(cursor, contexts.signed(contexts.here(cursor), aaby, role="municipal_lead"))
        cursor.execute(command, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("name", WRONG)
def test_no_list_stands_beside_the_one_that_is_named(there, stated, name):
    command, of, sentence = WRONG[name]
    keys = there.as_superuser(
        "SELECT id FROM economy_statement WHERE tenant_id = %s AND state = %s AND id <> %s",
        [there.world.tenant("aaby"), of, stated.id],
    )
    with pytest.raises(IntegrityError, match=sentence):
        as_lead(there, command, [keys[0][0]])


@pytest.mark.parametrize(
    "change",
    ["UPDATE economy_voucherlist SET contents = contents || ' '", "DELETE FROM economy_voucherlist"],
)
def test_nobody_changes_or_deletes_a_list(there, stated, change):
    """The runtime role has no right to; and whoever has it is stopped by the trigger."""
    with pytest.raises(Exception, match="permission denied"):
        as_lead(there, change, [])
    with (
        there.superuser() as link,
        pytest.raises(Exception, match="What was signed stays as it is"),
        link.transaction(),
    ):
        link.execute(change)


def test_an_action_that_signs_with_another_lists_digest_is_refused(there, stated, monkeypatch):
    """Sums may be right to the øre: without the list that they name they are not signed."""
    from samspil.economy.actions import statements as actions
    from samspil.economy.queries import accounts

    granting.spent(there.world, granting.cost(there.world, supplier="Efter", amount=17))
    draft, real = granting.drawn_up(there.world), accounts.contents
    for change in (
        lambda told: told["sums"].update(list_digest="0" * 64),
        lambda told: told["sums"].pop("list_digest"),
    ):
        monkeypatch.setattr(accounts, "contents", granting.frozen_with(real, change))
        with pytest.raises(IntegrityError, match="as the books are"), transaction.atomic():
            granting.signed(there.world, draft)
    monkeypatch.setattr(accounts, "contents", real)
    monkeypatch.setattr(actions.VoucherList.objects, "create", lambda **_told: None)
    with pytest.raises(IntegrityError, match="as the books are"), transaction.atomic():
        granting.signed(there.world, draft)
    assert connection.in_atomic_block is False


@pytest.mark.proves("G08")
def test_what_is_shown_is_all_that_the_office_finds_and_only_until_its_time(there, stated):
    asked = asking.asked_about(there.world, stated)
    asking.shown(there.world, asked, numbers=(number_of(there, APPROVED[1]),))
    told = office(there)
    assert {one: holding(told, one) for one in (*APPROVED, WAITS)} == {
        APPROVED[0]: set(),
        APPROVED[1]: {"economy_shownvoucher"},
        APPROVED[2]: set(),
        APPROVED[3]: set(),
        WAITS: set(),
    }
    elsewhere = everything(there.world.tenant("baekby"), "coordinator")
    assert holding(elsewhere, APPROVED[1]) == set()

    moved = "UPDATE economy_shownvoucher SET until_at = until_at + %s * interval '1000 days'"
    there.as_superuser(moved, [-1])
    over = office(there)
    own = everything(there.world.tenant("aaby"), "auditor")
    there.as_superuser(moved, [1])
    assert holding(over, APPROVED[1]) == set()
    assert "economy_shownvoucher" in holding(own, APPROVED[1])


def number_of(there: committed.Ground, amount: str) -> int:
    """The number of the voucher with this amount."""
    [(number,)] = there.as_superuser("SELECT number FROM economy_voucher WHERE amount = %s", [amount])
    return int(number)
