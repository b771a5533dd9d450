"""The demo's grants: the document's own table, a change that waits, and vouchers in every state."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from samspil.economy.actions import askings, decisions, statements, vouchers
from samspil.economy.actions import budget as budgets
from samspil.economy.actions.budget import Asking, Opening
from samspil.economy.actions.told import tell_spent
from samspil.economy.queries import budget
from samspil.economy.queries.vouchers import asking_of
from samspil.economy.rules.vouchers import Cost
from samspil.economy.terms.statements import WHOLE
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.kernel.money import Money
from samspil.trust.scope import scope

OWN_TABLE, OTHER, OFFICE = "koebenhavn", "odense", "programme-office"
OTHERS_AMOUNTS = {"mentor": 180_000, "role_model": 120_000, "parent": 90_000}
COSTS: tuple[tuple[Any, ...], ...] = (
    ("role_model", "communication", "leaflets", "Trykkeriet", "Foldere til skolerne", 12_500_00, {}),
    ("mentor", "transport", "", "Trafikselskabet", "Rejser til møder, mentorer", 1_860_00, {}),
    (
        "parent",
        "coordination",
        "",
        "Koordinator uden for arbejdstid",
        "Opstart af forældreindsatsen",
        9_000_00,
        {"minutes": 20 * 60},
    ),
    ("mentor", "fee", "", "Oplægsholder", "Temaaften for mentorer", 1_500_00, {"minutes": 3 * 60}),
    (
        "role_model",
        "communication",
        "posters",
        "Trykkeriet",
        "Plakater til ungdomsuddannelserne",
        4_375_50,
        {},
    ),
)
"""Line, kind, part, who was paid, what for, øre, and the time where it is time that is paid."""

AND_THE_LIKE: tuple[Any, ...] = (
    "role_model",
    "other",
    "",
    "Biblioteket",
    "Leje af lokale til fælles aften",
    2_000_00,
    {},
)


WHY_ASKED = "Linjen er brugt hurtigere end de andre, og vi vil gerne forstå hvorfor."


MONTHLY = (
    ("mentor", "transport", 640_00),
    ("role_model", "transport", 815_50),
    ("parent", "transport", 390_25),
)
"""Ways that are paid month by month: line, kind, and øre to begin with."""


class Granting:
    """Two grants: one with the document's own amounts, one whose first version was asked for and approved."""

    def __init__(self, *, today: date, actor: Callable[[str], Actor]) -> None:
        self.today, self.actor = today, actor

    def fill(self) -> None:
        """Opened at the start of the year; vouchers month by month; a change request from last week."""
        first = date(self.today.year, 2, 3)
        for place in (OWN_TABLE, OTHER):
            self._opened(place, first)
            self._vouchers(place)
        self._asked(OTHER, self.today - timedelta(days=6))
        self._told(first)

    def _opened(self, place: str, on: date) -> None:
        lead = self.actor(f"lead-{place}")
        with scope(lead):
            budgets.open_grant(by=lead, at=nine(on), on=on, opening=Opening(account_string="5.22.07.001"))
        if place == OTHER:
            with scope(lead):
                found = budget.standing(lead)
                amounts = {
                    (line.id, year): Money.of_kroner(OTHERS_AMOUNTS[line.slug])
                    for line in found.lines
                    for year in found.years
                }
                draft = budgets.write_budget(by=lead, at=nine(on), on=on, asking=Asking("initial", amounts))
                budgets.send_budget(by=lead, at=nine(on), on=on, version_id=draft.id)
            self._answer(draft.id, on + timedelta(days=9))
        with scope(lead):
            total = Money.of_kroner(388_000 if place == OWN_TABLE else 390_000)
            paid_on = on + timedelta(days=20)
            told: dict[str, Any] = {"kind": "instalment", "amount": total, "paid_on": paid_on, "on": paid_on}
            budgets.record_payment(by=lead, at=nine(paid_on), **told)

    def _vouchers(self, place: str) -> None:
        """One a month, the last of them waiting with its proof; and one that the office decides about."""
        for number, cost in enumerate(COSTS):
            on = date(self.today.year, 4 + number, 12)
            row = self._written(place, cost, on)
            if number < len(COSTS) - 1:
                self._approved(place, row, on + timedelta(days=4))
        for number, (line, kind, oere) in enumerate(MONTHLY * 3):
            on = date(self.today.year, 4 + number // 2, 20 + number)
            cost = (line, kind, "", "Trafikselskabet", "Rejser i måneden", oere + 1_025 * number, {})
            self._approved(place, self._written(place, cost, on), on + timedelta(days=2))
        if place == OWN_TABLE:
            self._stated(place, self.today - timedelta(days=20))
        on = self.today - timedelta(days=9)
        row = self._written(place, AND_THE_LIKE, on, reason="Skolen har ikke selv plads til så mange")
        if place == OWN_TABLE:
            with scope(self.actor(f"coordinator-{place}")):
                asking = asking_of(row)
            assert asking is not None
            self._answer(asking.id, on + timedelta(days=3))
            self._approved(place, row, on + timedelta(days=5))

    def _written(self, place: str, told: tuple[Any, ...], on: date, reason: str = "") -> Any:
        line, kind, part, supplier, what_for, oere, timed = told
        by = self.actor(f"coordinator-{place}")
        with scope(by):
            lines = {one.slug: one.id for one in budget.standing(by).lines}
            cost = Cost(lines[line], kind, on, supplier, what_for, anyway=False, part=part, reason=reason)
            cost = replace(cost, amount=Money.of_oere(oere), **timed)
            if cost.minutes:
                cost = replace(cost, whose_time="own_time")
            row = vouchers.write_voucher(by=by, at=nine(on), on=on, key=uuid7(), cost=cost)
            proof: dict[str, Any] = {
                "kind": "payslip" if cost.minutes else "payment",
                "content": _paper(row.id),
            }
            vouchers.bring_proof(by=by, at=nine(on), on=on, voucher_id=row.id, **proof)
        return row

    def _approved(self, place: str, row: Any, on: date) -> None:
        lead = self.actor(f"lead-{place}")
        with scope(lead):
            vouchers.decide_voucher(by=lead, at=nine(on), on=on, voucher_id=row.id, outcome="approved")

    def _stated(self, place: str, on: date) -> None:
        """The whole grant so far, signed and received; the accounts that it is booked on."""
        coordinator, lead = self.actor(f"coordinator-{place}"), self.actor(f"lead-{place}")
        with scope(coordinator):
            found = budget.standing(coordinator)
            kinds = [str(one.slug) for one in found.concept.cost_rules.eligible.examples]
            codes = {
                (line.id, kind): f"5.22.07.001-{10 * place + number:02}"
                for place, line in enumerate(found.lines, start=1)
                for number, kind in enumerate(kinds)
            }
            statements.write_accounts(by=coordinator, at=nine(on), seen={}, codes=codes)
            drawn = statements.draw_statement(by=coordinator, at=nine(on), on=on, year=WHOLE)
        with scope(lead):
            statements.sign_statement(by=lead, at=nine(on), on=on, statement_id=drawn.id)
        self._answer(drawn.id, on + timedelta(days=6))
        self._shown(place, drawn.id, on + timedelta(days=9))

    def _shown(self, place: str, statement_id: uuid.UUID, on: date) -> None:
        """The office asks about one line, and is shown its vouchers for a month."""
        office, coordinator = self.actor(OFFICE), self.actor(f"coordinator-{place}")
        about: dict[str, Any] = {"line": "role_model", "year": on.year, "reason": WHY_ASKED}
        with scope(office):
            asked = askings.ask_vouchers(by=office, at=nine(on), on=on, statement_id=statement_id, **about)
        on, until_on = on + timedelta(days=4), on + timedelta(days=34)
        with scope(coordinator):
            askings.show_vouchers(by=coordinator, at=nine(on), on=on, asking_id=asked.id, until_on=until_on)

    def _told(self, first: date) -> None:
        """The night after each month, as the worker has it: sums for the programme office."""
        months = (self.today.year - first.year) * 12 + self.today.month - first.month
        for number in range(1, months + 1):
            on = date(first.year, first.month + number, 1)
            for place in (OWN_TABLE, OTHER):
                by = Actor.job(self.actor(f"lead-{place}").tenant_id)
                with scope(by):
                    tell_spent(by=by, at=nine(on), on=on)

    def _asked(self, place: str, on: date) -> None:
        """More for role models, less for parents: above the threshold, so the programme office decides."""
        lead = self.actor(f"lead-{place}")
        with scope(lead):
            found = budget.standing(lead)
            assert found.current is not None
            amounts = budget.amounts_of([found.current])[found.current.id]
            keys, moved = {one.slug: one.id for one in found.lines}, Money.of_kroner(20_000)
            amounts[keys["role_model"], self.today.year] += moved
            amounts[keys["parent"], self.today.year] -= moved
            reason = "Flere skoler har bedt om besøg end ventet"
            draft = budgets.write_budget(
                by=lead, at=nine(on), on=on, asking=Asking("transfer", amounts, reason)
            )
            budgets.send_budget(by=lead, at=nine(on), on=on, version_id=draft.id)

    def _answer(self, thing_id: uuid.UUID, on: date) -> None:
        office = self.actor(OFFICE)
        with scope(office):
            decisions.decide(by=office, at=nine(on), on=on, thing_id=thing_id, approved=True)


def _paper(key: uuid.UUID) -> bytes:
    """A small paper; it stands in for the municipality's own, and shows nothing."""
    whole = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    whole += "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<<>>>>>>endobj\n"
    return f"%PDF-1.4\n{whole}% {key}\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()
