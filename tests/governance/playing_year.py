"""A year of the reference, done to the software: every event through the action that a person would use."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from tests.delivery import ground, schooling, visiting
from tests.economy import granting
from tests.economy.test_books_walked import WRITER, Walk
from tests.governance import describing, promising, reference_year, steering

from samspil.kernel.money import Money

SLUG = "aaby"
MONEY = ("change", "answer", "write", "write", "write", "prove", "prove", "approve", "approve", "take_back")
AMOUNTS = (1, 333, 99_999, 1_250_050, 2_400_000, 9_000_000)


class Books(Walk):
    """The walk of books beside their reference, one step a day, with the costs of one year."""

    def __init__(self, world: Any, seed: int) -> None:
        super().__init__(world, seed)
        self.approved_on: dict[int, date] = {}
        self.pay: dict[int, str] = {}
        self.is_newest = False

    def step(self, name: str = "") -> None:
        """One step, done to both; and the day of what it approved."""
        super().step(name)
        for number, one in enumerate(self.model.vouchers):
            if one.state == "approved":
                self.approved_on.setdefault(number, granting.TODAY)

    def write(self) -> Any:
        """A voucher of the year that is played, paid on the day: for things, or for somebody's time."""
        cell = self.dice.choice(("mentor", "role_model", "parent")), reference_year.YEAR
        oere, who = self.dice.choice(AMOUNTS), f"Firma {self.said}"
        told: dict[str, Any] = {"line": cell[0], "paid_on": granting.TODAY, "amount": Money.of_oere(oere)}
        number, is_pay = len(self.model.vouchers), self.dice.random() < 0.2
        expected = self.model.write(cell, oere, WRITER)
        if is_pay and expected:
            self.pay[number] = who
        said = granting.fee if is_pay else granting.cost
        minutes = {"minutes": oere // 30_000 * 60 + 60} if is_pay else {}
        cost = said(self.world, supplier=who, **told, **minutes)
        return expected, lambda: granting.written(self.world, cost)

    def chosen(self) -> int | None:
        """One of the newest, most of the time: as people do."""
        if not self.rows:
            return None
        if self.is_newest:
            return len(self.rows) - 1
        first = max(0, len(self.rows) - 4) if self.dice.random() < 0.8 else 0
        return self.dice.randrange(first, len(self.rows))

    def whole(self) -> None:
        """A voucher all the way, as most of them go."""
        self.is_newest = True
        for name in ("write", "prove", "approve"):
            self.step(name)
        self.is_newest = False

    def spent(self) -> list[reference_year.Spent]:
        """Every voucher that was approved, for the reference."""
        found = []
        for number, on in self.approved_on.items():
            one = self.model.vouchers[number]
            first = number if one.takes_back is None else one.takes_back
            found.append(reference_year.Spent(one.cell, one.amount, on, self.pay.get(first, "")))
        return found


def joined() -> Any:
    """The real concept file, whose own party is Åby: here it takes part, and is not only wished for."""
    found = granting.concept()
    parties = [
        replace(one, status="partner") if one.slug == found.grant.party else one for one in found.parties
    ]
    return replace(found, parties=tuple(parties))


class Player:
    """One year in one municipality: what is there by a day is what was done by that day."""

    def __init__(self, world: Any, year: reference_year.Year, seed: int) -> None:
        self.world, self.year = world, year
        self.concept_id = ground.load(world, joined())
        self.groups = steering.found(world, self.concept_id)
        self.meetings = {
            (kind, day): key
            for kind, group in self.groups.items()
            for day, key in zip(reference_year.MEETINGS, steering.planned(world, group), strict=False)
        }
        granting.opened(world)
        self.books = Books(world, seed)
        self.courses: dict[int, Any] = {}
        self.visits: list[uuid.UUID] = []
        self.requests: dict[str, uuid.UUID] = {}

    def do(self, one: reference_year.Event) -> None:
        """One event, on its day."""
        getattr(self, f"on_{one.kind}")(one.on, **one.what)

    def on_workshop(self, on: date) -> None:
        promising.workshop(self.world, self.concept_id, (SLUG,), on)

    def on_trained(self, on: date, track: str, days: tuple[date, ...]) -> None:
        planned = {"days": days, "on": days[0] - timedelta(days=40)}
        schooling.trained(self.world, SLUG, self.concept_id, [track], track=track, **planned)

    def on_course(self, on: date, number: int, kind: str) -> None:
        who = "parent_coach" if kind == "parent" else ("mentor", "other_mentor")[number % 2]
        told = {"on": on, "intervention": kind, "mentor": who}
        self.courses[number] = who, ground.course(self.world, SLUG, self.concept_id, **told)

    def on_answer(self, on: date, course: int, key: str) -> None:
        who, made = self.courses[course]
        ground.tend(self.world, made, on)
        ground.answer(self.world, made, cast=who, key=key, on=on)

    def on_explained(self, on: date, course: int, key: str, outcome: str, reason: str) -> None:
        from samspil.delivery.actions import measurements

        _who, made = self.courses[course]
        ground.tend(self.world, made, on)
        wanted = ground.measurement(self.world, made, key).id
        with self.world.as_("coordinator", SLUG) as by:
            said = {"measurement_id": wanted, "outcome": outcome, "reason": reason}
            measurements.explain(by=by, at=ground.at_day(on), on=on, **said)

    def on_visit(self, on: date) -> None:
        series = visiting.series(self.world, SLUG, self.concept_id)
        self.visits.append(visiting.held(self.world, series, 1, on).id)

    def on_meeting(self, on: date, kind: str, came: bool) -> None:
        steering.held(self.world, self.meetings[kind, on], (SLUG, "baekby") if came else ("baekby",))

    def on_asked(self, on: date, phase: str, due: date) -> None:
        told = {"phase": phase, "on": on, "due_on": due}
        self.requests[phase] = promising.ask(self.world, self.concept_id, **told)

    def on_held(self, on: date, phase: str, number: int) -> None:
        promising.held(self.world, self.requests[phase], number, held_on=on, on=on)

    def on_described(self, on: date, kind: str, yes: bool) -> None:
        key = describing.whole(self.world, self.concept_id, SLUG, on=on, intervention=kind)
        describing.answer(self.world, key, yes, "" if yes else "Skriv mere om metoden.", on=on)

    def on_instalment(self, on: date, kroner: int) -> None:
        self.paid("instalment", Money.of_kroner(kroner), on)

    def on_money(self, on: date) -> None:
        if self.books.dice.random() < 0.3:
            self.books.whole()
        else:
            self.books.step(self.books.dice.choice(MONEY))

    def paid(self, kind: str, amount: Money, on: date) -> None:
        """Money between the office and the municipality, as the lead writes it."""
        from samspil.economy.actions.budget import record_payment

        with self.world.as_("municipal_lead", SLUG) as by:
            record_payment(by=by, at=ground.at_day(on), on=on, kind=kind, amount=amount, paid_on=on)

    def night(self, on: date) -> None:
        """What the worker does in the night that begins a day: rounds, forms, states."""
        from samspil.delivery.actions.forms import tend_visit
        from samspil.kernel.actor import Actor
        from samspil.trust.scope import scope

        for _who, made in self.courses.values():
            ground.tend(self.world, made, on)
        by = Actor.job(self.world.tenant(SLUG))
        with scope(by):
            for key in self.visits:
                tend_visit(by=by, at=ground.at_day(on), on=on, visit_id=key)
        promising.night(self.world, SLUG, on=on)

    def tell(self, month: date) -> bool:
        """The night after a month: the worker tells the office what is spent; whether it did."""
        from samspil.economy.actions.told import tell_spent
        from samspil.kernel.actor import Actor
        from samspil.trust.scope import scope

        on, by = month + timedelta(days=1), Actor.job(self.world.tenant(SLUG))
        with scope(by):
            return tell_spent(by=by, at=ground.at_day(on), on=on)

    def frozen(self, month: date) -> Any:
        """The month's totals, frozen on the first of the next one; as the programme office reads them."""
        from samspil.evaluation import queries
        from samspil.evaluation.actions import freeze_month
        from samspil.kernel.actor import Actor
        from samspil.trust.scope import scope

        on, slug = month + timedelta(days=1), ground.the_concept().slug
        by = Actor.job(self.world.tenant("kontoret"))
        with scope(by):
            freeze_month(by=by, at=ground.at_day(on), on=on, programme=slug, month=month.replace(day=1))
        with self.world.as_("programme_office") as by:
            return queries.months(by)[0]

    def forms(self) -> list[dict[str, Any]]:
        """The evaluator's forms by plain SQL, for the reference."""
        names = ("opens_on", "done_until", "late_until", "state", "reason", "answered_on")
        with self.world.as_("coordinator", SLUG), connection.cursor() as cursor:
            cursor.execute(
                "SELECT opens_on, done_until, late_until, state, reason, answered_on"
                " FROM delivery_owedform WHERE tenant_id = %s",
                [self.world.tenant(SLUG)],
            )
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return [{"tool": "evaluation", **one} for one in found]

    def pack(self, on: date) -> dict[str, Any]:
        """The status pack of a day, by the headings of its parts."""
        from samspil.governance.queries import groups, meetings
        from samspil.interfaces.web.shared.pack import compose

        with self.world.as_("programme_office") as by:
            meeting = meetings.meeting(
                by, by.tenant_id, self.meetings["steering", reference_year.MEETINGS[1]]
            )
            group = groups.group(by, by.tenant_id, meeting.group_id)
            document = compose(by, meeting, group, on=on).document
        return {one["heading"]: one for one in document["parts"]}
