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
        elif path[-1] not in ("forecast", "unpriced"):
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


SHAPES = {
    "a word beside": lambda told: told.update(note="Yusuf"),
    "a word on a line": lambda told: told["rows"][0].update(note="Yusuf"),
    "a word at a voucher": lambda told: told["entries"][0].update(note="Yusuf"),
    "a word at a payment": lambda told: told["income"][0].update(note="Yusuf"),
    "a word among the states": lambda told: told["states"].update(note=1),
    "a payment left out": lambda told: told["income"].pop(),
    "a payment twice": lambda told: told["income"].append(told["income"][0]),
    "two payments that come to the same": lambda told: told.update(
        income=[{"kind": "instalment", "paid_on": "2014-02-01", "amount": told["received"]}]
    ),
    "a voucher twice": lambda told: told["entries"].append(told["entries"][0]),
    "a line twice": lambda told: told["rows"].append(told["rows"][0]),
    "an empty line": lambda told: told["rows"].append(
        {**told["rows"][0], "line": "x"} | dict.fromkeys(("first", "budget", "spent", "waiting"), "0.00")
    ),
    "no forecast said": lambda told: told["rows"][0].pop("forecast"),
    "a forecast that is no figure": lambda told: told["rows"][0].update(forecast="meget"),
    "no days": lambda told: told.update(on=None),
}


@pytest.mark.parametrize("year", [2014, 0])
def test_each_planted_difference_is_refused_and_the_books_as_they_are_are_signed(
    world, grant, monkeypatch, year
):
    from samspil.economy.queries import accounts

    row, real = granting.drawn_up(world, year), accounts.contents
    with world.as_("municipal_lead", "aaby") as by:
        right = json.loads(real(by, grant, year, on=granting.TODAY))
    changes = {
        path: (lambda told, path=path, value=value: put(told, path, value))
        for path, value in places(right).items()
    } | SHAPES
    assert len(changes) > 100
    signed = []
    for name, change in changes.items():
        told = json.loads(json.dumps(right))
        change(told)
        monkeypatch.setattr(accounts, "contents", lambda *_a, told=told, **_n: json.dumps(told))
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
