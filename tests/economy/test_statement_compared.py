"""Every figure of a statement is compared with the books when it is signed: one planted difference at a time.

Red before: days, roles, titles, what waits, what was granted, single payments and states could say anything.
"""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import override
from tests.economy import granting
from tests.economy.test_statement_pages import sent
from tests.economy.test_statements import paid

DAY = "2014-02-02"


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def grant(world):
    """Books with something of every kind in them."""
    granting.load(world)
    found = granting.opened(world)
    paid(world)
    paid(world, "instalment", 5_000, date(2014, 5, 1))
    paid(world, "repayment", 1_000, date(2014, 6, 1))
    granting.decided(
        world, sent(world, granting.drafted(world, {}, kind="change", new=("Lokaler", {2014: 5_000})))
    )
    granting.spent(world, granting.cost(world, line="Lokaler", supplier="Andre", amount=250))
    first = granting.spent(world, granting.cost(world, amount=12_500))
    granting.answered(world, granting.taken_back(world, first))
    granting.spent(world, granting.cost(world, supplier="Tredje", amount=700))
    granting.written(world, granting.fee(world))
    refused = granting.written(world, granting.cost(world, supplier="Fjerde", amount=90))
    granting.answered(world, refused, "refused", "not_eligible")
    return found


def put(told, path, value):
    """Another value at a path of keys."""
    *way, last = path
    for key in way:
        told = told[key]
    assert told[last] != value, path
    told[last] = value


def places(told):
    """Every figure in it by its path, and another value for it; what is not of the books is left out."""
    found = {}

    def walk(one, path):
        if isinstance(one, dict):
            for key, value in one.items():
                walk(value, (*path, key))
        elif isinstance(one, list):
            for number, value in enumerate(one):
                walk(value, (*path, number))
        elif path[-1] not in ("forecast", "unpriced", "salt"):
            found[path] = other(one, path[-1])

    walk(told, ())
    return found


def other(one, name):
    if one is None:
        return 1
    if isinstance(one, bool):
        return not one
    if isinstance(one, int):
        return one + 1
    if name in ("on", "from_on", "to_on", "paid_on", "approved_on"):
        return DAY
    return f"{one[:-1]}1" if one[-3:] == ".00" else f"{one}x"


def at(*path):
    """A change to what lies at a path of keys."""

    def of(change):
        def changed(told):
            for key in path:
                told = told[key]
            change(told)

        return changed

    return of


SUMS, LIST = at("sums"), at("list")
SHAPES = {
    "a word beside": SUMS(lambda told: told.update(note="Yusuf")),
    "a word on a line": at("sums", "rows", 0)(lambda told: told.update(note="Yusuf")),
    "a word beside the list": LIST(lambda told: told.update(note="Yusuf")),
    "a word at a voucher": at("list", "entries", 0)(lambda told: told.update(note="Yusuf")),
    "a word at what waits": at("list", "rows", 0)(lambda told: told.update(note="Yusuf")),
    "a word at a payment": at("sums", "income", 0)(lambda told: told.update(note="Yusuf")),
    "a word among the states": at("sums", "states")(lambda told: told.update(note=1)),
    "a payment left out": at("sums", "income")(lambda told: told.pop()),
    "a payment twice": at("sums", "income")(lambda told: told.append(told[0])),
    "two payments that come to the same": SUMS(
        lambda told: told.update(
            income=[{"kind": "instalment", "paid_on": "2014-02-01", "amount": told["received"]}]
        )
    ),
    "a voucher twice": at("list", "entries")(lambda told: told.append(told[0])),
    "a voucher among the sums": lambda told: told["sums"].update(entries=told["list"]["entries"]),
    "what waits among the sums": lambda told: told["sums"]["rows"][0].update(waiting="1000.00"),
    "a line twice": at("sums", "rows")(lambda told: told.append(told[0])),
    "an empty line": at("sums", "rows")(
        lambda told: told.append(
            {**told[0], "line": "x"} | dict.fromkeys(("first", "budget", "spent"), "0.00")
        )
    ),
    "what waits on an empty line": at("list", "rows")(
        lambda told: told.append({**told[0], "line": "x", "waiting": "0.00"})
    ),
    "no forecast said": at("list", "rows", 0)(lambda told: told.pop("forecast")),
    "a forecast that is no figure": at("list", "rows", 0)(lambda told: told.update(forecast="meget")),
    "no days": SUMS(lambda told: told.update(on=None)),
    "a list that can be guessed": LIST(lambda told: told.update(salt="")),
    "no list named": SUMS(lambda told: told.pop("list_digest")),
}


@pytest.mark.parametrize("year", [2014, 0])
def test_each_planted_difference_is_refused_and_the_books_as_they_are_are_signed(
    world, grant, monkeypatch, year
):
    from samspil.economy.queries import accounts

    row, real = granting.drawn_up(world, year), accounts.contents
    with world.as_("municipal_lead", "aaby") as by:
        found = real(by, grant, year, on=granting.TODAY)
    right = {"sums": json.loads(found.sums), "list": json.loads(found.vouchers)}
    changes = {
        path: (lambda told, path=path, value=value: put(told, path, value))
        for path, value in places(right).items()
    } | SHAPES
    assert len(changes) > 100
    signed = []
    for name, change in changes.items():
        monkeypatch.setattr(accounts, "contents", granting.frozen_with(real, change))
        try:
            with transaction.atomic():
                granting.signed(world, row)
        except (IntegrityError, DataError):
            continue
        signed.append(name)
        break
    monkeypatch.setattr(accounts, "contents", real)

    assert signed == []
    assert granting.signed(world, row).state == "signed"
