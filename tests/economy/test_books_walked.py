"""No order of changes, vouchers, answers, reversals and statements makes books and a model of them differ.

The model imports nothing of the software. Each step is done to both: what one lets through the other must.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils.translation import override
from tests.economy import granting, reference_books, reference_statements
from tests.economy.test_budget import TABLE

from samspil.kernel.errors import Refused
from samspil.kernel.money import Money

LINES, YEARS = ("mentor", "role_model", "parent"), (2013, 2014)
WRITER, LEAD = "coordinator", "municipal_lead"
STEPS = (
    *("change", "answer", "write", "write", "write", "prove", "prove", "approve", "approve", "take_back"),
    *("draw_up", "sign"),
)


def lead_as(world, who):
    """The lead's role with the lead's own account, or with that of whoever writes vouchers."""
    return replace(world.actor(LEAD, "aaby"), account_id=world.member(who, "aaby").account_id)


class Walk:
    """One history, done to the software and to the model."""

    def __init__(self, world, seed):
        self.world, self.dice = world, random.Random(seed)
        start = {cell: kroner * 100 for cell, kroner in TABLE.items()}
        self.model = reference_books.Model(dict(start), dict(start))
        self.rows, self.asked, self.let, self.said = [], None, 0, 0
        self.drafts, self.frozen = {}, []

    def step(self, name=""):
        name = name or self.dice.choice(STEPS)
        expected, done = getattr(self, name)()
        if done is None:
            return
        try:
            with transaction.atomic():
                found = done()
            let = True
        except Refused:
            found, let = None, False
        assert let == expected, (name, self.said)
        self.let += let
        self.said += 1
        if let and name in ("write", "take_back"):
            self.rows.append(found)

    def change(self):
        dice = self.dice
        kind = dice.choice(("transfer", "transfer", "change"))
        year, (one, other) = dice.choice(YEARS), dice.sample(LINES, 2)
        moved = dice.choice((1_000, 4_000, 9_000, 40_000, 90_000))
        old = {cell: oere // 100 for cell, oere in self.model.now.items()}
        new = {(one, year): old[one, year] - moved, (other, year): old[other, year] + moved}
        if kind == "change":
            del new[other, year]
        if any(amount < 0 for amount in new.values()):
            return False, None
        before = self.model.asked
        expected = self.model.change(kind, {cell: kroner * 100 for cell, kroner in new.items()})

        def done():
            draft = granting.drafted(self.world, new, kind=kind)
            state = granting.sent(self.world, draft)
            assert (state == "asked") == (self.model.asked is not before)
            self.asked = draft if state == "asked" else self.asked

        return expected, done

    def answer(self):
        if self.asked is None:
            return False, None
        thing, yes = self.asked, self.dice.random() < 0.6
        self.asked = None
        expected = self.model.answer(yes)
        return expected, lambda: granting.decided(self.world, thing, yes, "Nej tak")

    def write(self):
        cell = self.dice.choice(LINES), self.dice.choice(YEARS)
        oere = self.dice.choice((1, 333, 100_000, 2_500_050, 6_000_000, 13_800_000))
        expected = self.model.write(cell, oere, WRITER)
        told = {
            "line": cell[0],
            "paid_on": granting.TODAY.replace(year=cell[1]),
            "amount": Money.of_oere(oere),
        }
        said = granting.cost(self.world, supplier=f"Firma {self.said}", **told)
        return expected, lambda: granting.written(self.world, said)

    def chosen(self):
        return self.dice.randrange(len(self.rows)) if self.rows else None

    def prove(self):
        number = self.chosen()
        if number is None:
            return False, None
        file = granting.pdf(f"{number} {self.said}")
        expected = self.model.prove(number)
        return expected, lambda: granting.proved(self.world, self.rows[number], content=file)

    def approve(self):
        from samspil.economy.actions.vouchers import decide_voucher
        from samspil.trust.scope import scope

        number = self.chosen()
        if number is None:
            return False, None
        who, yes = self.dice.choice((LEAD, LEAD, LEAD, WRITER)), self.dice.random() < 0.85
        expected = self.model.approve(number, who, yes)
        told = {"outcome": "approved"} if yes else {"outcome": "refused", "reason": "talk"}

        def done():
            by = lead_as(self.world, who)
            with scope(by):
                at = {"at": self.world.at, "on": granting.TODAY}
                decide_voucher(by=by, voucher_id=self.rows[number].id, **at, **told)

        return expected, done

    def take_back(self):
        number = self.chosen()
        if number is None:
            return False, None
        expected = self.model.take_back(number, WRITER)
        return expected, lambda: granting.taken_back(self.world, self.rows[number])

    def draw_up(self):
        year, who = self.dice.choice((0, 2013, 2014, 2015)), self.dice.choice((WRITER, LEAD))
        expected = self.model.draw_up(year, who)

        def done():
            self.drafts[year] = granting.drawn_up(self.world, year, cast=who)

        return expected, done

    def sign(self):
        from samspil.economy.actions.statements import sign_statement
        from samspil.trust.scope import scope

        if not self.drafts:
            return False, None
        year, who = self.dice.choice(sorted(self.drafts)), self.dice.choice((LEAD, LEAD, WRITER))
        expected = self.model.sign(year, who)
        draft = self.drafts[year]

        def done():
            by = lead_as(self.world, who)
            with scope(by):
                at = {"at": self.world.at, "on": granting.TODAY}
                sign_statement(by=by, statement_id=draft.id, **at)
            del self.drafts[year]
            self.frozen.append((draft, self.model.signed[year]))

        return expected, done

    def compare_statements(self, *, whole=False):
        """A draft says what the books say, a signed one what they said: to the øre, line by line.

        One draft and the newest signed one after each step, and at the end every one there is.
        """
        drafts = sorted(self.drafts) if whole else self.dice.sample(sorted(self.drafts), bool(self.drafts))
        for year in drafts:
            assert self.read(self.drafts[year]) == self.model.account(year)
        for row, wanted in self.frozen if whole else self.frozen[-1:]:
            assert self.read(row) == wanted

    def read(self, row):
        from samspil.economy.queries import statements

        with self.world.as_("auditor", "aaby") as by:
            _listed, _grant, frozen = statements.statement(by, row.id)
            told = statements.told(by, row.id, on=granting.TODAY)[2]
        spent = {(one.line, one.year): one.spent.oere for one in told.rows}
        if frozen:
            known = reference_statements.of_lines(frozen.vouchers)
            assert {key: oere for key, oere in known.items() if oere} == {
                key: oere for key, oere in spent.items() if oere
            }
        assert told.spent.oere == sum(spent.values()) == sum(one.amount.oere for one in told.entries)
        assert told.budget.oere == sum(one.budget.oere for one in told.rows)
        return reference_books.Account(
            {key: oere for key, oere in spent.items() if oere},
            {(one.line, one.year): one.budget.oere for one in told.rows if one.budget},
            tuple(one.number - 1 for one in told.entries),
        )

    def compare(self):
        from samspil.economy.queries import books, budget

        keys = granting.lines(self.world)
        with self.world.as_(WRITER, "aaby") as by:
            told = books.books(by, budget.the_grant(by))
        cells = [(line, year) for line in LINES for year in (2013, 2014, 2015)]
        for line, year in cells:
            book = told.at(keys[line], year)
            model = (
                self.model.now.get((line, year), 0),
                self.model.spent((line, year)),
                self.model.used((line, year)),
            )
            assert (book.revised.oere, book.spent.oere, (book.spent + book.waiting).oere) == model
            assert book.remaining >= Money.zero()
            assert book.room >= Money.zero()
        for year in (2013, 2014, 2015):
            assert told.at(None, year).spent.oere == sum(self.model.spent((line, year)) for line in LINES)
        assert told.at().spent.oere == sum(self.model.spent(cell) for cell in cells)
        assert told.at().revised.oere == sum(self.model.now.values())


@pytest.mark.parametrize("seed", range(6))
def test_books_and_model_agree_after_every_step_of_a_random_history(world, seed):
    with override("da"):
        granting.load(world)
        granting.opened(world)
        walk = Walk(world, seed)
        for _step in range(44):
            walk.step()
            walk.compare()
            walk.compare_statements()
        while not walk.frozen:
            for name in ("draw_up", "sign"):
                walk.step(name)
                walk.compare_statements()
        walk.compare_statements(whole=True)
    assert walk.let >= 10
    assert walk.let < walk.said
